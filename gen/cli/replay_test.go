package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
	"github.com/imapcodes/imapcodes/gen/internal/update"
)

// published is the directory with states of the registry and RFCs as they were published. It is
// next to this repository, not part of it.
const published = "../../../shared/data"

// readPublished returns a published file, or skips the test.
func readPublished(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(published, name))
	if err != nil {
		t.Skipf("SKIPPED: the registry's history is not replayed: %v", err)
	}
	return string(data)
}

// firstTree returns what would have been checked in at a state of the registry.
func firstTree(t *testing.T, state string) map[string][]byte {
	t.Helper()
	xml := readPublished(t, "iana/"+state+"/imap-response-codes.xml")
	page, err := iana.ParseXML(state, strings.NewReader(xml))
	if err != nil {
		t.Fatal(err)
	}
	texts := func([]string) (map[string]string, error) {
		return readTexts(filepath.Join(published, "rfc"))
	}
	_, amendments, err := tree.LoadGrammar(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	tree := tree.Tree{Amendments: amendments}
	const known = "RFC2193 RFC2221 RFC3339 RFC3501 RFC3629 RFC3986 RFC4469 RFC5092 RFC5257 RFC5466 " +
		"RFC7162 RFC9051 RFC9208"
	for _, name := range strings.Fields(known) {
		tree.Sources = append(tree.Sources, registry.Source{Name: name})
	}
	tree, _, err = update.Update(tree, update.Publication{Page: page, Texts: texts}, update.Allow{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := tree.Files()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestReplay replays the registry's history: an update over the network leads from each state to
// the next, and diff says what has changed.
func TestReplay(t *testing.T) {
	p := newPublisher(t)
	for name, data := range firstTree(t, "2013-03-13") {
		putFile(t, filepath.Join(p.dir, name), string(data))
	}
	putFile(t, filepath.Join(p.dir, "abnf/amendments.abnf"), readFile(t, "../../abnf/amendments.abnf"))
	names, err := filepath.Glob(filepath.Join(published, "rfc", "rfc*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		p.Handle(update.RFCsURL+"/"+filepath.Base(name), text(readFile(t, name)))
	}
	for _, test := range []struct {
		state   string
		args    []string
		refused string // without args
		want    map[string]int
	}{
		{state: "2018-08-07", want: map[string]int{"added": 1}},
		{
			state: "2021-03-10",
			want:  map[string]int{"added": 2, "references": 33, "dates": 32, "grammar": 1, "meaning": 1},
		},
		{state: "2021-03-10c", want: map[string]int{"references": 1}},
		{
			state: "2018-08-07",
			refused: "the registry is dated 2018-08-07, before the 2021-03-10 checked in; " +
				"the source may be stale (--allow-older)",
		},
		{state: "2024-03-04", want: map[string]int{"added": 1, "references": 34}},
		{
			state: "2024-11-26", args: []string{"--allow-removals"},
			refused: "JMAPACCESS is no longer in the registry; --allow-removals keeps it as removed",
			want:    map[string]int{"added": 2, "removed": 1, "grammar": 2, "meaning": 4},
		},
		{state: "2026-02-27", want: map[string]int{"added": 2}},
		{state: "2026-08-04", want: map[string]int{"references": 2, "grammar": 2, "meaning": 2}},
	} {
		t.Run(test.state, func(t *testing.T) {
			xml := readPublished(t, "iana/"+test.state+"/imap-response-codes.xml")
			p.t = t
			p.publish(readPublished(t, "iana/"+test.state+"/imap-response-codes.xhtml"), xml)
			before := p.tree()
			if test.refused != "" {
				status, _, stderr := p.run("update")
				if status != 2 || !strings.Contains(stderr, "imapcodes: "+test.refused+"\n") {
					t.Errorf("status %d, %s, want %s", status, stderr, test.refused)
				}
				if diff := cmp.Diff(before, p.tree()); diff != "" {
					t.Errorf("files mismatch (-before +after):\n%s", diff)
				}
				if test.args == nil {
					return
				}
			}
			if status, _, stderr := p.run(append([]string{"update"}, test.args...)...); status != 0 {
				t.Fatalf("status %d, %s", status, stderr)
			}
			putFile(t, filepath.Join(p.dir, "before.csv"), before["registry.csv"])
			putFile(t, filepath.Join(p.dir, "page.xml"), xml)
			if status, stdout, stderr := p.run("diff", "registry.csv", "page.xml"); status != 0 {
				t.Errorf("registry.csv is not what is published: status %d, %s%s", status, stdout, stderr)
			}
			_, stdout, stderr := p.run("diff", "--format", "json", "before.csv", "registry.csv")
			var said struct{ Changes []struct{ Kind string } }
			if err := json.Unmarshal([]byte(stdout), &said); err != nil {
				t.Fatalf("%v: %s", err, stderr)
			}
			got := map[string]int{}
			for _, change := range said.Changes {
				got[change.Kind]++
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("changes mismatch (-want +got):\n%s\n%s", diff, stdout)
			}
			os.Remove(filepath.Join(p.dir, "before.csv"))
			os.Remove(filepath.Join(p.dir, "page.xml"))
		})
	}
	// If the checked-in registry is of the last state, the grammar is the same.
	here, err := tree.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if there, err := tree.Load(os.DirFS(p.dir)); err != nil || there.Updated() != here.Updated() {
		t.Logf("the grammar is not compared: the registry is dated %s, the checked-in one %s, error %v",
			there.Updated(), here.Updated(), err)
	} else if diff := cmp.Diff(argumentsByCode(here), argumentsByCode(there)); diff != "" {
		t.Errorf("arguments mismatch (-want +got):\n%s", diff)
	}
}

// argumentsByCode returns the arguments and grammar of the codes that IANA still has.
func argumentsByCode(tree tree.Tree) map[string]string {
	found := map[string]string{}
	for _, r := range tree.Records {
		if r.Status != registry.Removed {
			found[r.Code] = r.Arguments + ", " + r.Grammar
		}
	}
	return found
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
