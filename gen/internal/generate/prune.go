package generate

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
)

// prune returns the files without the functions, methods and types that nobody can use: those that
// are not exported and that nothing usable mentions. Which ones of package engine these are depends
// on the arguments in the registry and on the parts. What is removed may refer to what was never
// emitted, but it is an error if what stays does not compile.
func prune(files []File) ([]File, error) {
	p, err := load(files)
	if err != nil {
		return nil, err
	}
	u := usage{
		info:       p.info,
		interfaces: p.interfaceMethods(),
		mentioned:  map[types.Object]bool{},
		live:       map[ast.Decl]bool{},
	}
	u.mark(p.syntax)
	if err := p.liveErrors(u.live); err != nil {
		return nil, err
	}
	var pruned []File
	for i, file := range p.files {
		data, err := p.sweep(p.syntax[i], file.Data, u.live)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		pruned = append(pruned, File{file.Name, data})
	}
	return pruned, nil
}

// interfaceMethods returns the names of all methods of interfaces.
func (p *program) interfaceMethods() map[string]bool {
	names := map[string]bool{}
	for _, file := range p.syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			if i, ok := n.(*ast.InterfaceType); ok {
				for _, method := range i.Methods.List {
					for _, name := range method.Names {
						names[name.Name] = true
					}
				}
			}
			return true
		})
	}
	return names
}

// A usage says what can be used.
type usage struct {
	info       types.Info
	interfaces map[string]bool       // the names of methods of interfaces
	mentioned  map[types.Object]bool // by what is live
	live       map[ast.Decl]bool     // it can be used
}

// mark marks what can be used, until that makes nothing else usable.
func (u *usage) mark(files []*ast.File) {
	for changed := true; changed; {
		changed = false
		for _, file := range files {
			for _, decl := range file.Decls {
				if !u.live[decl] && u.isUsable(decl) {
					u.live[decl], changed = true, true
					u.mention(decl)
				}
			}
		}
	}
}

func (u *usage) mention(decl ast.Decl) {
	ast.Inspect(decl, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok {
			u.mentioned[u.info.Uses[ident]] = true
		}
		return true
	})
}

// isUsable reports whether decl is exported or mentioned, or may be the method of an interface, and
// so is the type of a method. Constants and variables always are.
func (u *usage) isUsable(decl ast.Decl) bool {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv == nil {
			return u.isWanted(decl.Name)
		}
		return u.isWanted(receiver(decl)) && (u.isWanted(decl.Name) || u.interfaces[decl.Name.Name])
	case *ast.GenDecl:
		if decl.Tok != token.TYPE {
			return true
		}
		for _, spec := range decl.Specs {
			if u.isWanted(spec.(*ast.TypeSpec).Name) {
				return true
			}
		}
	}
	return false
}

func (u *usage) isWanted(name *ast.Ident) bool {
	return name.IsExported() || u.mentioned[u.info.ObjectOf(name)]
}

// receiver returns the name of a method's type.
func receiver(method *ast.FuncDecl) *ast.Ident {
	x := method.Recv.List[0].Type
	if star, ok := x.(*ast.StarExpr); ok {
		x = star.X
	}
	return x.(*ast.Ident)
}

// liveErrors returns the errors in live declarations. Those of package engine name the place there.
func (p *program) liveErrors(live map[ast.Decl]bool) error {
	var errs []error
	for i, file := range p.files {
		syntax, header := p.syntax[i], engineHeader(file.Name)
		if bytes.HasPrefix(file.Data, []byte(header)) {
			p.fset.File(syntax.Pos()).AddLineInfo(len(header), engineDir+file.Name, 1)
		}
		for _, decl := range syntax.Decls {
			for _, err := range p.errs {
				if live[decl] && decl.Pos() <= err.Pos && err.Pos < decl.End() {
					errs = append(errs, err)
				}
			}
		}
	}
	return notCompiled(errs...)
}

// sweep returns a file without what is not live.
func (p *program) sweep(file *ast.File, source []byte, live map[ast.Decl]bool) ([]byte, error) {
	var edits []edit
	for _, decl := range file.Decls {
		if !live[decl] {
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
func (p *program) extent(decl ast.Decl) (begin, end int) {
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
