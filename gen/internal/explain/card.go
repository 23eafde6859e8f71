package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// Lookup returns what is known about a word in any case, as text: a code, also in brackets or as its
// constant, "CodeOverQuota"; a type of responses; a command or a capability. A word may be several
// of these. The text is empty if it is none.
func (b *Book) Lookup(word string, o Options) string {
	var text strings.Builder
	p := &textPrinter{w: &text, book: b, options: o}
	name, isCode := strings.CutPrefix(word, "[")
	if isCode {
		name = strings.TrimSuffix(name, "]")
	}
	is := func(s string) bool { return strings.EqualFold(s, name) }
	for _, e := range b.sorted(func(e *entry) bool { return is(e.Code) || is(e.Constant) }) {
		p.card(e)
	}
	if isCode {
		return text.String()
	}
	p.responseType(is)
	name = strings.ToUpper(name)
	answers := b.sorted(func(e *entry) bool { return slices.ContainsFunc(e.Commands, is) })
	p.list("codes that answer "+name, answers)
	others := b.sorted(func(e *entry) bool {
		return slices.Contains(e.Commands, registry.AnyCommand) && !slices.Contains(answers, e)
	})
	if len(answers) > 0 && len(others) > 0 {
		p.row(plain, listed("any command"), names(others))
	}
	p.list("codes that need the capability "+name, b.sorted(func(e *entry) bool {
		return slices.ContainsFunc(e.Capability, is)
	}))
	return text.String()
}

// Words returns the words that Lookup knows, apart from constants, each once.
func (b *Book) Words() []string {
	words := registry.ResponseTypes()
	for _, c := range b.page.Codes {
		words = slices.Concat(words, []string{c.Code}, c.Commands, c.Capability)
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// sorted returns the entries that match, by code.
func (b *Book) sorted(match func(*entry) bool) (list []*entry) {
	for _, e := range b.entries {
		if e.Code != "" && match(e) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(x, y *entry) int { return cmp.Compare(x.Code, y.Code) })
	return list
}

// card writes what is known about e's code.
func (p *textPrinter) card(e *entry) {
	var examples []string
	for _, example := range e.Examples {
		examples = append(examples, example.Line)
	}
	p.title(e.Code)
	p.field(plain, "meaning", e.Summary)
	p.field(plain, "advice", e.Advice)
	p.status(e)
	p.field(plain, "tagged", strings.Join(e.Tagged, ", "))
	p.field(plain, "untagged", strings.Join(e.Untagged, ", "))
	p.field(plain, "commands", strings.Join(e.Commands, ", "))
	p.field(plain, "state", strings.Replace(e.State, "authenticated", "authenticated or selected", 1))
	p.field(plain, "capability", strings.Join(e.Capability, " or "))
	p.field(plain, "IMAP4rev1", e.Rev1)
	p.field(plain, "IMAP4rev2", e.Rev2)
	p.field(plain, "arguments", e.Arguments)
	p.field(plain, "examples", examples...)
	p.field(plain, "retry", e.RetryWords)
	p.field(plain, "documents", links(e.Defined)...)
	p.field(plain, "security", e.Security)
	p.field(plain, "constant", e.Constant)
}

// responseType writes what is known about the types of responses whose name matches.
func (p *textPrinter) responseType(is func(name string) bool) {
	for _, t := range p.book.page.Types {
		if !is(t.Name) {
			continue
		}
		has := func(e *entry) bool { return slices.Contains(e.Tagged, t.Name) }
		hasUntagged := func(e *entry) bool { return slices.Contains(e.Untagged, t.Name) }
		p.title(t.Name)
		p.field(plain, "tagged", t.Tagged, names(p.book.sorted(has)))
		p.field(plain, "untagged", t.Untagged, names(p.book.sorted(hasUntagged)))
		p.field(plain, "document", links([]docs.Section{t.Section})...)
	}
}

// list writes a title and a line for each code, if there are any.
func (p *textPrinter) list(title string, codes []*entry) {
	if len(codes) > 0 {
		p.title(title)
	}
	for _, e := range codes {
		text := e.Summary + " (" + strings.Join(e.Types, ", ")
		if e.Status != string(registry.Registered) {
			text += "; " + e.Status
		}
		p.row(plain, listed(e.Code), text+")")
	}
}

// listed returns what a line of a list begins with.
func listed(name string) string { return fmt.Sprintf("    %-18s  ", name) }

func (p *textPrinter) title(text string) { fmt.Fprintln(p.w, p.styled(bold, text)) }

// names returns the codes: "ALERT, CLOSED".
func names(codes []*entry) string {
	var list []string
	for _, e := range codes {
		list = append(list, e.Code)
	}
	return strings.Join(list, ", ")
}
