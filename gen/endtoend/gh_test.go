package endtoend

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/itchyny/gojq"
)

// A github is what the stand-in for gh knows of GitHub: the file github.json in the current
// directory. An item is an issue or a pull request, with the members that gh prints with --json.
type github struct {
	Issues []map[string]any `json:"issues"`
	Pulls  []map[string]any `json:"pulls"`
}

// A ghCommand is a command of gh with its flags.
type ghCommand struct {
	hub                                   *github
	isPull                                bool
	number                                string // in "issue edit 7"
	state, head, fields, jq               string
	title, bodyFile, comment, closeReason string
	limit                                 int
}

// runGH is gh with the token of a GitHub workflow, as far as .ci/propose uses it. It answers and
// refuses as the real one (2.83) does: the closed pull requests include the merged ones, a branch's
// include those of forks, the newest come first, and only thirty of them unless --limit says more.
func runGH() {
	if err := gh(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func gh(args []string) error {
	if os.Getenv("GH_TOKEN") == "" {
		return errors.New("gh: To use GitHub CLI in a GitHub Actions workflow, " +
			"set the GH_TOKEN environment variable")
	}
	if slices.Equal(args, []string{"auth", "setup-git"}) {
		return nil
	}
	data, err := os.ReadFile("github.json")
	if err != nil {
		return err
	}
	c := ghCommand{hub: &github{}, isPull: args[0] == "pr"}
	if err := json.Unmarshal(data, c.hub); err != nil {
		return err
	}
	if err := c.parse(args[2:]); err != nil {
		return err
	}
	run := map[string]func() error{
		"list": c.list, "create": c.create, "edit": c.edit, "close": c.close, "merge": c.merge,
	}[args[1]]
	if err := run(); err != nil {
		return err
	}
	if data, err = json.MarshalIndent(c.hub, "", "\t"); err != nil {
		return err
	}
	return os.WriteFile("github.json", append(data, '\n'), 0o666)
}

func (c *ghCommand) parse(args []string) error {
	if !strings.HasPrefix(args[0], "-") {
		c.number, args = args[0], args[1:]
	}
	flags := flag.NewFlagSet("gh", flag.ContinueOnError)
	flags.StringVar(&c.state, "state", "open", "")
	flags.StringVar(&c.head, "head", "", "")
	flags.StringVar(&c.fields, "json", "", "")
	flags.StringVar(&c.jq, "jq", ".", "")
	flags.StringVar(&c.title, "title", "", "")
	flags.StringVar(&c.bodyFile, "body-file", "", "")
	flags.StringVar(&c.comment, "comment", "", "")
	flags.StringVar(&c.closeReason, "reason", "completed", "")
	flags.IntVar(&c.limit, "limit", 30, "")
	return flags.Parse(args)
}

func (c *ghCommand) items() *[]map[string]any {
	if c.isPull {
		return &c.hub.Pulls
	}
	return &c.hub.Issues
}

func (c *ghCommand) list() error {
	states := map[string][]string{
		"open": {"OPEN"}, "closed": {"CLOSED", "MERGED"}, "all": {"OPEN", "CLOSED", "MERGED"},
	}[c.state]
	found := []any{}
	for _, item := range slices.Backward(*c.items()) {
		isWanted := slices.Contains(states, item["state"].(string)) &&
			(c.head == "" || c.head == item["headRefName"])
		if !isWanted || len(found) == c.limit {
			continue
		}
		chosen := map[string]any{}
		for _, field := range strings.Split(c.fields, ",") {
			value, ok := item[field]
			if !ok {
				return fmt.Errorf("Unknown JSON field: %q", field)
			}
			chosen[field] = value
		}
		found = append(found, chosen)
	}
	query, err := gojq.Parse(c.jq)
	if err != nil {
		return err
	}
	for results := query.Run(found); ; {
		value, ok := results.Next()
		if err, isError := value.(error); isError {
			return err
		} else if !ok {
			return nil
		}
		fmt.Println(value)
	}
}

func (c *ghCommand) create() error {
	if c.isPull {
		if err := c.checkHead(); err != nil {
			return err
		}
	}
	number := len(c.hub.Issues) + len(c.hub.Pulls) + 1
	item := map[string]any{
		"number": number, "state": "OPEN",
		"author": map[string]any{"is_bot": true, "login": "app/github-actions"},
	}
	if c.isPull {
		item["headRefName"], item["isCrossRepository"] = c.head, false
	} else {
		item["stateReason"] = ""
	}
	if err := c.write(item); err != nil {
		return err
	}
	*c.items() = append(*c.items(), item)
	kind := map[bool]string{true: "pull", false: "issues"}[c.isPull]
	fmt.Printf("https://github.com/imapcodes/imapcodes/%s/%d\n", kind, number)
	return nil
}

// checkHead returns an error unless there can be a new pull request of the branch c.head.
func (c *ghCommand) checkHead() error {
	for _, pull := range c.hub.Pulls {
		isOpen := pull["state"] == "OPEN" && pull["isCrossRepository"] == false
		if isOpen && pull["headRefName"] == c.head {
			return fmt.Errorf("a pull request for branch %q already exists", c.head)
		}
	}
	list := exec.Command("git", "-C", os.Getenv("REMOTE"), "rev-list", "main.."+c.head)
	commits, err := list.Output()
	if err != nil {
		return errors.New("pull request create failed: GraphQL: Head sha can't be blank")
	}
	if len(commits) == 0 {
		return fmt.Errorf("pull request create failed: GraphQL: No commits between main and %s",
			c.head)
	}
	return nil
}

func (c *ghCommand) edit() error {
	item, err := c.find()
	if err != nil {
		return err
	}
	return c.write(item)
}

func (c *ghCommand) close() error {
	item, err := c.find()
	if err != nil {
		return err
	}
	item["state"] = "CLOSED"
	if !c.isPull {
		item["stateReason"] = strings.ReplaceAll(strings.ToUpper(c.closeReason), " ", "_")
	}
	return nil
}

func (c *ghCommand) merge() error {
	item, err := c.find()
	if err == nil {
		item["state"] = "MERGED"
	}
	return err
}

func (c *ghCommand) find() (map[string]any, error) {
	for _, item := range *c.items() {
		if fmt.Sprint(item["number"]) == c.number {
			return item, nil
		}
	}
	return nil, fmt.Errorf("GraphQL: Could not resolve to an issue or pull request with the number "+
		"of %s", c.number)
}

// write sets the title and the body of item.
func (c *ghCommand) write(item map[string]any) error {
	body, err := os.ReadFile(c.bodyFile)
	if c.bodyFile == "-" {
		body, err = io.ReadAll(os.Stdin)
	}
	if err != nil {
		return err
	}
	if utf8.RuneCount(body) > 65536 {
		return errors.New("GraphQL: Body is too long (maximum is 65536 characters)")
	}
	if c.title == "" || strings.TrimSpace(string(body)) == "" {
		return errors.New("must provide `--title` and `--body` when not running interactively")
	}
	item["title"], item["body"] = c.title, string(body)
	return nil
}
