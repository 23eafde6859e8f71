package engine

// Lookup returns the known code with the given name, in any case (RFC 9051 section 9, note 1), and whether there is one:
// a code of the registry, or an extra code with which the package was generated (StatusUnregistered). It allocates nothing.
func Lookup(name string) (Code, bool) {
	i := lookup(name)
	if i < 0 {
		return "", false
	}
	return codes[i], true
}

// Info returns what the registry and the RFCs say of c, in any case, and whether c is known.
func (c Code) Info() (Info, bool) {
	i := lookup(string(c))
	if i < 0 {
		return Info{}, false
	}
	return infos[i], true
}

// All yields all known codes: those of the registry in its order, those that were removed among them, then extra ones. It
// is an iterator: newer Go ranges over it.
func All() func(yield func(Code) bool) {
	return func(yield func(Code) bool) {
		for i := range codes {
			if !yield(codes[i]) {
				return
			}
		}
	}
}

// Info is what the registry and the RFCs say of a code.
type Info struct {
	Code        Code
	Status      Status
	Description string  // IANA's status description, verbatim; mostly empty
	References  string  // documents, divided by spaces, in IANA's order: "RFC3501 RFC9051"
	Registered  string  // date of the registration, "2024-04-23"; empty where IANA gives none
	Updated     string  // date of its last change, likewise
	Arguments   string  // ABNF of what follows the code's name; empty: nothing may follow
	Grammar     string  // where Arguments is from: "RFC4315", "RFC4469 amended", "RFC6858 prose", "private"; empty: unknown
	Types       TypeSet // response types that the RFCs say the code comes with; empty: they name none
	Retry       Retry
	Summary     string // what the code means, in a line
}

// A Status says how far a code may be used.
type Status uint8

// The statuses. RFC 5530 section 6 allows a code to be registered with a description such as "obsolete", and says that one
// with any description is NOT RECOMMENDED.
const (
	StatusRegistered   Status = iota // in the registry, without a description
	StatusDiscouraged                // described in another way than the following
	StatusReserved                   // described as "reserved"
	StatusObsolete                   // described as "obsolete"
	StatusRemoved                    // was in the registry, and is there no longer
	StatusUnregistered               // never was in the registry: an extra code
)

// String returns the status in lower case: "obsolete".
func (s Status) String() string {
	switch s {
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

// A Retry says whether a command that failed with a code may succeed when it is sent again.
type Retry uint8

// The values of Retry.
const (
	RetryUnknown Retry = iota // the RFCs do not say
	RetryLater                // the condition is temporary
	RetryNever                // the same command will fail again
	RetryChanged              // after another action of the client or user: TRYCREATE, PRIVACYREQUIRED
)

// String returns r in lower case: "later"; RetryUnknown is empty.
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

// A Type is the type of a status response (RFC 9051 section 7.1).
type Type uint8

// The types of status responses, and the continuation request (RFC 9051 section 7.6), which may carry a code too.
const (
	TypeOK Type = iota + 1
	TypeNO
	TypeBAD
	TypePREAUTH
	TypeBYE
	TypeContinuation
)

// String returns t as the server sends it: "OK", "NO", "BAD", "PREAUTH", "BYE" or "+".
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
