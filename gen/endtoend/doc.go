// Package endtoend tests the program and what it generates from the outside: with scripts of
// commands (testdata/script), with JSON schemas and a Markdown parser, and as a dependency of other
// people's modules. It is a module of its own, so that nobody who depends on imapcodes gets what
// these tests need.
//
// To rewrite the expected output in the scripts after a change:
//
//	go test -run TestScripts -update
package endtoend
