package abnf

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// published is the directory with RFCs as the RFC Editor published them. It is not part of this
// repository.
const published = "../../shared/data/rfc"

// needPublished skips the test where the RFCs are missing.
func needPublished(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(published); err != nil {
		t.Skipf("SKIPPED: the RFCs' own texts are missing: %v", err)
	}
}

// readPublished returns the text of an RFC.
func readPublished(t *testing.T, number int) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(published, fmt.Sprintf("rfc%d.txt", number)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// publishedTests say how many rules each RFC has, counted by the lines that begin one and checked
// by hand, and what else in it looks like a rule.
var publishedTests = []struct {
	number, rules int
	skipped       []string
}{
	// The four rules of RFC 1730 and the two of RFC 2060 have brackets that do not match.
	{1730, 141, []string{"body_ext_mpart", "body_type_basic", "fetch_att", "partial"}},
	{2060, 139, []string{"mailbox_data", "media_basic"}},
	{2086, 11, nil}, {2087, 9, nil}, {2088, 1, nil}, {2177, 2, nil}, {2180, 0, nil},
	// Two of these 24 are assignments in C, as is what is skipped.
	{2192, 24, []string{
		"bitbuf", "bitcount", "bitstogo", "c", "i", "ucs4", "utf16", "utf16flag", "utf7mode", "utf8pos", "utf8total",
	}},
	{2193, 6, nil}, {2221, 1, nil}, {2222, 0, nil}, {2342, 8, nil}, {2359, 3, nil}, {2595, 14, nil}, {2683, 0, nil},
	{2971, 5, nil}, {3339, 13, nil}, {3348, 2, nil},
	{3501, 148, []string{"cep2cwy0sr0faqagaaqebaq", "wkhbfa2qteaqagag1yywe"}}, // base64
	{3502, 3, nil}, {3516, 7, nil}, {3629, 7, nil}, {3691, 0, nil}, {3986, 13, nil}, {4314, 17, nil}, {4315, 10, nil},
	{4466, 64, nil}, {4467, 20, nil}, {4469, 9, nil}, {4549, 0, nil}, {4551, 28, nil}, {4731, 4, nil}, {4959, 2, nil},
	{4978, 5, nil}, {5032, 1, nil}, {5092, 42, nil}, {5161, 4, nil}, {5162, 11, nil}, {5182, 5, nil}, {5234, 20, nil},
	{5255, 17, nil}, {5256, 26, nil}, {5257, 21, nil}, {5258, 29, nil}, {5259, 42, nil}, {5267, 16, nil}, {5464, 18, nil},
	{5465, 26, nil}, {5466, 5, nil}, {5530, 1, nil},
	{5738, 12, []string{"utf8"}}, // in the table of contents
	{5788, 0, nil}, {5819, 2, nil}, {5957, 2, nil}, {6154, 7, nil}, {6203, 7, nil}, {6237, 13, nil}, {6851, 4, nil},
	{6855, 9, nil}, {6858, 0, nil}, {7162, 39, nil}, {7377, 13, nil}, {7405, 4, nil}, {7888, 3, nil}, {7889, 3, nil},
	{8437, 3, nil}, {8438, 4, nil}, {8440, 1, nil}, {8457, 1, nil}, {8474, 10, nil}, {8508, 4, nil}, {8514, 4, nil},
	{8970, 4, nil},
	{9051, 233, []string{
		"biwsbj11c2vylhi9ck9wck5hzndfymvsv2ditkvrcu8", "cep2cwy0sr0faqagaaqebaq", "wkhbfa2qteaqagag1yywe", // base64
	}},
	{9208, 22, nil}, {9394, 13, nil}, {9585, 6, nil}, {9586, 7, nil}, {9738, 3, nil}, {10022, 6, nil},
}

func TestExtractPublished(t *testing.T) {
	needPublished(t)
	for _, test := range publishedTests {
		t.Run(fmt.Sprint("RFC", test.number), func(t *testing.T) {
			text := readPublished(t, test.number)
			rules, skipped := Extract("X", text)
			if len(rules) != test.rules {
				t.Errorf("%d rules, want %d", len(rules), test.rules)
			}
			if diff := cmp.Diff(test.skipped, slices.Sorted(maps.Keys(skipped))); diff != "" {
				t.Errorf("skipped mismatch (-want +got):\n%s", diff)
			}
			lines := strings.Split(strings.ReplaceAll(text, "_", "-"), "\n")
			for _, r := range rules {
				if at := strings.TrimPrefix(lines[r.Pos.Line-1], "\ufeff"); !strings.HasPrefix(at[r.Pos.Col-1:], r.Name) {
					t.Errorf("%s is not at %s", r.Name, r.Pos)
				}
				// Of these three there are only the rules, without the headings above them.
				if r.Section == "" && test.number != 3629 && test.number != 5234 && test.number != 7405 {
					t.Errorf("%s: %s has no section", r.Pos, r.Name)
				}
			}
			if diff := cmp.Diff(printed(rules), printed(parseRules(t, printed(rules)))); diff != "" {
				t.Errorf("what is printed is read back differently (-printed +read):\n%s", diff)
			}
		})
	}
}

func TestExtractKnowsAllPublished(t *testing.T) {
	needPublished(t)
	entries, err := os.ReadDir(published)
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	for _, test := range publishedTests {
		want = append(want, fmt.Sprintf("rfc%d.txt", test.number))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("publishedTests and the directory mismatch (-want +got):\n%s", diff)
	}
}

// TestExtractPublishedRules checks rules that are hard to find or to read.
func TestExtractPublishedRules(t *testing.T) {
	needPublished(t)
	for _, test := range []struct {
		number  int
		name    string
		section string
		want    []string
	}{
		{2060, "status_att", "9", []string{`status-att = "MESSAGES" / "RECENT" / "UIDNEXT" / "UIDVALIDITY" / "UNSEEN"`}},
		{2087, "quotaroot-response", "6", []string{`quotaroot-response = "QUOTAROOT" SP astring *(SP astring)`}},
		{2193, "mailbox", "6", []string{`mailbox = <mailbox as defined in [RFC-2060]>`}},
		{2193, "referral-response-code", "6", []string{`referral-response-code = "[" "REFERRAL" 1*(SP url) "]"`}},
		{2221, "resp-text-code", "5", []string{`resp-text-code =/ "REFERRAL" SP imapurl`}},
		{3501, "resp-text-code", "9", []string{
			`resp-text-code = "ALERT"
               / "BADCHARSET" [SP "(" astring *(SP astring) ")"]
               / capability-data
               / "PARSE"
               / "PERMANENTFLAGS" SP "(" [flag-perm *(SP flag-perm)] ")"
               / "READ-ONLY"
               / "READ-WRITE"
               / "TRYCREATE"
               / "UIDNEXT" SP nz-number
               / "UIDVALIDITY" SP nz-number
               / "UNSEEN" SP nz-number
               / atom [SP 1*<any TEXT-CHAR except "]">]`,
		}},
		{3501, "sequence-set", "9", []string{`sequence-set = (seq-number / seq-range) *("," sequence-set)`}},
		{3986, "IPv6address", "A", []string{
			`IPv6address = 6(h16 ":") ls32
            / "::" 5(h16 ":") ls32
            / [h16] "::" 4(h16 ":") ls32
            / [[h16 ":"] h16] "::" 3(h16 ":") ls32
            / [*2(h16 ":") h16] "::" 2(h16 ":") ls32
            / [*3(h16 ":") h16] "::" h16 ":" ls32
            / [*4(h16 ":") h16] "::" ls32
            / [*5(h16 ":") h16] "::" h16
            / [*6(h16 ":") h16] "::"`,
		}},
		{3986, "sub-delims", "A", []string{
			`sub-delims = "!" / "$" / "&" / "'" / "(" / ")" / "*" / "+" / "," / ";" / "="`,
		}},
		{4315, "append-uid", "4", []string{`append-uid = uniqueid`, `append-uid =/ uid-set`}},
		{4469, "url-resp-text", "5", []string{`url-resp-text = 1*(%x01-09 / %x0B-0C / %x0E-5B / %x5D-FE)`}},
		{5092, "imapurl", "11", []string{`imapurl = "imap://" iserver ipath-query`}},
		{5092, "ipath-query", "11", []string{`ipath-query = ["/" [icommand]]`}},
		{5092, "ipath-empty", "11", []string{`ipath-empty = 0pchar`}},
		{5092, "imsg-or-part", "11", []string{
			`imsg-or-part = imailbox-ref "/" iuid-only ["/" isection-only] ["/" ipartial-only]
             / iuid-only ["/" isection-only] ["/" ipartial-only]
             / isection-only ["/" ipartial-only]
             / ipartial-only`,
		}},
		{5092, "iurlauth-rump", "11", []string{`iurlauth-rump = [expire] ";URLAUTH=" access`}},
		{5257, "ann-size", "5", []string{`ann-size = "NONE" / ("READ-ONLY" / nz-number) [SP "NOPRIVATE"]`}},
		{5464, "resp-text-code", "5", []string{
			`resp-text-code =/ "METADATA" SP "LONGENTRIES" SP number`,
			`resp-text-code =/ "METADATA" SP ("MAXSIZE" SP number / "TOOMANY" / "NOPRIVATE")`,
		}},
		{5465, "resp-text-code", "8", []string{`resp-text-code =/ "NOTIFICATIONOVERFLOW" / unsupported-events-code`}},
		{5465, "unsupported-events-code", "8", []string{
			`unsupported-events-code = "BADEVENT" SP "(" event-name *(SP event-name) ")"`,
		}},
		{7162, "resp-text-code", "7", []string{
			`resp-text-code =/ "HIGHESTMODSEQ" SP mod-sequence-value / "NOMODSEQ" / "MODIFIED" SP sequence-set`,
			`resp-text-code =/ "CLOSED"`,
		}},
		{9051, "resp-text-code", "9", []string{
			`resp-text-code = "ALERT"
               / "BADCHARSET" [SP "(" charset *(SP charset) ")"]
               / capability-data
               / "PARSE"
               / "PERMANENTFLAGS" SP "(" [flag-perm *(SP flag-perm)] ")"
               / "READ-ONLY"
               / "READ-WRITE"
               / "TRYCREATE"
               / "UIDNEXT" SP nz-number
               / "UIDVALIDITY" SP nz-number
               / resp-code-apnd
               / resp-code-copy
               / "UIDNOTSTICKY"
               / "UNAVAILABLE"
               / "AUTHENTICATIONFAILED"
               / "AUTHORIZATIONFAILED"
               / "EXPIRED"
               / "PRIVACYREQUIRED"
               / "CONTACTADMIN"
               / "NOPERM"
               / "INUSE"
               / "EXPUNGEISSUED"
               / "CORRUPTION"
               / "SERVERBUG"
               / "CLIENTBUG"
               / "CANNOT"
               / "LIMIT"
               / "OVERQUOTA"
               / "ALREADYEXISTS"
               / "NONEXISTENT"
               / "NOTSAVED"
               / "HASCHILDREN"
               / "CLOSED"
               / "UNKNOWN-CTE"
               / atom [SP 1*<any TEXT-CHAR except "]">]`,
		}},
		{9051, "QUOTED-CHAR", "9", []string{
			`QUOTED-CHAR = <any TEXT-CHAR except quoted-specials>
            / "\" quoted-specials
            / UTF8-2
            / UTF8-3
            / UTF8-4`,
		}},
		{9051, "sequence-set", "9", []string{
			`sequence-set = (seq-number / seq-range) ["," sequence-set]`, `sequence-set =/ seq-last-command`,
		}},
		{9051, "literal", "9", []string{`literal = "{" number64 ["+"] "}" CRLF *CHAR8`}},
		{9585, "resp-text-code", "5", []string{
			`resp-text-code =/ "INPROGRESS" [SP "(" inprogress-tag SP inprogress-state ")"]`,
		}},
		{10022, "resp-text-code", "4", []string{`resp-text-code =/ "TOOFEW" / "TOOMANY"`}},
	} {
		t.Run(fmt.Sprint("RFC", test.number, " ", test.name), func(t *testing.T) {
			rules, _ := Extract("X", readPublished(t, test.number))
			var got []string
			for _, r := range rules {
				if Fold(r.Name) != Fold(strings.ReplaceAll(test.name, "_", "-")) {
					continue
				}
				got = append(got, r.String())
				if r.Section != test.section {
					t.Errorf("%s is of section %q, want %q", r.Pos, r.Section, test.section)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadFrontPagePublished(t *testing.T) {
	needPublished(t)
	for number, want := range map[int]FrontPage{
		2060: {"RFC2060", "INTERNET MESSAGE ACCESS PROTOCOL - VERSION 4rev1", "December 1996", []string{"RFC1730"}},
		3348: {"RFC3348", "The Internet Message Action Protocol (IMAP4) Child Mailbox Extension", "July 2002", nil},
		3501: {"RFC3501", "INTERNET MESSAGE ACCESS PROTOCOL - VERSION 4rev1", "March 2003", []string{"RFC2060"}},
		5092: {"", "", "November 2007", nil}, // an excerpt
		3629: {},                             // rules alone
		7162: {
			"RFC7162", "IMAP Extensions: Quick Flag Changes Resynchronization (CONDSTORE) and Quick Mailbox Resynchronization (QRESYNC)",
			"May 2014", []string{"RFC4551", "RFC5162"},
		},
		9051: {"RFC9051", "Internet Message Access Protocol (IMAP) - Version 4rev2", "August 2021", []string{"RFC3501"}},
		9208: {"RFC9208", "IMAP QUOTA Extension", "March 2022", []string{"RFC2087"}},
	} {
		t.Run(fmt.Sprint("RFC", number), func(t *testing.T) {
			if diff := cmp.Diff(want, ReadFrontPage(readPublished(t, number))); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
