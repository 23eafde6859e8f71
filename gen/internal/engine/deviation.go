package engine

// Deviations is a set of ways in which a response departs from the RFCs' grammar.
type Deviations uint16

// The ways in which a response departs from the grammar (RFC 9051 section 9), each with a line that real servers send.
const (
	NoText             Deviations = 1 << iota // the line ends where a space must stand: * OK [CLOSED]
	NoSpace                                   // text follows the "]" without a space: a NO [TRYCREATE]Create it
	NoBracket                                 // the "]" is missing: * OK [UIDNEXT 4392 Predicted
	CodeMalformed                             // the code is no atom: a NO [Error="failed"] Sorry
	ArgumentsMalformed                        // the arguments do not match the code's grammar: [COPYUID 14  ]
	TextMalformed                             // the text holds NUL, CR or LF, or is not UTF-8
	TextBracket                               // the text begins with a bracket, and is no code: * OK [Gmail]/All Mail
	TagMalformed                              // the tag holds an octet that no tag may hold
	TypeTagged                                // a tagged PREAUTH or BYE
	LimitExceeded                             // a number is over the limit that the RFC's prose gives; the line conforms
	SetsUnequal                               // two sets that correspond differ in size: [COPYUID 14 1:2 5]; the line conforms
)

// deviationNames are the names of the deviations, in their order.
const deviationNames = "no-text no-space no-bracket code-malformed arguments-malformed text-malformed text-bracket " +
	"tag-malformed type-tagged limit-exceeded sets-unequal "

// Names yields the names of the deviations in d, in lower case with hyphens: "no-text". It is an iterator: newer Go ranges
// over it.
func (d Deviations) Names() func(yield func(string) bool) {
	return func(yield func(string) bool) {
		names := deviationNames
		for ; d != 0 && names != ""; d >>= 1 {
			end := 0
			for names[end] != ' ' {
				end++
			}
			if d&1 != 0 && !yield(names[:end]) {
				return
			}
			names = names[end+1:]
		}
	}
}

// String returns the names of the deviations in d, divided by spaces: "no-space arguments-malformed".
func (d Deviations) String() string {
	s := ""
	d.Names()(func(name string) bool {
		if s != "" {
			s += " "
		}
		s += name
		return true
	})
	return s
}
