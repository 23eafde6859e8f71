// Package engine knows the response codes of IMAP, and reads and writes status responses (RFC 9051 section 7.1).
//
// Code is the type of the word in brackets of a line such as
//
//	a NO [OVERQUOTA] Sorry
//
// Parse reads such a line, and ParseText what follows the NO. Both understand every line that a server may send: codes of
// the IANA registry "IMAP Response Codes" with the argument syntax of their RFCs, codes that nobody registered, and lines
// that depart from the grammar, of which Deviations says how.
//
// For each code that has arguments, a method of Response returns them with their types: numbers as such; a Set, List or
// String as a part of the line, which is taken apart when it is asked. Append writes a status response with such arguments,
// and refuses what would be a broken line. The method Err of a Response makes an error of it, in which errors.Is finds the
// code, and which says whether trying again may help.
//
// Lookup finds a code by its name, All yields all codes, and the method Info of a code says what the registry and the RFCs
// say of it.
//
// The package allocates nothing while it reads, runs nothing when a program starts, and imports the standard library alone.
// It keeps to Go 1.18: its iterators are plain functions, over which newer Go ranges.
package engine
