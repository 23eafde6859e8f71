package registry

import "testing"

func TestReferenceURL(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"RFC5530", "https://www.rfc-editor.org/rfc/rfc5530"},
		{"RFC10022", "https://www.rfc-editor.org/rfc/rfc10022"},
		{"RFC-ietf-extra-imap4rev2-30", "https://datatracker.ietf.org/doc/html/draft-ietf-extra-imap4rev2-30"},
		{"draft-ietf-extra-imap4rev2-30", "https://datatracker.ietf.org/doc/html/draft-ietf-extra-imap4rev2-30"},
		{"RFC", ""},
		{"RFC0", ""},
		{"RFC123456", ""},
		{"RFC1\n", ""},
		{"javascript:alert(1)", ""},
		{"", ""},
	} {
		if got := ReferenceURL(test.name); got != test.want {
			t.Errorf("ReferenceURL(%q) = %q, want %q", test.name, got, test.want)
		}
	}
}
