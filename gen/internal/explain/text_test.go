package explain

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// explain returns what is written about a transcript.
func explain(t *testing.T, transcript string, o Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := checkedIn(t).Transcript(&out, strings.NewReader(transcript), o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestBounds checks that a summary remembers no more than it says, and counts the rest.
func TestBounds(t *testing.T) {
	var transcript strings.Builder
	fmt.Fprintf(&transcript, "* OK [%s] x\n", strings.Repeat("X", maxCode+1))
	for n := range maxCodes + 5 {
		fmt.Fprintf(&transcript, "* OK [X-%d] x\n", n)
	}
	transcript.WriteString("* OK [X-7] x\n* OK [ALERT] x\n* OK [CLOSED] x\n* OK [ALERT] x\n")
	got := explain(t, transcript.String(), Options{})
	for _, want := range []string{
		"1: * OK [" + strings.Repeat("X", maxCode+1) + "] x  # ",
		"\n1006: * OK [X-1004] x  # X-1004: unknown\n", // as it is not remembered
		"\n1007: * OK [X-7] x  # X-7: unknown, see line 9\n",
		"\n1008: * OK [ALERT] x\n    tag         *\n",
		"\n1010: * OK [ALERT] x  # ALERT, see line 1008\n",
		"\n         2  X-7: unknown; clients ignore",
		" (lines 9, 1007)\n",
		"\n         2  ALERT: registered. ",
		"\n         1  CLOSED: registered. ",
		"\n         7  other unknown codes (lines 1, 1001, 1002, 1003, 1004, 1005, 1006)\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the text does not contain %q", want)
		}
	}
	if n := strings.Count(got, "\n    status      unknown"); n != maxCodes-1 {
		t.Errorf("%d unknown codes are explained, want %d", n, maxCodes-1)
	}
	got = explain(t, strings.Repeat("* OK [CLOSED]\n", maxNumbers+3), Options{})
	if want := "(lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 3 more)\n"; !strings.Contains(got, want) {
		t.Errorf("the text does not contain %q", want)
	}
}

// TestRetry checks which responses say whether to send the command again.
func TestRetry(t *testing.T) {
	for line, want := range map[string]bool{
		"a NO [OVERQUOTA] x":         true,
		"a BAD [OVERQUOTA] x":        true,
		"* BAD [OVERQUOTA] x":        false,
		"* BYE [OVERQUOTA] x":        true,
		"a OK [MODIFIED 7] x":        true,
		"* OK [MODIFIED 7] x":        false,
		"a OK [OVERQUOTA] x":         false,
		"* OK [OVERQUOTA] x":         false,
		"* NO [OVERQUOTA] x":         false, // a warning
		"+ [OVERQUOTA] x":            false,
		"a NO [PERMANENTFLAGS ()] x": false, // the RFCs do not say
	} {
		if got := strings.Contains(explain(t, line+"\n", Options{}), "\n    retry "); got != want {
			t.Errorf("%s: a retry is %v, want %v", line, got, want)
		}
	}
}

// TestUnregistered checks that an extra code is one code, in whatever case it is sent.
func TestUnregistered(t *testing.T) {
	got := explain(t, "* NO [WebAlert https://a.example/] x\n* NO [WEBALERT https://b.example/] x\n", Options{})
	for _, want := range []string{
		"\n2: * NO [WEBALERT https://b.example/] x  # WEBALERT: unregistered, see line 1\n",
		"\n    codes: 2\n         2  WEBALERT: unregistered; clients ignore",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not contain %q", got, want)
		}
	}
}

// TestNotExplained checks what is said of status responses that are not read to their end: nothing
// about how they depart from the grammar.
func TestNotExplained(t *testing.T) {
	huge := "* OK [UIDNEXT " + strings.Repeat("1", maxLine)
	got := explain(t, "* NO [NEWNAME {4}\r\na\r\nb c] x\r\n"+huge, Options{})
	for _, want := range []string{
		"1: * NO [NEWNAME {4}  # continues in a literal, which is not read\n",
		"111... and 1044480 more octets  # longer than 1 MiB\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%.200q does not contain %q", got, want)
		}
	}
}

// TestColor checks that color is all that it adds, and that each style ends with its line.
func TestColor(t *testing.T) {
	lines := strings.Join(statusLines, "\n") + "\n"
	transcript := lines + lines + "* NO [NEWNAME a b]\n* NO [X-ODD] x\n* NO [X-ODD] x\n"
	colored := explain(t, transcript, Options{Color: true})
	plain := strings.NewReplacer(bold, "", faint, "", boldRed, "", reset, "").Replace(colored)
	if diff := cmp.Diff(explain(t, transcript, Options{}), plain); diff != "" {
		t.Errorf("mismatch without color (-want +got):\n%s", diff)
	}
	for _, line := range strings.Split(colored, "\n") {
		begun := strings.Count(line, bold) + strings.Count(line, faint) + strings.Count(line, boldRed)
		if begun != strings.Count(line, reset) {
			t.Errorf("a style does not end in %q", line)
		}
	}
	for _, want := range []string{
		boldRed + "unknown; ", boldRed + "X-ODD: unknown, ", boldRed + "unregistered; ",
		boldRed + "WEBALERT: unregistered, ", boldRed + "obsolete, ", boldRed + "no-space: ",
		boldRed + "TRYCREATE, see line", faint + "PERMANENTFLAGS, see line",
	} {
		if !strings.Contains(colored, want) {
			t.Errorf("the text does not contain %q", want)
		}
	}
}

func TestShown(t *testing.T) {
	long := strings.Repeat("x", 4096)
	for _, test := range []struct{ reason, s, want string }{
		{"nothing", "", ""},
		{"quotes and backslashes", `"text" \Seen`, `"text" \Seen`},
		{"characters beyond ASCII", "für 日本語 🐄", "für 日本語 🐄"},
		{"control characters", "\x1b[2J\a\r\n\t\x00\x7f\u009b", `\x1b[2J\a\r\n\t\x00\x7f\u009b`},
		{"characters that reorder text", "\u202e \u2066 \U000e0001", `\u202e \u2066 \U000e0001`},
		{"not UTF-8", "\xff \xc2", `\xff \xc2`},
		{"the largest size", long, long},
		{"more", long + "yz", long + "... and 2 more octets"},
		{"more, with escapes", "\x00" + long, `\x00` + long[1:] + "... and 1 more octets"},
	} {
		if diff := cmp.Diff(test.want, shown(test.s)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

// TestWidth checks that wrapping only replaces spaces by line breaks and indents, and that no line
// with more than a word is wider than the terminal.
func TestWidth(t *testing.T) {
	const width = 60
	transcript := strings.Join(statusLines, "\n") + "\n* NO [NEWNAME a b]\n* NO [NEWNAME a b]\n"
	wrapped := explain(t, transcript, Options{Width: width})
	want := strings.Fields(explain(t, transcript, Options{}))
	if diff := cmp.Diff(want, strings.Fields(wrapped)); diff != "" {
		t.Errorf("mismatch of words (-without +with width):\n%s", diff)
	}
	for _, line := range strings.Split(wrapped, "\n") {
		isInput := line != "" && '0' <= line[0] && line[0] <= '9'
		if len(line) > width && !isInput && strings.Contains(line[min(16, len(line)):], " ") {
			t.Errorf("%d columns: %q", len(line), line)
		}
	}
}
