module github.com/imapcodes/imapcodes

go 1.24.0

require (
	github.com/dave/jennifer v1.7.1
	github.com/google/go-cmp v0.7.0
	golang.org/x/net v0.50.0
)
