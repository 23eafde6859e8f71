package engine

import "testing"

func TestUnusual(t *testing.T) {
	for _, test := range []struct {
		reason, line, command string
		want                  Unusual
	}{
		{"as the RFCs have it", "a NO [COUNT 1] x", "COPY", 0},
		{"untagged, too", "* OK [COUNT 1] x", "copy", 0},
		{"with UID before the command", "a OK [COUNT 1] x", "uid Move", 0},
		{"a command whose name begins with UID", "a OK [COUNT 1] x", "UIDCOUNT", 0},
		{"another type", "a BAD [COUNT 1] x", "", UnusualType},
		{"a type that is tagged only", "* NO [COUNT 1] x", "", UnusualTagging},
		{"a type that is untagged only", "a OK [FLAG-LIST ()] x", "", UnusualTagging},
		{"a continuation request", "+ [COUNT 1] x", "", 0},
		{"any command after login", "a NO [ODD 1] x", "NOOP", 0},
		{"a command before it", "a NO [ODD 1] x", "login", UnusualCommand},
		{"the greeting", "* NO [ODD 1] x", "greeting", UnusualCommand},
		{"no command", "a NO [ODD 1] x", "", 0},
		{"another command", "a OK [COUNT 1] x", "NOOP", UnusualCommand},
		{"a part of a command's name", "a OK [COUNT 1] x", "COP", UnusualCommand},
		{"another type and command", "a BAD [COUNT 1] x", "NOOP", UnusualType | UnusualCommand},
		{"any command besides the named ones, untagged", "* OK [COUNT 1] x", "NOOP", 0},
		{"another command, untagged, where none but the named ones are usual", "* OK [FLAG-LIST ()] x", "NOOP", UnusualCommand},
		{"any command", "a NO [PLAIN] x", "NOOP", 0},
		{"no types, no commands", "* BYE [KEPT] x", "NOOP", 0},
		{"no code", "a BAD x", "NOOP", 0},
		{"an unknown code", "a BAD [NOBODY] x", "NOOP", 0},
	} {
		r, err := Parse(test.line)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Unusual(test.command); got != test.want {
			t.Errorf("%s: %q after %q: unusual %q, want %q", test.reason, test.line, test.command, got, test.want)
		}
	}
	if got := ParseText("", 0, "[COUNT 1] x").Unusual("NOOP"); got != 0 {
		t.Errorf("without a type: unusual %q", got)
	}
}

func TestUnusualString(t *testing.T) {
	for _, test := range []struct {
		u    Unusual
		want string
	}{
		{0, ""}, {UnusualTagging, "tagging"}, {UnusualType | UnusualCommand, "type command"},
		{^Unusual(0), "type tagging command"},
	} {
		if got := test.u.String(); got != test.want {
			t.Errorf("%b: %q, want %q", test.u, got, test.want)
		}
	}
	if u := UnusualType; !u.Has(UnusualType|UnusualCommand) || u.Has(UnusualTagging) {
		t.Error("Has does not find the bits that are there alone")
	}
}
