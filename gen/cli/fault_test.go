package cli

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/imapcodes/imapcodes/gen/internal/fetch/fetchtest"
	"github.com/imapcodes/imapcodes/gen/internal/iana"
)

// A fault is something that makes an update fail.
type fault struct {
	reason string
	make   func(p *publisher)
	args   []string // of update
	want   string   // a regular expression for the whole last line on standard error
}

// onPage returns a fault of IANA's page.
func onPage(h func(page fetchtest.Page) http.Handler) func(p *publisher) {
	return func(p *publisher) { p.Handle(iana.PageURL, h(html(p.files["page.xhtml"]))) }
}

func always(h http.Handler) func(p *publisher) {
	return onPage(func(fetchtest.Page) http.Handler { return h })
}

// replaced returns a fault of the page's and the XML's text, for pairs of old and new text. Each
// old text must be in one of them.
func replaced(oldnew ...string) func(p *publisher) {
	return func(p *publisher) {
		for i := 0; i < len(oldnew); i += 2 {
			if !strings.Contains(p.files["page.xhtml"]+p.files["page.xml"], oldnew[i]) {
				p.t.Fatalf("nothing to replace: %q", oldnew[i])
			}
		}
		r := strings.NewReplacer(oldnew...)
		p.publish(r.Replace(p.files["page.xhtml"]), r.Replace(p.files["page.xml"]))
	}
}

const (
	page = `https://www\.iana\.org/assignments/imap-response-codes/imap-response-codes\.xhtml`
	xml  = `https://www\.iana\.org/assignments/imap-response-codes/imap-response-codes\.xml`
)

