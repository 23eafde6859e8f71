// Package mail is a fixture: a list as in a client library, with a word that is not a code, one that
// is misspelled, and one that is obsolete.
package mail

import "fmt"

// Kind is the kind of a status response.
type Kind string

const (
	KindOK  Kind = "OK"
	KindNo  Kind = "NO"
	KindBye Kind = "BYE"
)

// Code is a response code. There is no TOOFEW yet, nor "INPROGRESS".
type Code string

const (
	CodeAlert          Code = "ALERT"
	CodeBadCharset     Code = "BADCHARSET"
	CodeContactAdmin   Code = "CONTACTADMIN"
	CodeNewName        Code = "NEWNAME"
	CodeNonExistent    Code = "NONEXISTANT"
	CodeOverQuota      Code = "OVERQUOTA"
	CodeParse          Code = "PARSE"
	CodeReadOnly       Code = "READONLY"
	CodeTryCreate      Code = "TRYCREATE"
	CodeUidNext        Code = "UIDNEXT"
	CodeUnknownCharset Code = "BAD" + "COMPARATOR"

	// Of METADATA.
	CodeNoPrivate Code = "NOPRIVATE"
)

// CodeWebAlert is a vendor's.
const CodeWebAlert Code = "WEBALERT"

// StatusItem is an item of STATUS.
type StatusItem string

const (
	StatusMessages      StatusItem = "MESSAGES"
	StatusUIDValidity   StatusItem = "UIDVALIDITY"
	StatusUnseen        StatusItem = "UNSEEN"
	StatusHighestModSeq StatusItem = "HIGHESTMODSEQ"
)

var levels = []string{"DEBUG", "INFO", "LIMIT", "CLOSED"}

func handle(code Code, args string) error {
	switch code {
	case "APPENDUID", "COPYUID":
		return uids(args)
	case "PERMANENTFLAGS":
		return flags(args)
	case CodeAlert:
		return fmt.Errorf("the server says %q: %s", "EXPIRED", args)
	}
	if code == "CAPABILITY" {
		return nil
	}
	return fmt.Errorf("NO [SERVERBUG] [INUSE %s", levels)
}
