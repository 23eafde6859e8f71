package audit

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// What comments look like, as regular expressions.
const (
	slashes  = `//[^\n]*`
	hash     = `#[^\n]*`
	dashes   = `--[^\n]*`
	block    = `/\*.*?(?:\*/|\z)`
	cComment = slashes + `|` + block
)

// syntaxOf returns what has to be known about a file's language to tell its comments from the rest:
// a regular expression for comments, and the marks around strings besides '"'.
func syntaxOf(name string) (comment, quotes string) {
	switch path.Ext(name) {
	case ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".dart":
		return cComment, "'`"
	case ".php":
		return cComment + `|` + hash, "'"
	case ".py", ".rb", ".pl", ".pm", ".sh", ".yaml", ".yml", ".toml", ".ex", ".exs", ".r", ".cr",
		".jl", ".nim", ".ps1", ".tcl", ".cfg", ".conf":
		return hash, "'"
	case ".lua", ".sql":
		return `--\[\[.*?(?:]]|\z)|` + block + `|` + dashes, "'"
	case ".hs", ".elm", ".adb", ".ads":
		return `\{-.*?(?:-}|\z)|` + dashes, ""
	case ".ml", ".mli", ".fs", ".fsi", ".pas":
		return `\(\*.*?(?:\*\)|\z)|` + slashes, ""
	case ".lisp", ".el", ".clj", ".cljs", ".scm", ".rkt", ".ini":
		return `;[^\n]*`, ""
	case ".erl", ".hrl":
		return `%[^\n]*`, "'"
	case ".xml", ".html":
		return `<!--.*?(?:-->|\z)`, "'"
	case ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".m", ".mm", ".cs", ".d", ".java", ".kt",
		".kts", ".rs", ".scala", ".swift", ".v", ".zig":
		return cComment, "" // '…' is a character, a lifetime or part of a name
	}
	return cComment + `|# [^\n]*`, "'"
}

// tokenPattern returns a regular expression for what a file begins with. Its groups are: white
// space or a comment; a string with its quotes; words, as in %w[ALERT READ-ONLY] of Ruby and
// qw(ALERT READ-ONLY) of Perl; and an identifier, perhaps qualified, as in ResponseCode::Alert, or
// with hyphens, as in a list without quotes. None of them has a character, as in '"', or any other
// mark. A quote that nothing on the line matches is a mark; only strings with three
// quotes, and those in backquotes, may have several lines.
func tokenPattern(name string) *regexp.Regexp {
	comment, quotes := syntaxOf(name)
	var literals []string
	for _, q := range `"` + quotes {
		quote, inside := string(q), `[^\\\n`+string(q)+`]`
		if q == '`' {
			inside = "[^\\\\`]"
		}
		triple := quote + quote + quote
		literals = append(literals,
			triple+`.*?(?:`+triple+`|\z)`, quote+`(?:\\.|`+inside+`)*`+quote)
	}
	return regexp.MustCompile(`(?s)^(?:([ \t\r]+|` + comment + `)|(` +
		strings.Join(literals, `|`) + `)|q?w[\[({<]([^\])}>]*)[\])}>]?|` +
		`([A-Za-z_](?:\w|[.-][A-Za-z0-9]|::[A-Za-z0-9])*)|'(?:.'|\\..)|->|.)`)
}

// textLists returns the lists in a file in a language other than Go. Brackets and indentation say
// what belongs together: what is in the same brackets, on lines with the same indentation, between
// lines with less.
func textLists(file File) []list {
	s := &textScanner{
		text: string(file.Data), line: 1, levels: []level{{indent: -1}}, blocks: map[int]list{},
	}
	token := tokenPattern(file.Name)
	for s.pos < len(s.text) {
		s.next(token.FindStringSubmatch(s.text[s.pos:]))
	}
	s.endLine()
	return s.lists()
}

// A textScanner collects the lists of a file.
type textScanner struct {
	text      string
	pos, line int

	levels   []level      // what is open, the file itself first
	brackets []level      // all brackets, in the order in which they begin
	blocks   map[int]list // by number
	last     int          // the last number of a block
	words    []list       // from strings that hold several

	// The line that is being read.
	begun  bool // it has begun: there is something that is neither a space nor a comment
	placed []placed
	names  []string
	head   string // the last identifier of an item, or empty
	inHead bool   // the item has no "=", ":", bracket or the like yet
	block  int    // the block that what is read belongs to
}

// A level is the file, a bracket, or lines with the same indentation.
type level struct {
	indent int // of the lines; -1 for a bracket and the file
	block  int // of what is in it
	within int // the block around a bracket
}

// A placed mention is one in a block: a string or the last identifier of an item's head.
type placed struct {
	mention
	block int
}

// next reads a token: what matches tokenPattern, and its groups.
func (s *textScanner) next(token []string) {
	if token[0] == "\n" {
		s.endLine()
	} else if token[1] == "" {
		s.begin()
	}
	switch {
	case token[2] != "":
		s.literal(unquote(token[2]))
	case token[3] != "":
		s.literal(token[3])
	case token[4] != "":
		s.identifier(token[4])
	case token[1] == "":
		s.mark(token[0])
	}
	s.pos += len(token[0])
	s.line += strings.Count(token[0], "\n")
}