func faults() []fault {
	return []fault{
		// The connection.
		{
			reason: "a host that does not exist",
			args:   []string{"--page", "https://nowhere.invalid/page.xhtml"},
			make:   func(p *publisher) { p.env = append(p.env, "NO_PROXY=nowhere.invalid") },
			want:   `https://nowhere\.invalid/page\.xhtml: .*no such host`,
		}, {
			reason: "a connection that is refused",
			args:   []string{"--page", "https://127.0.0.1:1/page.xhtml", "--retries", "0"},
			want:   `https://127\.0\.0\.1:1/page\.xhtml: .*connection refused`,
		}, {
			reason: "a proxy that does not exist", args: []string{"--retries", "0"},
			make: func(p *publisher) { p.env = append(p.env, "HTTPS_PROXY=http://127.0.0.1:1") },
			want: page + `: .*proxyconnect.*connection refused`,
		}, {
			reason: "a certificate for another name",
			make:   func(p *publisher) { p.Present(fetchtest.OtherName) },
			want:   page + `: .*certificate is valid for elsewhere\.example, not www\.iana\.org`,
		}, {
			reason: "a certificate that has expired",
			make:   func(p *publisher) { p.Present(fetchtest.Expired) },
			want:   page + `: .*certificate has expired.*`,
		}, {
			reason: "a certificate of an unknown authority",
			make:   func(p *publisher) { p.Present(fetchtest.Untrusted) },
			want:   page + `: .*certificate signed by unknown authority.*`,
		}, {
			reason: "no TLS at all", args: []string{"--page", "http://www.iana.org/page.xhtml"},
			want: `"http://www\.iana\.org/page\.xhtml": not an https URL`,
		},
		// The response.
		{
			reason: "no response", args: []string{"--timeout", "300ms"}, make: always(fetchtest.Stall()),
			want: page + `: not fetched within 300ms`,
		}, {
			reason: "a connection that ends", args: []string{"--retries", "0"},
			make: always(fetchtest.HangUp()),
			want: page + `: no response: connection closed`,
		}, {
			reason: "304", make: always(fetchtest.Status(304)),
			want: page + `: status 304 Not Modified`,
		}, {
			reason: "403", make: always(fetchtest.Status(403)),
			want: page + `: status 403 Forbidden`,
		}, {
			reason: "404", make: always(fetchtest.Status(404)),
			want: page + `: status 404 Not Found`,
		}, {
			reason: "429 for an hour", make: always(fetchtest.Status(429, "Retry-After", "3600")),
			want: page + `: status 429 Too Many Requests; try again after 1h0m0s`,
		}, {
			reason: "503 for ever", args: []string{"--retries", "0"}, make: always(fetchtest.Status(503)),
			want: page + `: status 503 Service Unavailable`,
		}, {
			reason: "redirects without end", make: always(fetchtest.Redirect(iana.PageURL)),
			want: page + `: .*redirect.*`,
		}, {
			reason: "a redirect to http", make: always(fetchtest.Redirect("http://www.iana.org/x")),
			want: page + `: .*redirect.*http://www\.iana\.org/x.*`,
		}, {
			reason: "a redirect to another host",
			make:   always(fetchtest.Redirect("https://www.rfc-editor.org/x")),
			want:   page + `: .*redirect.*https://www\.rfc-editor\.org/x.*`,
		},
		// The document.
		{
			reason: "another type",
			make: onPage(func(page fetchtest.Page) http.Handler {
				page.ContentType = "application/pdf"
				return page
			}),
			want: page + `: content type "application/pdf", want .*`,
		}, {
			reason: "an empty document", args: []string{"--retries", "0"},
			make: onPage(func(page fetchtest.Page) http.Handler {
				page.Body = ""
				return page
			}),
			want: page + `: empty body`,
		}, {
			reason: "a time out inside the document", args: []string{"--timeout", "300ms"},
			make: onPage(func(page fetchtest.Page) http.Handler {
				return fetchtest.Half(page, fetchtest.Stall())
			}),
			want: page + `: not fetched within 300ms`,
		}, {
			reason: "less than its Content-Length", args: []string{"--retries", "0"},
			make: onPage(func(page fetchtest.Page) http.Handler {
				return fetchtest.Half(page, fetchtest.HangUp())
			}),
			want: page + `: only [0-9]+ bytes of the body: unexpected EOF`,
		}, {
			reason: "chunks without a last one", args: []string{"--retries", "0"},
			make: onPage(func(page fetchtest.Page) http.Handler { return fetchtest.CutChunks(page) }),
			want: page + `: only [0-9]+ bytes of the body: unexpected EOF`,
		}, {
			reason: "no end",
			make:   onPage(func(page fetchtest.Page) http.Handler { return fetchtest.Endless(page) }),
			want:   page + `: larger than 16777216 bytes`,
		}, {
			reason: "a compressed bomb",
			make: onPage(func(page fetchtest.Page) http.Handler {
				page.Body = string(make([]byte, 64<<20))
				return fetchtest.Gzip(page)
			}),
			want: page + `: larger than 16777216 bytes`,
		},
		// The registry.
		{
			reason: "a captive portal",
			make:   always(html("<html><head><title>Sign in</title></head><body></body></html>")),
			want: page + `: not the registry of IMAP response codes: ` +
				`no table with id "table-imap-response-codes-1" on the page, whose title is "Sign in"`,
		}, {
			reason: "a page without its closing tags", make: replaced("</table></body></html>", ""),
			want: page + `: .*</?(table|body|html)>.*`,
		}, {
			reason: "another table", make: replaced("table-imap-response-codes-1", "table-imap-keywords-1"),
			want: page + `: not the registry of IMAP response codes: no table with id .*`,
		}, {
			reason: "an additional column",
			make:   replaced("RFC9998</a>]</td><td></td>", "RFC9998</a>]</td><td></td><td></td>"),
			want:   page + `: row 3 \("LATER"\): 4 columns, want 3`,
		}, {
			reason: "other columns", make: replaced("<th>Reference</th>", "<th>Change Controller</th>"),
			want: page + `: .*"Change Controller".*`,
		}, {
			reason: "a duplicate row", make: replaced("<td>LATER</td>", "<td>two</td>"),
			want: page + `: row 3 \("two"\): duplicate code "two" ` +
				`\(first at ` + page + `: row 2 \("TWO"\)\)`,
		}, {
			reason: "page and XML that disagree", make: replaced("<td>obsolete</td>", "<td>reserved</td>"),
			want: `the formats disagree about "TWO": status "reserved" against "obsolete"`,
		}, {
			reason: "a mirror that is half updated",
			make:   replaced("<dd>2011-03-04</dd>", "<dd>2011-03-03</dd>"),
			want:   `the formats disagree: last updated 2011-03-03 against 2011-03-04`,
		}, {
			reason: "bytes that are not UTF-8", make: replaced("<td>obsolete</td>", "<td>caf\xe9</td>"),
			want: page + `:6: not UTF-8 text: .*`,
		}, {
			reason: "live code in a description", make: replaced("obsolete", "//go:generate rm"),
			want: page + `: row 2 \("TWO"\): description of "TWO": .*holds a comment mark`,
		}, {
			reason: "XML that is cut off",
			make: func(p *publisher) {
				cut, _, _ := strings.Cut(p.files["page.xml"], "</record>")
				p.Handle(iana.XMLURL, fetchtest.Page{ContentType: "text/xml", Body: cut})
			},
			want: xml + `:.*`,
		}, {
			reason: "a registry that is older than what is checked in",
			make: func(p *publisher) {
				putFile(p.t, filepath.Join(p.dir, "abnf/sources.csv"),
					"source,title,date,url,obsoletes\nIANA,IMAP Response Codes,2011-03-05,,\n")
			},
			want: `the registry is dated 2011-03-04, before the 2011-03-05 checked in; ` +
				`the source may be stale \(--allow-older\)`,
		}, {
			reason: "a row that has vanished",
			make: func(p *publisher) {
				putFile(p.t, filepath.Join(p.dir, "registry.csv"),
					p.files["registry.csv"]+"GONE,Gone,registered,,,,,,,,,,,,,,,,,,,\n")
			},
			want: `GONE is no longer in the registry; --allow-removals keeps it as removed`,
		},
		// The RFCs.
		{
			reason: "an RFC as a page of HTML",
			make:   func(p *publisher) { p.Handle(rfcURL("rfc9990"), html("<html></html>")) },
			want: `https://www\.rfc-editor\.org/rfc/rfc9990\.txt: ` +
				`content type "text/html; charset=UTF-8", want text/plain`,
		}, {
			reason: "an RFC that fails", args: []string{"--retries", "0"},
			make: func(p *publisher) { p.Handle(rfcURL("rfc9998"), fetchtest.Status(500)) },
			want: `https://www\.rfc-editor\.org/rfc/rfc9998\.txt: status 500 Internal Server Error`,
		}, {
			reason: "an RFC whose grammar needs an undefined rule",
			make: func(p *publisher) {
				p.Handle(rfcURL("rfc9998"), text("\n1.  Syntax\n\n   resp-text-code =/ \"LATER\" SP nothing\n"))
			},
			want: `RFC9998:4:33: undefined rule "nothing"`,
		}, {
			reason: "live code in an RFC's title",
			make: func(p *publisher) {
				p.Handle(rfcURL("rfc9998"), text("\nA. Nobody    May 2031\n\n     Comments */ func init\n"))
			},
			want: `abnf/sources\.csv:4: "Comments \*/ func init" holds a comment mark`,
		}, {
			reason: "a reference with an invalid number",
			make:   replaced("RFC9998", "RFC0998", "rfc9998", "rfc0998"),
			want:   `.*"RFC0998".*`,
		}, {
			reason: "the text of another RFC",
			make:   func(p *publisher) { p.Handle(rfcURL("rfc9998"), text(p.files["rfc/rfc9990.txt"])) },
			want:   `RFC9998: the text is that of RFC9990`,
		}, {
			reason: "an RFC that may be cut off",
			make: func(p *publisher) {
				const head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
				p.Handle(rfcURL("rfc9998"), fetchtest.Raw(head+p.files["cut/rfc9990.txt"]))
			},
			want: `https://www\.rfc-editor\.org/rfc/rfc9998\.txt: ` +
				`body may be truncated: it has neither Content-Length nor chunks`,
		},
		// The user.
		{
			reason: "a tree that is broken",
			make:   func(p *publisher) { putFile(p.t, filepath.Join(p.dir, "registry.csv"), "code\n") },
			want:   `registry\.csv:1: the column grammar is missing`,
		}, {
			reason: "arguments", args: []string{"more"},
			want: `.*"more".*`,
		},
	}
}

