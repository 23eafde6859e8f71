package engine

// Deviations is a set of ways in which a response departs from the RFCs' grammar.
type Deviations uint32

// The ways in which a response departs from the grammar (RFC 9051 section 9), each with an example.
// The comments give the whole line where brackets alone do not show it.
const (
	DevNoText             Deviations = 1 << iota // nothing where a space is due: * OK [CLOSED]
	DevNoSpace                                   // no space after the "]": [TRYCREATE]Create it
	DevNoBracket                                 // the "]" is missing: * OK [UIDNEXT 4392 Predicted
	DevCodeMalformed                             // the code is not an atom: [Error="failed"]
	DevArgumentsMalformed                        // not as the code's grammar: [COPYUID 14  ]
	DevTextMalformed                             // the text has a NUL, CR or LF, or is not UTF-8
	DevTextBracket                               // the text begins with "[": * OK [Gmail]/All Mail
	DevTagMalformed                              // the tag has an octet that no tag may have
	DevTypeTagged                                // a tagged PREAUTH or BYE
	DevLimitExceeded                             // a number is over its limit: [UIDNEXT 4294967296]
	DevSetsUnequal                               // two sets differ in size: [COPYUID 1 2 3:4]
	DevExtraSpace                                // more than one space around the type, or a tab
	DevNoCodeSpace                               // no space before the "[": a NO[OVERQUOTA] Sorry
	DevLineEnd                                   // the line ends in CR or CR CR LF
	DevOpenLiteral                               // a literal follows the line: [NEWNAME {3}
)

// limits are the deviations from what the RFCs' prose demands. The line conforms to the grammar.
const limits = DevLimitExceeded | DevSetsUnequal

// deviationNames holds the names of the deviations in their order.
const deviationNames = "no-text no-space no-bracket code-malformed arguments-malformed " +
	"text-malformed text-bracket tag-malformed type-tagged limit-exceeded sets-unequal " +
	"extra-space no-code-space line-end open-literal "

// Has reports whether at least one of the deviations in set is in d.
func (d Deviations) Has(set Deviations) bool { return d&set != 0 }

// Names returns an iterator over the names of the deviations in d, in lower case with hyphens:
// "no-text". Use it in a for-range statement (Go 1.23 or later), or call it with a yield function.
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

// String returns the names of the deviations in d, separated by spaces: "no-space text-malformed".
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
