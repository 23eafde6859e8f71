package grammar

// A Layout says how arguments are written: an Element for each of their elements and parentheses,
// in order. It is "nss" for the arguments of COPYUID, a number and two sets.
type Layout string

// An Element is a character of a Layout.
type Element byte

// The elements. A list and a text take all that is left, the list up to the closing parenthesis if
// it is in parentheses.
const (
	ElementNumber   Element = 'n' // of 32 bits
	ElementNumber64 Element = 'N' // of 63 bits
	ElementSet      Element = 's'
	ElementString   Element = 'q' // in quotes, as a literal or as an atom; or NIL
	ElementWord     Element = 'w' // a word, a keyword or a constant
	ElementList     Element = 'l'
	ElementText     Element = 'x'
	ElementOpen     Element = '('
	ElementClose    Element = ')'
)

// elementOf returns the element of a field's kind.
func elementOf(k Kind) Element {
	switch k {
	case Number:
		return ElementNumber
	case Number64:
		return ElementNumber64
	case Set:
		return ElementSet
	case String:
		return ElementString
	case List:
		return ElementList
	case Text:
		return ElementText
	}
	return ElementWord
}

// All returns the elements of l, including its parentheses.
func (l Layout) All() []Element { return []Element(l) }

// Count returns the number of elements of l, not counting its parentheses.
func (l Layout) Count() int {
	n := 0
	for _, e := range l.All() {
		if e != ElementOpen && e != ElementClose {
			n++
		}
	}
	return n
}

// HasNumbers reports whether numbers or sets are among the elements.
func (l Layout) HasNumbers() bool {
	for _, e := range l.All() {
		if e == ElementNumber || e == ElementNumber64 || e == ElementSet {
			return true
		}
	}
	return false
}
