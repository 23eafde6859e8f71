package registry

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sampleEvidence() []Evidence {
	return []Evidence{
		{"TEAPOT", "retry", "later", []string{"RFC1149#3", "RFC54321#A.1"}, Reading, "It says, so to speak."},
		{"TEAPOT", "tagged", "OK NO", []string{"RFC1149#4.2"}, Example, ""},
		{"SHRUG", "capability", "", []string{"RFC1#1"}, Text, ""},
	}
}

const sampleEvidenceText = `code,column,value,from,basis,reason
TEAPOT,retry,later,RFC1149#3 RFC54321#A.1,reading,"It says, so to speak."
TEAPOT,tagged,OK NO,RFC1149#4.2,example,
SHRUG,capability,,RFC1#1,text,
`

func TestEvidence(t *testing.T) {
	got, err := ReadEvidence("e.csv", strings.NewReader(sampleEvidenceText))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sampleEvidence(), got); diff != "" {
		t.Errorf("ReadEvidence mismatch (-want +got):\n%s", diff)
	}
	var text strings.Builder
	if err := WriteEvidence(&text, got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sampleEvidenceText, text.String()); diff != "" {
		t.Errorf("WriteEvidence mismatch (-want +got):\n%s", diff)
	}
	if err := CheckEvidence("e.csv", sample(), got); err != nil {
		t.Errorf("evidence for what the records say: %v", err)
	}
}

func TestEvidenceErrors(t *testing.T) {
	const text = `code,column,value,from,basis,reason
A,types,OK,RFC1#1,text,
A,retry,later,,text,
A,state,any,RFC1,text,
A,rev1,base,RFC1#1.,hearsay,
A,rev2,base,RFC1#1,reading,
A,advice,x,RFC1#1,text,/* x
A,advice,y,RFC1#1,text,
`
	const want = `e.csv:2: column "types" is not one of defined, rev1, rev2, capability, state, commands, tagged, untagged, retry, summary, advice, security
e.csv:3: retry of "A" has no section
e.csv:4: section "RFC1" of "A" is not in the form RFC9051#7.1
e.csv:5: section "RFC1#1." of "A" is not in the form RFC9051#7.1
e.csv:5: basis "hearsay" of "A" is not one of [text example reading]
e.csv:6: rev2 of "A" is a reading without a reason
e.csv:7: "/* x" holds a comment mark
e.csv:8: duplicate evidence for advice of "A"`
	list, err := ReadEvidence("e.csv", strings.NewReader(text))
	if diff := cmp.Diff(want, message(err)); diff != "" || list != nil {
		t.Errorf("%d rows, error mismatch (-want +got):\n%s", len(list), diff)
	}
}

func TestCheckEvidence(t *testing.T) {
	records := sample()
	records[0].Retry, records[2].Code = RetryNever, "SHRUGGED"
	const want = `e.csv: retry of "TEAPOT" is "never", but the evidence is for "later": review it
e.csv: evidence for "SHRUG", which is not in the registry`
	if diff := cmp.Diff(want, message(CheckEvidence("e.csv", records, sampleEvidence()))); diff != "" {
		t.Errorf("error mismatch (-want +got):\n%s", diff)
	}
}

func TestSections(t *testing.T) {
	for _, test := range []struct{ name, document, section, url, text string }{
		{"RFC7162#3.1.2.1", "RFC7162", "3.1.2.1", "https://www.rfc-editor.org/rfc/rfc7162#section-3.1.2.1", "RFC 7162 section 3.1.2.1"},
		{"RFC3501#B", "RFC3501", "B", "https://www.rfc-editor.org/rfc/rfc3501#appendix-B", "RFC 3501 appendix B"},
		{"RFC-ietf-a-b-30#2", "RFC-ietf-a-b-30", "2", "https://datatracker.ietf.org/doc/html/draft-ietf-a-b-30#section-2", "RFC-ietf-a-b-30 section 2"},
		{"RFC9051", "RFC9051", "", "https://www.rfc-editor.org/rfc/rfc9051", "RFC 9051"},
		{"RFC9051#", "RFC9051#", "", "", "RFC9051#"},
		{"RFC9051#b", "RFC9051#b", "", "", "RFC9051#b"},
		{"errata#1", "errata", "1", "", "errata section 1"},
	} {
		if text := SectionText(test.name); text != test.text {
			t.Errorf("SectionText(%q) = %q, want %q", test.name, text, test.text)
		}
		document, section := SplitSection(test.name)
		if url := SectionURL(test.name); document != test.document || section != test.section || url != test.url {
			t.Errorf("%s: %q, %q, %q, want %q, %q, %q", test.name, document, section, url, test.document, test.section, test.url)
		}
	}
}
