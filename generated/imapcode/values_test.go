//go:build go1.24

package imapcode_test

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// The slow reader of arguments. It knows nothing of how the package reads them: it splits strings
// and matches the regular expressions below, which are written from the RFCs.

// Parts of the RFCs' grammar (RFC 9051 section 9, unless another is named) as regular expressions
// over octets.
const (
	atom    = `[!#$&'+-\[^-z|}~]+`
	quoted  = `"(?:[^"\\\r\n\x00]|\\["\\])*"`
	astring = `(?:[!#$&'+-\[\]^-z|}~]+|` + quoted + `)`
	nz      = `[1-9][0-9]*`
	uids    = nz + `(?::` + nz + `)?` // an element of uid-set
	uidSet  = uids + `(?:,` + uids + `)*`
	seqs    = `(?:` + nz + `|\*)(?::(?:` + nz + `|\*))?` // an element of sequence-set
	seqSet  = seqs + `(?:,` + seqs + `)*`
	flag    = `(?:\\?` + atom + `|\\\*)`
	base64  = `(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?`
)

// A slowRule is what the RFCs say about the arguments of a code.
type slowRule struct {
	arguments *regexp.Regexp // of what follows the code's name
	bits      int            // of the largest number; 0 if there are none
}

func newRule(pattern string, bits int) slowRule {
	return slowRule{regexp.MustCompile(`^(?:` + pattern + `)$`), bits}
}

// slowRules has a rule for each code with typed arguments. That of REFERRAL knows only the simplest
// URLs, without an address in brackets.
var slowRules = map[imapcode.Code]slowRule{
	imapcode.CodeNewName:            newRule(` `+astring+` `+astring, 0),
	imapcode.CodeReferral:           newRule(`(?: (?i:imap)://[a-z.]+/[A-Za-z0-9]*)+`, 0),
	imapcode.CodeBadCharset:         newRule(`(?: \(`+astring+`(?: `+astring+`)*\))?`, 0),
	imapcode.CodePermanentFlags:     newRule(` \((?:`+flag+`(?: `+flag+`)*)?\)`, 0),
	imapcode.CodeUIDNext:            newRule(` `+nz, 32),
	imapcode.CodeUIDValidity:        newRule(` `+nz, 32),
	imapcode.CodeUnseen:             newRule(` `+nz, 32),
	imapcode.CodeAppendUID:          newRule(` `+nz+` `+uidSet, 32),
	imapcode.CodeCopyUID:            newRule(` `+nz+` `+uidSet+` `+uidSet, 32),
	imapcode.CodeURLMech:            newRule(` (?i:INTERNAL)(?: [A-Za-z0-9.-]+(?:=`+base64+`)?)*`, 0),
	imapcode.CodeBadURL:             newRule(` [^\x00\r\n\]\x80-\xff]+`, 0),
	imapcode.CodeHighestModSeq:      newRule(` [0-9]+`, 63),
	imapcode.CodeModified:           newRule(` `+seqSet, 32),
	imapcode.CodeAnnotate:           newRule(` (?i:TOOBIG|TOOMANY)`, 0),
	imapcode.CodeAnnotations:        newRule(` (?i:NONE|(?:READ-ONLY|`+nz+`)(?: NOPRIVATE)?)`, 32),
	imapcode.CodeMaxConvertMessages: newRule(` `+nz, 32),
	imapcode.CodeMaxConvertParts:    newRule(` `+nz, 32),
	imapcode.CodeNoUpdate:           newRule(` `+quoted, 0),
	imapcode.CodeBadEvent:           newRule(` \(`+atom+`(?: `+atom+`)*\)`, 0),
	imapcode.CodeUndefinedFilter:    newRule(` [!#$&'+-.0-\[^-z|}~]+`, 0),
	imapcode.CodeMetadata: newRule(` (?i:LONGENTRIES [0-9]+|MAXSIZE [0-9]+|`+
		`TOOMANY|NOPRIVATE)`, 32),
	imapcode.CodeDowngraded: newRule(` `+uidSet, 32),
	imapcode.CodeMailboxID:  newRule(` \([A-Za-z0-9_-]{1,255}\)`, 0),
	imapcode.CodeCapability: newRule(`(?: `+atom+`)* (?i:IMAP4rev[12])(?: `+atom+`)*`, 0),
	imapcode.CodeInProgress: newRule(` \((?:`+quoted+`|(?i:NIL)) `+
		`(?:(?i:NIL NIL)|[0-9]+ (?i:NIL)|[0-9]+ `+nz+`)\)|`, 32),
}

