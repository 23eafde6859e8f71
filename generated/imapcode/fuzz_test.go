//go:build go1.24

package imapcode_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
	"unsafe"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// corpus returns lines of all kinds.
func corpus() []string {
	lines := []string{
		"", "\r\n", "a", "*", "+", "+ ", "* OK", "* 5 EXISTS", "* OK [", "* OK []", "* OK [ALERT", "* OK [X", " OK x",
		"* NO [BADCHARSET ({5}\r\nUTF-8 \"a\\\"b]\")] x", "* NO [BADCHARSET ({9}\r\nUTF-8)] x", "* NO [NEWNAME a] \"b] c\"] d",
		"* NO [NEWNAME {2}\r\n] b]c]d] e", "* OK [INPROGRESS (nil nil nil)] x", "* OK [ANNOTATIONS 007 NOPRIVATE]x",
		"* OK [UIDNEXT \"5] He said \"hi\"", "* OK [COPYUID 1 1:4294967295,5 *] x", "* OK [HIGHESTMODSEQ 0009223372036854775808] x",
	}
	for _, test := range metLines {
		lines = append(lines, test.line, test.line+"\r\n")
	}
	for _, test := range writtenArgs {
		lines = append(lines, "* OK ["+test.want+"] Done\r\n")
	}
	for c := range imapcode.All() {
		lines = append(lines, "a1 NO ["+string(c)+"] Sorry", "+ ["+strings.ToLower(string(c))+"]Go on\n")
	}
	return lines
}

