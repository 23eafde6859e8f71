package engine

// Unusual says how a response differs from those that the RFCs have with its code.
type Unusual uint8

// The ways in which a response may be unusual.
const (
	UnusualType    Unusual = 1 << iota // the RFCs do not have the code with this type
	UnusualTagging                     // they have it with this type, but only tagged or only untagged
	UnusualCommand                     // they do not have it in answers to this command
)

// Unusual returns how r differs from the responses that the RFCs have with its code. It is for
// those who write or test servers: clients should take such responses as they are. Command is the
// name of the command that r answers, in any case, with or without "UID": "COPY", "UID COPY". If it
// is empty, only the type is checked. The type of a continuation request is not, because the RFCs
// allow any code there. Without a type or a code, or with a code that is unknown or for which the
// RFCs name no types or commands, nothing is unusual.
func (r Response) Unusual(command string) Unusual {
	info, ok := r.Code.Info()
	if !ok || r.Type == 0 {
		return 0
	}
	var u Unusual
	usual, untagged := info.Tagged, r.Tag == "*" || r.Tag == "+"
	if untagged {
		usual = info.Untagged
	}
	switch {
	case info.Types() == 0 || r.Type == TypeContinuation || usual.Has(r.Type):
	case info.Types().Has(r.Type):
		u |= UnusualTagging
	default:
		u |= UnusualType
	}
	if command != "" && info.Commands != "" && !info.answers(command, untagged) {
		u |= UnusualCommand
	}
	return u
}

// answers reports whether command is one of i.Commands, or whether these are any. After names, "any"
// is for untagged responses. A command that comes before login is not any command to a code that
// clients ignore until then.
func (i Info) answers(command string, untagged bool) bool {
	if len(command) > 4 && equalFold(command[:4], "UID ") {
		command = command[4:]
	}
	start := 0
	for end := 0; end <= len(i.Commands); end++ {
		if end < len(i.Commands) && i.Commands[end] != ' ' {
			continue
		}
		name := i.Commands[start:end]
		if name == "any" && (untagged || start == 0) && !(i.State > StateAny && isEarly(command)) ||
			equalFold(name, command) {
			return true
		}
		start = end + 1
	}
	return false
}

// isEarly reports whether command comes before login. The greeting does, too.
func isEarly(command string) bool {
	return equalFold(command, "greeting") || equalFold(command, "STARTTLS") ||
		equalFold(command, "AUTHENTICATE") || equalFold(command, "LOGIN")
}

// Has reports whether at least one of the bits in set is in u.
func (u Unusual) Has(set Unusual) bool { return u&set != 0 }

// String returns what is unusual, separated by spaces, "type command", or "" if nothing is.
func (u Unusual) String() string {
	s := ""
	for _, word := range [...]struct {
		bit  Unusual
		text string
	}{{UnusualType, " type"}, {UnusualTagging, " tagging"}, {UnusualCommand, " command"}} {
		if u.Has(word.bit) {
			s += word.text
		}
	}
	if s != "" {
		s = s[1:]
	}
	return s
}
