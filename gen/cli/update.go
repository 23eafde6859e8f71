package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"reflect"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/fetch"
	"github.com/imapcodes/imapcodes/gen/generate"
	"github.com/imapcodes/imapcodes/gen/grammar"
	"github.com/imapcodes/imapcodes/gen/iana"
	"github.com/imapcodes/imapcodes/gen/normalise"
	"github.com/imapcodes/imapcodes/gen/registry"
	"github.com/imapcodes/imapcodes/gen/transaction"
)

// An updateInput is where update reads what is published, files or URLs; empty names stand for what is checked in.
type updateInput struct {
	page, xml, rfcs string
	allow           normalise.Allow
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
refused; each --allow flag lets one such thing pass. Either both registry.csv and
abnf/ are changed or nothing is, even if the command is interrupted.`,
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
				in.page, in.xml, in.rfcs = iana.PageURL, iana.XMLURL, normalise.RFCsURL
			}
			return update(env, network.reader(ctx, env), in, dryRun)
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

// update makes the tree in the current directory anew, and says what it changes.
func update(env Env, r reader, in updateInput, dryRun bool) error {
	// Before anything is left in a directory that is no tree.
	if _, err := os.Stat(normalise.RegistryFile); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no %s in the current directory, which must be that of the project's source", normalise.RegistryFile)
	} else if err != nil {
		return err
	}
	if dryRun {
		if err := transaction.Interrupted("."); err != nil {
			return err
		}
		list, err := updates(env, r, in)
		if err != nil {
			return err
		}
		if reportUpdate(env, list, "would change", "would be removed"); len(list) > 0 {
			return errDiffers
		}
		return nil
	}
	t, err := begin(env, ".")
	if err != nil {
		return err
	}
	defer t.Close()
	list, err := updates(env, r, in)
	if err == nil {
		err = t.Commit(list)
	}
	if err != nil {
		return err
	}
	reportUpdate(env, list, "changed", "removed")
	return nil
}

// reportUpdate prints what becomes of the files in list: they are changed or removed, in the words for it.
func reportUpdate(env Env, list []transaction.Change, changed, removed string) {
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
func updates(env Env, r reader, in updateInput) ([]transaction.Change, error) {
	tree, err := normalise.Load(os.DirFS("."))
	if err != nil {
		return nil, err
	}
	next, notes, err := r.normalise(tree, in)
	if err != nil {
		return nil, err
	}
	if err := checkUnchanged(tree); err != nil {
		return nil, err
	}
	for _, code := range tree.NewCodes(next) {
		notes = append(notes, code+" is new: fill in its name, fields, types, retry and summary in registry.csv")
	}
	for _, note := range notes {
		fmt.Fprintf(env.Stderr, "imapcodes: %s\n", note)
	}
	files, err := treeFiles(next)
	if err != nil {
		return nil, err
	}
	return changes(".", files, func(name string, _ []byte) bool { return treeFile.MatchString(name) })
}

// checkUnchanged returns an error if the current directory does not hold tree any more. Documents may take minutes to come,
// and what people write meanwhile would be lost.
func checkUnchanged(tree normalise.Tree) error {
	now, err := normalise.Load(os.DirFS("."))
	if err == nil && !reflect.DeepEqual(now, tree) {
		err = fmt.Errorf("%s or %s/ changed while this ran: run it again", normalise.RegistryFile, normalise.GrammarDir)
	}
	return err
}

// normalise returns what becomes of tree by what is published.
func (r reader) normalise(tree normalise.Tree, in updateInput) (normalise.Tree, []string, error) {
	var pub normalise.Publication
	var err error
	if pub.Page, err = r.readPages(in.page, in.xml); err != nil {
		return normalise.Tree{}, nil, err
	}
	switch {
	case isURL(in.rfcs):
		pub.Texts = map[string]string{}
		err = r.fetchTexts(pub.Texts, in.rfcs, tree.Unread(pub.Page))
	case in.rfcs != "":
		pub.Texts, err = readTexts(in.rfcs)
	}
	if err != nil {
		return normalise.Tree{}, nil, err
	}
	next, notes, err := normalise.Update(tree, pub, in.allow)
	if isURL(in.rfcs) && (errors.Is(err, abnf.ErrUndefined) || err == nil && tree.Lacks(next)) {
		// Of the RFCs that are known, abnf/ has what was needed so far. The texts have it all.
		if err := r.fetchTexts(pub.Texts, in.rfcs, tree.RFCs()); err != nil {
			return normalise.Tree{}, nil, err
		}
		return normalise.Update(tree, pub, in.allow)
	}
	return next, notes, err
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

// treeFiles returns the files of a tree: registry.csv, then those of abnf/.
func treeFiles(tree normalise.Tree) ([]generate.File, error) {
	var records, sources bytes.Buffer
	if err := errors.Join(registry.Write(&records, tree.Records), registry.WriteSources(&sources, tree.Sources)); err != nil {
		return nil, err
	}
	files := []generate.File{
		{Name: normalise.RegistryFile, Data: records.Bytes()},
		{Name: normalise.SourcesFile, Data: sources.Bytes()},
	}
	for _, g := range tree.Grammars {
		number := strings.TrimPrefix(g.Name, "RFC")
		header := fmt.Sprintf(grammarHeader, number)
		files = append(files, generate.File{Name: path.Join(normalise.GrammarDir, grammar.FileName(g.Name)), Data: []byte(abnf.Format(header, g.Rules))})
	}
	return files, checkReadable(files)
}

// checkReadable returns an error unless the files of a tree can be read again. Titles and rules come from others, and a tree
// that no command can read would be mended by none.
func checkReadable(files []generate.File) error {
	var errs []error
	for _, file := range files {
		var err error
		switch file.Name {
		case normalise.RegistryFile:
			_, err = registry.Read(file.Name, bytes.NewReader(file.Data))
		case normalise.SourcesFile:
			_, err = registry.ReadSources(file.Name, bytes.NewReader(file.Data))
		default:
			_, err = abnf.Parse(path.Base(file.Name), string(file.Data))
		}
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("not written, as it could not be read again:\n%w", err)
	}
	return nil
}

// grammarHeader stands at the top of a grammar file.
const grammarHeader = `What imapcodes needs of the grammar of RFC %s. Code Components of an RFC are under the Revised BSD License of the
IETF Trust's Legal Provisions, see LICENSE. Written by imapcodes update: put corrections into amendments.abnf.`
