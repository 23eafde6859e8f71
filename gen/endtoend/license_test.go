package endtoend

import (
	"os"
	"testing"

	"github.com/google/licensecheck"
)

// TestLicense checks that the license of each module is BSD-3-Clause and nothing else for the
// detector of pkg.go.dev, which would otherwise hide the documentation.
func TestLicense(t *testing.T) {
	for _, name := range []string{"../../LICENSE", "../../generated/imapcode/LICENSE"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got := licensecheck.Scan(text)
		if got.Percent != 100 || len(got.Match) != 1 || got.Match[0].ID != "BSD-3-Clause" {
			t.Errorf("%s: %.1f%% of the text is %v, want 100%% BSD-3-Clause", name, got.Percent, got.Match)
		}
	}
}
