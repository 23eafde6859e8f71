package engine

// Error returns string(c). Code implements error so that errors.Is finds the code of a response:
//
//	errors.Is(err, CodeOverQuota)
func (c Code) Error() string { return string(c) }

// An Error is a response that reports a failure, as an error.
type Error struct {
	Response Response
}

// Err returns an *Error if r reports a failure, and nil otherwise. These do:
//
//   - A tagged NO: the command failed (RFC 9051 section 7.1.2).
//   - A BAD: the server did not understand the command, or, untagged, something that it got
//     (section 7.1.3).
//   - A BYE: the server is about to close the connection (section 7.1.5). A client that waits for
//     the answer to a command other than LOGOUT will not get it.
//
// An untagged NO, whose Tag is "*", is only a warning: the command may still succeed. If the Tag is
// empty, as ParseText allows, a NO counts as tagged.
func (r Response) Err() error {
	switch r.Type {
	case TypeNO:
		if r.Tag == "*" {
			return nil
		}
		return &Error{r}
	case TypeBAD, TypeBYE:
		return &Error{r}
	}
	return nil
}

// Error returns the response without its tag: "NO [METADATA MAXSIZE 1024] Too big". These are the
// server's words, which may hold any octets, even line breaks if an argument is a literal.
func (e *Error) Error() string {
	s := e.Response.Type.String()
	if e.Response.Code != "" {
		s += " [" + string(e.Response.Code)
		if e.Response.Args != "" {
			s += " " + e.Response.Args
		}
		s += "]"
	}
	if e.Response.Text != "" {
		s += " " + e.Response.Text
	}
	return s
}

// Is reports whether target is the response's code. The case of ASCII letters does not matter.
func (e *Error) Is(target error) bool {
	c, ok := target.(Code)
	return ok && c != "" && equalFold(string(c), string(e.Response.Code))
}

// Retry returns what the RFCs say about sending the command again after the response's code.
func (e *Error) Retry() Retry {
	info, _ := e.Response.Code.Info()
	return info.Retry
}
