package audit

import (
	"path"
	"strings"
)

// A syntax is what has to be known about a language to tell its comments and strings apart.
type syntax struct {
	lines  []string    // what begins a comment that ends with the line
	spans  [][2]string // what begins and ends other comments
	quotes string      // what begins and ends strings of any length, besides '"'
}

// syntaxOf returns the syntax of a file's language, by the extension of its name.
func syntaxOf(name string) syntax {
	c := [][2]string{{"/*", "*/"}}
	switch path.Ext(name) {
	case ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".dart":
		return syntax{[]string{"//"}, c, "'`"}
	case ".php":
		return syntax{[]string{"//", "#"}, c, "'"}
	case ".py", ".rb", ".pl", ".pm", ".sh", ".yaml", ".yml", ".toml", ".ex", ".exs", ".r", ".cr",
		".jl", ".nim", ".ps1", ".tcl", ".cfg", ".conf":
		return syntax{[]string{"#"}, nil, "'"}
	case ".lua", ".sql":
		return syntax{[]string{"--"}, [][2]string{{"--[[", "]]"}, {"/*", "*/"}}, "'"}
	case ".hs", ".elm", ".adb", ".ads":
		return syntax{[]string{"--"}, [][2]string{{"{-", "-}"}}, ""}
	case ".ml", ".mli", ".fs", ".fsi", ".pas":
		return syntax{[]string{"//"}, [][2]string{{"(*", "*)"}}, ""}
	case ".lisp", ".el", ".clj", ".cljs", ".scm", ".rkt", ".ini":
		return syntax{[]string{";"}, nil, ""}
	case ".erl", ".hrl":
		return syntax{[]string{"%"}, nil, "'"}
	case ".xml", ".html":
		return syntax{nil, [][2]string{{"<!--", "-->"}}, "'"}
	case ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".m", ".mm", ".cs", ".d", ".java", ".kt",
		".kts", ".rs", ".scala", ".swift", ".v", ".zig":
		return syntax{[]string{"//"}, c, ""} // '…' is a character, a lifetime or part of a name
	}
	return syntax{[]string{"//", "# "}, c, "'"}
}

// textLists returns the lists in a file in a language other than Go. Brackets and indentation say
// what belongs together: what is in the same brackets, on lines with the same indentation, between
// lines with less.
func textLists(file File) []list {
	s := &textScanner{
		syntax: syntaxOf(file.Name), text: strings.TrimPrefix(string(file.Data), "\ufeff"), line: 1,
		blocks: map[int]list{},
	}
	s.open()
	for s.pos < len(s.text) {
		s.next()
	}
	s.endLine()
	return s.finish()
}

// A textScanner collects the lists of a file.
type textScanner struct {
	syntax
	text      string
	pos, line int

	brackets []*bracket // all brackets in the order in which they begin, the file itself first
	current  *bracket
	blocks   map[int]list // by number
	last     int          // the last number of a block
	words    []list       // from strings that hold several

	// The line that is being read.
	begun   bool // it has begun: there is something that is neither a space nor a comment
	strings []placed
	heads   []placed
	names   []string
	head    string // the last identifier of an item, or empty
	inHead  bool   // the item has no "=", ":", bracket or the like yet
	block   int    // the block that what is read belongs to
}

// A bracket is a pair of brackets, or the whole file.
type bracket struct {
	parent *bracket
	within int // the block around it
	block  int // the block of the line that it begins in, and of the lines with the least indentation
	levels []level
}

// A level is the block of the lines with an indentation.
type level struct{ indent, block int }

// A placed mention is one in a block.
type placed struct {
	mention
	block int
}

// open begins a bracket.
func (s *textScanner) open() {
	s.last++
	b := &bracket{parent: s.current, within: s.block, block: s.last}
	s.brackets = append(s.brackets, b)
	s.current, s.block = b, b.block
}

// close ends a bracket, unless none is open.
func (s *textScanner) close() {
	if s.current.parent != nil {
		s.block = s.current.within
		s.current = s.current.parent
	}
}

