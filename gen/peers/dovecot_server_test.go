//go:build linux

package main

import (
	"bufio"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// A dovecot is a server of this test, at its address.
type dovecot string

// dovecotFiles are files that the server finds. All passwords are pw.
var dovecotFiles = map[string]string{
	"masters": "admin:{PLAIN}pw\n",
	"users": `alice:{PLAIN}pw::::::
own:{PLAIN}pw::::::
adapted:{PLAIN}pw::::::
small:{PLAIN}pw::::::userdb_quota_rule=*:bytes=1
broken:{PLAIN}pw::::::userdb_mail=unknown:x
moved:{PLAIN}pw::::::nologin host=mail.example
closed:{PLAIN}pw::::::nologin reason=Closed
`,
	"public/.Shared/cur/1:2,":        "Subject: x\n\n",
	"public/.Shared/dovecot-acl":     "authenticated lr\n",
	"public/.Broken/cur":             "not a directory",
	"public/.Broken/dovecot-acl":     "authenticated lr\n",
	"locked/.x/cur/1:2,":             "Subject: x\n\n",
	"locked/.x/dovecot-acl":          "authenticated lrwi\n",
	"locked/.x/dovecot-uidlist.lock": "",
}

// findDovecot returns the path of Dovecot, or skips the test if it is not installed.
func findDovecot(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("dovecot")
	if err != nil {
		program = "/usr/sbin/dovecot" // not in the PATH of most users
	}
	version, err := exec.Command(program, "--version").Output()
	if err != nil || !strings.HasPrefix(string(version), "2.3.") {
		t.Skipf("SKIPPED: Dovecot 2.3 is not installed: version %q, error %v", version, err)
	}
	return program
}

// startDovecot starts a server for the time of a test, on a free port of the loopback interface.
// It runs as the user of the test, or as nobody if that is root.
func startDovecot(t *testing.T) dovecot {
	t.Helper()
	program := findDovecot(t)
	dir, err := os.MkdirTemp("", "dovecot") // nobody cannot enter t.TempDir
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	cmd := exec.Command(program, "-F", "-c", filepath.Join(dir, "dovecot.conf"))
	cmd.Stderr = os.Stderr
	server := configure(t, dir, cmd)
	if err := cmd.Start(); err != nil {
		t.Skip("SKIPPED: Dovecot does not start: ", err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM) // ends its children too
		cmd.Wait()
		if log, err := os.ReadFile(filepath.Join(dir, "log")); t.Failed() || t.Skipped() {
			t.Logf("Dovecot's log, error %v:\n%s", err, log)
		}
	})
	for range 100 {
		if conn, err := net.Dial("tcp", string(server)); err == nil {
			conn.Close()
			return server
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Skip("SKIPPED: Dovecot does not start")
	return ""
}

// configure writes the files that the server needs into dir, and has cmd run as their owner.
func configure(t *testing.T, dir string, cmd *exec.Cmd) dovecot {
	t.Helper()
	owner, err := user.Current()
	if err == nil && owner.Uid == "0" {
		owner, err = user.Lookup("nobody")
	}
	if err != nil {
		t.Fatal(err)
	}
	group, err := user.LookupGroupId(owner.Gid)
	if err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	words := strings.NewReplacer("DIR", dir, "USER", owner.Username, "GROUP", group.Name,
		"PORT", strconv.Itoa(address.Port))
	config := words.Replace(string(read(t, "testdata/dovecot/dovecot.conf")))
	write(t, filepath.Join(dir, "dovecot.conf"), []byte(config))
	for name, content := range dovecotFiles {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		write(t, name, []byte(content))
	}
	if os.Getuid() == 0 {
		runAs(t, dir, cmd, owner)
	}
	return dovecot(address.String())
}

// freeAddress returns an address of the loopback interface that was free a moment ago.
func freeAddress(t *testing.T) *net.TCPAddr {
	t.Helper()
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	return listener.Addr().(*net.TCPAddr)
}

// runAs has cmd run as u, and makes u the owner of what is in dir.
func runAs(t *testing.T, dir string, cmd *exec.Cmd, u *user.User) {
	t.Helper()
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	err3 := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Chown(name, int(uid), int(gid)))
	})
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	credential := &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
}

