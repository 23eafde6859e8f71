package engine

// Error returns c itself: Code is an error so that errors.Is finds it in that of a response.
//
//	errors.Is(err, CodeOverQuota)
func (c Code) Error() string { return string(c) }

// An Error is a response that reports a failure, as an error.
type Error struct {
	Response Response
}

// Err returns an *Error if r reports a failure (NO, BAD, BYE), and otherwise nil: OK, PREAUTH, a continuation request, and what
// ParseText returns, whose type the caller knows.
func (r *Response) Err() error {
	switch r.Type {
	case TypeNO, TypeBAD, TypeBYE:
		return &Error{*r}
	}
	return nil
}

// Error returns type, code and text: "NO [OVERQUOTA] Sorry".
func (e *Error) Error() string {
	s := e.Response.Type.String()
	if e.Response.Code != "" {
		s += " [" + string(e.Response.Code) + "]"
	}
	if e.Response.Text != "" {
		s += " " + e.Response.Text
	}
	return s
}

// Is reports whether target is the response's code, in any case.
func (e *Error) Is(target error) bool {
	c, ok := target.(Code)
	return ok && c != "" && equalFold(string(c), string(e.Response.Code))
}

// Retry says whether the command may succeed when it is sent again, as far as the RFCs say so for the response's code.
func (e *Error) Retry() Retry {
	info, _ := e.Response.Code.Info()
	return info.Retry
}
