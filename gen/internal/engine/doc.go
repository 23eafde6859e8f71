// Package engine reads and writes the status responses of IMAP (RFC 9051 section 7.1) with their
// response codes. In the line
//
//	a NO [OVERQUOTA] Sorry
//
// OVERQUOTA is the response code. The package has a constant for each code of the IANA registry
// "IMAP Response Codes", typed arguments for those that have arguments, a parser and a writer.
//
// # Reading
//
// Parse reads a line. A client that reads the tag and the type itself calls ParseText for the
// rest.
//
//	r, err := Parse("a NO [OVERQUOTA] Sorry")
//	if err != nil {
//		return err // not a status response, for example "* 5 EXISTS"
//	}
//	if r.Code == CodeOverQuota {
//		fmt.Println("delete something first")
//	}
//
// Both understand every line that a server may send: codes in any case, codes that nobody
// registered, and lines that depart from the grammar. Conforms reports whether a line matches the
// grammar, and Deviations says how it departs from it. A client should not reject a line for that:
// real servers send all of these.
//
// For each code that has arguments, a method of Response with the name of the code returns them.
// Its result ok is false if the response has another code, or if its arguments cannot be relied
// on; they are then in the field Args as they were sent. Numbers are Go numbers. A Set, List or
// String is a part of the line that is read when one of its methods is called.
//
// Err makes an error of a response that reports a failure. errors.Is finds the code in it, and its
// method Retry says what the RFCs say about sending the command again.
//
// # Writing
//
// Append writes a response. The code is a constant, the same typed arguments that reading returns,
// or Raw:
//
//	b, err = Append(b, "a", TypeNO, CodeOverQuota, "Sorry")
//
// It returns an error instead of writing a line that departs from the grammar, or that would be
// read as something else. SetOf, ListOf, Quote and NumberOf make arguments of Go values, and
// ToText makes a valid text of any string.
//
// # Codes
//
// Lookup finds a code by its name, All returns all codes, and the method Info of a code returns
// what the registry and the RFCs say about it: its status, the documents that define it, the
// grammar of its arguments, the types of responses it comes with.
//
// # Cost
//
// Reading allocates nothing, and neither does writing into a buffer with enough room. What reading
// returns are parts of the line, which stays in memory as long as they do. The time that a line
// takes grows with its length and no faster, whatever it holds.
//
// Nothing runs when a program starts. The package imports only the standard library, has no state,
// and may be used from several goroutines. It needs no more than Go 1.18; its iterators are
// functions that Go 1.23 and later can range over.
package engine
