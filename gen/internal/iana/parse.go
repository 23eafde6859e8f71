package iana

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// Parse reads the registry in any of IANA's formats, which it tells apart by what the input holds, whatever its name.
func Parse(name string, r io.Reader) (registry.State, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return registry.State{}, fmt.Errorf("%s: %w", name, err)
	}
	parse, columns := formatOf(string(data))
	page, err := parse(name, bytes.NewReader(data))
	if err != nil {
		return registry.State{}, err
	}
	return registry.State{Updated: page.Updated, Records: page.Records, Columns: columns}, nil
}

// formatOf returns the parser for text, and what its format knows. Markup that is not IANA's XML is taken for the page,
// whose parser says best what it is instead: the login page of a network, an error of a proxy.
func formatOf(text string) (func(string, io.Reader) (*Page, error), registry.Columns) {
	if !strings.HasPrefix(strings.TrimLeft(text, "\ufeff \t\r\n"), "<") {
		return ParseCSV, registry.Published
	}
	tokens := html.NewTokenizer(strings.NewReader(text))
	for tokens.Next() != html.ErrorToken {
		if token := tokens.Token(); token.Type == html.StartTagToken {
			if token.Data == "registry" {
				return ParseXML, registry.Dated
			}
			break
		}
	}
	return ParseXHTML, registry.Published
}
