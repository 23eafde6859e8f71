// Imapcodes makes Go packages from the IANA registry "IMAP Response Codes" and the RFCs' grammar; run it
// with --help. Registry, grammar and templates are part of the program, so that generating needs no network and no files.
package main

import (
	"embed"
	"os"

	"github.com/imapcodes/imapcodes/gen/cli"
)

//go:embed registry.csv abnf/*.abnf abnf/sources.csv templates
var data embed.FS

func main() {
	os.Exit(cli.Run(cli.Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Data: data,
	}))
}
