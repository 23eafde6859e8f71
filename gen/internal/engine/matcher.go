package engine

// A matcher matches the arguments of a code as matchCode does, but in pieces.
type matcher struct {
	state  int  // in stateTable; -1 if the pieces do not match
	closed bool // the last octet was a "]" that would end the code if a space followed
}

// feed matches the next piece, in which any literal must be whole. It returns where the first octet
// is that does not match, or len(s) if all of them do.
func (m *matcher) feed(s string) int {
	for i := 0; i < len(s); {
		if m.state < 0 || m.closed && s[i] == ' ' {
			m.state = -1
			return i
		}
		head, p := stateTable[m.state], m.state+1
		m.closed = s[i] == ']' && head&headAccept != 0
		if head&headRun != 0 {
			if end := run(s, i, stateTable[p]); end > i {
				i = end
				continue
			}
		}
		if m.state = follow(m.state, s[i]); m.state < 0 {
			return i
		}
		i++
		if stateTable[m.state]&headCounted != 0 {
			end := counted(s, i)
			if end < 0 {
				m.state = -1
				return i
			}
			i, m.state = end, stateAt(m.state+1)
		}
	}
	return len(s)
}

// complete reports whether the arguments are complete.
func (m *matcher) complete() bool {
	return m.state >= 0 && stateTable[m.state]&headAccept != 0
}

// follow returns the state that octet c leads to from state, or -1 if it leads nowhere.
func follow(state int, c byte) int {
	head, p := stateTable[state], state+1
	if head&headRun != 0 {
		if inSet(stateTable[p], c) {
			return state
		}
		p++
	}
	for n := head >> headArcShift; n > 0; n-- {
		if inSet(stateTable[p], c) {
			return stateAt(p + 1)
		}
		p += 3
	}
	return -1
}

// opensLiteral reports whether s, from i on, is the beginning of the arguments of the code with the
// given index, or of tolerated ones, up to where a literal begins: it ends in "{3}", and CRLF and the
// literal may follow.
func opensLiteral(s string, i, index int) bool {
	if _, ok := literalSize(s); !ok {
		return false
	}
	return literalFollows(s[i:], argumentStart(index)) ||
		s[i] == ' ' && literalFollows(s[i+1:], tolerantStart(index))
}

// literalFollows reports whether s and CRLF lead from state to where the octets of a literal follow.
func literalFollows(s string, state int) bool {
	m := matcher{state: state}
	m.feed(s)
	m.feed("\r")
	if m.state < 0 {
		return false
	}
	m.state = follow(m.state, '\n')
	return m.state >= 0 && stateTable[m.state]&headCounted != 0
}

// literalSize returns the number of octets in the literal that s announces at its end, as in
// "{3}", and whether there is one, of at most 63 bits (RFC 9051 section 9, number64).
func literalSize(s string) (size int64, ok bool) {
	end := len(s) - 1
	if end < 2 || s[end] != '}' {
		return 0, false
	}
	i := end
	for i > 0 && '0' <= s[i-1] && s[i-1] <= '9' {
		i--
	}
	n, _ := digits(s, i)
	if i == end || i == 0 || s[i-1] != '{' || n > most63 {
		return 0, false
	}
	return int64(n), true
}