// unquote returns what is between the quotes of a string. Three closing quotes may be missing.
func unquote(quoted string) string {
	quote := quoted[:1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(quoted, triple) {
		return strings.TrimSuffix(quoted[3:], triple)
	}
	return quoted[1 : len(quoted)-1]
}

// begin begins the line, if it has not begun: its indentation says which block it belongs to.
func (s *textScanner) begin() {
	if s.begun {
		return
	}
	s.begun, s.head, s.inHead = true, "", true
	indent := s.pos - strings.LastIndexByte(s.text[:s.pos], '\n') - 1
	for s.top().indent > indent {
		s.levels = s.levels[:len(s.levels)-1]
	}
	if top := s.top(); top.indent < indent {
		next := level{indent: indent, block: top.block}
		if top.indent >= 0 || len(s.levels) == 1 { // not the outermost lines in brackets
			next.block = s.newBlock()
		}
		s.levels = append(s.levels, next)
	}
	s.block = s.top().block
}

func (s *textScanner) top() level { return s.levels[len(s.levels)-1] }

func (s *textScanner) newBlock() int {
	s.last++
	return s.last
}

// literal notes a string.
func (s *textScanner) literal(text string) {
	single, words := mentions(s.line, text)
	for _, m := range single {
		s.placed = append(s.placed, placed{m, s.block})
	}
	if len(words) > 0 {
		s.words = append(s.words, words)
	}
}

// identifier reads an identifier. If others qualify it, as in ResponseCode::Alert or Code.Alert, it
// is the last one.
func (s *textScanner) identifier(text string) {
	names := strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == ':' })
	const most = 16 // in a line: enough for code that people write
	if len(s.names) < most {
		s.names = append(s.names, names...)
	}
	name := names[len(names)-1]
	if name == "of" { // Alert of string
		s.endHead()
	} else if s.inHead {
		s.head = name
	}
}

// mark reads what is not part of a name or string.
func (s *textScanner) mark(text string) {
	switch text {
	case "(", "[", "{":
		s.endHead()
		bracket := level{-1, s.newBlock(), s.block}
		s.levels, s.brackets = append(s.levels, bracket), append(s.brackets, bracket)
		s.block, s.inHead = bracket.block, true
	case ")", "]", "}":
		s.endHead()
		s.close()
	case ",", ";", "|":
		s.endHead()
		s.inHead = true
	case "=", "->":
		s.endHead()
	case ":":
		after := s.text[s.pos+1:]
		isSymbol := s.head == "" || // :alert
			strings.HasSuffix(s.text[:s.pos], " ") && after != "" && isLower(after[0])
		if !isSymbol {
			s.endHead()
		}
	}
}

// close ends the last bracket, unless none is open.
func (s *textScanner) close() {
	for i := len(s.levels) - 1; i > 0; i-- {
		if s.levels[i].indent < 0 {
			s.block = s.levels[i].within
			s.levels = s.levels[:i]
			return
		}
	}
}

// endHead notes the last identifier of an item's head: Alert in "Alert = 1", in "case Alert:" and
// in "static const int Alert = 1".
func (s *textScanner) endHead() {
	if s.inHead && s.head != "" {
		m := mention{line: s.line, names: []string{s.head}}
		s.placed = append(s.placed, placed{m, s.block})
	}
	s.head, s.inHead = "", false
}

// endLine puts what the line mentions into blocks: its strings and, unless one of them is in upper
// case, its identifiers.
func (s *textScanner) endLine() {
	if !s.begun {
		return
	}
	s.endHead()
	hasUpper := slices.ContainsFunc(s.placed, func(p placed) bool {
		return p.value != "" && styleOf(p.value) == upper
	})
	for _, p := range s.placed {
		if p.value != "" {
			p.names = s.names
		}
		if p.value != "" || !hasUpper {
			s.blocks[p.block] = append(s.blocks[p.block], p.mention)
		}
	}
	isTop := len(s.levels) < 3       // in no brackets, and not indented deeper
	if isTop && len(s.placed) == 0 { // another declaration ends a list of them
		s.levels = s.levels[:1]
	}
	s.begun, s.placed, s.names = false, nil, nil
}

// lists returns the lists. Brackets with fewer than three strings belong to what is around them, as
// in Alert("ALERT"). Identifiers in such brackets do not count.
func (s *textScanner) lists() []list {
	for _, b := range slices.Backward(s.brackets) {
		isIdentifier := func(m mention) bool { return m.value == "" }
		quoted := slices.DeleteFunc(slices.Clone(s.blocks[b.block]), isIdentifier)
		if 0 < len(quoted) && len(quoted) < 3 {
			s.blocks[b.within] = append(s.blocks[b.within], quoted...)
			delete(s.blocks, b.block)
		}
	}
	var lists []list
	for i := range s.last + 1 {
		if len(s.blocks[i]) > 0 {
			lists = append(lists, s.blocks[i])
		}
	}
	return append(lists, s.words...)
}
