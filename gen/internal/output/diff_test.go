package output

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDiff(t *testing.T) {
	const ten = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"
	tests := []struct {
		reason, old, next, want string
	}{
		{"one line of many", ten, strings.Replace(ten, "5", "five", 1),
			"@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"},
		{"two hunks", ten, "one" + ten[1:len(ten)-3] + "ten\n",
			"@@ -1,4 +1,4 @@\n-1\n+one\n 2\n 3\n 4\n@@ -7,4 +7,4 @@\n 7\n 8\n 9\n-10\n+ten\n"},
		{"two changes in one hunk", ten, "one\n2\n3\n4\n5\n6\n7\neight\n9\n10\n",
			"@@ -1,10 +1,10 @@\n-1\n+one\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+eight\n 9\n 10\n"},
		{"of an empty file", "", "a\n", "@@ -0,0 +1,1 @@\n+a\n"},
		{"to an empty file", "a\n", "", "@@ -1,1 +0,0 @@\n-a\n"},
		{"a line moves", "a\nb\nc\n", "b\nc\na\n", "@@ -1,3 +1,3 @@\n-a\n b\n c\n+a\n"},
		{"lines that occur several times", "{\na\n}\n{\nb\n}\n", "{\na\n}\n{\nc\n}\n{\nb\n}\n",
			"@@ -2,5 +2,8 @@\n a\n }\n {\n+c\n+}\n+{\n b\n }\n"},
		{"no line feed at the end", "a\nb", "a\nb\n", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n"},
		{"the line ends of Windows", "a\r\nb\r\n", "a\nc\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n"},
	}
	name := filepath.Join(t.TempDir(), "file")
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			if err := os.WriteFile(name, []byte(test.old), 0o666); err != nil {
				t.Fatal(err)
			}
			got, err := Change{Name: name, Data: []byte(test.next)}.Diff()
			if err != nil {
				t.Fatal(err)
			}
			want := fmt.Sprintf("diff %[1]s.orig %[1]s\n--- %[1]s.orig\n+++ %[1]s\n%[2]s", name, test.want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// patch makes the new file of the old one and the diff, whatever the files are.
func TestDiffRandom(t *testing.T) {
	if _, err := exec.LookPath("patch"); err != nil {
		t.Skip("SKIPPED: patch is not installed")
	}
	random := rand.New(rand.NewPCG(1, 2))
	text := func() []byte {
		var b []byte
		for range random.IntN(30) {
			b = fmt.Appendf(b, "%d\n", random.IntN(20))
		}
		return b
	}
	t.Chdir(t.TempDir())
	for range 100 {
		old, next := text(), text()
		if err := os.WriteFile("file", old, 0o666); err != nil {
			t.Fatal(err)
		}
		diff, err := Change{Name: "file", Data: next}.Diff()
		if err != nil {
			t.Fatal(err)
		}
		if string(old) == string(next) {
			continue
		}
		cmd := exec.Command("patch", "-s", "-p0", "-F0")
		cmd.Stdin = strings.NewReader(diff)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("patch: %v: %s\n%s", err, out, diff)
		}
		if got, _ := os.ReadFile("file"); string(got) != string(next) {
			t.Fatalf("from %q patch made %q, want %q, of\n%s", old, got, next, diff)
		}
	}
}

// The time that a diff takes grows little faster than the files.
func TestDiffTime(t *testing.T) {
	var x, y []string
	for i := range 200_000 {
		x, y = append(x, fmt.Sprint(i, "\n")), append(y, fmt.Sprint(200_000-i, "\n"))
	}
	begin := time.Now()
	compare(x, y)
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("200,000 lines took %v", took)
	}
}