// TestFaults checks that an update reports each fault with its place, exits with status 2, and
// leaves all files as they were.
func TestFaults(t *testing.T) {
	for _, f := range faults() {
		t.Run(f.reason, func(t *testing.T) {
			t.Parallel()
			p := newPublisher(t)
			if f.make != nil {
				f.make(p)
			}
			p.check(f.want, func() (int, string, string) {
				return p.run(append([]string{"update"}, f.args...)...)
			})
		})
	}
}

// check checks that an update ends with status 2, a last line on standard error that matches want,
// and all files as before.
func (p *publisher) check(want string, update func() (status int, stdout, stderr string)) {
	p.t.Helper()
	before := p.tree()
	status, stdout, stderr := update()
	if status != 2 || stdout != "" {
		p.t.Errorf("status %d, want 2; standard output %q", status, stdout)
	}
	lines := strings.Split(strings.TrimSuffix(stderr, "\n"), "\n")
	pattern := regexp.MustCompile(`^imapcodes: ` + want + `$`)
	if last := lines[len(lines)-1]; !pattern.MatchString(last) {
		p.t.Errorf("standard error ends with\n%s\nwant\nimapcodes: %s", last, want)
	}
	if diff := cmp.Diff(before, p.tree()); diff != "" {
		p.t.Errorf("files mismatch (-before +after):\n%s", diff)
	}
}

