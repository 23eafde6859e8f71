package generate

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"path"
)

// prune returns files without the functions, methods and types that nobody can use: those that are not exported, and that
// nothing mentions which can be used itself. Which ones of package engine these are depends on the arguments in the
// registry.
func prune(files []File) ([]File, error) {
	p := pruner{
		fset:       token.NewFileSet(),
		info:       types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}},
		interfaces: map[string]bool{}, mentioned: map[types.Object]bool{}, live: map[ast.Decl]bool{},
	}
	for _, file := range files {
		syntax, err := parser.ParseFile(p.fset, file.Name, file.Data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, syntax)
	}
	p.resolve()
	p.mark()
	var pruned []File
	for i, file := range files {
		data, err := p.sweep(p.files[i], file.Data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		pruned = append(pruned, File{file.Name, data})
	}
	return pruned, nil
}

// A pruner finds what can be used.
type pruner struct {
	fset       *token.FileSet
	files      []*ast.File
	info       types.Info
	interfaces map[string]bool       // the names of methods of interfaces
	mentioned  map[types.Object]bool // by what is live
	live       map[ast.Decl]bool     // it can be used
}

// resolve finds what each identifier means. Imported packages are not at hand, which does not keep go/types from resolving
// what the package declares itself. The errors that it reports for that are no errors.
func (p *pruner) resolve() {
	config := types.Config{Importer: emptyPackages{}, Error: func(error) {}}
	_, _ = config.Check("", p.fset, p.files, &p.info)
	for _, file := range p.files {
		ast.Inspect(file, func(n ast.Node) bool {
			if i, ok := n.(*ast.InterfaceType); ok {
				for _, method := range i.Methods.List {
					for _, name := range method.Names {
						p.interfaces[name.Name] = true
					}
				}
			}
			return true
		})
	}
}

// emptyPackages imports packages without what is in them.
type emptyPackages struct{}

// Import returns an empty package.
func (emptyPackages) Import(importPath string) (*types.Package, error) {
	empty := types.NewPackage(importPath, path.Base(importPath))
	empty.MarkComplete()
	return empty, nil
}

// mark marks what can be used, until that makes nothing else usable.
func (p *pruner) mark() {
	for changed := true; changed; {
		changed = false
		for _, file := range p.files {
			for _, decl := range file.Decls {
				if !p.live[decl] && p.isUsable(decl) {
					p.live[decl], changed = true, true
					p.mention(decl)
				}
			}
		}
	}
}

func (p *pruner) mention(decl ast.Decl) {
	ast.Inspect(decl, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok {
			p.mentioned[p.info.Uses[ident]] = true
		}
		return true
	})
}

// isUsable reports whether decl is exported or mentioned, or may be the method of an interface, and so is the type of a
// method. Constants and variables are, whatever they are.
func (p *pruner) isUsable(decl ast.Decl) bool {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv == nil {
			return p.isWanted(decl.Name)
		}
		return p.isWanted(receiver(decl)) && (p.isWanted(decl.Name) || p.interfaces[decl.Name.Name])
	case *ast.GenDecl:
		if decl.Tok != token.TYPE {
			return true
		}
		for _, spec := range decl.Specs {
			if p.isWanted(spec.(*ast.TypeSpec).Name) {
				return true
			}
		}
	}
	return false
}

func (p *pruner) isWanted(name *ast.Ident) bool {
	return name.IsExported() || p.mentioned[p.info.ObjectOf(name)]
}

// receiver returns the name of a method's type.
func receiver(method *ast.FuncDecl) *ast.Ident {
	x := method.Recv.List[0].Type
	if star, ok := x.(*ast.StarExpr); ok {
		x = star.X
	}
	return x.(*ast.Ident)
}

// sweep returns a file without what is not live.
func (p *pruner) sweep(file *ast.File, source []byte) ([]byte, error) {
	var edits []edit
	for _, decl := range file.Decls {
		if !p.live[decl] {
			begin, end := p.extent(decl)
			edits = append(edits, edit{at: begin, size: end - begin})
		}
	}
	if edits == nil {
		return source, nil
	}
	return format.Source(apply(source, edits))
}

// extent returns where a declaration begins, with its comment, and where it ends.
func (p *pruner) extent(decl ast.Decl) (begin, end int) {
	at := decl.Pos()
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Doc != nil {
			at = decl.Doc.Pos()
		}
	case *ast.GenDecl:
		if decl.Doc != nil {
			at = decl.Doc.Pos()
		}
	}
	return p.fset.Position(at).Offset, p.fset.Position(decl.End()).Offset
}
