package generate

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/imapcodes/imapcodes/gen/internal"
	"github.com/imapcodes/imapcodes/gen/internal/emit"
)

// A source is where a file of the package comes from.
type source struct {
	name string
	part Parts
	emit func(emit.Input) ([]byte, error) // nil: it is a file of package engine
}

// sources returns the files of the package but for DocName, in the order in which one file holds them: what its users read
// comes first, and tables last.
func sources() []source {
	return []source{
		{CodesName, Codes, emit.Codes},
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

// Files of a package of several.
const (
	CodesName = "codes.go" // has the type and its constants, and says which registry they are of
	DocName   = "doc.go"   // has the package comment
)

// FileNames returns the names of all files that a package of several files may have, or had: by them earlier output is known.
func FileNames() []string {
	names := []string{DocName}
	for _, s := range sources() {
		names = append(names, s.name)
	}
	return names
}

// A shape is the package that is made.
type shape struct {
	options Options
	in      emit.Input
	own     map[string]string // what package engine declares in it, from engineNames
}

// files returns the files of the parts that there are, in the order in which one file holds them.
func (s shape) files() ([]File, error) {
	var list []File
	if !s.options.Documented {
		data, err := s.packageComment()
		if err != nil {
			return nil, err
		}
		list = append(list, File{DocName, data})
	}
	for _, source := range sources() {
		if source.part > s.options.Parts {
			continue
		}
		data, err := s.read(source)
		if err != nil {
			return nil, err
		}
		list = append(list, File{source.name, data})
	}
	return list, nil
}

func (s shape) read(source source) ([]byte, error) {
	if source.emit != nil {
		return source.emit(s.in)
	}
	return s.copyEngine(source.name)
}

// copyEngine returns a file of package engine as a file of the package.
func (s shape) copyEngine(name string) ([]byte, error) {
	data, err := fs.ReadFile(internal.EngineSource, path.Join("engine", name))
	if err != nil {
		return nil, err
	}
	renamed, err := s.rename(name, data)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%s\n\n%s", emit.Header(s.in.Updated, s.in.Records), renamed), nil
}

// packageComment returns the file with the package comment. That of package engine is for all parts.
func (s shape) packageComment() ([]byte, error) {
	format := ""
	switch s.options.Parts {
	case Codes:
		format = codesComment
	case Metadata:
		format = metadataComment
	case Parser:
		return s.copyEngine(DocName)
	}
	return fmt.Appendf(nil, format, emit.Header(s.in.Updated, s.in.Records), s.options.Package), nil
}

// The files with the package comments of a part of the package: formats for the header and the package's name.
const (
	codesComment = `%s

// Package %s names the response codes of IMAP (RFC 9051 section 7.1): it has a constant for each code of the IANA registry
// "IMAP Response Codes".
package %[2]s
`
	metadataComment = `%s

// Package %s knows the response codes of IMAP (RFC 9051 section 7.1).
//
// There is a constant for each code of the IANA registry "IMAP Response Codes". Lookup finds a code by its name, All yields
// all codes, and the method Info of a code says what the registry and the RFCs say of it.
//
// The package runs nothing when a program starts, and imports the standard library alone. It keeps to Go 1.18: its iterators
// are plain functions, over which newer Go ranges.
package %[2]s
`
)
