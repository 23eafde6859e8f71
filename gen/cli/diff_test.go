package cli

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

func TestDiffBrokenOutput(t *testing.T) {
	for _, write := range []func(io.Writer, comparison) error{
		writeDiffText, writeDiffJSON, writeDiffMarkdown,
	} {
		r, w := io.Pipe()
		r.Close()
		if err := write(w, comparison{}); err != io.ErrClosedPipe {
			t.Errorf("got %v, want the writer's error", err)
		}
	}
}

// Changes that differ only in their code are one entry.
func TestEntries(t *testing.T) {
	c := comparison{changes: []registry.Change{
		{Kind: registry.KindHeader, Old: "x", New: "y", Weight: registry.Documentation},
		{Kind: registry.KindStatus, Code: "A", Old: "x", New: "y", Weight: registry.Documentation},
		{Kind: registry.KindReferences, Code: "B", Old: "x", New: "y", Weight: registry.Documentation},
		{Kind: registry.KindName, Code: "C", Old: "x", New: "y", Weight: registry.Breaking},
		{Kind: registry.KindStatus, Code: "D", Old: "x", New: "y", Weight: registry.Documentation},
		{Kind: registry.KindStatus, Code: "E", Old: "x", Weight: registry.Documentation},
	}}
	want := []entry{
		{"last updated", nil, "x → y"},
		{"status", []string{"A", "D"}, "x → y"},
		{"references", []string{"B"}, "x → y"},
		{"status", []string{"E"}, "x → none"},
	}
	got := c.entries(registry.Documentation, style{registry.Visible, registry.Visible})
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(entry{})); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestDescribeReferences(t *testing.T) {
	s := style{registry.Visible, strings.ToLower}
	for _, test := range []struct{ old, new, want string }{
		{"RFC1 draft-a", "RFC1 RFC2", "draft-a → rfc2"},
		{"RFC1", "RFC1 RFC2 RFC3", "also rfc2 rfc3"},
		{"", "RFC1", "also rfc1"},
		{"RFC1 RFC2 RFC3", "RFC2", "no longer rfc1 rfc3"},
		{"RFC1", "", "no longer rfc1"},
		{"RFC1 RFC2", "RFC2 RFC1", "rfc1 rfc2 → rfc2 rfc1"},
	} {
		if got := s.describeReferences(test.old, test.new); got != test.want {
			t.Errorf("%q, %q: got %q, want %q", test.old, test.new, got, test.want)
		}
	}
}

func TestCodeSpan(t *testing.T) {
	for _, test := range []struct{ text, span, cell, reason string }{
		{
			"@name #1 <b> [x](y) *z* &lt;", "`@name #1 <b> [x](y) *z* &lt;`",
			"`@name #1 <b> [x](y) *z* &lt;`", "nothing is markup",
		},
		{"a`b", "``a`b``", "``a`b``", "a longer fence"},
		{"a``b`c", "```a``b`c```", "```a``b`c```", "longer than every run"},
		{"`a", "`` `a ``", "`` `a ``", "a backtick next to the fence would lengthen it"},
		{" a ", "`  a  `", "`  a  `", "one space at each end is not shown"},
		{"a|b", "`a|b`", "`a\\|b`", "a pipe ends a cell"},
		{`a\|b`, "`a\\|b`", "`a\\\\|b`", "in code a backslash before it is itself"},
		{
			"a\nb\x1b\u202e\u2028", "`a\\nb\\x1b\\u202e\\u2028`",
			"`a\\nb\\x1b\\u202e\\u2028`", "a line break would end the table, the others deceive",
		},
	} {
		if got := codeSpan(test.text); got != test.span {
			t.Errorf("codeSpan(%q) (%s) = %s, want %s", test.text, test.reason, got, test.span)
		}
		if got := codeCell(test.text); got != test.cell {
			t.Errorf("codeCell(%q) (%s) = %s, want %s", test.text, test.reason, got, test.cell)
		}
	}
}

// Each change is in one section, the gravest first.
func TestSections(t *testing.T) {
	var got []registry.Weight
	for _, s := range sections() {
		got = append(got, s.weight)
	}
	if diff := cmp.Diff(registry.Weights(), got); diff != "" {
		t.Errorf("mismatch (-registry +sections):\n%s", diff)
	}
}

// TestDiffMany checks that the reports of two large registries without a common code take linear
// time: a second, where quadratic time would be minutes.
func TestDiffMany(t *testing.T) {
	const n = 100_000
	state := func(prefix string) registry.State {
		var s registry.State
		for i := range n {
			s.Records = append(s.Records, registry.Record{
				Code: fmt.Sprint(prefix, i), References: []string{fmt.Sprint("RFC", i)},
			})
		}
		return s
	}
	base, head := state("OLD"), state("NEW")
	c := comparison{side{"old", base}, side{"new", head}, registry.Compare(base, head), rows(head)}
	for name, write := range map[string]func(io.Writer, comparison) error{
		"text": writeDiffText, "json": writeDiffJSON, "markdown": writeDiffMarkdown,
	} {
		begin := time.Now()
		if err := write(io.Discard, c); err != nil {
			t.Error(err)
		}
		if took := time.Since(begin); took > 15*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}