// next reads what comes next: white space, a comment, a string, an identifier or a mark.
func (s *textScanner) next() {
	rest := s.text[s.pos:]
	switch c := rest[0]; {
	case c == '\n':
		s.endLine()
		s.pos++
		s.line++
	case c == ' ' || c == '\t' || c == '\r':
		s.pos++
	case s.comment(rest):
	case c == '"' || strings.IndexByte(s.quotes, c) >= 0:
		s.begin()
		s.quoted(rest)
	case isUpper(c) || isLower(c) || c == '_':
		s.begin()
		s.identifier(rest)
	case c == '\'' && len(rest) > 2 && (rest[2] == '\'' || rest[1] == '\\'):
		s.begin()
		s.pos += 3 // '"' is a character
	case isDigit(c):
		s.begin()
		for s.pos < len(s.text) && isAlphanumeric(s.text[s.pos]) {
			s.pos++
		}
	default:
		s.begin()
		s.mark(rest)
	}
}

// comment skips the comment that rest begins with, if it does.
func (s *textScanner) comment(rest string) bool {
	for _, b := range s.spans {
		if strings.HasPrefix(rest, b[0]) {
			s.skip(len(b[0]), b[1])
			return true
		}
	}
	for _, l := range s.lines {
		if strings.HasPrefix(rest, l) {
			s.pos += len(rest)
			if i := strings.IndexByte(rest, '\n'); i >= 0 {
				s.pos += i - len(rest)
			}
			return true
		}
	}
	return false
}

// skip skips n bytes and what follows, up to and with end, and returns what is between.
func (s *textScanner) skip(n int, end string) string {
	between, _, _ := strings.Cut(s.text[s.pos+n:], end)
	s.pos = min(s.pos+n+len(between)+len(end), len(s.text))
	s.line += strings.Count(between, "\n")
	return between
}

// begin begins the line, if it has not begun: its indentation says which block it belongs to.
func (s *textScanner) begin() {
	if s.begun {
		return
	}
	s.begun, s.head, s.inHead = true, "", true
	if strings.IndexByte(")]}", s.text[s.pos]) >= 0 {
		return // it belongs to the line with the bracket's beginning
	}
	indent := s.pos - strings.LastIndexByte(s.text[:s.pos], '\n') - 1
	b := s.current
	first := b.levels == nil
	for len(b.levels) > 0 && b.levels[len(b.levels)-1].indent > indent {
		b.levels = b.levels[:len(b.levels)-1]
	}
	if n := len(b.levels); n == 0 || b.levels[n-1].indent < indent {
		block := b.block
		if n > 0 || b.parent == nil && !first {
			s.last++
			block = s.last
		}
		b.levels = append(b.levels, level{indent, block})
	}
	s.block = b.levels[len(b.levels)-1].block
}

