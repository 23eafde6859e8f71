package engine

import (
	"errors"
	"strings"
	"testing"
)

func TestError(t *testing.T) {
	tests := []struct {
		line, want string
		retry      Retry
	}{
		{"a NO [plain] Sorry", "NO [PLAIN] Sorry", RetryLater},
		{"a BAD [CHARSETS] ", "BAD [CHARSETS]", RetryNever},
		{"a NO [COUNT 1024] Too big", "NO [COUNT 1024] Too big", RetryUnknown},
		{"* BAD What?", "BAD What?", RetryUnknown},
		{"* BYE Gone", "BYE Gone", RetryUnknown},
		{"* bye", "BYE", RetryUnknown},
	}
	for _, test := range tests {
		r, err := Parse(test.line)
		if err != nil {
			t.Fatal(err)
		}
		err = r.Err()
		if err == nil || err.Error() != test.want {
			t.Errorf("Err() of %q = %v, want %v", test.line, err, test.want)
		}
		if !errors.Is(err, Code(strings.ToLower(string(r.Code)))) && r.Code != "" || errors.Is(err, Code("")) {
			t.Errorf("Err() of %q is not found by its code", test.line)
		}
		var e *Error
		if !errors.As(err, &e) || e.Retry() != test.retry {
			t.Errorf("Retry() of %q is not %q", test.line, test.retry)
		}
	}
}

func TestNoError(t *testing.T) {
	for _, line := range []string{"a OK [PLAIN] x", "* PREAUTH x", "+ x", "* NO [PLAIN] A warning"} {
		r, err := Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Err(); err != nil {
			t.Errorf("Err() of %q = %v", line, err)
		}
	}
}
