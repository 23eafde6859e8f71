package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStatuses checks that what the registry says of a code is what Info says, with each of the
// statuses.
func TestStatuses(t *testing.T) {
	tests := []Info{
		{
			Code: "COUNT", Status: StatusRegistered, References: "RFC3501 RFC9051", Registered: "2030-01-02", Updated: "2031-03-04",
			Arguments: "SP nz-number", Grammar: "RFC9051", Defined: "RFC9051#7.1 RFC3501#7.1", Rev1: StandingBase, Rev2: StandingDeprecated,
			State: StateAuthenticated, Commands: "COPY UIDCOUNT MOVE any", Tagged: 1<<TypeOK | 1<<TypeNO, Untagged: 1 << TypeOK,
			Summary: "It has a number.", Advice: "Count.",
		},
		{Code: "ODD", Status: StatusDiscouraged, Description: "use PLAIN instead", References: "RFC9051", Arguments: "SP uid-set", Grammar: "RFC9051", State: StateSelected, Commands: "any", Summary: "It is discouraged."},
		{Code: "KEPT", Status: StatusReserved, Description: "reserved", Grammar: "RFC9051", Summary: "It is reserved."},
		{
			Code: "TWO-NAMES", Status: StatusObsolete, Description: "obsolete", References: "RFC2060", Arguments: "SP mailbox SP mailbox",
			Grammar: "RFC2060", Rev1: StandingDeprecated, Rev2: StandingNone, Capability: "ONE TWO=2",
			Tagged: 1 << TypeNO, Retry: RetryChanged, Summary: "It has two mailbox names, which may hold brackets.",
		},
		{Code: "GONE", Status: StatusRemoved, References: "RFC9051", Registered: "2030-01-02", Summary: "It was removed before its grammar was known."},
		{
			Code: "OWN-LIMIT", Status: StatusUnregistered, Arguments: "SP number [SP own-word]", Grammar: "private", Tagged: 1 << TypeNO,
			Retry: RetryLater, Summary: "Nobody registered it.",
		},
	}
	for _, want := range tests {
		got, ok := want.Code.Info()
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("%s: known: %v, mismatch (-want +got):\n%s", want.Code, ok, diff)
		}
	}
	if got, ok := Code("NOBODY").Info(); ok || got != (Info{}) || got.Status != StatusUnknown {
		t.Errorf("a code that nobody registered: %+v, %v", got, ok)
	}
}

// TestUnknownGrammar checks that a code whose grammar is not known takes any arguments that an
// unregistered one takes.
func TestUnknownGrammar(t *testing.T) {
	for line, conforms := range map[string]bool{
		"a NO [GONE] x": true, "a NO [gone with anything (in it)] x": true, "a NO [GONE ] x": false, "a NO [KEPT 1] x": false,
	} {
		r, err := Parse(line)
		if err != nil || r.Conforms() != conforms || !r.Known() {
			t.Errorf("Parse(%q) = %+v, %v; want it to conform: %v", line, r, err, conforms)
		}
	}
}
