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
// For each code that has arguments, a method of Response with the name of the code returns them:
//
//	if args, ok := r.CopyUID(); ok {
//		fmt.Println("copied to", args.DestUIDs)
//	}
//
// The result ok is true if the arguments match the grammar and stay within their limits, and also
// if they depart from the grammar but can only mean one thing: doubled spaces, missing parentheses,
// a UID of 0. It is false if the response has another code, and if what was sent cannot be relied
// on, for example [UIDVALIDITY 1713632002544], which has more than 32 bits, or [COPYUID 1 2 3:4],
// whose sets differ in size. Even then args has what could be read, with 0 for a number that could
// not, and the field Args of the response has everything as it was sent.
//
// Numbers are Go numbers. A Set, List or String is a part of the line that is read when one of its
// methods is called.
//
// Err makes an error of a response that reports a failure. errors.Is finds the code in it, and its
// method Retry returns what the RFCs say about sending the command again. What its method Error
// returns, and the Text and Args of a response, are the server's words. They may hold any
// characters, including those that control a terminal: show or log them with escapes, for example
// with %q.
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
// what the registry and the RFCs say about it: its status, the sections that define it, the grammar
// of its arguments, the types of the responses and the commands that it comes with, and what to do.
// For those who write servers, the method Unusual of a response says whether the RFCs have its code
// with that type and command.
//
// The doc comment of each type of arguments gives their grammar and its source. "Amended" means
// that the RFC's text was corrected or completed, for example after an erratum; "in prose there",
// that the RFC has it in words only.
//
// # Cost
//
// Reading allocates nothing, and neither does writing into a buffer with enough room. What reading
// returns are parts of the line, which stays in memory as long as they do. The time that a line
// takes grows with its length and no faster, whatever it holds.
//
// No input makes the package panic. Nothing runs when a program starts. The package imports only
// the standard library, has no state, and may be used from several goroutines. It needs no more
// than Go 1.18; its iterators are functions that Go 1.23 and later can range over.
package engine