// hasLiterals reports whether the arguments of a code may have literals: they are astrings.
func hasLiterals(code imapcode.Code) bool {
	return code == imapcode.CodeNewName || code == imapcode.CodeBadCharset
}

// codeBegin matches a line up to the name of the code with which its text begins.
var codeBegin = regexp.MustCompile(`^(?:(?:[^+ \t]|\+[^ \t])[^ \t]*[ \t]+` +
	`(?i:OK|NO|BAD|PREAUTH|BYE)[ \t]?|\+[ \t])\[([A-Za-z-]+)`)

// checkValues checks that the typed arguments of a line are what the slow reader finds in it.
func checkValues(t *testing.T, line string) {
	t.Helper()
	r, err := imapcode.Parse(line)
	line = strings.TrimRight(strings.TrimSuffix(line, "\n"), "\r")
	begin := codeBegin.FindStringSubmatch(line)
	if err != nil || begin == nil {
		return
	}
	code, body := imapcode.Code(strings.ToUpper(begin[1])), line[len(begin[0]):]
	read := accessors[code]
	if read == nil || body != "" && body[0] != ' ' && body[0] != ']' {
		return
	}
	args, ok := read(&r)
	end := len(r.Args)
	if strings.HasPrefix(body, " ") {
		end++
	}
	if r.Code != code || end > len(body) || strings.TrimPrefix(body[:end], " ") != r.Args ||
		strings.TrimPrefix(strings.TrimPrefix(body[end:], "]"), " ") != r.Text {
		t.Fatalf("%q: %+v leaves something out", line, r)
	}
	if end == len(body) {
		if ok {
			t.Errorf("%q: %+v is ok without a bracket", line, args)
		}
		return
	}
	checkStrict(t, line, r, body, end, ok)
	if ok {
		checkHeld(t, line, r, args)
		checkStrings(t, line, args)
	}
}

// checkStrict checks that the code whose "]" is at body[end] is as the RFCs have it if anything in
// body is. Otherwise the "]" is where slowEnd finds it.
func checkStrict(t *testing.T, line string, r imapcode.Response, body string, end int, ok bool) {
	t.Helper()
	conforms := !r.Deviations.Has(imapcode.DevArgumentsMalformed)
	want, followed := strictEnd(r.Code, body)
	loose := looseEnd(r.Code, body)
	switch {
	case !followed && loose > want:
		if end != loose || !ok {
			t.Errorf("%q: %+v, ok %v, want arguments %q", line, r, ok, body[:loose])
		}
	case want >= 0 && (followed || conforms):
		if end != want || !conforms || ok != keepsLimits(r.Code, body[:want]) {
			t.Errorf("%q: %+v, ok %v, want arguments %q", line, r, ok, body[:want])
		}
	case conforms && r.Code != imapcode.CodeReferral:
		t.Errorf("%q: %+v conforms, want malformed arguments", line, r)
	case want >= 0 && end <= want:
		t.Errorf("%q: %+v, want at least the arguments %q", line, r, body[:want])
	case ok && !conforms && end != slowEnd(body):
		t.Errorf("%q: %+v is ok, want the bracket at octet %d of %q", line, r, slowEnd(body), body)
	}
}

