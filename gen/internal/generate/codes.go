package generate

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

func render(f *jen.File) ([]byte, error) {
	var out bytes.Buffer
	if err := f.Render(&out); err != nil {
		return nil, fmt.Errorf("generate: %w", err)
	}
	return out.Bytes(), nil
}

// codes emits codes.go: the type of the codes and their constants.
func (b builder) codes(f *jen.File) {
	b.registryConstants(f)
	b.codeType(f)
	b.codeConstants(f)
}

// registryConstants emits
//
//	// The state of the IANA registry "IMAP Response Codes" in this package: …
//	const (
//		RegistryUpdated = "2026-08-04"
//		RegistryHash    = "sha256:…"
//	)
func (b builder) registryConstants(f *jen.File) {
	updated := `its "Last Updated"`
	if b.Updated == "" {
		updated = `no "Last Updated", because it is a registry of the user's`
	}
	comment(f, `The state of the IANA registry "IMAP Response Codes" in this package: `+updated+`, and `+
		`the SHA-256, "sha256:" and 64 hexadecimal digits, of the registry's rows, of any extra codes, and of `+
		`the RFCs' grammar.`)
	f.Const().Defs(
		jen.Id(b.options.RegistryConstant("Updated")).Op("=").Lit(b.Updated),
		jen.Id(b.options.RegistryConstant("Hash")).Op("=").Lit(b.Hash),
	)
}

// codeType emits
//
//	// Code is a response code (RFC 9051 section 7.1), in upper case: "OVERQUOTA". …
//	type Code string
func (b builder) codeType(f *jen.File) {
	comment(f, b.options.Type+` is a response code (RFC 9051 section 7.1), in upper case: "OVERQUOTA". Any `+
		`string is a valid `+b.options.Type+`; unknown codes keep the server's spelling.`)
	f.Type().Id(b.options.Type).String()
}

// codeConstants emits the constants of the registry's codes, and then those of extra codes.
func (b builder) codeConstants(f *jen.File) {
	extra := firstExtra(b.Codes)
	f.Comment("The response codes of the registry, in its order.")
	f.Const().Defs(b.constants(b.Codes[:extra])...)
	if extra < len(b.Codes) {
		f.Comment("Extra response codes, which are not in the registry.")
		f.Const().Defs(b.constants(b.Codes[extra:])...)
	}
}

// firstExtra returns the index of the first extra code, which come after those of the registry.
func firstExtra(codes []model.Code) int {
	i := slices.IndexFunc(codes, func(c model.Code) bool { return c.Status == registry.Unregistered })
	if i < 0 {
		return len(codes)
	}
	return i
}

// constants returns, for each code,
//
//	// CodeNewName (NEWNAME): The mailbox was renamed. RFC 2060 section 7.1 (obsolete).
//	//
//	// Deprecated: The IANA registry describes it as "obsolete".
//	CodeNewName Code = "NEWNAME"
func (b builder) constants(codes []model.Code) []jen.Code {
	var defs []jen.Code
	for i, c := range codes {
		name := b.options.Prefix + c.Name
		if i > 0 {
			defs = append(defs, jen.Line())
		}
		for _, line := range b.constantComment(name, c.Record) {
			defs = append(defs, jen.Comment(line))
		}
		defs = append(defs, jen.Id(name).Id(b.options.Type).Op("=").Lit(c.Code))
	}
	return defs
}

// constantComment returns the lines of the doc comment of a code's constant.
func (b builder) constantComment(name string, r registry.Record) []string {
	text := fmt.Sprintf("%s (%s)", name, r.Code)
	if about := strings.TrimSpace(r.Summary + " " + b.defined(r)); about != "" {
		text += ": " + about
	}
	lines := commentLines(text)
	if reason := r.Deprecation(); reason != "" {
		lines = append(lines, "//")
		lines = append(lines, commentLines("Deprecated: "+reason)...)
	}
	return lines
}

// defined returns where a record is defined, "RFC 9051 section 7.1, RFC 3501 section 7.1
// (obsolete).", or only the documents that it refers to, followed by a note if the code is not
// registered.
func (b builder) defined(r registry.Record) string {
	places := r.Defined
	if len(places) == 0 {
		places = r.References
	}
	var words []string
	for _, place := range places {
		text := registry.SectionText(place)
		if document, _ := registry.SplitSection(place); registry.Obsoleted(b.Sources, document) {
			text += " (obsolete)"
		}
		words = append(words, text)
	}
	var sentences string
	if len(words) > 0 {
		sentences = strings.Join(words, ", ") + "."
	}
	if r.Status == registry.Unregistered {
		sentences += " " + registry.NotRegistered
	}
	return sentences
}

// comment emits text as a comment.
func comment(f *jen.File, text string) {
	for _, line := range commentLines(text) {
		f.Comment(line)
	}
}

// commentLines breaks text into the lines of a comment, between words but not inside "RFC 9051",
// which go doc makes a link. Each line begins with the comment mark, so that jennifer emits it as it
// is, whatever it holds.
func commentLines(text string) []string {
	const width = 97 // and a tab, which counts as one
	var lines []string
	line := "//"
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		w := words[i]
		if w == "RFC" && i+1 < len(words) {
			i++
			w += " " + words[i]
		}
		if line != "//" && len(line)+1+len(w) > width {
			lines = append(lines, line)
			line = "//"
		}
		line += " " + w
	}
	return append(lines, line)
}
