package main

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	goabnf "github.com/pandatix/go-abnf"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
	"github.com/imapcodes/imapcodes/generated/imapcode"
)

var (
	oracleStrings = flag.Int("strings", 1000, "TestOracle: strings to compare for each rule")
	oracleTime    = flag.Duration("time", 2*time.Second, "TestOracle: time limit for each rule")
	oracleSeed    = flag.Int64("seed", 1, "TestOracle: seed of the random strings")
)

// TestOracle compares the generated parser with go-abnf, another implementation of ABNF. It gets
// the same grammar as text, and matches without automata or tables. Compared are the arguments of
// each code, tag, atom and text. The strings are go-abnf's own productions of each rule, and
// mutations of them.
//
// go-abnf matches characters where IMAP's grammar means octets, so it gets each octet as the
// character with that number. It has no <counted octets>, so the literal of this test's grammar is
// spelled out for up to nine octets.
func TestOracle(t *testing.T) {
	sources, err := tree.Load(os.DirFS(filepath.Join("..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	sources.Amendments = spellLiteral(t, sources.Amendments)
	m, err := model.New(sources)
	if err != nil {
		t.Fatal(err)
	}
	rules := append(argumentRules(t, m.Codes, sources.Tolerant()), lineRules()...)
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			o := newOracle(t, m.Grammar, rule.expr)
			c := comparison{rule: rule, oracle: o, rand: rand.New(rand.NewSource(*oracleSeed))}
			c.run(t, *oracleStrings, time.Now().Add(*oracleTime))
			t.Logf("compared %d strings, %d of them in the language, and skipped %d",
				c.compared, c.accepted, c.skipped)
			if c.compared < 10 || c.accepted == 0 || c.accepted == c.compared {
				t.Errorf("too few strings, or all or none of them in the language")
			}
		})
	}
}

// A rule is what the parser and go-abnf are compared for.
type rule struct {
	name string
	expr *abnf.Expr
	read readFunc
}

// A readFunc returns how the parser reads s, and how it has to if in reports whether a string is in
// the rule's language. ok is false if the parser would not match s against the rule.
type readFunc func(s string, in func(string) bool) (got, want string, ok bool)

// argumentRules returns the arguments of each code. Codes with the same arguments share a rule.
func argumentRules(t *testing.T, codes []model.Code, tolerant *abnf.Grammar) []rule {
	var rules []rule
	known := map[string]bool{}
	for _, c := range codes {
		if known[c.Arguments] || c.Grammar == "" {
			continue
		}
		known[c.Arguments] = true
		tolerated := func(string) bool { return false }
		if c.Tolerant != nil {
			tolerated = newOracle(t, tolerant, c.Tolerant).in
		}
		rules = append(rules, rule{c.Code, c.Expr, readArgumentsOf(c.Code, tolerated)})
	}
	return rules
}

func lineRules() []rule {
	return []rule{
		{"tag", ruleName("tag"), readTag},
		{"atom", ruleName("atom"), readAtom},
		{"text", ruleName("text"), readText},
	}
}

// readArgumentsOf returns the read of a rule for the arguments of code. Arguments that match are
// returned in brackets, because a "]" in them may end them early, and others as "".
//
// If the "]" that ends the arguments has no space after it, a later one may end arguments that are
// only tolerated, which the parser reports as malformed.
func readArgumentsOf(code string, tolerated func(string) bool) readFunc {
	return func(s string, in func(string) bool) (got, want string, ok bool) {
		if s != "" && s[0] != ' ' && s[0] != ']' {
			return "", "", false // it continues the code's name
		}
		line := s + "] x"
		r, err := imapcode.Parse("* OK [" + code + line)
		if err != nil || string(r.Code) != code {
			return fmt.Sprintf("code %q, error %v", r.Code, err), "", true
		}
		end := argumentsEnd(line, in)
		if end >= 0 {
			want = "[" + strings.TrimPrefix(line[:end], " ") + "]"
		}
		if !r.Deviations.Has(imapcode.DevArgumentsMalformed) {
			return "[" + r.Args + "]", want, true
		}
		if end >= 0 && line[end+1] != ' ' && len(r.Args) >= end &&
			strings.HasPrefix(line, " "+r.Args+"] ") && tolerated(r.Args) {
			want = ""
		}
		return "", want, true
	}
}