func TestParseAllocatesNothing(t *testing.T) {
	for _, line := range corpus() {
		allocs := testing.AllocsPerRun(5, func() {
			r, err := imapcode.Parse(line)
			imapcode.ParseText("a", imapcode.TypeNO, line)
			imapcode.Lookup(line)
			if err == nil && r.Known() && r.Conforms() {
				r.CopyUID()
				r.InProgress()
			}
		})
		if allocs != 0 {
			t.Errorf("Parse(%q) allocates %v times", line, allocs)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, line := range corpus() {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		useValues(line)
		checkViews(t, line, imapcode.ParseText("", 0, line))
		r, err := imapcode.Parse(line)
		trimmed := strings.TrimRight(strings.TrimSuffix(line, "\n"), "\r")
		if err != nil {
			tag := tagAtBegin.FindStringSubmatch(trimmed)
			if err != imapcode.ErrNotStatus || tag != nil && r != (imapcode.Response{Tag: tag[1]}) || tag == nil && r != (imapcode.Response{}) {
				t.Fatalf("%+v, %v", r, err)
			}
			return
		}
		checkViews(t, line, r)
		checkWhole(t, trimmed, r)
		checkDeviations(t, r)
		checkArguments(t, r)
		checkText(t, trimmed, r)
		checkWritten(t, r)
		useValues(r.Args)
		for _, end := range []string{"", "\n", "\r\n", "\r", "\r\r\n"} {
			want := r
			want.Deviations &^= imapcode.DevLineEnd
			if end == "\r" || end == "\r\r\n" {
				want.Deviations |= imapcode.DevLineEnd
			}
			if end == "" && strings.HasSuffix(trimmed, "\n") {
				continue // what is left ends in a line end too
			}
			if again, _ := imapcode.Parse(trimmed + end); again != want {
				t.Errorf("with %q: %+v, want: %+v", end, again, want)
			}
		}
	})
}

// useValues calls all that may be asked of values, whatever they hold.
func useValues(s string) {
	n := 0
	imapcode.Set(s).Ranges()(func(imapcode.Range) bool { return true })
	imapcode.Set(s).All()(func(uint32) bool { n++; return n < 100 })
	imapcode.Set(s).Contains(7)
	if _, ok := imapcode.Set(s).Len(); ok {
		n++
	}
	imapcode.List(s).All()(func(e imapcode.String) bool { return e.Value() != "x" || e.IsNil() })
	imapcode.List(s).Contains(s)
	imapcode.Set(s).Numbers(100)
	imapcode.Pairs(imapcode.Set(s), imapcode.Set(s))(func(from, to uint32) bool { n++; return from == to && n < 100 })
	n += imapcode.List(s).Len()
	imapcode.String(s).Value()
	imapcode.Code(s).Info()
	imapcode.Lookup(s)
}

// checkViews checks that the parts of r are parts of line itself, or constants of the registry.
func checkViews(t *testing.T, line string, r imapcode.Response) {
	t.Helper()
	parts := []string{r.Tag, r.Args, r.Text}
	if _, ok := imapcode.Lookup(string(r.Code)); !ok {
		parts = append(parts, string(r.Code))
	}
	begin := uintptr(unsafe.Pointer(unsafe.StringData(line)))
	for _, part := range parts {
		at := uintptr(unsafe.Pointer(unsafe.StringData(part)))
		if part != "" && (at < begin || at+uintptr(len(part)) > begin+uintptr(len(line))) {
			t.Errorf("%q is not a part of the line", part)
		}
	}
}

// checkWhole checks that r leaves nothing of the line out, and adds nothing.
func checkWhole(t *testing.T, line string, r imapcode.Response) {
	t.Helper()
	has := func(d imapcode.Deviations) bool { return r.Deviations&d != 0 }
	rest, ok := strings.CutPrefix(line, r.Tag)
	cut := func(part string) {
		if len(part) > len(rest) || !strings.EqualFold(part, rest[:len(part)]) {
			ok = false
			return
		}
		rest = rest[len(part):]
	}
	space := func() {
		if has(imapcode.DevExtraSpace) && strings.HasPrefix(rest, "\t") {
			cut("\t")
			return
		}
		cut(" ")
	}
	if r.Type != imapcode.TypeContinuation {
		space()
		if has(imapcode.DevExtraSpace) {
			rest = strings.TrimLeft(rest, " \t")
		}
		cut(r.Type.String())
	}
	if rest == "" {
		ok = ok && has(imapcode.DevNoText)
	} else if !has(imapcode.DevNoCodeSpace) {
		space()
	}
	if r.Code != "" {
		cut("[" + string(r.Code))
		if r.Args != "" || strings.HasPrefix(rest, " ]") || rest == " " {
			cut(" " + r.Args)
		}
		if !has(imapcode.DevNoBracket) {
			cut("]")
		}
		if !has(imapcode.DevNoText | imapcode.DevNoSpace) {
			cut(" ")
		}
	}
	if !ok || rest != r.Text {
		t.Errorf("%+v is not the whole of %q", r, line)
	}
}

// tagAtBegin matches a line that begins with a tag.
var tagAtBegin = regexp.MustCompile(`^([!#$&',-\[\]^-z|}~]+|[*+])(?:[ \t]|$)`)

var tagRule = regexp.MustCompile(`^[!#$&',-\[\]^-z|}~]+$`)

// checkDeviations checks that the deviations agree with the parts.
func checkDeviations(t *testing.T, r imapcode.Response) {
	t.Helper()
	_, known := imapcode.Lookup(string(r.Code))
	has := r.Deviations.Has
	hasTag := r.Tag != "*" && r.Tag != "+"
	var names []string
	r.Deviations.Names()(func(name string) bool {
		names = append(names, name)
		return true
	})
	tests := []struct {
		d                  imapcode.Deviations
		name               string
		allowed, necessary bool
	}{
		{imapcode.DevNoText, "no-text", r.Text == "", false},
		{imapcode.DevNoSpace, "no-space", r.Code != "" && r.Text != "" && r.Text[0] != ' ', false},
		{imapcode.DevNoBracket, "no-bracket", known && r.Text == "" && has(imapcode.DevNoText), has(imapcode.DevOpenLiteral)},
		{imapcode.DevCodeMalformed, "code-malformed", r.Code != "" && !known, strings.ContainsAny(string(r.Code), "(){%*\"\\\x00\x7f\r\n")},
		{imapcode.DevArgumentsMalformed, "arguments-malformed", r.Code != "", !known && strings.ContainsAny(r.Args, "]\r\n\x00")},
		{imapcode.DevTextMalformed, "text-malformed", true, !utf8.ValidString(r.Text) || strings.ContainsAny(r.Text, "\r\n\x00")},
		{imapcode.DevTextBracket, "text-bracket", r.Code == "" && r.Text != "" && r.Text[0] == '[', r.Code == "" && r.Text != "" && r.Text[0] == '['},
		{imapcode.DevTagMalformed, "tag-malformed", hasTag, hasTag && !tagRule.MatchString(r.Tag)},
		{imapcode.DevTypeTagged, "type-tagged", hasTag, hasTag && (r.Type == imapcode.TypePREAUTH || r.Type == imapcode.TypeBYE)},
		{imapcode.DevLimitExceeded, "limit-exceeded", known && !has(imapcode.DevArgumentsMalformed), false},
		{imapcode.DevSetsUnequal, "sets-unequal", known && !has(imapcode.DevArgumentsMalformed), false},
		{imapcode.DevExtraSpace, "extra-space", true, false},
		{imapcode.DevNoCodeSpace, "no-code-space", r.Code != "" || strings.HasPrefix(r.Text, "["), false},
		{imapcode.DevLineEnd, "line-end", true, false},
		{imapcode.DevOpenLiteral, "open-literal", known && !has(imapcode.DevArgumentsMalformed), false},
	}
	if size, ok := r.Literal(); ok != has(imapcode.DevOpenLiteral) || ok && !strings.HasSuffix(r.Args, fmt.Sprintf("%d}", size)) {
		t.Errorf("%+v goes on with a literal of %d octets: %v", r, size, ok)
	}
	var want []string
	for _, test := range tests {
		if has(test.d) && !test.allowed || !has(test.d) && test.necessary {
			t.Errorf("%+v has %s: %v", r, test.name, has(test.d))
		}
		if has(test.d) {
			want = append(want, test.name)
		}
	}
	if malformed := r.Deviations&imapcode.DevTextMalformed != 0; malformed && utf8.ValidString(r.Text) && !strings.ContainsAny(r.Text, "\r\n\x00") {
		t.Errorf("%+v has text-malformed", r)
	}
	if malformed := r.Deviations&imapcode.DevTagMalformed != 0; malformed && tagRule.MatchString(r.Tag) {
		t.Errorf("%+v has tag-malformed", r)
	}
	if diff := diff(want, names); diff != "" || r.Deviations.String() != strings.Join(want, " ") {
		t.Errorf("names of %v mismatch (-want +got):\n%s", r.Deviations, diff)
	}
	if r.Known() != known || r.Conforms() != (r.Deviations&^limits == 0) {
		t.Errorf("%+v: known %v, conforms %v", r, r.Known(), r.Conforms())
	}
}

// checkArguments checks that r has the arguments of its code and no other. They are ok if they
// conform to the grammar and keep their limits, and may be ok if they are tolerated.
func checkArguments(t *testing.T, r imapcode.Response) {
	t.Helper()
	for c, read := range accessors {
		args, ok := read(&r)
		must := !r.Deviations.Has(imapcode.DevArgumentsMalformed | imapcode.DevNoBracket | limits)
		mustNot := r.Code != c || r.Deviations.Has(imapcode.DevNoBracket|limits)
		if ok && mustNot || !ok && !mustNot && must {
			t.Errorf("%+v has arguments of %s: %v", r, c, ok)
		}
		if zero, _ := read(&imapcode.Response{}); r.Code != c && args != zero {
			t.Errorf("%+v has the arguments %+v", r, args)
		}
		useArguments(args)
	}
}

// useArguments calls all that may be asked of arguments.
func useArguments(args imapcode.Bracketed) {
	switch a := args.(type) {
	case imapcode.NewNameArgs:
		useValues(string(a.OldName))
		useValues(string(a.NewName))
	case imapcode.CopyUIDArgs:
		useValues(string(a.SourceUIDs))
		useValues(string(a.DestUIDs))
	case imapcode.BadCharsetArgs:
		useValues(string(a.Charsets))
	case imapcode.PermanentFlagsArgs:
		useValues(string(a.Flags))
	case imapcode.InProgressArgs:
		useValues(string(a.Tag))
	}
}

// checkText checks that ParseText reads what follows the type as Parse does.
func checkText(t *testing.T, line string, r imapcode.Response) {
	t.Helper()
	text := line[len(r.Tag):]
	if r.Type != imapcode.TypeContinuation {
		text = strings.TrimLeft(text, " \t")[len(r.Type.String()):]
	}
	if text == "" {
		return // there is no resp-text
	}
	if !r.Deviations.Has(imapcode.DevNoCodeSpace) {
		text = text[1:]
	}
	want := r
	want.Deviations &^= imapcode.DevTagMalformed | imapcode.DevTypeTagged | imapcode.DevExtraSpace |
		imapcode.DevNoCodeSpace | imapcode.DevLineEnd
	if got := imapcode.ParseText(r.Tag, r.Type, text+"\r\n"); got != want {
		t.Errorf("ParseText: %+v, Parse: %+v", got, r)
	}
}

// checkWritten checks that Append writes what was read if nothing departs from the grammar, and
// nothing else.
func checkWritten(t *testing.T, r imapcode.Response) {
	t.Helper()
	codes := []imapcode.Bracketed{nil}
	if r.Code != "" {
		codes = []imapcode.Bracketed{imapcode.Raw{Code: r.Code, Args: r.Args}}
	}
	args, typed := arguments(&r)
	if typed && !r.Deviations.Has(imapcode.DevArgumentsMalformed) {
		codes = append(codes, args)
	}
	for i, code := range codes {
		b, err := imapcode.Append(nil, r.Tag, r.Type, code, r.Text)
		conforms := r.Deviations&^mended == 0
		if (err == nil) != conforms && !writtenBetter(r) {
			t.Errorf("writing %+v: %v", r, err)
		}
		if err != nil {
			continue
		}
		again, err := imapcode.Parse(string(b))
		if err != nil {
			t.Fatal(err)
		}
		if i == 1 { // arguments may be written in another way: numbers without leading zeros, keywords in upper case
			got, ok := arguments(&again)
			if diff := diff(asWritten(args), got); !ok || diff != "" {
				t.Errorf("%q, written %q: arguments mismatch (-want +got):\n%s", r.Args, b, diff)
			}
			again.Args = r.Args
		}
		want := r
		want.Deviations = 0
		if again != want {
			t.Errorf("written %q, which reads as %+v, not %+v", b, again, want)
		}
	}
}

// mended are the deviations that go away in writing.
const mended = imapcode.DevNoText | imapcode.DevNoSpace | imapcode.DevExtraSpace | imapcode.DevNoCodeSpace | imapcode.DevLineEnd

// writtenBetter reports whether what is malformed of r goes away in writing: the "]" that was
// missing, or a space after a code and nothing else.
func writtenBetter(r imapcode.Response) bool {
	return r.Deviations&imapcode.DevNoBracket != 0 || r.Args == "" && r.Deviations&imapcode.DevArgumentsMalformed != 0
}

// asWritten returns what is written in place of args: RFC 9585 section 4 forbids "]" in a tag.
func asWritten(args imapcode.Bracketed) imapcode.Bracketed {
	if a, ok := args.(imapcode.InProgressArgs); ok && strings.Contains(string(a.Tag), "]") {
		a.Tag = ""
		return a
	}
	return args
}

// bracketedOf returns what Append may be given as a code, of each kind one.
func bracketedOf(kind uint8, s, s2 string, n, n2 uint64, b bool) imapcode.Bracketed {
	optional := func(n uint64) imapcode.OptionalNumber {
		if n == 0 {
			return imapcode.OptionalNumber{}
		}
		return number(n - 1)
	}
	kinds := []imapcode.Bracketed{
		nil,
		imapcode.Code(s),
		imapcode.Raw{Code: imapcode.Code(s), Args: s2},
		imapcode.NewNameArgs{OldName: imapcode.String(s), NewName: imapcode.String(s2)},
		imapcode.NewNameArgs{OldName: imapcode.Quote(s), NewName: imapcode.Quote(s2)},
		imapcode.ReferralArgs{URLs: imapcode.List(s)},
		imapcode.BadCharsetArgs{Charsets: imapcode.List(s)},
		imapcode.PermanentFlagsArgs{Flags: imapcode.List(s)},
		imapcode.UIDNextArgs{UIDNext: uint32(n)},
		imapcode.UIDValidityArgs{UIDValidity: uint32(n)},
		imapcode.UnseenArgs{SeqNum: uint32(n)},
		imapcode.AppendUIDArgs{UIDValidity: uint32(n), UIDs: imapcode.Set(s)},
		imapcode.CopyUIDArgs{UIDValidity: uint32(n), SourceUIDs: imapcode.Set(s), DestUIDs: imapcode.Set(s2)},
		imapcode.URLMechArgs{Mechanisms: imapcode.List(s)},
		imapcode.BadURLArgs{URL: s},
		imapcode.HighestModSeqArgs{ModSeq: n},
		imapcode.ModifiedArgs{Messages: imapcode.Set(s)},
		imapcode.AnnotateArgs{Keyword: s},
		imapcode.AnnotationsArgs{Keyword: s, MaxSize: optional(n), NoPrivate: b},
		imapcode.MaxConvertMessagesArgs{MaxMessages: uint32(n)},
		imapcode.MaxConvertPartsArgs{MaxParts: uint32(n)},
		imapcode.NoUpdateArgs{Tag: imapcode.String(s)},
		imapcode.NoUpdateArgs{Tag: imapcode.Quote(s)},
		imapcode.BadEventArgs{Events: imapcode.List(s)},
		imapcode.UndefinedFilterArgs{Filter: s},
		imapcode.MetadataArgs{Keyword: s, Size: optional(n)},
		imapcode.DowngradedArgs{UIDs: imapcode.Set(s)},
		imapcode.MailboxIDArgs{ObjectID: s},
		imapcode.CapabilityArgs{Capabilities: imapcode.List(s)},
		imapcode.InProgressArgs{Tag: imapcode.String(s), Progress: optional(n), Goal: optional(n2)},
	}
	return kinds[int(kind)%len(kinds)]
}

func FuzzAppend(f *testing.F) {
	words := []struct{ s, s2 string }{
		{"", ""}, {"ALERT", ""}, {"x-vendor", "a b"}, {"1:3,7", "9:12"}, {"1 2", ""}, {"a b", ""}, {`"a] \"b"`, "{2}\r\n] "},
		{"imap://a.example/", ""}, {`\Seen \*`, ""}, {"UTF-8 {5}\r\nUTF-8", ""}, {"INTERNAL XSAMPLE=AAAA", ""}, {"TOOBIG", ""},
		{"READ-ONLY", ""}, {"READ-ONLY NOPRIVATE", ""}, {"NONE", ""}, {"MAXSIZE", ""}, {"MAXSIZE 5", ""}, {"FlagChange", ""},
		{"IMAP4rev1 IDLE", ""}, {"NIL", ""}, {"a\r\nb", ")]"}, {"*", "0"}, {"4294967296", "1"},
	}
	for _, w := range words {
		for kind := range uint8(30) {
			f.Add("a1", uint8(imapcode.TypeNO), kind, w.s, w.s2, uint64(7), uint64(9), kind%2 == 0, "Sorry")
			f.Add("*", uint8(imapcode.TypeOK), kind, w.s, w.s2, uint64(0), uint64(1<<63), true, "[x] y")
		}
	}
	f.Add("+", uint8(imapcode.TypeContinuation), uint8(0), "", "", uint64(0), uint64(0), false, "")
	f.Add("a b", uint8(imapcode.TypeOK), uint8(0), "", "", uint64(0), uint64(0), false, "x\r\n")
	f.Add("a", uint8(imapcode.TypeBYE), uint8(0), "", "", uint64(0), uint64(0), false, "\x00")
	f.Fuzz(func(t *testing.T, tag string, typ, kind uint8, s, s2 string, n, n2 uint64, b bool, text string) {
		code := bracketedOf(kind, s, s2, n, n2, b)
		got, err := imapcode.Append([]byte("before"), tag, imapcode.Type(typ), code, text)
		line, ok := strings.CutPrefix(string(got), "before")
		if !ok {
			t.Fatalf("changed what was before: %q", got)
		}
		if err != nil {
			if _, ok := err.(*imapcode.WriteError); !ok || line != "" {
				t.Errorf("wrote %q, %v", line, err)
			}
			return
		}
		r, err := imapcode.Parse(line)
		if err != nil || !strings.HasSuffix(line, "\r\n") {
			t.Fatalf("wrote %q, which reads as %v", line, err)
		}
		if r.Deviations != 0 || r.Tag != tag || r.Type != imapcode.Type(typ) || r.Text != text {
			t.Errorf("wrote %q, which reads as %+v", line, r)
		}
		switch want := code.(type) {
		case nil:
			if r.Code != "" {
				t.Errorf("wrote %q, which reads as %s", line, r.Code)
			}
		case imapcode.Code:
			if !strings.EqualFold(string(want), string(r.Code)) || r.Args != "" {
				t.Errorf("wrote %q, which reads as %+v", line, r)
			}
		case imapcode.Raw:
			if !strings.EqualFold(string(want.Code), string(r.Code)) || r.Args != want.Args {
				t.Errorf("wrote %q, which reads as %+v", line, r)
			}
		default:
			args, ok := arguments(&r)
			if diff := diff(asWritten(code), args); !ok || diff != "" {
				t.Errorf("wrote %q, arguments mismatch (-want +got):\n%s", line, diff)
			}
		}
	})
}
