package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/imapcodes/imapcodes/gen/internal/audit"
	"github.com/imapcodes/imapcodes/gen/internal/fetch"
)

const auditUsage = `Usage: imapcodes audit [flags] FILE...

Compare a list of response codes that is written by hand with the registry:
which codes it lacks, which are misspelled, which the registry describes as
obsolete, and which nobody registered. FILE is a source file in any language, or
- for standard input; several files are one list.

In Go files, the syntax shows where a list begins and ends; in others, brackets
and indentation do. Its words are strings such as "OVERQUOTA", and identifiers
such as OverQuota, kOverQuota and IMAP_RESP_CODE_OVER_QUOTA. They are in the
same enum, const block, array or switch and, if the identifiers have a prefix,
have the same one. A word that is not a code is reported only if at least half
of its list are codes. Comments do not count.

Flags:
  --registry NAME     embedded (default), live, a URL or a file, as for diff
  --ignore LIST       codes not to report, separated by commas; may be repeated
  --format FORMAT     text (default), json or markdown
  --timeout DURATION  limit for each document, with retries (default: 2m)
  --retries N         retries after failures that may pass (default: 4)

Examples:
  imapcodes audit response.go
  imapcodes audit --ignore ANNOTATE,ANNOTATIONS src/codes.rs src/parser.rs
  imapcodes audit --registry live --format markdown imap-resp-code.h

Exit status: 0 complete; 1 a code is misspelled, or is missing although the
registry does not advise against it; 2 error, or no codes in the files.
`

func runAudit(env Env, flags *flag.FlagSet, args []string) error {
	var network networkFlags
	var ignored []string
	network.add(flags)
	flags.Func("ignore", "", appendTo(&ignored))
	against := flags.String("registry", embedded, "")
	format := flags.String("format", "text", "")
	names, err := parse(flags, args, math.MaxInt)
	if err != nil {
		return err
	}
	write, ok := map[string]func(io.Writer, auditReport) error{
		"text": writeAuditText, "json": writeAuditJSON, "markdown": writeAuditMarkdown,
	}[*format]
	switch {
	case !ok:
		return fmt.Errorf("--format %q is not text, json or markdown", *format)
	case len(names) == 0:
		return usageError(flags, errors.New("no files"))
	}
	if err := checkStandardInput(append(names, *against)...); err != nil {
		return err
	}
	report, err := auditFiles(env, network.reader(env), names, *against, ignored)
	if err != nil {
		return err
	}
	err = write(env.Stdout, report)
	if err == nil && report.Lags() {
		return errDiffers
	}
	return err
}

// An auditReport is what is written: a report, what it is about, and the registry.
type auditReport struct {
	files    []string
	registry side
	audit.Report
}

// auditFiles compares the codes in the named files with a state of the registry.
func auditFiles(env Env, r reader, names []string, against string, ignored []string) (
	auditReport, error,
) {
	var files []audit.File
	var errs []error
	for _, name := range names {
		data, err := r.read(name, fetch.HTML)
		files, errs = append(files, audit.File{Name: name, Data: data}), append(errs, err)
	}
	state, err := r.readState(env, against)
	if err := errors.Join(append(errs, err)...); err != nil {
		return auditReport{}, err
	}
	report, err := audit.Check(files, state.Records, ignored)
	if err == nil && report.Found == 0 {
		err = fmt.Errorf("no list of response codes in %s", strings.Join(names, ", "))
	}
	return auditReport{names, side{against, state}, report}, err
}