// strictEnd returns the index of the first "]" in body that ends arguments as the RFCs have them
// and that a space or the end follows. If there is none, followed is false, and the index is that
// of the first "]" that ends such arguments, or -1.
func strictEnd(code imapcode.Code, body string) (end int, followed bool) {
	end = -1
	for i := range len(body) {
		if body[i] != ']' || !isStrict(code, body[:i]) {
			continue
		}
		if endsCode(body, i) {
			return i, true
		}
		if end < 0 {
			end = i
		}
	}
	return end, false
}

// looseRules has arguments that may have a "]" although the RFCs exclude it: those with URLs, where
// servers send IPv6 addresses.
var looseRules = map[imapcode.Code]*regexp.Regexp{
	imapcode.CodeBadURL:     regexp.MustCompile(`^ [!#-'*-~]+$`),
	imapcode.CodeCapability: regexp.MustCompile(`^(?: [!#-'*-z|}~]+)+$`),
}

// looseEnd returns the index of the "]" that ends arguments as in looseRules, or -1.
func looseEnd(code imapcode.Code, body string) int {
	rule, end := looseRules[code], slowEnd(body)
	if rule == nil || end < 0 || !endsCode(body, end) || !rule.MatchString(body[:end]) {
		return -1
	}
	return end
}

// endsCode reports whether a space or the end of s follows s[i].
func endsCode(s string, i int) bool { return i+1 == len(s) || s[i+1] == ' ' }

// isStrict reports whether the RFCs' grammar has the arguments, which begin with their space.
func isStrict(code imapcode.Code, args string) bool {
	if hasLiterals(code) {
		args = withoutLiterals(args)
	}
	octets := make([]rune, len(args)) // as one rune each
	for i := range octets {
		octets[i] = rune(args[i])
	}
	if !slowRules[code].arguments.MatchString(string(octets)) {
		return false
	}
	for _, q := range quotedInside.FindAllString(args, -1) {
		if code != imapcode.CodeBadURL && strings.ToValidUTF8(q, "") != q {
			return false
		}
	}
	return true
}

// keepsLimits reports whether the numbers in args have no more bits than the RFCs allow, and
// whether the sets of COPYUID are of the same size (RFC 4315 section 3).
func keepsLimits(code imapcode.Code, args string) bool {
	bits := slowRules[code].bits
	if bits == 0 {
		return true
	}
	for _, digits := range numbers.FindAllString(quotedInside.ReplaceAllString(args, ""), -1) {
		if _, err := strconv.ParseUint(digits, 10, bits); err != nil {
			return false
		}
	}
	sets := strings.Split(args, " ")
	return code != imapcode.CodeCopyUID || slowSize(sets[2]) == slowSize(sets[3])
}

// slowRanges returns the ranges of a set; "*" is 0.
func slowRanges(set string) (ranges []imapcode.Range) {
	for _, element := range strings.Split(set, ",") {
		first, last, isRange := strings.Cut(element, ":")
		if !isRange {
			last = first
		}
		a, _ := strconv.ParseUint(first, 10, 32)
		b, _ := strconv.ParseUint(last, 10, 32)
		ranges = append(ranges, imapcode.Range{First: uint32(a), Last: uint32(b)})
	}
	return ranges
}

// slowSize returns how many numbers a set without "*" has.
func slowSize(set string) (size uint64) {
	for _, r := range slowRanges(set) {
		size += uint64(max(r.First, r.Last)-min(r.First, r.Last)) + 1
	}
	return size
}

var (
	numbers      = regexp.MustCompile(`[0-9]+`)
	quotedInside = regexp.MustCompile(`(?s)"(?:[^"\\]|\\.)*"`)
	quotedBegin  = regexp.MustCompile(`(?s)^"(?:[^"\\]|\\.)*"`)
	literalBegin = regexp.MustCompile(`^\{([0-9]+)\}\r\n`)
)

