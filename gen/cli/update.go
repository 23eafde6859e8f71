package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/generate"
	"github.com/imapcodes/imapcodes/gen/grammar"
	"github.com/imapcodes/imapcodes/gen/iana"
	"github.com/imapcodes/imapcodes/gen/normalise"
	"github.com/imapcodes/imapcodes/gen/registry"
)

// An updateInput is where update reads what is published; empty names stand for what is checked in.
type updateInput struct {
	page, xml, rfcs string
	offline         bool
	allowRemovals   bool
}

func updateCommand(env Env) *cobra.Command {
	var in updateInput
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "update",
		Short: "Make registry.csv and abnf/ anew from what IANA and the RFCs publish",
		Long: `Make registry.csv and abnf/ in the current directory anew from the registry's page
(XHTML), its XML, which has the dates, and the text of RFCs. What is not given
stays as it is checked in. The columns name, fields, types, retry and summary
are the project's own, and stay; a new code gets a row in which they are empty,
with a name that you may want to change before it lands.`,
		Example: `  imapcodes update --page imap-response-codes.xhtml --xml imap-response-codes.xml --rfcs rfc
  imapcodes update --offline     # after a change to abnf/amendments.abnf`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			list, err := update(env, in)
			if err == nil && !dryRun {
				err = apply(list)
			}
			if err != nil {
				return err
			}
			return reportUpdate(env, list, dryRun)
		},
	}
	cmd.Flags().StringVar(&in.page, "page", "", "`file` with the registry's page (XHTML)")
	cmd.Flags().StringVar(&in.xml, "xml", "", "`file` with the registry's XML")
	cmd.Flags().StringVar(&in.rfcs, "rfcs", "", "`directory` with the RFCs' text (rfc9051.txt)")
	cmd.Flags().BoolVar(&in.offline, "offline", false, "use what is checked in for all that is not given")
	cmd.Flags().BoolVar(&in.allowRemovals, "allow-removals", false, "keep rows that are not in the registry any more as removed")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "write nothing; exit with 1 if a file would change")
	return cmd
}

// reportUpdate prints what list changes.
func reportUpdate(env Env, list []change, dryRun bool) error {
	if len(list) == 0 {
		fmt.Fprintln(env.Stdout, "nothing to change")
		return nil
	}
	what := "changed"
	if dryRun {
		what = "would change"
	}
	for _, c := range list {
		fmt.Fprintf(env.Stdout, "%s %s\n", filepath.ToSlash(c.name), what)
	}
	if dryRun {
		return errDiffers
	}
	return nil
}

// update returns what has to change in the current directory.
func update(env Env, in updateInput) ([]change, error) {
	if in.page+in.xml+in.rfcs == "" && !in.offline {
		return nil, errors.New("nothing to update from: give --page, --xml and --rfcs, or --offline")
	}
	tree, err := normalise.Load(os.DirFS("."))
	if err != nil {
		return nil, err
	}
	pub := normalise.Publication{AllowRemovals: in.allowRemovals}
	if pub.Page, err = readPages(in); err != nil {
		return nil, err
	}
	if in.rfcs != "" {
		if pub.Texts, err = readTexts(in.rfcs); err != nil {
			return nil, err
		}
	}
	next, notes, err := normalise.Update(tree, pub)
	if err != nil {
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
	top, err := changes(".", files[:1], func(name string, _ []byte) bool { return name == normalise.RegistryFile })
	if err != nil {
		return nil, err
	}
	below, err := changes(normalise.GrammarDir, files[1:], func(name string, _ []byte) bool { return grammarFile.MatchString(name) })
	return append(below, top...), err
}

// grammarFile are the names of the files in abnf/ that update writes, and removes when nothing needs them any more.
var grammarFile = regexp.MustCompile(`^(sources\.csv|rfc[0-9]+\.abnf)$`)

// readPages reads the registry's page and its XML, which must agree; nil where neither is given.
func readPages(in updateInput) (*iana.Page, error) {
	var pages []*iana.Page
	for _, source := range []struct {
		name  string
		parse func(string, io.Reader) (*iana.Page, error)
	}{{in.page, iana.ParseXHTML}, {in.xml, iana.ParseXML}} {
		if source.name == "" {
			continue
		}
		data, err := os.ReadFile(source.name)
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

var textPattern = regexp.MustCompile(`^(rfc[0-9]+)\.txt$`)

// readTexts reads the RFCs in dir.
func readTexts(dir string) (map[string]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for _, entry := range entries {
		m := textPattern.FindStringSubmatch(entry.Name())
		if m == nil {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		texts[strings.ToUpper(m[1])] = string(data)
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("%s: holds no RFC (rfc9051.txt)", dir)
	}
	return texts, nil
}

// treeFiles returns the files of a tree: registry.csv, then those of abnf/.
func treeFiles(tree normalise.Tree) ([]generate.File, error) {
	var records, sources bytes.Buffer
	err := errors.Join(registry.Write(&records, tree.Records), registry.WriteSources(&sources, tree.Sources))
	files := []generate.File{
		{Name: normalise.RegistryFile, Data: records.Bytes()},
		{Name: filepath.Base(normalise.SourcesFile), Data: sources.Bytes()},
	}
	for _, g := range tree.Grammars {
		number := strings.TrimPrefix(g.Name, "RFC")
		header := fmt.Sprintf(grammarHeader, number)
		files = append(files, generate.File{Name: grammar.FileName(g.Name), Data: []byte(abnf.Format(header, g.Rules))})
	}
	return files, err
}

// grammarHeader stands at the top of a grammar file.
const grammarHeader = `What imapcodes needs of the grammar of RFC %s. Code Components of an RFC are under the Revised BSD License of the
IETF Trust's Legal Provisions, see LICENSE. Written by imapcodes update: put corrections into amendments.abnf.`
