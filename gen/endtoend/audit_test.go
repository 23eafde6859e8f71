package endtoend

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/cli"
	"github.com/imapcodes/imapcodes/gen/internal/audit"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

const (
	auditSchemaFile = "../cli/schema/audit.schema.json"
	auditDir        = "testdata/audit" // source files, and the registry of 2026-08-04
)

// TestAudit checks which codes are found in source files of several languages, and what else is
// said of the files. Everything else is missing.
func TestAudit(t *testing.T) {
	schema := compileSchema(t, auditSchemaFile)
	for _, test := range []struct {
		file, found string
		others      []string
	}{
		{"response.go", "NEWNAME ALERT BADCHARSET PARSE PERMANENTFLAGS TRYCREATE UIDNEXT APPENDUID COPYUID " +
			"BADCOMPARATOR CONTACTADMIN SERVERBUG OVERQUOTA CAPABILITY", []string{
			"misspelled NONEXISTANT for NONEXISTENT at response.go:24",
			"misspelled READONLY for READ-ONLY at response.go:27",
			"outdated NEWNAME at response.go:23",
			"unregistered NOPRIVATE at response.go:33",
			"unregistered WEBALERT at response.go:37",
		}},
		{"resp-code.h", "BADCHARSET PARSE READ-ONLY READ-WRITE UNAVAILABLE EXPUNGEISSUED", []string{
			"misspelled AUTHENTIFICATIONFAILED for AUTHENTICATIONFAILED at resp-code.h:17",
			"unregistered THROTTLED at resp-code.h:22",
		}},
		{"code.h", "ALERT BADCHARSET READ-ONLY UIDNOTSTICKY NOPERM OVERQUOTA TOOMANY", []string{
			"misspelled TRY_CREAT for TRYCREATE at code.h:10",
			"unregistered NO_PRIVATE at code.h:11",
		}},
		{"code.rs", "BADCHARSET PARSE PERMANENTFLAGS READ-ONLY READ-WRITE UIDNEXT APPENDUID TOOBIG BADURL " +
			"NOTSAVED OVERQUOTA CAPABILITY", []string{
			"misspelled CompressionActiv for COMPRESSIONACTIVE at code.rs:17",
			"unregistered WebAlert at code.rs:19",
		}},
		{"code.ts", "BADCHARSET TRYCREATE CONTACTADMIN NOPERM INUSE CORRUPTION SERVERBUG CLIENTBUG ALREADYEXISTS",
			[]string{
				"misspelled READ_WRITE for READ-WRITE at code.ts:8",
				"unregistered MESSAGELIMIT at code.ts:10",
			}},
		{"codes.rb", "BADCHARSET PERMANENTFLAGS UIDNEXT UNKNOWN-CTE APPENDUID COPYUID HIGHESTMODSEQ " +
			"NOTIFICATIONOVERFLOW CONTACTADMIN NOPERM LIMIT OVERQUOTA CAPABILITY", []string{
			"misspelled UNDEFINED-FILTRE for UNDEFINED-FILTER at codes.rb:3",
			"unregistered web_alert at codes.rb:5",
		}},
		{"codes.py", "BADCHARSET READ-ONLY TRYCREATE TOOBIG NOMODSEQ MODIFIED COMPRESSIONACTIVE BADEVENT NOPERM " +
			"CLIENTBUG CANNOT LIMIT ALREADYEXISTS USEATTR UIDREQUIRED INPROGRESS", []string{
			"misspelled OVERQOUTA for OVERQUOTA at codes.py:12",
			"unregistered NO_PRIVATE at codes.py:21",
			"unregistered X-OURS at codes.py:30",
		}},
	} {
		t.Run(test.file, func(t *testing.T) {
			out, status := runAudit(t, filepath.Join(auditDir, test.file))
			validate(t, schema, out)
			var report struct {
				Rows, Found int
				Findings    []audit.Finding
			}
			if err := json.Unmarshal(out, &report); err != nil {
				t.Fatal(err)
			}
			found := strings.Fields(test.found)
			missing, others := 0, []string{}
			for _, f := range report.Findings {
				if f.Kind != audit.Missing {
					others = append(others, describe(f))
				} else if missing++; slices.Contains(found, f.Code) {
					t.Errorf("%s is missing", f.Code)
				}
			}
			if diff := cmp.Diff(test.others, others); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			misspelled := strings.Count(strings.Join(others, "\n"), "misspelled")
			if report.Found != len(found) || missing+misspelled != report.Rows-len(found) {
				t.Errorf("%d of %d found, %d missing, %d misspelled, want %d found",
					report.Found, report.Rows, missing, misspelled, len(found))
			}
			if status != 1 {
				t.Errorf("exit status %d, want 1", status)
			}
		})
	}
}

// describe returns a finding as a line.
func describe(f audit.Finding) string {
	line := string(f.Kind) + " " + f.Code
	if f.Meant != "" {
		line += " for " + f.Meant
	}
	var places []string
	for _, p := range f.Places {
		places = append(places, filepath.Base(p))
	}
	return line + " at " + strings.Join(places, " ")
}

// runAudit returns the JSON of an audit of files against the registry in auditDir.
func runAudit(t *testing.T, files ...string) (out []byte, status int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	against := filepath.Join(auditDir, "registry.csv")
	status = cli.Run(cli.Env{
		Args:   append([]string{"audit", "--format", "json", "--registry", against}, files...),
		Stdout: &stdout, Stderr: &stderr,
		Getenv: func(string) string { return "" }, Data: os.DirFS("../.."),
	})
	if stderr.Len() > 0 {
		t.Fatal(stderr.String())
	}
	return stdout.Bytes(), status
}

// TestAuditSchema checks that the schema has all kinds and statuses.
func TestAuditSchema(t *testing.T) {
	var document struct {
		Defs struct {
			Finding struct {
				Properties struct {
					Kind   struct{ Enum []audit.Kind }
					Status struct{ Enum []registry.Status }
				}
			}
		} `json:"$defs"`
	}
	text, err := os.ReadFile(auditSchemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	properties := document.Defs.Finding.Properties
	if diff := cmp.Diff(audit.Kinds(), properties.Kind.Enum); diff != "" {
		t.Errorf("kinds mismatch (-audit +schema):\n%s", diff)
	}
	statuses := append(registry.Statuses(), registry.Unregistered)
	if diff := cmp.Diff(statuses, properties.Status.Enum); diff != "" {
		t.Errorf("statuses mismatch (-registry +schema):\n%s", diff)
	}
}
