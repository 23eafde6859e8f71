package engine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookup(t *testing.T) {
	tests := []struct {
		reason, name string
		want         Code
		ok           bool
	}{
		{"as registered", "PLAIN", "PLAIN", true},
		{"in any case", "two-Names", "TWO-NAMES", true},
		{"removed", "GONE", "GONE", true},
		{"extra, in any case", "own-Limit", "OWN-LIMIT", true},
		{"unregistered", "X-VENDOR", "", false},
		{"empty", "", "", false},
		{"CR is not minus", "TWO\rNAMES", "", false},
	}
	for _, test := range tests {
		if got, ok := Lookup(test.name); got != test.want || ok != test.ok {
			t.Errorf("%s: Lookup(%q) = %q, %v, want %q, %v", test.reason, test.name, got, ok, test.want, test.ok)
		}
	}
}

func TestInfo(t *testing.T) {
	want := Info{
		Code:        "TWO-NAMES",
		Status:      StatusObsolete,
		Description: "obsolete",
		References:  "RFC2060",
		Arguments:   "SP mailbox SP mailbox",
		Grammar:     "RFC2060",
		Rev1:        StandingDeprecated,
		Rev2:        StandingNone,
		Capability:  "ONE TWO=2",
		Tagged:      1 << TypeNO,
		Retry:       RetryChanged,
		Summary:     "It has two mailbox names, which may hold brackets.",
	}
	got, ok := Code("two-names").Info()
	if !ok {
		t.Error("TWO-NAMES is not registered")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Info() mismatch (-want +got):\n%s", diff)
	}
	if got, ok := Code("X-VENDOR").Info(); ok || got != (Info{}) {
		t.Errorf("Info() of a code that nobody registered = %v, %v", got, ok)
	}
}

func TestAll(t *testing.T) {
	want := []Code{
		"PLAIN", "COUNT", "FLAG-LIST", "CHARSETS", "TWO-NAMES", "KEPT", "ODD", "GONE", "ADDRESS", "BIG-NUMBER", "PAIR",
		"PROGRESS", "LEVEL", "OBJECT", "MECHANISMS", "ANYTHING", "OWN-LIMIT", "NONE-OR-SET",
	}
	if diff := cmp.Diff(want, collect(All(), 100)); diff != "" {
		t.Errorf("All() mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[:3], collect(All(), 3)); diff != "" {
		t.Errorf("the first of All() mismatch (-want +got):\n%s", diff)
	}
}

// TestStrings checks the names of all values, and of the one after the last.
func TestStrings(t *testing.T) {
	var statuses, retries, types []string
	for s := StatusUnknown; s <= StatusUnregistered+1; s++ {
		statuses = append(statuses, s.String())
	}
	for r := RetryUnknown; r <= RetryChanged+1; r++ {
		retries = append(retries, r.String())
	}
	for typ := Type(0); typ <= TypeContinuation+1; typ++ {
		types = append(types, typ.String())
	}
	tests := []struct {
		reason    string
		want, got []string
	}{
		{"Status", []string{"unknown", "registered", "discouraged", "reserved", "obsolete", "removed", "unregistered", ""}, statuses},
		{"Retry", []string{"", "later", "never", "changed", ""}, retries},
		{"Type", []string{"", "OK", "NO", "BAD", "PREAUTH", "BYE", "+", ""}, types},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s.String() mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}

func TestParseType(t *testing.T) {
	for typ := TypeOK; typ <= TypeContinuation; typ++ {
		for _, name := range []string{typ.String(), strings.ToLower(typ.String())} {
			if got, ok := ParseType(name); got != typ || !ok {
				t.Errorf("ParseType(%q) = %v, %v", name, got, ok)
			}
		}
	}
	for _, name := range []string{"", "O", "OKAY", "PREAUTHS", "OK ", "O\vK", "EXISTS", "*"} {
		if got, ok := ParseType(name); got != 0 || ok {
			t.Errorf("ParseType(%q) = %v, %v", name, got, ok)
		}
	}
}

func TestTypeSet(t *testing.T) {
	s := TypeSet(1<<TypeOK | 1<<TypeBYE)
	for typ := Type(0); typ < 16; typ++ {
		if got, want := s.Has(typ), typ == TypeOK || typ == TypeBYE; got != want {
			t.Errorf("Has(%d) = %v, want %v", typ, got, want)
		}
	}
	for _, test := range []struct {
		s    TypeSet
		want string
	}{{s, "OK BYE"}, {0, ""}, {1 << TypeContinuation, "+"}, {^TypeSet(0), "OK NO BAD PREAUTH BYE +"}} {
		if got := test.s.String(); got != test.want {
			t.Errorf("TypeSet(%b).String() = %q, want %q", uint8(test.s), got, test.want)
		}
	}
}
