package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
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
	p.command(name)
	name = strings.ToUpper(name)
	p.list("codes of the capability "+name, b.sorted(func(e *entry) bool {
		return slices.ContainsFunc(e.Capability, is)
	}))
	return text.String()
}

// baseCommands returns the commands of RFC 9051, which the codes of any command answer.
func baseCommands() []string {
	return strings.Fields("CAPABILITY NOOP LOGOUT STARTTLS AUTHENTICATE LOGIN ENABLE SELECT EXAMINE " +
		"CREATE DELETE RENAME SUBSCRIBE UNSUBSCRIBE LIST NAMESPACE STATUS APPEND IDLE CLOSE UNSELECT " +
		"EXPUNGE SEARCH FETCH STORE COPY MOVE")
}

// HasCode reports whether the book has a code, in any case.
func (b *Book) HasCode(code string) bool {
	return code != "" && b.entries[strings.ToUpper(code)] != nil
}

// Words returns the words that Lookup knows, apart from constants, each once.
func (b *Book) Words() []string {
	words := append(registry.ResponseTypes(), baseCommands()...)
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
	p.field(plain, "capability", capability(e))
	p.field(plain, "IMAP4rev1", e.Rev1)
	p.field(plain, "IMAP4rev2", e.Rev2)
	p.field(plain, "arguments", e.Arguments)
	p.field(plain, "examples", examples...)
	p.field(plain, "retry", e.RetryWords)
	p.field(plain, "documents", links(e.Defined)...)
	p.field(plain, "security", e.Security)
	p.field(plain, "constant", e.Constant)
}

// capability returns what the server has to support: "UIDPLUS or IMAP4rev2".
func capability(e *entry) string {
	words := slices.Clone(e.Capability)
	if words != nil && e.Rev2 == string(registry.StandingBase) {
		words = append(words, "IMAP4rev2")
	}
	return strings.Join(words, " or ")
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

// command writes the codes that answer a command, in any case, if it is one.
func (p *textPrinter) command(name string) {
	is := func(s string) bool { return strings.EqualFold(s, name) }
	title := "codes that answer " + strings.ToUpper(name)
	if is(registry.AnyCommand) {
		title = "codes that answer any command"
	}
	answers := p.book.sorted(func(e *entry) bool { return slices.ContainsFunc(e.Commands, is) })
	if len(answers) == 0 {
		if !slices.ContainsFunc(baseCommands(), is) {
			return
		}
		p.title(title)
	}
	p.list(title, answers)
	others := p.book.sorted(func(e *entry) bool {
		r := imapcode.Response{Tag: "*", Type: imapcode.TypeOK, Code: imapcode.Code(e.Code)}
		return slices.Contains(e.Commands, registry.AnyCommand) && !slices.Contains(answers, e) &&
			!r.Unusual(name).Has(imapcode.UnusualCommand)
	})
	if len(others) > 0 {
		p.row(plain, listed("any command"), names(others))
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