// slowWord returns the word that s begins with: a quoted string, a literal if there may be some, or
// what comes before the next space.
func slowWord(s string, literals bool) string {
	if q := quotedBegin.FindString(s); q != "" {
		return q
	}
	if m := literalBegin.FindStringSubmatch(s); m != nil && literals {
		if n, err := strconv.Atoi(m[1]); err == nil && n <= len(s)-len(m[0]) {
			return s[:len(m[0])+n]
		}
	}
	word, _, _ := strings.Cut(s, " ")
	return word
}

// isLiteral reports whether word is a whole literal, without NULs.
func isLiteral(word string) bool {
	m := literalBegin.FindStringSubmatch(word)
	if m == nil || strings.Contains(word, "\x00") {
		return false
	}
	n, err := strconv.Atoi(m[1])
	return err == nil && n == len(word)-len(m[0])
}

// withoutLiterals returns args with a quoted string in place of each literal.
func withoutLiterals(args string) string {
	var b strings.Builder
	for args != "" {
		if args[0] == ' ' || args[0] == '(' {
			b.WriteByte(args[0])
			args = args[1:]
			continue
		}
		word := slowWord(args, true)
		args = args[len(word):]
		if isLiteral(word) {
			word = `""`
		}
		b.WriteString(word)
	}
	return b.String()
}

// slowEnd returns the index of the "]" that ends arguments which are not as the RFCs have them: the
// first outside strings that a space or the end follows and before which all parentheses are
// closed; or else the first outside strings that a space or the end follows; or else the first
// outside strings; or else the first.
func slowEnd(body string) int {
	outside := withoutStrings(body)
	conditions := []func(i int) bool{
		func(i int) bool {
			return endsCode(body, i) && strings.Count(outside[:i], "(") <= strings.Count(outside[:i], ")")
		},
		func(i int) bool { return endsCode(body, i) },
		func(i int) bool { return true },
	}
	for _, holds := range conditions {
		for i := range len(outside) {
			if outside[i] == ']' && holds(i) {
				return i
			}
		}
	}
	return strings.IndexByte(body, ']')
}

// withoutStrings returns s with another octet in place of each that is in a quoted string. A quote
// after a letter or digit does not begin one, as in 5".
func withoutStrings(s string) string {
	octets := []byte(s)
	for i := 0; i < len(s); i++ {
		if s[i] != '"' || i > 0 && alphanumeric.MatchString(s[i-1:i]) {
			continue
		}
		n := len(quotedBegin.FindString(s[i:]))
		if n == 0 {
			break // nor does a later one, whatever it follows
		}
		copy(octets[i:], strings.Repeat("_", n))
		i += n - 1
	}
	return string(octets)
}

var alphanumeric = regexp.MustCompile(`[A-Za-z0-9]`)

// checkHeld checks that args, which are ok, hold each word that was sent.
func checkHeld(t *testing.T, line string, r imapcode.Response, args imapcode.Bracketed) {
	t.Helper()
	if want, got := sentWords(r), heldWords(args); !slices.Equal(want, got) {
		t.Errorf("%q: ok with %q, want %q", line, got, want)
	}
}

// sentWords returns the words of r's arguments without the parentheses around them, and, if they
// depart from the grammar, without the spaces that come first and last. BADURL has a single word.
// What may be read as a number has no leading zeros; NIL and other constants are in upper case.
func sentWords(r imapcode.Response) (words []string) {
	args, spaces := r.Args, ""
	if r.Deviations.Has(imapcode.DevArgumentsMalformed) {
		spaces = " "
	}
	args = strings.Trim(args, spaces)
	isURL := r.Code == imapcode.CodeBadURL && spaces == "" // which may begin with a parenthesis
	if rest, ok := strings.CutPrefix(args, "("); ok && !isURL {
		args = strings.Trim(strings.TrimSuffix(rest, ")"), spaces)
	}
	if r.Code == imapcode.CodeBadURL {
		return []string{args}
	}
	for args != "" {
		word := slowWord(args, hasLiterals(r.Code))
		args = strings.TrimLeft(args[len(word):], " ")
		if slowRules[r.Code].bits > 0 {
			word = withoutZeros(word)
		}
		for _, constant := range []string{"NIL", "NOPRIVATE"} {
			if strings.EqualFold(word, constant) && isConstant(r.Code, constant, len(words)) {
				word = constant
			}
		}
		words = append(words, word)
	}
	if r.Code == imapcode.CodeInProgress && words == nil {
		return []string{"NIL", "NIL", "NIL"}
	}
	return words
}

