// Imapcodes generates Go packages with the response codes of IMAP: a constant for each code of the
// IANA registry "IMAP Response Codes", what the registry and the RFCs say about it, and a parser
// for status responses that knows the grammar of each code's arguments.
//
// An IMAP server answers a command with a status response such as
//
//	a NO [OVERQUOTA] Sorry
//
// The word in brackets is the response code (RFC 9051 section 7.1, RFC 5530). The registry has 62
// of them, whose arguments are defined in more than thirty RFCs.
//
// Usage:
//
//	imapcodes generate [--output DIR|FILE.go] [flags]
//	imapcodes docs --format markdown|mdx|html|json|typescript|python|rust|java|swift|c [flags]
//	imapcodes docs --template FILE [flags]
//	imapcodes docs --inject FILE [flags]
//	imapcodes explain [LINE ...]
//	imapcodes audit FILE ...
//	imapcodes diff [BASE [HEAD]]
//	imapcodes update [flags]
//	imapcodes version
//	imapcodes help [COMMAND]
//
// The registry, the grammar and the templates are part of the program, so generating needs no
// network and no files. A module that has the program as a tool,
//
//	go get -tool github.com/imapcodes/imapcodes@latest
//
// generates its package with a line for go generate in any of its files:
//
//	//go:generate go tool imapcodes generate --output internal/imapcode
//
// Generate writes a package of several files into a directory, or a single file beside others:
//
//	//go:generate go tool imapcodes generate --output codes.go --parts codes --type Resp --prefix Resp
//
// The flag --parts chooses between the constants alone (codes), what is known of them too
// (codes,metadata), and the parser (codes,metadata,parser; the default). Codes that are not in the
// registry come from --extra, a CSV file with the same columns as registry.csv. With --check,
// generate writes nothing, and exits with status 1 if the files are stale.
//
// Docs writes the same knowledge as a Markdown table, which may go into a file that people wrote, as
// an HTML page, as JSON, as source code of other languages, or with a template of the user's own.
//
// Explain says what status responses mean: those given as arguments, or those in the transcript of
// a session on standard input.
//
// Audit compares a list of response codes that is written by hand, in a source file in any
// language, with the registry: which codes it lacks, and which are misspelled, obsolete or not
// registered.
//
// Diff compares two states of the registry, by default the one that is part of the program and the
// one that IANA publishes now, and says what the changes mean for code that uses the package.
//
// Update rewrites registry.csv and the folder abnf of this repository from what IANA and the RFC
// Editor publish. It refuses what the registry has hardly ever done, and says which flag allows it.
//
// Results go to standard output, everything else to standard error. The exit status is 0 if all is
// well, 1 if something differs or is stale (audit, diff, --check, --dry-run), and 2 if the
// arguments, the input or the network are bad; then nothing has been written.
package main

import (
	"embed"
	"os"

	"github.com/imapcodes/imapcodes/gen/cli"
)

//go:embed registry.csv abnf/*.abnf abnf/*.csv templates
var data embed.FS

func main() {
	os.Exit(cli.Run(cli.Env{
		Args:   os.Args[1:],
		Stdin:  os.Stdin,
		Stdout: os.Stdout,
		Stderr: os.Stderr,
		Getenv: os.Getenv,
		Data:   data,
	}))
}
