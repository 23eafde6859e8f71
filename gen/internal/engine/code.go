package engine

// Lookup returns the known code with the given name, and whether there is one. The known codes are
// those of the registry and the extra ones that the package was generated with
// (StatusUnregistered). The case of ASCII letters does not matter (RFC 9051 section 9, note 1).
// Lookup allocates nothing.
func Lookup(name string) (code Code, ok bool) {
	i := lookup(name)
	if i < 0 {
		return "", false
	}
	return codes[i], true
}

// Info returns what the registry and the RFCs say about c, and whether c is known. The case of
// ASCII letters does not matter.
func (c Code) Info() (info Info, ok bool) {
	i := lookup(string(c))
	if i < 0 {
		return Info{}, false
	}
	return infos[i], true
}

// All returns an iterator over the known codes: those of the registry in its order, including
// removed ones, then the extra codes. Use it in a for-range statement (Go 1.23 or later), or call
// it with a yield function.
func All() func(yield func(Code) bool) {
	return func(yield func(Code) bool) {
		for i := range codes {
			if !yield(codes[i]) {
				return
			}
		}
	}
}

// Info is what the registry and the RFCs say about a code. What is not known is empty. The elements
// of lists are separated by spaces.
type Info struct {
	Code        Code      // as registered
	Status      Status    // never StatusUnknown in what Code.Info returns for a known code
	Description string    // IANA's status description, verbatim; empty for most codes
	References  string    // documents that IANA names, in its order: "RFC3501 RFC9051"
	Registered  string    // date of the registration, "2024-04-23"; empty if IANA gives none
	Updated     string    // date of its last change, likewise
	Arguments   string    // ABNF of what follows the code's name; empty: nothing may follow
	Grammar     string    // source of Arguments: "RFC4315", "RFC6858 prose"; empty: unknown
	Defined     string    // sections that define the code, the current first: "RFC7162#3.1.2.1"
	Rev1        Standing  // what the code is in IMAP4rev1 (RFC 3501)
	Rev2        Standing  // what the code is in IMAP4rev2 (RFC 9051)
	Capability  string    // with which a server may send it: "UIDPLUS"; empty: with any
	State       ConnState // in which the server may send it
	Commands    string    // that it answers: "APPEND REPLACE", "any", "greeting", "COPY any"
	Tagged      TypeSet   // types of the tagged responses with it; see Response.Unusual
	Untagged    TypeSet   // types of the untagged responses with it
	Retry       Retry     // whether to send the command again
	Summary     string    // what the code means, in a sentence or two
	Advice      string    // what a client or its user does now, in a sentence
	Security    string    // what the code tells or allows an attacker; empty for most codes
}

// Types returns the types of the responses with the code, tagged or not. It is empty if the RFCs
// name none.
func (i Info) Types() TypeSet { return i.Tagged | i.Untagged }

// A Status says whether a code is registered, and whether it should be used.
type Status uint8

// The statuses of codes. A code may be registered with a status description such as "obsolete"; its
// use is then NOT RECOMMENDED, whatever the description is (RFC 5530 section 6).
const (
	StatusUnknown      Status = iota // of a zero Info: the code is not known
	StatusRegistered                 // in the registry, without a status description
	StatusDiscouraged                // in the registry, with a description other than the next two
	StatusReserved                   // described as "reserved"
	StatusObsolete                   // described as "obsolete"
	StatusRemoved                    // no longer in the registry
	StatusUnregistered               // never in the registry: an extra code
)

// String returns the status in lower case: "obsolete".
func (s Status) String() string {
	switch s {
	case StatusUnknown:
		return "unknown"
	case StatusRegistered:
		return "registered"
	case StatusDiscouraged:
		return "discouraged"
	case StatusReserved:
		return "reserved"
	case StatusObsolete:
		return "obsolete"
	case StatusRemoved:
		return "removed"
	case StatusUnregistered:
		return "unregistered"
	}
	return ""
}

// A Retry says whether a command that failed with a code may succeed if it is sent again.
type Retry uint8

