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
		{"S OK x", "S OK x", unknown},
		{"s: a OK x", "a OK x", server},
		{"S->C: a OK x", "a OK x", server},
		{"C->S: a NOOP", "a NOOP", client},
		{"IMAP< a OK x", "a OK x", server},
		{"IMAP> a NOOP", "a NOOP", client},
		{"RECV a OK x", "a OK x", server},
		{"SEND a NOOP", "a NOOP", client},
		{"recv: a OK x", "a OK x", server},
		{"send: a NOOP", "a NOOP", client},
		{"send a NOOP", "send a NOOP", unknown},
		{"Received: from one", "Received: from one", unknown},

		// Behind sources, or at the end of one.
		{"imap(fred): S: a OK x", "a OK x", server},
		{"mail imap(fred): debug: C: a NOOP", "a NOOP", client},
		{"one: two: three: S: x", "one: two: three: S: x", unknown},
		{"one two S: x", "one two S: x", unknown},
		{"one < x", "one < x", unknown},
		{"imap: < a OK x", "a OK x", server},
		{"7f01:imap.example:A:CreateNewLineFromSocket: 5 NO x", "5 NO x", server},
		{
			"2026-11-22 12:34:56.789 UTC - [Parent 12: IMAP]: I/IMAP 7f01:imap.example:S-INBOX:SendData: 5 noop",
			"5 noop", client,
		},
		{"classes: a OK x", "classes: a OK x", unknown}, // no S

		// Octets in quotes, behind a direction.
		{"< b'a OK x'", "a OK x", server},
		{`< 'a OK x'`, "a OK x", server},
		{`< "a OK x\r\n"`, "a OK x", server},
		{`< b'* OK [PERMANENTFLAGS (\\Seen)] it\'s'`, `* OK [PERMANENTFLAGS (\Seen)] it's`, server},
		{`< b"a NO it's \xc3\xa9"`, "a NO it's \u00e9", server},
		{`< "a é \\"`, `a é \`, server},
		{`< b'a OK \q'`, `b'a OK \q'`, server},
		{`< b'a OK x"`, `b'a OK x"`, server},
		{"< '", "'", server},
		{"< b", "b", server},
		{"12:34:56 'a OK x'", "'a OK x'", unknown},

		// Stamps.
		{"2026-11-22 a OK x", "a OK x", unknown},
		{"2026/11/22 12:34 a OK x", "a OK x", unknown},
		{"11:44 * OK x", "* OK x", unknown},
		{"22.11.2026 | 11:44 PM - a OK x", "a OK x", unknown},
		{"  44:01.41 < a OK x", "a OK x", server},
		{"2026-11-22T12:34:56+01:00 * OK x", "* OK x", unknown},
		{"2026-11-22 12:34:56 UTC - [Parent 12: IMAP]: a OK x", "a OK x", unknown},
		{"12:34:56 1.42 OK x", "1.42 OK x", unknown},     // a tag
		{"12:34:56 No new mail", "No new mail", unknown}, // no tag
		{"UTC a OK x", "UTC a OK x", unknown},
		{"12 * OK x", "12 * OK x", unknown},
		{"TZ: x", "TZ: x", unknown},
		{"- a OK x", "- a OK x", unknown},
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
		rest, p := cutPrefix(test.line)
		if rest != test.rest || p.from != test.from {
			t.Errorf("cutPrefix(%q) = %q, %d, want %q, %d", test.line, rest, p.from, test.rest, test.from)
		}
	}
}
