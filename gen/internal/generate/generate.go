// Package generate makes the Go package from the model. The parts, one per file:
//
//	options.go    text → the parts and the header of the package
//	generate.go   options → the files of the package
//	codes.go      the constants (codes.go)
//	metadata.go   what is known of each code (metadata.go, names.go)
//	arguments.go  the typed arguments of each code (arguments.go)
//	write.go      how these are written (arguments.go)
//	tables.go     the tables of the parser (tables.go)
//	engine.go     the files of package engine, copied under the names that the options give
//	names.go      names that would be declared twice
//	check.go      go/types over the whole, so that nothing is written that does not compile
//	join.go       several files → one, with names that do not clash with those of other files
//
// Declarations are emitted with github.com/dave/jennifer, one per function. Nothing is decided
// about the registry here, and algorithms are not emitted: they are those of package engine.
package generate

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/imapcodes/imapcodes/gen/internal/model"
)

// Options say what the package looks like.
type Options struct {
	Package    string // its name
	Type       string // the name of the codes' type: "Code"
	Prefix     string // of the constants: "Code"
	Parts      Parts
	OneFile    string // the name of the one file that holds everything; empty: there are several
	Header     string // the user's comments, which come first in each file
	Documented bool   // the package has a package comment elsewhere, and needs no other
}

// RegistryConstant returns the name of the constant with the registry's "Updated" or "Hash". It
// begins with the name of the type unless that is Code, so that a package can hold what is
// generated for two types.
func (o Options) RegistryConstant(what string) string {
	if o.Type == "Code" {
		return "Registry" + what
	}
	return o.Type + "Registry" + what
}

// Package returns the files of the package by name: "parse.go". The same model gives the same bytes
// on any machine. It is an error if two declarations have the same name, or if the package does not
// compile.
func Package(m *model.Model, o Options) (map[string][]byte, error) {
	b := builder{Model: m, options: o}
	var err error
	if b.engine, err = engineNames(o.Parts); err != nil {
		return nil, err
	}
	if err = b.checkNames(); err != nil {
		return nil, err
	}
	files, err := b.files()
	if err != nil {
		return nil, err
	}
	if err = b.check(files); err != nil {
		return nil, err
	}
	if o.OneFile != "" {
		data, err := b.join(files)
		return map[string][]byte{o.OneFile: data}, err
	}
	return files, nil
}

// A builder makes the files of one package.
type builder struct {
	*model.Model
	options Options
	engine  map[string]string // what package engine declares in the package, from engineNames
}

// A part is a file of the package.
type part struct {
	name string
	of   Parts
	abnf bool                     // it has grammar of the RFCs
	emit func(builder, *jen.File) // nil: it is a file of package engine
}

// packageFiles returns the files of the package except DocName, in the order in which one file
// holds them: what users read comes first, and tables last.
func packageFiles() []part {
	return []part{
		{CodesName, Codes, false, builder.codes},
		{"code.go", Metadata, false, nil},
		{"parse.go", Parser, false, nil},
		{"deviation.go", Parser, false, nil},
		{"unusual.go", Parser, false, nil},
		{"error.go", Parser, false, nil},
		{"write.go", Parser, false, nil},
		{"values.go", Parser, false, nil},
		{"set.go", Parser, false, nil},
		{"text.go", Parser, false, nil},
		{"arguments.go", Parser, true, builder.argumentsFile},
		{"fields.go", Parser, false, nil},
		{"match.go", Parser, false, nil},
		{"matcher.go", Parser, false, nil},
		{"lookup.go", Metadata, false, nil},
		{"metadata.go", Metadata, true, builder.metadata},
		{"names.go", Metadata, false, builder.names},
		{"tables.go", Parser, true, builder.tables},
	}
}

// Files of a package of several.
const (
	CodesName = "codes.go" // has the type and its constants, and says which registry they are of
	DocName   = "doc.go"   // has the package comment
)

// FileNames returns the names of all files that a package of several files may have. They
// tell earlier output from other generated files.
func FileNames() []string {
	names := []string{DocName}
	for _, p := range packageFiles() {
		names = append(names, p.name)
	}
	return names
}

// files returns the files of the parts that the options name.
func (b builder) files() (map[string][]byte, error) {
	files := map[string][]byte{}
	if !b.options.Documented {
		data, err := b.packageComment()
		if err != nil {
			return nil, err
		}
		files[DocName] = data
	}
	for _, p := range packageFiles() {
		if p.of > b.options.Parts {
			continue
		}
		data, err := b.file(p)
		if err != nil {
			return nil, err
		}
		files[p.name] = data
	}
	return files, nil
}

// file returns the content of the file p.
func (b builder) file(p part) ([]byte, error) {
	if p.emit == nil {
		return b.copyEngine(p.name)
	}
	f := jen.NewFile(b.options.Package)
	p.emit(b, f)
	data, err := render(f)
	return append([]byte(b.head("registry.csv and abnf", p.abnf)), data...), err
}

// Notice is the line by which tools know each file as generated (go/ast.IsGenerated).
const Notice = "// Code generated by imapcodes. DO NOT EDIT."

// head returns what each file begins with: the user's header, the notice, what the file is made
// from, and under which terms anyone may use it. They are the most liberal ones, except for ABNF,
// which is the IETF Trust's (abnf/NOTICE).
func (b builder) head(from string, abnf bool) string {
	license := "0BSD"
	if abnf {
		license += " AND BSD-3-Clause"
	}
	return fmt.Sprintf("%s%s\n// From %s.\n// SPDX-License-Identifier: %s\n\n",
		b.options.Header, Notice, from, license)
}
