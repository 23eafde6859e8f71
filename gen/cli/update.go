package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/gen/internal/fetch"
	"github.com/imapcodes/imapcodes/gen/internal/iana"
	"github.com/imapcodes/imapcodes/gen/internal/output"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
	"github.com/imapcodes/imapcodes/gen/internal/update"
)

// An updateInput is where update reads what is published, files or URLs; empty names stand for what is checked in.
type updateInput struct {
	page, xml, rfcs string
	allow           update.Allow
}

func updateCommand(env Env) *cobra.Command {
	var in updateInput
	var network networkFlags
	var offline, dryRun bool
	cmd := &cobra.Command{
		Use:   "update",
		Short: "Make registry.csv and abnf/ anew from what IANA and the RFCs publish",
		Long: `Make registry.csv and abnf/ in the current directory anew from the registry's page
(XHTML), its XML, which has the dates, and the text of RFCs. By default all three
come from the network, of the RFCs those that are not known yet; with one of
--page, --xml and --rfcs only what is given is read, a file or a URL, and the
rest stays as it is checked in.

The columns name, fields, types, retry and summary are the project's own, and
stay; a new code gets a row in which they are empty, with a name that you may
want to change before it lands. What the registry has hardly ever seen is
refused; each --allow flag lets one such thing pass. If a file cannot be written,
none is changed; after an interruption each file is old or new, and running the
command again completes the update.`,
		Example: `  imapcodes update
  imapcodes update --page imap-response-codes.xhtml --xml imap-response-codes.xml --rfcs rfc
  imapcodes update --offline     # after a change to abnf/amendments.abnf`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := interruptible()
			defer stop()
			if given := in.page+in.xml+in.rfcs != ""; given && offline {
				return errors.New("--offline leaves nothing to be read from --page, --xml and --rfcs")
			} else if !given && !offline {
				in.page, in.xml, in.rfcs = iana.PageURL, iana.XMLURL, update.RFCsURL
			}
			return runUpdate(env, network.reader(ctx, env), in, dryRun)
		},
	}
	cmd.Flags().StringVar(&in.page, "page", "", "`file` or URL with the registry's page (XHTML)")
	cmd.Flags().StringVar(&in.xml, "xml", "", "`file` or URL with the registry's XML")
	cmd.Flags().StringVar(&in.rfcs, "rfcs", "", "`directory` or URL with the RFCs' text (rfc9051.txt)")
	cmd.Flags().BoolVar(&offline, "offline", false, "use what is checked in for everything")
	cmd.Flags().BoolVar(&in.allow.Removals, "allow-removals", false, "keep rows that are not in the registry any more as removed")
	cmd.Flags().BoolVar(&in.allow.Older, "allow-older", false, "take a registry that is older than what is checked in")
	cmd.Flags().BoolVar(&in.allow.Reordering, "allow-reordering", false, "take rows in another order")
	cmd.Flags().BoolVar(&in.allow.Renames, "allow-renames", false, "take another code in a row's place as a new one")
	cmd.Flags().BoolVar(&in.allow.Many, "allow-many", false, "take changes to more than a tenth of the codes or grammars")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "write nothing; exit with 1 if a file would change")
	network.add(cmd)
	return cmd
}

// runUpdate updates the tree in the current directory, and says what it changes.
func runUpdate(env Env, r reader, in updateInput, dryRun bool) error {
	// Before anything is left in a directory that is no tree.
	if _, err := os.Stat(tree.RegistryFile); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no %s in the current directory, which must be that of the project's source", tree.RegistryFile)
	} else if err != nil {
		return err
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

// reportUpdate prints what becomes of the files in list: they are changed or removed, in the words for it.
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

// updates returns what has to change in the current directory.
func updates(env Env, r reader, in updateInput) ([]output.Change, error) {
	old, err := tree.Load(os.DirFS("."))
	if err != nil {
		return nil, err
	}
	var pub update.Publication
	if pub.Page, err = r.readPages(in.page, in.xml); err != nil {
		return nil, err
	}
	if isURL(in.rfcs) {
		pub.Texts = func(names []string) (map[string]string, error) { return r.fetchTexts(in.rfcs, names) }
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
	for _, note := range notes {
		fmt.Fprintf(env.Stderr, "imapcodes: %s\n", note)
	}
	files, err := next.Files()
	if err != nil {
		return nil, err
	}
	var stale []string
	for _, g := range old.Grammars {
		name := tree.GrammarFile(g.Name)
		kept := slices.ContainsFunc(files, func(f tree.File) bool { return f.Name == name })
		if !kept && treeFile.MatchString(name) {
			stale = append(stale, name)
		}
	}
	return output.Changes(".", toOutput(files), stale, func(name string, _ []byte) bool { return treeFile.MatchString(name) })
}

// checkUnchanged returns an error if the current directory does not hold old any more. Documents
// may take minutes to come, and what people write meanwhile would be lost.
func checkUnchanged(old tree.Tree) error {
	now, err := tree.Load(os.DirFS("."))
	if err == nil && !reflect.DeepEqual(now, old) {
		err = fmt.Errorf("%s or %s/ changed while this ran: run it again", tree.RegistryFile, tree.GrammarDir)
	}
	return err
}

// treeFile are the names of the files that update writes, and removes when nothing needs them any more.
var treeFile = regexp.MustCompile(`^(registry\.csv|abnf/sources\.csv|abnf/rfc[0-9]+\.abnf)$`)

// rfcName is what the text of an RFC is called, as in its grammar file's name.
var rfcName = regexp.MustCompile(`^rfc[0-9]+$`)

// readPages reads the registry's page and its XML, which must agree; nil where neither is given.
func (r reader) readPages(page, xml string) (*iana.Page, error) {
	var pages []*iana.Page
	for _, source := range []struct {
		name  string
		kind  fetch.Kind
		parse func(string, io.Reader) (*iana.Page, error)
	}{{page, fetch.HTML, iana.ParseXHTML}, {xml, fetch.XML, iana.ParseXML}} {
		if source.name == "" {
			continue
		}
		data, err := r.read(source.name, source.kind)
		if err != nil {
			return nil, err
		}
		page, err := source.parse(source.name, bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	switch len(pages) {
	case 0:
		return nil, nil
	case 1:
		return pages[0], nil
	}
	return iana.Merge(pages[0], pages[1])
}
