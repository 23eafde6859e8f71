package generate

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/model"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

var randomShapes = flag.Int("shapes", 200, "the number of argument grammars in TestRandomShapes")

// TestRandomShapes compiles and runs parsers for random argument grammars, and compares the fields
// of random lines with those that the syntax tree gives. A grammar that cannot be divided into
// fields is rejected, but no line may be read in another way, and nothing may panic.
func TestRandomShapes(t *testing.T) {
	in := checkedIn(t)
	random := rand.New(rand.NewPCG(1, 2))
	rejected := 0
	// The rules of a status response itself may end arguments too.
	fixed := []string{"SP number SP text", "SP number SP tag", "SP text", "SP tag", "SP atom SP text"}
	const batch = 25 // grammars in a package
	var models []*model.Model
	for tried := 0; tried < *randomShapes; tried += batch {
		in.Records = nil
		for i := range min(batch, *randomShapes-tried) {
			r := registry.Record{
				Code: fmt.Sprintf("X-%d", i), Name: fmt.Sprintf("X%d", i),
				Status: registry.Registered, Grammar: "RFC1",
			}
			if n := tried + i; n < len(fixed) {
				r.Arguments = fixed[n]
				if !compiles(in, r) {
					t.Errorf("%s is rejected", r.Arguments)
				}
			}
			for r.Arguments == "" || !compiles(in, r) {
				rejected++
				r.Arguments = "SP " + randomSequence(random, 2)
			}
			rejected--
			in.Records = append(in.Records, r)
		}
		models = append(models, compileAll(t, in)...)
	}
	checkRandom(t, models, random)
	t.Logf("%d grammars were accepted, %d were rejected", *randomShapes, rejected)
}

// compiles reports whether a package can be generated for r alone.
func compiles(in tree.Tree, r registry.Record) bool {
	in.Records = []registry.Record{r}
	_, err := model.Compile(in)
	return err == nil
}

// randomSequence returns elements separated by SP, as ABNF, with options and groups nested up to
// depth.
func randomSequence(random *rand.Rand, depth int) string {
	x := randomElement(random, depth)
	for random.IntN(3) > 0 {
		more := "SP " + randomElement(random, depth)
		if random.IntN(3) == 0 {
			more = "[" + more + "]"
		}
		x += " " + more
	}
	return x
}

func randomElement(random *rand.Rand, depth int) string {
	rules := []string{
		"number", "nz-number", "number64", "uid-set", "sequence-set", "astring", "nstring", "quoted",
		"literal", "string", "mailbox", "atom", "atom", `"KEY"`, `"WORD"`, "flag-perm", "text",
	}
	simple := func() string { return rules[random.IntN(len(rules))] }
	if depth == 0 {
		return simple()
	}
	switch random.IntN(8) {
	case 0:
		return `"(" ` + randomSequence(random, depth-1) + ` ")"`
	case 1:
		return "(" + randomElement(random, depth-1) + " / " + randomElement(random, depth-1) + ")"
	case 2:
		return simple() + ` "/" ` + simple()
	case 3:
		return simple() + ` "x"`
	case 4:
		x := simple()
		return x + " *(SP " + x + ")"
	case 5:
		return "(" + randomSequence(random, depth-1) + ")"
	}
	return simple()
}