// TestPassingFaults checks that requests are repeated after a failure that may pass.
func TestPassingFaults(t *testing.T) {
	for _, test := range []struct {
		reason string
		h      http.Handler
	}{
		{"429 with Retry-After", fetchtest.Status(429, "Retry-After", "0")},
		{"500", fetchtest.Status(500)},
		{"a connection that ends", fetchtest.HangUp()},
		{"half a page", fetchtest.Half(html("<html></html>"), fetchtest.HangUp())},
	} {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			p := newPublisher(t)
			p.Handle(iana.PageURL, fetchtest.Sequence(test.h, html(p.files["page.xhtml"])))
			if status, _, stderr := p.run("update"); status != 0 {
				t.Errorf("status %d, %s", status, stderr)
			}
			if diff := cmp.Diff(p.updated(), p.tree()); diff != "" {
				t.Errorf("files mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// asUser returns the beginning of a command to which permissions apply even if root runs it.
func asUser(t *testing.T) []string {
	t.Helper()
	const lost = "-dac_override,-dac_read_search"
	command := []string{"--bounding-set=" + lost, "--inh-caps=" + lost}
	if err := exec.Command("setpriv", append(command, "true")...).Run(); err != nil {
		t.Skipf("SKIPPED: permissions are not tested: setpriv: %v", err)
	}
	return command
}

// TestReadOnlyFolder checks that an update reports a directory to which it cannot write.
func TestReadOnlyFolder(t *testing.T) {
	asUser := asUser(t)
	for _, folder := range []string{".", "abnf"} {
		t.Run(folder, func(t *testing.T) {
			p := newPublisher(t)
			read := filepath.Join(p.dir, folder)
			if err := os.Chmod(read, 0o555); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Chmod(read, 0o777) })
			p.check(`.*permission denied`, func() (int, string, string) {
				env := append(p.env, asCommand+"=1")
				return runCommand(t, p.dir, env, "setpriv", append(asUser, os.Args[0], "update")...)
			})
		})
	}
}

// TestGenerateReadOnly checks that generate does not write if there is nothing to change, so that
// it works in a read-only directory, and that an unreadable file next to the output does not
// matter.
func TestGenerateReadOnly(t *testing.T) {
	asUser, dir := asUser(t), t.TempDir()
	env := commandEnv(t)
	args := []string{"generate", "--package", "p", "--output", "p", "--docs", "docs"}
	if status, _, stderr := runCommand(t, dir, env, os.Args[0], args...); status != 0 {
		t.Fatal(stderr)
	}
	putFile(t, filepath.Join(dir, "p/secret.go"), "package p\n")
	if err := os.Chmod(filepath.Join(dir, "p/secret.go"), 0); err != nil {
		t.Fatal(err)
	}
	long := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, folder := range []string{"p", "docs"} {
		name := filepath.Join(dir, folder)
		if err := errors.Join(os.Chtimes(name, long, long), os.Chmod(name, 0o555)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(name, 0o777) })
	}
	command := slices.Concat(asUser, []string{os.Args[0]}, args)
	status, stdout, stderr := runCommand(t, dir, env, "setpriv", command...)
	const want = "imapcodes: warning: open p/secret.go: permission denied; not checked for conflicts\n"
	if status != 0 || stdout != "" || stderr != want {
		t.Errorf("status %d, printed %q and %q", status, stdout, stderr)
	}
	for _, folder := range []string{"p", "docs"} {
		if info, err := os.Stat(filepath.Join(dir, folder)); err != nil || !info.ModTime().Equal(long) {
			t.Errorf("%s was modified: %v, %v", folder, info.ModTime(), err)
		}
	}
}

// TestFullDisk checks that an update reports a full disk, whether it has space for none, one or two
// of its three files.
func TestFullDisk(t *testing.T) {
	for pages := range 3 {
		p := newPublisher(t)
		disk := t.TempDir()
		mount := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk)
		if out, err := mount.CombinedOutput(); err != nil {
			t.Skipf("SKIPPED: updates to a full disk are not tested: mount: %v: %s", err, out)
		}
		t.Cleanup(func() { exec.Command("umount", disk).Run() })
		for name, text := range p.tree() {
			putFile(t, filepath.Join(disk, name), text)
		}
		p.dir = disk
		fill(t, filepath.Join(disk, "filler"), pages)
		p.check(`.*no space left on device`, func() (int, string, string) { return p.run("update") })
	}
}

// fill writes a file that leaves a number of pages of 4 KiB on its disk.
func fill(t *testing.T, name string, pages int) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	size := int64(0)
	for {
		n, err := f.Write(make([]byte, 4096))
		size += int64(n)
		if err != nil {
			break
		}
	}
	if err := f.Truncate(size - int64(pages)*4096); err != nil {
		t.Fatal(err)
	}
}