// A response is a status response of a session.
type response struct {
	command string // the name of the command before it, or greeting
	imapcode.Response
}

// A session is a connection to the server.
type session struct {
	t          *testing.T
	name       string
	in         *bufio.Reader
	out        io.Writer
	commands   int
	responses  []response
	transcript strings.Builder // for explain
}

// connect begins a session, and reads the greeting.
func (d dovecot) connect(t *testing.T, name string) *session {
	t.Helper()
	var dialer net.Dialer
	if name == "far" {
		dialer.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}
	}
	conn, err := dialer.Dial("tcp", string(d))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(time.Minute))
	s := &session{t: t, name: name, in: bufio.NewReader(conn), out: conn}
	s.receive("greeting", "*")
	return s
}

// send sends a command, and returns the status responses up to the one that completes it.
func (s *session) send(command string) []response {
	s.t.Helper()
	first := len(s.responses)
	s.commands++
	tag := s.name + strconv.Itoa(s.commands)
	words := strings.Fields(command)
	name := words[0]
	if name == "UID" {
		name += " " + words[1]
	}
	for _, part := range parts(tag + " " + command) {
		for line := range strings.Lines(part) {
			s.transcript.WriteString("C: " + line)
		}
		io.WriteString(s.out, part) // if that fails, so does reading
		if w, ok := s.out.(*flate.Writer); ok {
			w.Flush()
		}
		if last := s.receive(name, tag); last.Tag != "+" {
			if name == "COMPRESS" && last.Type == imapcode.TypeOK {
				s.compress()
			}
			break
		}
	}
	return s.responses[first:]
}

// pause matches where a command pauses until the server asks for more.
var pause = regexp.MustCompile(`(?s)\{(.*?)\}|\n`)

// parts divides a command where it pauses, and ends each part with CRLF.
func parts(command string) (parts []string) {
	part := ""
	for {
		m := pause.FindStringSubmatchIndex(command)
		if m == nil {
			return append(parts, part+command+"\r\n")
		}
		part += command[:m[0]]
		literal := ""
		if m[2] >= 0 {
			literal = command[m[2]:m[3]]
			part += fmt.Sprintf("{%d}", len(literal))
		}
		parts = append(parts, part+"\r\n")
		part, command = literal, command[m[1]:]
	}
}

// receive reads up to a response with this tag, a continuation request or BYE, and returns it.
func (s *session) receive(command, tag string) imapcode.Response {
	s.t.Helper()
	for {
		line, err := s.readLine()
		if err != nil {
			s.t.Fatalf("session %s, after %s: %v", s.name, command, err)
		}
		s.transcript.WriteString("S: " + line)
		r, err := imapcode.Parse(line)
		if err != nil {
			continue // data
		}
		s.responses = append(s.responses, response{command, r})
		isBye := r.Type == imapcode.TypeBYE && command != "LOGOUT"
		if r.Tag == tag || r.Tag == "+" || isBye {
			return r
		}
	}
}

// announced matches the end of a line with which the server announces a literal.
var announced = regexp.MustCompile(`\{(\d+)\}\r\n$`)

// readLine reads a line, which goes on after a literal.
func (s *session) readLine() (string, error) {
	line, err := s.in.ReadString('\n')
	m := announced.FindStringSubmatch(line)
	if err != nil || m == nil {
		return line, err
	}
	size, _ := strconv.ParseInt(m[1], 10, 32)
	literal, err := io.ReadAll(io.LimitReader(s.in, size))
	if err != nil {
		return line, err
	}
	rest, err := s.readLine()
	return line + string(literal) + rest, err
}

// compress compresses both directions from now on.
func (s *session) compress() {
	s.in = bufio.NewReader(flate.NewReader(s.in))
	s.out, _ = flate.NewWriter(s.out, flate.BestSpeed) // the level is valid
}