// withoutZeros returns word without leading zeros if it is a number.
func withoutZeros(word string) string {
	return leadingZeros.ReplaceAllString(word, "$1")
}

var leadingZeros = regexp.MustCompile(`^0+([0-9]+)$`)

// isConstant reports whether the nth word of a code's arguments may be the constant.
func isConstant(code imapcode.Code, constant string, n int) bool {
	return code == imapcode.CodeInProgress && constant == "NIL" ||
		code == imapcode.CodeAnnotations && constant == "NOPRIVATE" && n == 1
}

// heldWords returns the words that args hold, in the order of their fields.
func heldWords(args imapcode.Bracketed) (words []string) {
	_, hasNILs := args.(imapcode.InProgressArgs)
	v := reflect.ValueOf(args)
	for i := range v.NumField() {
		switch f := v.Field(i).Interface().(type) {
		case uint32:
			words = append(words, strconv.FormatUint(uint64(f), 10))
		case uint64:
			words = append(words, strconv.FormatUint(f, 10))
		case imapcode.OptionalNumber:
			if f.Valid {
				words = append(words, strconv.FormatUint(f.Number, 10))
			} else if hasNILs {
				words = append(words, "NIL")
			}
		case imapcode.String:
			if f.IsNil() && hasNILs {
				f = "NIL"
			}
			words = append(words, string(f))
		case imapcode.List:
			f.All()(func(s imapcode.String) bool {
				words = append(words, string(s))
				return true
			})
		case imapcode.Set:
			words = append(words, withoutZeros(string(f))) // it may be a number
		case string:
			if f != "" {
				words = append(words, f)
			}
		case bool:
			if f {
				words = append(words, "NOPRIVATE")
			}
		}
	}
	return words
}

// slowValue returns the string that a word stands for (RFC 9051 section 4.3).
func slowValue(word string) string {
	if quotedBegin.FindString(word) == word && word != "" {
		return escape.ReplaceAllString(word[1:len(word)-1], "$1")
	}
	return strings.TrimPrefix(word, literalBegin.FindString(word))
}

// escape matches an escaped octet. The RFCs have only quotes and backslashes escaped.
var escape = regexp.MustCompile(`(?s)\\(.)`)

// checkStrings checks what the methods of sets, lists and strings say about args, which are ok.
func checkStrings(t *testing.T, line string, args imapcode.Bracketed) {
	t.Helper()
	v := reflect.ValueOf(args)
	for i := range v.NumField() {
		var want, got any
		switch f := v.Field(i).Interface().(type) {
		case imapcode.String:
			want, got = slowValue(string(f)), f.Value()
		case imapcode.List:
			values := []string{}
			f.All()(func(s imapcode.String) bool {
				values = append(values, slowValue(string(s)))
				return true
			})
			want, got = values, f.Values()
		case imapcode.Set:
			var ranges []imapcode.Range
			f.Ranges()(func(r imapcode.Range) bool {
				ranges = append(ranges, r)
				return true
			})
			want, got = slowRanges(string(f)), ranges
			if n, ok := f.Len(); ok && n != slowSize(string(f)) || ok == strings.Contains(string(f), "*") {
				t.Errorf("%q: %+v: a set of %d, %v, want %d", line, args, n, ok, slowSize(string(f)))
			}
		}
		if diff := diff(want, got); diff != "" {
			t.Errorf("%q: %+v: mismatch (-want +got):\n%s", line, args, diff)
		}
	}
}

