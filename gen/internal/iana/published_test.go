package iana

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// published is the directory with states of the registry as IANA published them, one directory for
// each state. It is not part of this repository.
const published = "../../../../shared/data/iana"

// parseFile parses a file of published, which must be valid, or returns nil if there is none.
func parseFile(t *testing.T, parse parser, path ...string) *registry.State {
	t.Helper()
	name := filepath.Join(append([]string{published}, path...)...)
	file, err := os.Open(name)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	page, err := parse(name, file)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// withoutDates returns the records without the dates that only the XML has.
func withoutDates(records []registry.Record) []registry.Record {
	bare := append([]registry.Record(nil), records...)
	for i := range bare {
		bare[i].Registered, bare[i].Updated = "", ""
	}
	return bare
}

// TestPublished checks that all formats of a published state hold the same, known rows.
func TestPublished(t *testing.T) {
	if _, err := os.Stat(published); err != nil {
		t.Skipf("SKIPPED: IANA's own pages are missing: %v", err)
	}
	for _, state := range []struct {
		dir, updated string
		rows         int
		last         string
		dated        int  // records with a date of registration
		oldOnly      bool // no page made with today's stylesheet: the day's own is today's
	}{
		{"2013-03-13", "2013-03-13", 55, "DOWNGRADED", 0, false},
		{"2018-08-07", "2018-08-07", 56, "MAILBOXID", 1, false},
		{"2021-03-10", "2021-03-10", 58, "HASCHILDREN", 3, false},
		{"2021-03-10c", "2021-03-10", 58, "HASCHILDREN", 3, false},
		{"2024-03-04", "2024-03-04", 59, "JMAPACCESS", 4, false},
		{"2024-11-26", "2024-11-26", 60, "INPROGRESS", 5, false},
		{"2026-02-27", "2026-02-27", 62, "TOOFEW", 7, false},
		{"2026-08-04", "2026-08-04", 62, "TOOFEW", 7, true},
	} {
		t.Run(state.dir, func(t *testing.T) {
			xml := parseFile(t, ParseXML, state.dir, "imap-response-codes.xml")
			xhtml := parseFile(t, ParseXHTML, state.dir, "imap-response-codes.xhtml")
			current := parseFile(t, ParseXHTML, state.dir, "imap-response-codes.current-xsl.xhtml")
			csv := parseFile(t, ParseCSV, state.dir, "imap-response-codes-1.csv")
			if xml == nil || xhtml == nil || csv == nil || (current == nil) != state.oldOnly {
				t.Fatal("a format is missing")
			}
			if diff := cmp.Diff(xhtml, &registry.State{Updated: state.updated, Records: withoutDates(xml.Records)}); diff != "" {
				t.Errorf("XML mismatch (-xhtml +xml):\n%s", diff)
			}
			if diff := cmp.Diff(xhtml, current); diff != "" && current != nil {
				t.Errorf("stylesheet mismatch (-then +now):\n%s", diff)
			}
			if diff := cmp.Diff(xhtml.Records, csv.Records); diff != "" || csv.Updated != "" {
				t.Errorf("CSV mismatch (-xhtml +csv):\n%s", diff)
			}
			merged, err := Merge(xhtml, xml)
			if diff := cmp.Diff(xml, merged); diff != "" || err != nil {
				t.Errorf("Merge: %v; mismatch (-want +got):\n%s", err, diff)
			}

			dated := 0
			for i, r := range xml.Records {
				if r.Registered != "" {
					dated++
				}
				if (r.Description != "") != (r.Code == "NEWNAME") || (r.Status == registry.Obsolete) != (r.Code == "NEWNAME") {
					t.Errorf("%s is %q with status %q, want NEWNAME alone to be described", r.Code, r.Description, r.Status)
				}
				if r.Code == "JMAPACCESS" && (state.dir != "2024-03-04" || i != len(xml.Records)-1) {
					t.Errorf("JMAPACCESS in row %d", i+1)
				}
				if len(r.References) == 0 {
					t.Errorf("%s has no reference", r.Code)
				}
			}
			last := xml.Records[len(xml.Records)-1].Code
			if len(xml.Records) != state.rows || last != state.last || dated != state.dated {
				t.Errorf("%d rows, the last %s, %d with a date; want %d, %s, %d", len(xml.Records), last, dated, state.rows, state.last, state.dated)
			}
		})
	}
}

// TestMergePublished checks that Merge does not take two states of the same date for one.
func TestMergePublished(t *testing.T) {
	if _, err := os.Stat(published); err != nil {
		t.Skipf("SKIPPED: IANA's own pages are missing: %v", err)
	}
	a := parseFile(t, ParseXML, "2021-03-10", "imap-response-codes.xml")
	b := parseFile(t, ParseXHTML, "2021-03-10c", "imap-response-codes.xhtml")
	const want = `the formats disagree about "CAPABILITY": references "RFC-ietf-extra-imap4rev2-30" against "RFC3501 RFC-ietf-extra-imap4rev2-30"`
	if _, err := Merge(a, b); message(err) != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
