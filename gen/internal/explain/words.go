package explain

import (
	"fmt"

	"github.com/imapcodes/imapcodes/gen/internal/imapcode"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// typeWords says what a response means by its type alone (RFC 9051 sections 7.1 and 7.6).
func typeWords(r *imapcode.Response) string {
	tagged := r.Tag != "*"
	switch r.Type {
	case imapcode.TypeOK:
		if tagged {
			return "the command succeeded"
		}
		return "information"
	case imapcode.TypeNO:
		if tagged {
			return "the command failed"
		}
		return "a warning"
	case imapcode.TypeBAD:
		if tagged {
			return "the server rejects the command as wrong"
		}
		return "the server has failed, or got something wrong that it cannot assign to a command"
	case imapcode.TypePREAUTH:
		return "the session begins, and is logged in already"
	case imapcode.TypeBYE:
		return "the server closes the connection"
	case imapcode.TypeContinuation:
		return "the server waits for the client to go on"
	}
	return ""
}

// statusWords says how far the code of a record may be used.
func statusWords(r *registry.Record) string {
	switch r.Status {
	case registry.Obsolete, registry.Reserved:
		return string(r.Status) + ", not recommended (RFC 5530 section 6)"
	case registry.Discouraged:
		return fmt.Sprintf("discouraged, not recommended (RFC 5530 section 6): %q", r.Description)
	case registry.Removed:
		return "removed from the registry"
	case registry.Unregistered:
		return "unregistered; " + ignoreWords
	}
	return string(r.Status)
}

// unknownWords are the status of a code of which nothing is known.
const unknownWords = "unknown: not registered; " + ignoreWords

const ignoreWords = "clients ignore what they do not know (RFC 9051 section 7.1)"

// told returns those of d that people are told. Without the ] it is not known where the arguments and the text are, though the
// package has them as departing.
func told(d imapcode.Deviations) imapcode.Deviations {
	if d&imapcode.DevNoBracket != 0 {
		d &^= imapcode.DevArgumentsMalformed | imapcode.DevNoText
	}
	return d
}

// deviationWords says in words what each of the package's deviations is, in their order.
var deviationWords = [...]struct {
	deviation imapcode.Deviations
	words     string
}{
	{imapcode.DevNoText, "the line ends where a space must stand"},
	{imapcode.DevNoSpace, "text follows the ] without a space"},
	{imapcode.DevNoBracket, "the ] behind the code is missing"},
	{imapcode.DevCodeMalformed, "the code holds characters that no code may hold"},
	{imapcode.DevArgumentsMalformed, "what follows the code's name is not what its grammar allows"},
	{imapcode.DevTextMalformed, "the text holds NUL, CR or LF, or is not UTF-8"},
	{imapcode.DevTextBracket, "the text begins with a bracket, but not with a code"},
	{imapcode.DevTagMalformed, "the tag holds a character that no tag may hold"},
	{imapcode.DevTypeTagged, "PREAUTH and BYE answer no command: their tag is *"},
	{imapcode.DevLimitExceeded, "a number is over its limit, or two sets differ in size; the grammar alone allows it"},
	{imapcode.DevSetsUnequal, "two sets that correspond differ in size; the grammar alone allows it"},
	{imapcode.DevExtraSpace, "there is more than a space, or a tab, before or after the type"},
	{imapcode.DevNoCodeSpace, "there is no space between the type and the code"},
	{imapcode.DevLineEnd, "the line ends in CR, or in CR CR LF"},
	{imapcode.DevOpenLiteral, "the line goes on with a literal"},
}
