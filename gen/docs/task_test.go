package docs

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTask(t *testing.T) {
	for _, test := range []struct {
		reason   string
		commands []string
		want     string
	}{
		{"the first command", []string{"APPEND", "SELECT"}, "Store and copy messages"},
		{"a command, rather than any", []string{"SELECT", "any"}, "Open a mailbox"},
		{"the greeting", []string{"greeting", "LOGIN"}, "Connect and log in"},
		{"any command", []string{"any"}, "Any command"},
		{"the first command that a task has", []string{"X", "FETCH"}, "Read and search"},
		{"an unknown command", []string{"X"}, "Other"},
		{"commands that are not known", nil, "Other"},
	} {
		if got := (htmlPage{}).Task(Code{Commands: test.commands}); got != test.want {
			t.Errorf("%s: got %q, want %q", test.reason, got, test.want)
		}
	}
}

// TestTasks checks that no task has only one code, and that only tasks with codes are listed. A new
// code of the registry may be among the others until somebody has written down its commands.
func TestTasks(t *testing.T) {
	p := htmlPage{Page: checkedIn(t)}
	count := map[string]int{}
	for _, c := range p.Codes {
		count[p.Task(c)]++
	}
	var want []string
	for _, task := range tasks() {
		want = append(want, task.name)
		if count[task.name] < 2 {
			t.Errorf("%s has %d codes", task.name, count[task.name])
		}
	}
	if count[otherTask] > 0 {
		want = append(want, otherTask)
	}
	if diff := cmp.Diff(want, p.Tasks()); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	p.Codes = slices.DeleteFunc(p.Codes, func(c Code) bool { return c.Code != "ALERT" })
	if diff := cmp.Diff([]string{"Any command"}, p.Tasks()); diff != "" {
		t.Errorf("ALERT alone: mismatch (-want +got):\n%s", diff)
	}
}
