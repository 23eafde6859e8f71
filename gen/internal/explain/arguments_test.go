package explain

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/imapcodes/imapcodes/gen/docs"
	"github.com/imapcodes/imapcodes/gen/internal/grammar"
	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// argumentLines has each code with arguments in all its forms.
var argumentLines = []string{
	`* NO [NEWNAME old {3}` + "\r\n" + `a b] x`, `* NO [NEWNAME "" "a \"b\""] x`,
	"* NO [REFERRAL imap://one.example/ imap://two.example/] x",
	"* NO [BADCHARSET] x", `* NO [BADCHARSET (UTF-8 "US-ASCII")] x`,
	"* OK [PERMANENTFLAGS ()] x", `* OK [PERMANENTFLAGS (\Seen $Forwarded \*)] x`,
	"* OK [UIDNEXT 5] x", "* OK [UIDNEXT 4294967295] x", "* OK [UIDNEXT 4294967296] x", "* OK [UIDNEXT 0] x",
	"* OK [UIDVALIDITY 5] x", "* OK [UNSEEN 5] x",
	"* OK [APPENDUID 5 6] x", "* OK [APPENDUID 5 6:7,9] x",
	"* OK [COPYUID 5 6:7 8,9] x", "* OK [COPYUID 5 6:7 8] x", "* OK [COPYUID 5] x",
	"* OK [URLMECH INTERNAL] x", "* OK [URLMECH INTERNAL X-ONE X-TWO=YQ==] x",
	"* NO [BADURL imap://a b/] x",
	"* OK [HIGHESTMODSEQ 9223372036854775807] x", "* OK [MODIFIED 1,3:5] x",
	"* NO [ANNOTATE TOOBIG] x",
	"* OK [ANNOTATIONS 5] x", "* OK [ANNOTATIONS 5 NOPRIVATE] x", "* OK [ANNOTATIONS NONE] x", "* OK [ANNOTATIONS READ-ONLY] x",
	"* NO [MAXCONVERTMESSAGES 5] x", "* NO [MAXCONVERTPARTS 5] x",
	`* NO [NOUPDATE "a]7"] x`, "* NO [BADEVENT (MessageNew MessageExpunge)] x", "* NO [UNDEFINED-FILTER mine] x",
	"* OK [METADATA LONGENTRIES 00] x", "* NO [METADATA MAXSIZE 0050] x", "* NO [METADATA TOOMANY] x",
	"* OK [DOWNGRADED 1:3] x", "* OK [MAILBOXID (F2212)] x", "* OK [CAPABILITY IMAP4rev2 IDLE] x",
	"* OK [INPROGRESS] x", `* OK [INPROGRESS ("a" NIL NIL)] x`, "* OK [INPROGRESS (NIL 5 NIL)] x", `* OK [INPROGRESS ("NIL" 5 10)] x`,
	"* OK [UIDNEXT 5", "* OK [ALERT] x",
}

// TestArguments checks that arguments by name are what package imapcode's typed arguments hold, and that every field is there
// in some line, of those above or of the examples of the docs.
func TestArguments(t *testing.T) {
	tree, err := tree.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	book := checkedIn(t)
	text, err := os.ReadFile(filepath.Join("../../..", docs.ExamplesFile))
	if err != nil {
		t.Fatal(err)
	}
	examples, err := docs.ReadExamples(docs.ExamplesFile, string(text))
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.Clone(argumentLines)
	for _, e := range examples {
		lines = append(lines, e.Line)
	}
	seen := map[string]bool{}
	for _, line := range lines {
		r, err := imapcode.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		book.entry(r.Code).arguments(&r, func(f *field, element string) {
			seen[string(r.Code)+" "+f.Name] = true
			got = append(got, fmt.Sprintf("%s:%s", f.Name, appendValue(nil, f.Kind, element)))
		})
		name := tree.Records[slices.IndexFunc(tree.Records, func(record registry.Record) bool { return record.Code == string(r.Code) })].Name
		if want := typedArguments(&r, name); !slices.Equal(got, want) {
			t.Errorf("arguments of %q: %q, want %q", line, got, want)
		}
	}
	for code, e := range book.entries {
		if !e.known {
			continue
		}
		for _, f := range e.fields {
			if !seen[string(code)+" "+f.Name] {
				t.Errorf("no line here or in %s has the argument %s of %s", docs.ExamplesFile, f.Name, code)
			}
		}
	}
}

// typedArguments returns what the method of the given name says of r, as JSON, without what is absent.
func typedArguments(r *imapcode.Response, name string) (list []string) {
	method := reflect.ValueOf(r).MethodByName(name)
	if !method.IsValid() {
		return nil
	}
	results := method.Call(nil)
	if !results[1].Bool() {
		return nil
	}
	args := results[0]
	for i := range args.NumField() {
		if value := typedValue(args.Field(i).Interface()); value != "" {
			list = append(list, args.Type().Field(i).Name+":"+value)
		}
	}
	return list
}

func typedValue(v any) string {
	switch v := v.(type) {
	case imapcode.OptionalNumber:
		if v.Valid {
			return fmt.Sprint(v.Number)
		}
		return ""
	case imapcode.String:
		if v.IsNil() {
			return ""
		}
		return string(appendString(nil, v.Value()))
	case imapcode.List:
		if v == "" {
			return ""
		}
		return string(appendValue(nil, grammar.List, string(v)))
	case bool:
		return strings.TrimPrefix(fmt.Sprint(v), "false")
	case uint32, uint64:
		return fmt.Sprint(v)
	}
	if s := reflect.ValueOf(v).String(); s != "" {
		return string(appendString(nil, s))
	}
	return ""
}
