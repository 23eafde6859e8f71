package docs

import (
	"slices"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// A task is something that people do with IMAP. Its codes answer the commands with which they do
// it.
type task struct {
	name     string
	commands []string
}

// otherTask is for codes of commands that no task has, or that are not known.
const otherTask = "Other"

// tasks returns the tasks in the order in which a client comes to them.
func tasks() []task {
	return []task{
		{"Connect and log in", []string{"greeting", "STARTTLS", "AUTHENTICATE", "LOGIN", "COMPRESS"}},
		{"Open a mailbox", []string{"SELECT", "EXAMINE"}},
		{"Manage mailboxes", []string{"CREATE", "DELETE", "RENAME", "SUBSCRIBE", "LIST", "STATUS"}},
		{"Store and copy messages", []string{"APPEND", "REPLACE", "COPY", "MOVE"}},
		{"Read and search", []string{
			"FETCH", "SEARCH", "SORT", "THREAD", "CONVERT", "COMPARATOR", "UIDBATCHES",
		}},
		{"Change and delete messages", []string{"STORE", "EXPUNGE"}},
		{"Metadata, notifications, URLs", []string{"SETMETADATA", "GETMETADATA", "NOTIFY", "RESETKEY"}},
		{"Any command", []string{registry.AnyCommand}},
	}
}

// Tasks returns the tasks of the codes, in order.
func (p htmlPage) Tasks() []string {
	var names []string
	for _, t := range append(tasks(), task{name: otherTask}) {
		if slices.ContainsFunc(p.Codes, func(c Code) bool { return p.Task(c) == t.name }) {
			names = append(names, t.name)
		}
	}
	return names
}

// Task returns the task of the first command of c, which is the most typical, or of the first one
// that has any.
func (p htmlPage) Task(c Code) string {
	for _, command := range c.Commands {
		for _, t := range tasks() {
			if slices.Contains(t.commands, command) {
				return t.name
			}
		}
	}
	return otherTask
}
