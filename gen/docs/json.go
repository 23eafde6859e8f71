package docs

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
)

// MarshalJSON returns p in the form of codes.json, whose schema is templates/codes.schema.json.
// Members may be added in later versions, but are not removed. Each object has all of its members,
// so that programs need not distinguish missing and empty ones.
func (p Page) MarshalJSON() ([]byte, error) {
	type registry struct {
		Title   string `json:"title"`
		Updated string `json:"updated"`
		URL     string `json:"url"`
		Hash    string `json:"hash"`
		Total   int    `json:"total"`
	}
	return json.Marshal(struct {
		Schema   string      `json:"$schema"`
		Notice   string      `json:"notice"`
		Registry registry    `json:"registry"`
		Types    []Type      `json:"types"`
		Codes    []Code      `json:"codes"`
		Rules    []Rule      `json:"rules"`
		Sources  []Reference `json:"sources"`
	}{
		path.Base(schemaFile), p.Notice,
		registry{p.Title, p.Updated, p.Registry.URL, p.Hash, p.Total}, p.Types, p.Codes, list(p.Rules),
		p.Sources,
	})
}

// MarshalJSON returns c in the form of codes.json, in which Arguments, Grammar, Rules and Fields
// are the object "arguments".
func (c Code) MarshalJSON() ([]byte, error) {
	type members Code // without this method
	type arguments struct {
		ABNF    string  `json:"abnf"`
		Grammar string  `json:"grammar"`
		Rules   []Rule  `json:"rules"`
		Fields  []Field `json:"fields"`
	}
	return json.Marshal(struct {
		members
		Arguments arguments `json:"arguments"`
		Examples  []Example `json:"examples"`
	}{members(c), arguments{c.Arguments, c.Grammar, c.Rules, c.Fields}, c.Examples})
}

// renderJSON returns p as indented JSON, in which <, > and & are escaped so that a script element of
// an HTML page can hold it.
func renderJSON(_ fs.FS, p Page) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	err := e.Encode(p)
	return b.Bytes(), err
}