// quoted reads a string. A quote that nothing on the line matches is skipped; only those of three
// marks, and those in backquotes, may have several lines.
func (s *textScanner) quoted(rest string) {
	quote := rest[:1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(rest, triple) {
		line := s.line
		s.literal(line, s.skip(3, triple))
		return
	}
	for i := 1; i < len(rest) && (rest[i] != '\n' || quote == "`"); i++ {
		if rest[i] == '\\' {
			i++
		} else if rest[i] == quote[0] {
			s.literal(s.line, rest[1:i])
			s.pos += i + 1
			s.line += strings.Count(rest[:i], "\n")
			return
		}
	}
	s.pos++
}

// literal notes a string that begins in a line.
func (s *textScanner) literal(line int, text string) {
	single, words := mentions(line, text)
	for _, m := range single {
		s.strings = append(s.strings, placed{m, s.block})
	}
	if len(words) > 0 {
		s.words = append(s.words, words)
	}
}

// identifier reads an identifier. If others qualify it, as in ResponseCode::Alert or Code.Alert, it
// is the last one. Hyphens are part of it, as in a list without quotes.
func (s *textScanner) identifier(rest string) {
	i := 0
	for i < len(rest) {
		switch {
		case isAlphanumeric(rest[i]) || rest[i] == '_':
			i++
		case i+1 < len(rest) && (rest[i] == '.' || rest[i] == '-') && isAlphanumeric(rest[i+1]):
			i++
		case i+2 < len(rest) && rest[i:i+2] == "::" && isAlphanumeric(rest[i+2]):
			i += 2
		default:
			rest = rest[:i]
		}
	}
	s.pos += i
	if rest == "qw" || rest == "w" { // of Perl, and of Ruby and Elixir
		s.wordArray(s.text[s.pos:])
		return
	}
	names := strings.FieldsFunc(rest, func(r rune) bool { return r == '.' || r == ':' })
	rest = names[len(names)-1]
	const most = 16 // in a line: enough for code that people write
	if len(s.names) < most {
		s.names = append(s.names, names...)
	}
	if rest == "of" { // Alert of string
		s.endHead()
	} else if s.inHead {
		s.head = rest
	}
}

// mark reads one byte that is none of the above.
func (s *textScanner) mark(rest string) {
	afterSpace := strings.HasSuffix(s.text[:s.pos], " ")
	s.pos++
	switch rest[0] {
	case '(', '[', '{':
		s.endHead()
		s.open()
		s.inHead = true
	case ')', ']', '}':
		s.endHead()
		s.close()
	case ',', ';', '|':
		s.endHead()
		s.inHead = true
	case '=', '<':
		s.endHead()
	case ':':
		isSymbol := s.head == "" || afterSpace && len(rest) > 1 && isLower(rest[1])
		if !isSymbol { // :alert
			s.endHead()
		}
	case '-':
		if strings.HasPrefix(rest, "->") {
			s.endHead()
		}
	}
}

// wordArray reads the brackets that rest begins with, if it does, as those in %w[ALERT READ-ONLY]
// or qw(ALERT READ-ONLY): as strings.
func (s *textScanner) wordArray(rest string) {
	if rest == "" {
		return
	}
	if i := strings.IndexByte("[({<", rest[0]); i >= 0 {
		line := s.line
		s.literal(line, s.skip(1, "])}>"[i:i+1]))
	}
}

// endHead notes the last identifier of an item's head: Alert in "Alert = 1", in "case Alert:" and
// in "static const int Alert = 1".
func (s *textScanner) endHead() {
	if s.inHead && s.head != "" {
		m := mention{line: s.line, names: []string{s.head}}
		s.heads = append(s.heads, placed{m, s.block})
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
	hasUpper := false
	isTop := s.current.parent == nil && len(s.current.levels) < 2
	for _, p := range s.strings {
		p.names, p.declared = s.names, isTop
		s.blocks[p.block] = append(s.blocks[p.block], p.mention)
		hasUpper = hasUpper || styleOf(p.value) == upper
	}
	if !hasUpper {
		for _, p := range s.heads {
			s.blocks[p.block] = append(s.blocks[p.block], p.mention)
		}
	}
	if isTop && len(s.strings)+len(s.heads) == 0 { // another declaration ends a list of them
		s.last++
		s.current.levels, s.current.block = nil, s.last
	}
	s.begun, s.strings, s.heads, s.names = false, nil, nil, nil
}

// finish returns the lists. Brackets with fewer than three strings belong to what is around them,
// as in Alert("ALERT"). Identifiers in such brackets do not count.
func (s *textScanner) finish() []list {
	var lists []list
	for i := len(s.brackets) - 1; i >= 0; i-- {
		b := s.brackets[i]
		var quoted list
		for _, m := range s.blocks[b.block] {
			if m.value != "" {
				quoted = append(quoted, m)
			}
		}
		if b.parent != nil && 0 < len(quoted) && len(quoted) < 3 {
			s.blocks[b.within] = append(s.blocks[b.within], quoted...)
			delete(s.blocks, b.block)
		}
	}
	for i := 1; i <= s.last; i++ {
		if len(s.blocks[i]) > 0 {
			lists = append(lists, s.blocks[i])
		}
	}
	return append(lists, s.words...)
}