// compileAll returns the model of in, or several if it is larger than the limits allow.
func compileAll(t *testing.T, in tree.Tree) []*model.Model {
	t.Helper()
	m, err := model.Compile(in)
	if half := len(in.Records) / 2; err != nil && half > 0 {
		first, second := in, in
		first.Records, second.Records = in.Records[:half], in.Records[half:]
		return append(compileAll(t, first), compileAll(t, second)...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return []*model.Model{m}
}

// A sample is a line with a code of a model.
type sample struct {
	model     int
	line      string
	arguments string // their grammar
	want      string // what must be read
}

// checkRandom generates a package for each model, and compares what they read of random lines.
func checkRandom(t *testing.T, models []*model.Model, random *rand.Rand) {
	t.Helper()
	var samples []sample
	for i, m := range models {
		for _, c := range m.Codes {
			for range 20 {
				w := walk{grammar: m.Grammar, random: random}
				w.expr(c.Expr)
				line := fmt.Sprintf("* OK [%s%s] x", c.Code, w.text.String())
				samples = append(samples, sample{i, line, c.Arguments, w.fields(c)})
			}
		}
	}
	failures := 0
	for i, got := range runParsers(t, models, samples) {
		s := samples[i]
		if got != s.want && failures < 20 {
			failures++
			t.Errorf("%q\n%s\ngot  %s\nwant %s", s.line, s.arguments, got, s.want)
		}
	}
}

// A walk goes through the syntax tree of arguments at random and writes what it meets. It knows
// nothing of layouts: elements are what SP and parentheses separate.
type walk struct {
	grammar  *abnf.Grammar
	random   *rand.Rand
	text     strings.Builder
	elements []string // in order
	closed   []int    // how many elements there were at each ")"
	within   bool     // the last element goes on
}

func (w *walk) write(s string) {
	w.text.WriteString(s)
	if !w.within {
		w.elements, w.within = append(w.elements, ""), true
	}
	w.elements[len(w.elements)-1] += s
}

func (w *walk) expr(x *abnf.Expr) {
	switch x.Op {
	case abnf.OpConcat:
		for _, arg := range x.Args {
			w.expr(arg)
		}
	case abnf.OpAlternate:
		w.expr(x.Args[w.random.IntN(len(x.Args))])
	case abnf.OpRepeat:
		n := x.Min + w.random.IntN(3)
		if x.Max >= 0 {
			n = min(n, x.Max)
		}
		for range n {
			w.expr(x.Args[0])
		}
	case abnf.OpString:
		switch x.Text {
		case "(", ")":
			w.text.WriteString(x.Text)
			if x.Text == ")" {
				w.closed = append(w.closed, len(w.elements))
			}
			w.within = false
		case "":
		default:
			w.write(x.Text)
		}
	case abnf.OpName:
		w.rule(x)
	default:
		panic("not in a random grammar: " + x.String())
	}
}

// rule writes a sample of a rule. Sets have one number, so that two of them are of equal size.
func (w *walk) rule(x *abnf.Expr) {
	words := []string{"a", "b-c", "KEY", "7", "NIL", "4294967295", "x/y"}
	quoted := []string{`""`, `"a b"`, `"(c"`, `"d)"`, `"\" \\"`, `"]"`, `"{3}"`}
	literals := []string{"{0}\r\n", "{3}\r\na b", "{2}\r\n) ", "{1}\r\n\"", "{4}\r\n\r\n] "}
	from := func(lists ...[]string) string {
		list := lists[w.random.IntN(len(lists))]
		return list[w.random.IntN(len(list))]
	}
	switch abnf.Fold(x.Text) {
	case "sp":
		w.text.WriteString(" ")
		w.within = false
	case "number", "nz-number", "number64", "uid-set", "sequence-set":
		w.write(from([]string{"1", "42", "4294967295"}))
	case "atom", "flag-perm", "tag":
		w.write(from(words))
	case "quoted":
		w.write(from(quoted))
	case "literal":
		w.write(from(literals))
	case "string":
		w.write(from(quoted, literals))
	case "astring", "mailbox":
		w.write(from(words, quoted, literals))
	case "nstring":
		w.write(from(quoted, literals, []string{"NIL"}))
	case "text":
		w.write(from([]string{"a", "a b", "a (b) c", `"`, "a]b"}))
	default:
		panic("not in a random grammar: " + x.Text)
	}
}

// fields returns what the accessor of c must return for the elements.
func (w *walk) fields(c model.Code) string {
	places := w.places(c.Shape.Layout)
	var b strings.Builder
	for _, f := range c.Shape.Fields {
		fmt.Fprintf(&b, "%s=%s ", f.Name, value(c.Shape, f, places[f.Place]))
	}
	return b.String() + "true"
}

// places returns the text at each place of a layout: an element, or for a list all elements to the
// end of the parentheses that they are in.
func (w *walk) places(layout grammar.Layout) []string {
	var list []string
	next := 0
	for _, e := range layout.All() {
		end := next
		switch {
		case e == grammar.ElementOpen || e == grammar.ElementClose:
			continue
		case e == grammar.ElementList:
			end = w.groupEnd(next)
		case next < w.groupEnd(next):
			end++
		}
		list = append(list, strings.Join(w.elements[next:end], " "))
		next = end
	}
	return list
}

// groupEnd returns how many elements there are up to the end of the parentheses that an element is
// in, or else of the arguments.
func (w *walk) groupEnd(element int) int {
	for _, n := range w.closed {
		if n > element {
			return n
		}
	}
	return len(w.elements)
}

// value returns what a field has for an element, as the program of runParser prints it.
func value(shape *grammar.Shape, f grammar.Field, element string) string {
	number, err := strconv.ParseUint(element, 10, 64)
	isNumber := err == nil
	switch f.Kind {
	case grammar.Number, grammar.Number64:
		if f.Optional {
			return fmt.Sprintf("{%d %t}", number, isNumber)
		}
		return fmt.Sprint(number)
	case grammar.Flag:
		return fmt.Sprint(element != "")
	case grammar.Set:
		if !isNumber {
			element = ""
		}
	case grammar.String:
		if f.Nil && element == "NIL" {
			element = ""
		}
	case grammar.Word:
		if shape.Beside(f) != 0 && isNumber {
			element = ""
		}
	}
	return strconv.Quote(element)
}

// runParsers generates a package for each model, and returns what the accessors return for each
// sample. One program imports all packages, because building one takes half a second.
func runParsers(t *testing.T, models []*model.Model, samples []sample) []string {
	t.Helper()
	dir := t.TempDir()
	putFile(t, dir, "go.mod", []byte("module random\n\ngo 1.18\n"))
	var imports, readers strings.Builder
	for i, m := range models {
		name := fmt.Sprintf("p%d", i)
		options := Options{Package: name, Type: "Code", Prefix: "Code", Parts: Parser}
		files, err := Package(m, options)
		if err != nil {
			t.Fatal(err)
		}
		for base, data := range files {
			putFile(t, dir, filepath.Join(name, base), data)
		}
		fmt.Fprintf(&imports, "import \"random/%s\"\n", name)
		fmt.Fprintf(&readers, readerFormat, name)
	}
	putFile(t, dir, "main.go", fmt.Appendf(nil, programFormat, &imports, &readers))
	var input bytes.Buffer
	for _, s := range samples {
		fmt.Fprintf(&input, "%d %q\n", s.model, s.line)
	}
	cmd := exec.Command("go", "run", ".")
	cmd.Dir, cmd.Stdin, cmd.Stderr = dir, &input, os.Stderr
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the generated parsers failed: %v", err)
	}
	got := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(got) != len(samples) {
		t.Fatalf("%d results for %d lines", len(got), len(samples))
	}
	return got
}

func putFile(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	name = filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// readerFormat is a function of the program that returns what a package reads of a line. It checks
// that the package writes what it reads, but no line ends in it.
const readerFormat = `
	func(line string) string {
		r, err := %[1]s.Parse(line)
		info, known := r.Code.Info()
		if err != nil || !known {
			return "no code"
		}
		write := func(args string) ([]byte, error) {
			return %[1]s.Append(nil, r.Tag, r.Type, %[1]s.Raw{r.Code, args}, r.Text)
		}
		if r.Conforms() && r.Text != "" {
			if b, err := write(r.Args); string(b) != line+"\r\n" {
				return fmt.Sprintf("written as %%q, error %%v", b, err)
			}
		}
		for i := range r.Args {
			for _, end := range []string{"\r\n", "\r", "\n", "\x00"} {
				if b, err := write(r.Args[:i] + end + r.Args[i:]); err == nil && !strings.Contains(r.Args, "{") {
					return fmt.Sprintf("a line end is written: %%q", b)
				}
			}
		}
		return fields(&r, string(info.Code), r.Deviations == 0)
	},
`

// programFormat is the program, which prints the arguments of each line on standard input. It also
// reads every prefix of the line and the line with each byte changed, which must not panic.
const programFormat = `package main

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
)

%s

var readers = []func(line string) string{%s}

func main() {
	s := bufio.NewScanner(os.Stdin)
	for s.Scan() {
		number, quoted, _ := strings.Cut(s.Text(), " ")
		reader, _ := strconv.Atoi(number)
		line, err := strconv.Unquote(quoted)
		if err != nil {
			panic(err)
		}
		read := readers[reader]
		for i := range line {
			read(line[:i])
			read(line[:i] + " " + line[i:])
			read(line[:i] + "(" + line[i+1:])
			read(line[:i] + ")" + line[i+1:])
		}
		fmt.Println(read(line))
	}
}

// fields returns what the accessor for a code of *response returns.
func fields(response interface{}, code string, conforms bool) string {
	method := reflect.ValueOf(response).MethodByName(strings.Replace(code, "-", "", 1))
	if !method.IsValid() {
		return fmt.Sprint(conforms)
	}
	results := method.Call(nil)
	var b strings.Builder
	for i := 0; i < results[0].NumField(); i++ {
		v := results[0].Field(i)
		if v.Kind() == reflect.String {
			fmt.Fprintf(&b, "%%s=%%q ", results[0].Type().Field(i).Name, v.String())
		} else {
			fmt.Fprintf(&b, "%%s=%%v ", results[0].Type().Field(i).Name, v)
		}
	}
	return fmt.Sprint(b.String(), results[1].Bool() && conforms)
}
`
