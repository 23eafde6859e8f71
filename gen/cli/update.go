package cli

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"time"

	"github.com/imapcodes/imapcodes/gen/internal/fetch"
	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/output"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
	"github.com/imapcodes/imapcodes/gen/internal/update"
)

const updateUsage = `Usage: imapcodes update [flags]

Update registry.csv and abnf/ in the current directory from IANA and the RFC
Editor. What is read is the registry's page (XHTML), its XML, which has the
dates, and the text of RFCs that are not known yet. With --page, --xml or
--rfcs, only what these name is read, and the rest stays as it is.

The project's own columns, such as name, fields, retry and summary, are kept.
A new code gets a row with a name, which you may want to change before it is
merged, and what the grammar and the examples of its RFC say about it. Where
registry.csv has another value than these, it is replaced, unless
abnf/evidence.csv has a reason for it. Unusual changes are rejected; each
--allow flag permits one kind. If a file cannot be replaced, those replaced
before it are put back. If the command is killed, each file is complete, old or
new; run it again.

Flags:
  --page FILE          file, URL or - (standard input) with the registry's page
  --xml FILE           file, URL or - (standard input) with the registry's XML
  --rfcs DIR           directory or URL with the RFCs' text, such as rfc9051.txt
  --offline            read nothing; derive the columns from abnf/ again
  --dry-run            write nothing; list the files that would change
  --allow-removals     keep rows that are no longer in the registry as removed
  --allow-older        accept a registry that is older than the current one
  --allow-reordering   accept rows in another order
  --allow-renames      accept another code in a row's place as a new one
  --allow-future       accept dates after tomorrow
  --allow-many         accept changes to over a tenth of the codes or grammars
  --timeout DURATION   limit for each document, with retries (default: 2m)
  --retries N          retries after failures that may pass (default: 4)

Examples:
  imapcodes update
  imapcodes update --page imap-response-codes.xhtml --rfcs rfc --dry-run
  imapcodes update --offline     # after a change to abnf/amendments.abnf

Exit status: 0 success; 1 --dry-run found something to change; 2 error.
`

// An updateInput names the files or URLs that update reads. An empty name means the version that is
// checked in.
type updateInput struct {
	page, xml, rfcs string
	allow           update.Allow
}

func runUpdate(env Env, flags *flag.FlagSet, args []string) error {
	var in updateInput
	var network networkFlags
	network.add(flags)
	flags.StringVar(&in.page, "page", "", "")
	flags.StringVar(&in.xml, "xml", "", "")
	flags.StringVar(&in.rfcs, "rfcs", "", "")
	offline := flags.Bool("offline", false, "")
	dryRun := flags.Bool("dry-run", false, "")
	flags.BoolVar(&in.allow.Removals, "allow-removals", false, "")
	flags.BoolVar(&in.allow.Older, "allow-older", false, "")
	flags.BoolVar(&in.allow.Reordering, "allow-reordering", false, "")
	flags.BoolVar(&in.allow.Renames, "allow-renames", false, "")
	flags.BoolVar(&in.allow.Future, "allow-future", false, "")
	flags.BoolVar(&in.allow.Many, "allow-many", false, "")
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	if given := in.page+in.xml+in.rfcs != ""; given && *offline {
		return errors.New("--offline excludes --page, --xml and --rfcs")
	} else if !given && !*offline {
		in.page, in.xml, in.rfcs = iana.PageURL, iana.XMLURL, update.RFCsURL
	}
	if err := checkStandardInput(in.page, in.xml); err != nil {
		return err
	}
	return updateTree(env, network.reader(env), in, *dryRun)
}

// updateTree updates the tree in the current directory and prints which files change.
func updateTree(env Env, r reader, in updateInput, dryRun bool) error {
	if _, err := os.Stat(tree.RegistryFile); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no %s in the current directory; run update in a checkout of imapcodes",
			tree.RegistryFile)
	}
	list, err := updates(env, r, in)
	if err != nil {
		return err
	}
	if dryRun {
		if reportUpdate(env, list, "would change", "would be removed"); len(list) > 0 {
			return errDiffers
		}
		return nil
	}
	if err := output.Apply(list, env.Step); err != nil {
		return err
	}
	reportUpdate(env, list, "changed", "removed")
	return nil
}