// argumentsEnd returns the index of the "]" that ends the arguments at the beginning of line, or
// -1: of those before which the arguments are complete, the first that has a space after it, or
// else the first.
func argumentsEnd(line string, in func(string) bool) int {
	first := -1
	for i := range len(line) - 1 { // it ends in "] x"
		if line[i] != ']' || !in(line[:i]) {
			continue
		}
		if line[i+1] == ' ' {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

func readTag(s string, in func(string) bool) (got, want string, ok bool) {
	if s == "" || s == "*" || s == "+" || strings.ContainsAny(s, " \t") {
		return "", "", false
	}
	r, err := imapcode.Parse(s + " OK x")
	return conforming(err == nil && !r.Deviations.Has(imapcode.DevTagMalformed)),
		conforming(in(s)), true
}

func readAtom(s string, in func(string) bool) (got, want string, ok bool) {
	_, known := imapcode.Lookup(s)
	if known || s == "" || strings.ContainsAny(s, " ]") || strings.HasPrefix(s, "...") {
		return "", "", false
	}
	r, err := imapcode.Parse("* OK [" + s + "] x")
	return conforming(err == nil && !r.Deviations.Has(imapcode.DevCodeMalformed)),
		conforming(in(s)), true
}

func readText(s string, in func(string) bool) (got, want string, ok bool) {
	if s == "" || s[0] == '[' || strings.HasSuffix(s, "\n") {
		return "", "", false // no text, or a code, or a line end
	}
	r, err := imapcode.Parse("* OK " + s)
	return conforming(err == nil && !r.Deviations.Has(imapcode.DevTextMalformed)),
		conforming(in(s)), true
}

func conforming(ok bool) string {
	if ok {
		return "conforming"
	}
	return "malformed"
}

func ruleName(name string) *abnf.Expr { return &abnf.Expr{Op: abnf.OpName, Text: name} }

// spelledLiteral returns the rule of a literal of up to nine octets, which are any but NUL (RFC
// 3501 section 9, CHAR8).
func spelledLiteral() string {
	var b strings.Builder
	b.WriteString(`literal = "{" *"0" ("0}" CRLF`)
	for n := 1; n <= 9; n++ {
		fmt.Fprintf(&b, ` / "%d}" CRLF %d%%x01-FF`, n, n)
	}
	return b.String() + ")"
}

// longLiteral matches the size of a literal that spelledLiteral does not have.
var longLiteral = regexp.MustCompile(`\{0*[1-9][0-9]+\}\r\n`)

// spellLiteral returns the amendments with a literal that go-abnf understands.
func spellLiteral(t *testing.T, amendments []*abnf.Rule) []*abnf.Rule {
	literal, err := abnf.Parse("test", spelledLiteral())
	if err != nil {
		t.Fatal(err)
	}
	isLiteral := func(r *abnf.Rule) bool { return r.Name == "literal" }
	return append(slices.DeleteFunc(amendments, isLiteral), literal...)
}

// An oracle reports whether go-abnf has strings in the language of a rule.
type oracle struct {
	t         *testing.T
	grammar   *goabnf.Grammar
	generator *goabnf.ASTGenerator
}

// root is the name of the compared rule in the grammar that go-abnf gets.
const root = "compared"

// space is the core rule that the tolerances replace. go-abnf gets it under another name, because
// it does not let anyone replace its core rules.
var space = regexp.MustCompile(`\bSP\b`)

// newOracle gives go-abnf x and all rules that it needs.
func newOracle(t *testing.T, g *abnf.Grammar, x *abnf.Expr) *oracle {
	definitions, err := g.Close(x)
	if err != nil {
		t.Fatal(err)
	}
	rules := []*abnf.Rule{{Name: root, Expr: x}}
	for _, d := range definitions {
		if d.Name == "SP" || d.Rules[0].Source != "RFC5234" { // go-abnf has the other core rules
			rules = append(rules, &abnf.Rule{Name: d.Name, Expr: d.Expr})
		}
	}
	var text bytes.Buffer
	for _, r := range rules {
		rule := space.ReplaceAllString(r.String(), "spaces")
		text.WriteString(strings.ReplaceAll(rule, "\n", "\r\n") + "\r\n")
	}
	o := &oracle{t: t}
	if o.grammar, err = goabnf.ParseABNF(text.Bytes()); err != nil {
		t.Fatalf("go-abnf rejects the grammar: %v\n%s", err, text.String())
	}
	o.generator, err = goabnf.NewASTGenerator(o.grammar, root,
		goabnf.WithMaxLen(40), goabnf.WithMaxRepeat(4))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// in reports whether s is in the language. It asks for a parse forest, because Grammar.IsValid of
// go-abnf v0.5.0 confuses a case-sensitive string with a case-insensitive one of the same letters.
func (o *oracle) in(s string) bool {
	forest, err := goabnf.ParseForest(characters(s), o.grammar, root)
	if err != nil {
		o.t.Error(err)
		return false
	}
	return forest.Valid()
}

// production returns a random string of the language.
func (o *oracle) production(r *rand.Rand) string { return octets(o.generator.GenerateRand(r)) }

// characters returns s with each octet as the character with that number.
func characters(s string) []byte {
	var b []byte
	for i := range len(s) {
		b = append(b, string(rune(s[i]))...)
	}
	return b
}

// octets is the inverse of characters.
func octets(characters []byte) string {
	var b []byte
	for _, c := range string(characters) {
		b = append(b, byte(c))
	}
	return string(b)
}

// A comparison is a run of TestOracle for a rule.
type comparison struct {
	rule   rule
	oracle *oracle
	rand   *rand.Rand

	compared, accepted, skipped int
}

// longest is the greatest length of strings to compare. go-abnf takes time cubic in it.
const longest = 120

// run compares n strings, fewer if the time is past end. A third of them are productions, the
// others mutations of productions.
func (c *comparison) run(t *testing.T, n int, end time.Time) {
	for i := 0; c.compared < n && i < 10*n && time.Now().Before(end); i++ {
		s := c.oracle.production(c.rand)
		for range i % 3 {
			s = c.mutate(s)
		}
		c.compare(t, s)
	}
}

func (c *comparison) compare(t *testing.T, s string) {
	if len(s) > longest || longLiteral.MatchString(s) {
		c.skipped++
		return
	}
	got, want, ok := c.rule.read(s, c.oracle.in)
	if !ok {
		c.skipped++
		return
	}
	c.compared++
	if want != "" && want != "malformed" {
		c.accepted++
	}
	if got != want {
		t.Errorf("%q: the parser reads %q, and go-abnf %q", s, got, want)
	}
}

// mutate returns s with an octet inserted, deleted or replaced, with a part of it repeated or left
// out, with another production after it, with a "]" inserted, where arguments may end, or with the
// case of a letter changed.
func (c *comparison) mutate(s string) string {
	if s == "" {
		return c.octet(s)
	}
	i := c.rand.Intn(len(s))
	j := i + 1 + c.rand.Intn(len(s)-i)
	switch c.rand.Intn(9) {
	case 0:
		return s[:i] + c.octet(s) + s[i:]
	case 1:
		return s[:i] + s[i+1:]
	case 2:
		return s[:i] + c.octet(s) + s[i+1:]
	case 3:
		return s[:j] + s[i:]
	case 4:
		return s[:i] + s[j:]
	case 5:
		return s + c.oracle.production(c.rand)
	case 6:
		return s[:i] + "] " + s[i:]
	case 7:
		return s[:i] + "]" + s[i:]
	}
	if letter := s[i] | 0x20; 'a' <= letter && letter <= 'z' {
		return s[:i] + string(s[i]^0x20) + s[i+1:]
	}
	return s[:i] + " " + s[i:]
}

// octet returns an octet: one of s, one that is special in the grammar, or any.
func (c *comparison) octet(s string) string {
	const special = " ()[]{}%*\"\\,:;=/+-~.0129AZaz\r\n\t\x00\x7f\x80\xc2\xff"
	switch pool := s + special; c.rand.Intn(3) {
	case 0:
		return string([]byte{byte(c.rand.Intn(256))})
	default:
		i := c.rand.Intn(len(pool))
		return pool[i : i+1]
	}
}
