// Package engine knows the response codes of IMAP and reads status responses (RFC 9051 section 7.1).
//
// A Code is the word in brackets of a line such as
//
//	a NO [OVERQUOTA] Sorry
//
// Parse reads such a line, and ParseText what follows the NO. Both understand every line that a server may send: codes of
// the IANA registry "IMAP Response Codes" with the argument syntax of their RFCs, codes that nobody registered, and lines
// that depart from the grammar, of which they say how. Lookup finds a code by its name, All yields all codes, and the
// method Info of a code says what the registry and the RFCs say of it.
//
// The package allocates nothing while it parses, runs nothing when a program starts, and imports the standard library alone.
package engine