// The values of Retry.
const (
	RetryUnknown Retry = iota // the RFCs do not say
	RetryLater                // the condition is temporary
	RetryNever                // the same command will fail again
	RetryChanged              // after its cause is fixed: TRYCREATE, PRIVACYREQUIRED
)

// String returns r in lower case, "later", or "" for RetryUnknown.
func (r Retry) String() string {
	switch r {
	case RetryLater:
		return "later"
	case RetryNever:
		return "never"
	case RetryChanged:
		return "changed"
	}
	return ""
}

// A Standing says what a code is in a revision of IMAP.
type Standing uint8

// The standings of codes.
const (
	StandingUnknown    Standing = iota
	StandingBase                // defined by the revision itself
	StandingExtension           // defined by an extension
	StandingDeprecated          // defined, but advised against
	StandingNone                // not part of the revision
)

// String returns s in lower case, "extension", or "" for StandingUnknown.
func (s Standing) String() string {
	switch s {
	case StandingBase:
		return "base"
	case StandingExtension:
		return "extension"
	case StandingDeprecated:
		return "deprecated"
	case StandingNone:
		return "none"
	}
	return ""
}

// A ConnState is the state of a connection (RFC 9051 section 3) that a code belongs to. In other
// states, clients should ignore the code (RFC 9051 section 11.3).
type ConnState uint8

// The states of connections.
const (
	StateUnknown       ConnState = iota
	StateAny                     // any state
	StateAuthenticated           // the user is authenticated; a mailbox may be selected
	StateSelected                // a mailbox is selected, or is being selected
)

// String returns s in lower case, "selected", or "" for StateUnknown.
func (s ConnState) String() string {
	switch s {
	case StateAny:
		return "any"
	case StateAuthenticated:
		return "authenticated"
	case StateSelected:
		return "selected"
	}
	return ""
}

// A Type is the type of a status response (RFC 9051 section 7.1).
type Type uint8

// The types of status responses, and the type of a continuation request (RFC 9051 section 7.6),
// which may have a response code too.
const (
	// TypeOK: tagged, the command succeeded; untagged, information. As the greeting, the user is
	// not authenticated yet.
	TypeOK Type = iota + 1

	// TypeNO: tagged, the command failed; untagged, a warning, and the command may still succeed.
	TypeNO

	// TypeBAD: tagged, the command is malformed, unknown or not allowed now; untagged, a protocol
	// error that the server cannot tie to a command, or a failure of the server itself.
	TypeBAD

	// TypePREAUTH: the greeting, always untagged, if the user is already authenticated. A client
	// that requires TLS closes the connection if it has none.
	TypePREAUTH

	// TypeBYE: the server is about to close the connection; always untagged. It comes after
	// LOGOUT, after a shutdown or a timeout, or as a greeting that refuses the connection.
	TypeBYE

	// TypeContinuation: the server is ready for the rest of the command.
	TypeContinuation
)

// ParseType returns the type with the given name, as String returns it, and whether there is one.
// The case of ASCII letters does not matter.
func ParseType(name string) (t Type, ok bool) {
	for t = TypeOK; t <= TypeContinuation; t++ {
		if equalFold(name, t.String()) {
			return t, true
		}
	}
	return 0, false
}

// String returns t as servers send it: "OK", "NO", "BAD", "PREAUTH", "BYE" or "+". The zero Type,
// which is none of these, is "".
func (t Type) String() string {
	switch t {
	case TypeOK:
		return "OK"
	case TypeNO:
		return "NO"
	case TypeBAD:
		return "BAD"
	case TypePREAUTH:
		return "PREAUTH"
	case TypeBYE:
		return "BYE"
	case TypeContinuation:
		return "+"
	}
	return ""
}

// A TypeSet is a set of response types.
type TypeSet uint8

// Has reports whether t is in s.
func (s TypeSet) Has(t Type) bool { return s>>t&1 != 0 }

// String returns the names of the types in s, separated by spaces: "OK NO".
func (s TypeSet) String() string {
	names := ""
	for t := TypeOK; t <= TypeContinuation; t++ {
		if !s.Has(t) {
			continue
		}
		if names != "" {
			names += " "
		}
		names += t.String()
	}
	return names
}