// reportUpdate prints each file in list, followed by changed or removed.
func reportUpdate(env Env, list []output.Change, changed, removed string) {
	if len(list) == 0 {
		fmt.Fprintln(env.Stdout, "nothing to change")
	}
	for _, c := range list {
		what := changed
		if c.Remove {
			what = removed
		}
		fmt.Fprintf(env.Stdout, "%s %s\n", c.Name, what)
	}
}

// updates returns the changes to the current directory, and prints the notes for people.
func updates(env Env, r reader, in updateInput) ([]output.Change, error) {
	old, err := tree.Load(output.Folder("."))
	if err != nil {
		return nil, err
	}
	tomorrow := time.Now().AddDate(0, 0, 1) // it is earlier in other time zones
	pub := update.Publication{Latest: tomorrow.Format(time.DateOnly)}
	if pub.Page, err = r.readPages(in.page, in.xml); err != nil {
		return nil, err
	}
	if isURL(in.rfcs) {
		pub.Texts = func(names []string) (map[string]string, error) {
			return r.fetchTexts(in.rfcs, names)
		}
	} else if in.rfcs != "" {
		pub.Texts = func([]string) (map[string]string, error) { return readTexts(in.rfcs) }
	}
	next, notes, err := update.Update(old, pub, in.allow)
	if err != nil {
		return nil, err
	}
	if err := checkUnchanged(old); err != nil {
		return nil, err
	}
	report(env, notes)
	files, err := next.Files()
	if err != nil {
		return nil, err
	}
	var stale []string
	for _, g := range old.Grammars {
		name := tree.GrammarFile(g.Name)
		if files[name] == nil && treeFile.MatchString(name) {
			stale = append(stale, name)
		}
	}
	isOurs := func(name string, _ []byte) bool { return treeFile.MatchString(name) }
	changes, err := output.Changes(".", files, stale, isOurs)
	// The texts of RFCs whose titles are missing are read again. So the sources come last: if this
	// update is killed between two files, the next one reads what this one has read.
	isSources := func(c output.Change) bool { return filepath.ToSlash(c.Name) == tree.SourcesFile }
	if i := slices.IndexFunc(changes, isSources); i >= 0 {
		changes = append(slices.Delete(slices.Clone(changes), i, i+1), changes[i])
	}
	return changes, err
}

// checkUnchanged returns an error if the current directory no longer holds old. Fetching may take
// minutes, and what people edit in the meantime must not be lost.
func checkUnchanged(old tree.Tree) error {
	now, err := tree.Load(output.Folder("."))
	if err == nil && !reflect.DeepEqual(now, old) {
		err = fmt.Errorf("%s or %s/ changed during the update; run it again",
			tree.RegistryFile, tree.GrammarDir)
	}
	return err
}

// treeFile matches the names of the files that update writes, and removes if they are not needed.
var treeFile = regexp.MustCompile(`^(registry\.csv|abnf/(sources|evidence)\.csv|abnf/rfc[0-9]+\.abnf)$`)

// rfcName matches the name of an RFC's text or grammar file, without the extension.
var rfcName = regexp.MustCompile(`^rfc[0-9]+$`)

// readPages reads the registry's page and its XML, which must agree if both are given. It returns
// nil if neither is.
func (r reader) readPages(page, xml string) (*registry.State, error) {
	p, err := r.readPage(page, fetch.HTML, iana.ParseXHTML)
	if err != nil || xml == "" {
		return p, err
	}
	x, err := r.readPage(xml, fetch.XML, iana.ParseXML)
	if err != nil || page == "" {
		return x, err
	}
	return iana.Merge(p, x)
}

// readPage reads the named page with parse, or returns nil if name is empty.
func (r reader) readPage(
	name string, kind fetch.Kind, parse func(string, io.Reader) (*registry.State, error),
) (*registry.State, error) {
	if name == "" {
		return nil, nil
	}
	data, err := r.read(name, kind)
	if err != nil {
		return nil, err
	}
	return parse(name, bytes.NewReader(data))
}
