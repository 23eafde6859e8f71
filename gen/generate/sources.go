package generate

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/imapcodes/imapcodes/gen"
	"github.com/imapcodes/imapcodes/gen/emit"
)

// A source is where a file of the package comes from.
type source struct {
	name string
	part Parts
	emit func(emit.Input) ([]byte, error) // nil: it is a file of package engine
}

// sources returns the files of the package but for docName, in the order in which one file holds them: what its users read
// comes first, and tables last.
func sources() []source {
	return []source{
		{"codes.go", Codes, emit.Codes},
		{"code.go", Metadata, nil},
		{"parse.go", Parser, nil},
		{"deviation.go", Parser, nil},
		{"error.go", Parser, nil},
		{"write.go", Parser, nil},
		{"values.go", Parser, nil},
		{"arguments.go", Parser, emit.Arguments},
		{"fields.go", Parser, nil},
		{"match.go", Parser, nil},
		{"lookup.go", Metadata, nil},
		{"metadata.go", Metadata, emit.Metadata},
		{"names.go", Metadata, emit.Names},
		{"tables.go", Parser, emit.Tables},
	}
}

// docName is the name of the file with the package comment.
const docName = "doc.go"

// FileNames returns the names of all files that a package of several files may have.
func FileNames() []string {
	names := []string{docName}
	for _, s := range sources() {
		names = append(names, s.name)
	}
	return names
}

// read returns the file.
func (s source) read(in emit.Input, options Options) ([]byte, error) {
	if s.emit != nil {
		return s.emit(in)
	}
	return copyEngine(s.name, in.Updated, options)
}

// copyEngine returns a file of package engine as a file of the package.
func copyEngine(name, updated string, options Options) ([]byte, error) {
	data, err := fs.ReadFile(gen.EngineSource, path.Join("engine", name))
	if err != nil {
		return nil, err
	}
	renamed, err := rename(name, data, options)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%s\n\n%s", emit.Header(updated), renamed), nil
}

// packageComment returns the file with the package comment.
func packageComment(updated string, options Options) ([]byte, error) {
	text := ""
	switch options.Parts {
	case Parser:
		return copyEngine(docName, updated, options)
	case Metadata:
		text = `// knows the response codes of IMAP (RFC 9051 section 7.1).
//
// There is a constant for each code of the IANA registry "IMAP Response Codes". Lookup finds a code by its name, All yields
// all codes, and the method Info of a code says what the registry and the RFCs say of it.
//
// The package runs nothing when a program starts, and imports the standard library alone. It keeps to Go 1.18: its iterators
// are plain functions, over which newer Go ranges.
`
	case Codes:
		text = `// names the response codes of IMAP (RFC 9051 section 7.1): it has a constant for each code of the IANA registry
// "IMAP Response Codes".
`
	}
	return fmt.Appendf(nil, "%s\n\n// Package %s %spackage %[2]s\n", emit.Header(updated), options.Package, text[len("// "):]), nil
}
