module github.com/imapcodes/imapcodes/gen/endtoend

go 1.24.0

replace github.com/imapcodes/imapcodes => ../..

require (
	github.com/google/go-cmp v0.7.0
	github.com/google/licensecheck v0.3.1
	github.com/imapcodes/imapcodes v0.0.0-00010101000000-000000000000
	github.com/itchyny/gojq v0.12.17
	github.com/rogpeppe/go-internal v1.14.1
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	github.com/yuin/goldmark v1.8.7
	golang.org/x/mod v0.33.0
	golang.org/x/net v0.50.0
)

require (
	github.com/dave/jennifer v1.7.1 // indirect
	github.com/itchyny/timefmt-go v0.1.6 // indirect
	golang.org/x/sys v0.41.0 // indirect
	golang.org/x/text v0.34.0 // indirect
	golang.org/x/tools v0.41.0 // indirect
)
