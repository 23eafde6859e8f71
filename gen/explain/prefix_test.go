package explain

import "testing"

func TestCutPrefix(t *testing.T) {
	for _, test := range []struct {
		line, rest string
		from       origin
	}{
		// Lines without a prefix, though some tags look like one.
		{"* OK x", "* OK x", unknown},
		{"  \t* OK x", "* OK x", unknown},
		{"+ go on", "+ go on", unknown},
		{"a1 OK x", "a1 OK x", unknown},
		{"1.42 OK FETCH completed", "1.42 OK FETCH completed", unknown},
		{"Apr OK x", "Apr OK x", unknown},
		{"1690123456 OK x", "1690123456 OK x", unknown},
		{"[Gmail]/All Mail", "[Gmail]/All Mail", unknown},
		{"[ALERT] x", "[ALERT] x", unknown},
		{"[uidnext 5] x", "[uidnext 5] x", unknown},
		{"[no end", "[no end", unknown},
		{"", "", unknown},
		{" \t", "", unknown},

		// Who sent it.
		{"S: * OK x", "* OK x", server},
		{"\tS:\t* OK x", "* OK x", server},
		{"S:", "", server},
		{"Server: a OK x", "a OK x", server},
		{"Response: a OK x", "a OK x", server},
		{"< a OK x", "a OK x", server},
		{"<< a OK x", "a OK x", server},
		{"<<< a OK x", "a OK x", server},
		{"<- a OK x", "a OK x", server},
		{"<-- a OK x", "a OK x", server},
		{"C: a NOOP", "a NOOP", client},
		{"Client: a NOOP", "a NOOP", client},
		{"Request: a NOOP", "a NOOP", client},
		{"> a NOOP", "a NOOP", client},
		{">> a NOOP", "a NOOP", client},
		{">>> a NOOP", "a NOOP", client},
		{"-> a NOOP", "a NOOP", client},
		{"--> a NOOP", "a NOOP", client},
		{"S: S: x", "S: x", server}, // only once
		{"S:x", "S:x", unknown},

		// Stamps.
		{"2026-11-22 a OK x", "a OK x", unknown},
		{"2026/11/22 12:34 a OK x", "12:34 a OK x", unknown}, // a time has seconds
		{"2026-11-22T12:34:56.789Z a OK x", "a OK x", unknown},
		{"2026-11-22 12:34:56,789 +0100 S: a OK x", "a OK x", server},
		{"12:34:56: < a OK x", "a OK x", server},
		{"[12:34:56] [7] C: a NOOP", "a NOOP", client},
		{"[2026-11-22 12:34:56][imapx:A] a OK x", "a OK x", unknown},
		{"1600000000.123456 a OK x", "a OK x", unknown},
		{"2026-11-22x a OK x", "2026-11-22x a OK x", unknown},

		// Hosts and programs, behind a stamp only.
		{"Nov 22 12:34:56 mail dovecot[123]: a OK x", "a OK x", unknown},
		{"Nov  2 12:34:56 dovecot: C: a NOOP", "a NOOP", client},
		{"12:34:56 one two three: a OK x", "one two three: a OK x", unknown},
		{"12:34:56", "", unknown},
		{"mail dovecot: a OK x", "mail dovecot: a OK x", unknown},
	} {
		rest, from := cutPrefix(test.line)
		if rest != test.rest || from != test.from {
			t.Errorf("cutPrefix(%q) = %q, %d, want %q, %d", test.line, rest, from, test.rest, test.from)
		}
	}
}
