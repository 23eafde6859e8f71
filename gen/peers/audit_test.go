package main

import (
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestAudit checks what audit says of lists that people wrote, compared with the registry of
// 2026-08-04.
func TestAudit(t *testing.T) {
	for _, test := range []struct {
		module, file string
		found        int      // codes that the file has
		others       []string // what it has besides; the other 62 - found codes are missing
	}{
		{"github.com/emersion/go-imap/v2", "response.go", 24, []string{"unregistered NOPRIVATE response.go:48"}},
		{"github.com/emersion/go-imap", "status.go", 11, nil},
	} {
		t.Run(test.module, func(t *testing.T) {
			dir := strings.TrimSpace(run(t, ".", "go", "list", "-m", "-f", "{{.Dir}}", test.module))
			report := audit(t, filepath.Join(dir, test.file))
			missing := 0
			var others []string
			for _, f := range report.Findings {
				if f.Kind == "missing" {
					missing++
					continue
				}
				others = append(others, f.Kind+" "+f.Code+" "+filepath.Base(f.Places[0]))
			}
			if report.Found != test.found || missing != 62-test.found {
				t.Errorf("%d codes found and %d missing, want %d and %d",
					report.Found, missing, test.found, 62-test.found)
			}
			if !slices.Equal(others, test.others) {
				t.Errorf("others: got %q, want %q", others, test.others)
			}
		})
	}
}

// An auditReport is what the test needs of the JSON that audit prints.
type auditReport struct {
	Found    int
	Findings []struct {
		Kind, Code string
		Places     []string
	}
}

// audit runs imapcodes audit, which must find something: go run exits with status 1 then.
func audit(t *testing.T, file string) auditReport {
	t.Helper()
	out, err := command("../..", "go", "run", ".", "audit", "--format", "json",
		"--registry", "gen/endtoend/testdata/audit/registry.csv", file).Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || len(out) == 0 {
		t.Fatalf("audit %s: %v", file, err)
	}
	var report auditReport
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	return report
}
