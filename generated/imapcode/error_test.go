//go:build go1.24

package imapcode_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

func TestErr(t *testing.T) {
	tests := []struct {
		reason string
		line   string
		want   string // empty if it is not a failure
		code   imapcode.Code
		retry  imapcode.Retry
	}{
		{"a temporary failure", "a1 NO [UNAVAILABLE] Later", "NO [UNAVAILABLE] Later", imapcode.CodeUnavailable, imapcode.RetryLater},
		{"in lower case", "a1 no [unavailable] Later", "NO [UNAVAILABLE] Later", imapcode.CodeUnavailable, imapcode.RetryLater},
		{"a lasting failure", "a1 NO [CANNOT] No", "NO [CANNOT] No", imapcode.CodeCannot, imapcode.RetryNever},
		{"one that the client can mend", "a1 NO [TRYCREATE] No", "NO [TRYCREATE] No", imapcode.CodeTryCreate, imapcode.RetryChanged},
		{"one of which the RFCs do not say", "a1 NO [LIMIT] No", "NO [LIMIT] No", imapcode.CodeLimit, imapcode.RetryUnknown},
		{"arguments", "a1 NO [METADATA MAXSIZE 1024] Too big", "NO [METADATA MAXSIZE 1024] Too big", imapcode.CodeMetadata, imapcode.RetryUnknown},
		{"an unregistered code", "a1 NO [Throttled] Slow", "NO [Throttled] Slow", "THROTTLED", imapcode.RetryUnknown},
		{"no code", "a1 NO Sorry", "NO Sorry", "", imapcode.RetryUnknown},
		{"no text", "a1 NO [ALERT]", "NO [ALERT]", imapcode.CodeAlert, imapcode.RetryUnknown},
		{"BAD", "a1 BAD [CLIENTBUG] What?", "BAD [CLIENTBUG] What?", imapcode.CodeClientBug, imapcode.RetryUnknown},
		{"BYE", "* BYE [UNAVAILABLE] Gone", "BYE [UNAVAILABLE] Gone", imapcode.CodeUnavailable, imapcode.RetryLater},
		{"neither code nor text", "* BYE", "BYE", "", imapcode.RetryUnknown},
		{"an untagged BAD", "* BAD What?", "BAD What?", "", imapcode.RetryUnknown},
		{"an untagged NO is a warning", "* NO [OVERQUOTA] Nearly full", "", "", 0},
		{"also without a code", "* NO Disk is 98% full", "", "", 0},
		{"OK", "a1 OK [OVERQUOTA] Nearly full", "", "", 0},
		{"PREAUTH", "* PREAUTH [ALERT] Welcome", "", "", 0},
		{"a continuation request", "+ [ALERT] Go on", "", "", 0},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			r, err := imapcode.Parse(test.line)
			if err != nil {
				t.Fatal(err)
			}
			err = r.Err()
			if test.want == "" {
				if err != nil {
					t.Errorf("Err() = %v", err)
				}
				return
			}
			if err == nil || err.Error() != test.want {
				t.Fatalf("Err() = %v, want %q", err, test.want)
			}
			err = fmt.Errorf("cannot append: %w", err)
			var e *imapcode.Error
			if !errors.As(err, &e) {
				t.Fatalf("%v is not an *Error", err)
			}
			if e.Response != r {
				t.Errorf("Response = %+v, want %+v", e.Response, r)
			}
			if got := e.Retry(); got != test.retry {
				t.Errorf("Retry() = %q, want %q", got, test.retry)
			}
			for c := range imapcode.All() {
				if got := errors.Is(err, c); got != (c == test.code) {
					t.Errorf("errors.Is(%v, %s) = %v", err, c, got)
				}
			}
			if test.code != "" && !errors.Is(err, test.code) {
				t.Errorf("%v is not %s", err, test.code)
			}
			if errors.Is(err, imapcode.Code("")) {
				t.Errorf("%v is a code without name", err)
			}
			if errors.Is(err, imapcode.ErrNotStatus) {
				t.Errorf("%v is ErrNotStatus", err)
			}
		})
	}
}

// TestErrAfterParseText checks that an error depends on what ParseText is told of tag and type.
func TestErrAfterParseText(t *testing.T) {
	tests := []struct {
		tag  string
		typ  imapcode.Type
		want bool
	}{
		{"a1", imapcode.TypeNO, true},
		{"", imapcode.TypeNO, true},
		{"*", imapcode.TypeNO, false},
		{"*", imapcode.TypeBAD, true},
		{"*", imapcode.TypeBYE, true},
		{"a1", imapcode.TypeOK, false},
		{"+", imapcode.TypeContinuation, false},
		{"", 0, false},
	}
	for _, test := range tests {
		err := imapcode.ParseText(test.tag, test.typ, "[ALERT] x").Err()
		if (err != nil) != test.want || errors.Is(err, imapcode.CodeAlert) != test.want {
			t.Errorf("ParseText(%q, %v, …).Err() = %v, want an error: %v", test.tag, test.typ, err, test.want)
		}
	}
}

// TestErrIsAnyCase checks that codes are found in the case that either side has.
func TestErrIsAnyCase(t *testing.T) {
	for _, line := range []string{"a NO [x-vendor] y", "a NO [X-VENDOR] y", "a NO [X-Vendor a b] y"} {
		r, err := imapcode.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []imapcode.Code{"x-vendor", "X-VENDOR", "X-vENDOR"} {
			if !errors.Is(r.Err(), c) {
				t.Errorf("%q is not %s", line, c)
			}
		}
		for _, c := range []imapcode.Code{"x-vendo", "x-vendors", "x\rvendor", ""} {
			if errors.Is(r.Err(), c) {
				t.Errorf("%q is %q", line, c)
			}
		}
	}
}
