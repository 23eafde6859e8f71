// Package other is a fixture without response codes: no CodeOverQuota, no "TRYCREATE".
package other

import "fmt"

// The items of STATUS.
var items = []string{"MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "HIGHESTMODSEQ", "MAILBOXID"}

// A Level is a level of a log.
type Level int

// The levels.
const (
	LevelDebug Level = iota
	LevelLimit
	LevelAlert
)

func status(s string) error {
	switch s {
	case "CLOSED", "EXPIRED", "IN_PROGRESS", "UNAVAILABLE":
		return fmt.Errorf("[ALERT] already exists: %s", s)
	}
	return nil
}