// valueLines returns lines with the arguments of all codes, as they should be and as they are.
func valueLines() []string {
	lines := corpus()
	for _, row := range conforming {
		lines = append(lines, "* OK ["+string(row.code)+row.tail+"] x")
	}
	for _, row := range malformed {
		lines = append(lines, "a NO ["+string(row.code)+row.tail+"] x [y] z")
	}
	for _, code := range []string{
		`CAPABILITY  IMAP4rev1 IDLE `,
		`CAPABILITY IMAP4rev1 IMAPSIEVE=sieve://[::1]:4190 QUOTA`,
		`PERMANENTFLAGS ( \Seen \*)`,
		`PERMANENTFLAGS (\Seen [css3-page] foo)`,
		`PERMANENTFLAGS (\Seen [app]/Snoozed \*)`,
		`PERMANENTFLAGS (\Answered Deleted`,
		"PERMANENTFLAGS (\\Seen caf\xe9 \\*)",
		`BADCHARSET ( UTF-8  US-ASCII )`,
		`BADCHARSET ((UTF-8))`,
		`BADCHARSET ("a]" ")"))`,
		"BADCHARSET ( {5}\r\nUTF- )",
		"BADCHARSET ( {6}\r\nUTF-8)",
		"NEWNAME  a {2}\r\n) ",
		`BADEVENT ( MessageNew  FlagChange )`,
		`COPYUID 14  1:2 3:4 `,
		`COPYUID 0 1:2 3:4`,
		`COPYUID 1 1:5 100:*`,
		`UIDNEXT  4392 `,
		`UIDVALIDITY 1713632002544`,
		`UIDVALIDITY 14)`,
		`INPROGRESS  ( "a"  1 2 )`,
		`INPROGRESS ("NIL" NIL nil)`,
		`MAILBOXID F2212ea87`,
		`METADATA (TOOMANY)`,
		`ANNOTATE (TOOBIG)`,
		`ANNOTATIONS (20480 NOPRIVATE)`,
		`BADURL "imap://u@h/x"`,
		`BADURL imap://[2001:db8::1]/INBOX`,
		`REFERRAL imap://[2001:db8::1]/INBOX`,
		`REFERRAL imap://example.com/Entwürfe`,
		`REFERRAL ({map://a.example/)`,
		`REFERRAL ("imap"://a.example/)`,
	} {
		lines = append(lines, "* OK ["+code+"] x", "a OK ["+code+"]")
	}
	return lines
}

// pieces are what changes the meaning of a line where it is inserted.
var pieces = []string{
	"]", "] ", "] x", "[", " ", "(", ")", "()", `"`, `""`, `\`, `\"`, "{3}\r\n", "{0}\r\n",
	"0", "9", "4294967296", ":", ",", "*", "NIL", "\t", "\x00", "\xe9", "é",
}

// mutate returns a line that differs from one of lines in up to three places.
func mutate(random *rand.Rand, lines []string) string {
	line := lines[random.IntN(len(lines))]
	for range 1 + random.IntN(3) {
		i := random.IntN(len(line) + 1)
		j := min(len(line), i+random.IntN(4))
		switch random.IntN(4) {
		case 0:
			line = line[:i] + line[j:]
		case 1:
			line = line[:j] + line[i:]
		default:
			line = line[:i] + pieces[random.IntN(len(pieces))] + line[i:]
		}
	}
	return line
}

// TestValues checks the values of lines of all kinds, and of many that differ a little from them.
func TestValues(t *testing.T) {
	lines := valueLines()
	for _, line := range lines {
		checkValues(t, line)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		checkValues(t, mutate(random, lines))
	}
	for code := range accessors {
		if slowRules[code].arguments == nil {
			t.Errorf("the slow reader has no rule for %s", code)
		}
	}
}

func FuzzValues(f *testing.F) {
	for _, line := range valueLines() {
		f.Add(line)
	}
	f.Fuzz(checkValues)
}
