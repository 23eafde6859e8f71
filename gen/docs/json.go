package docs

import (
	"bytes"
	"encoding/json"
	"path"
)

// The JSON is a form of its own beside Page, so that a template can be given more without changing what programs read. Its
// schema is templates/codes.schema.json. Members are only ever added; all stand in each object, so that a reader need not
// tell what is missing from what is empty.
type (
	jsonPage struct {
		Schema   string          `json:"$schema"`
		Notice   string          `json:"notice"`
		Registry jsonRegistry    `json:"registry"`
		Codes    []jsonCode      `json:"codes"`
		Sources  []jsonReference `json:"sources"`
	}
	jsonRegistry struct {
		Title   string `json:"title"`
		Updated string `json:"updated"`
		URL     string `json:"url"`
		Hash    string `json:"hash"`
		Total   int    `json:"total"`
	}
	jsonCode struct {
		Code        string          `json:"code"`
		Name        string          `json:"name"`
		Constant    string          `json:"constant"`
		Status      string          `json:"status"`
		Deprecation string          `json:"deprecation"`
		Description string          `json:"description"`
		Summary     string          `json:"summary"`
		Types       []string        `json:"types"`
		Retry       string          `json:"retry"`
		Advice      string          `json:"advice"`
		References  []jsonReference `json:"references"`
		Registered  string          `json:"registered"`
		Updated     string          `json:"updated"`
		Arguments   jsonArguments   `json:"arguments"`
		Examples    []jsonExample   `json:"examples"`
	}
	jsonReference struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		Date  string `json:"date"`
		URL   string `json:"url"`
	}
	jsonArguments struct {
		ABNF    string      `json:"abnf"`
		Grammar string      `json:"grammar"`
		Rules   []jsonRule  `json:"rules"`
		Fields  []jsonField `json:"fields"`
	}
	jsonRule struct {
		Name   string `json:"name"`
		ABNF   string `json:"abnf"`
		Source string `json:"source"`
	}
	jsonField struct {
		Name string `json:"name"`
		Type string `json:"type"`
		Rule string `json:"rule"`
		Doc  string `json:"doc"`
	}
	jsonExample struct {
		Line  string     `json:"line"`
		Parts []jsonPart `json:"parts"`
	}
	jsonPart struct {
		Kind string `json:"kind"`
		Text string `json:"text"`
	}
)

// encode returns p as indented JSON, in which <, > and & are escaped, so that it can stand in a page's script too.
func encode(p Page) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	err := e.Encode(jsonPage{
		Schema: path.Base(schemaFile), Notice: p.Notice,
		Registry: jsonRegistry{p.Title, p.Updated, p.Registry.URL, p.Hash, p.Total},
		Codes:    convert(p.Codes, codeJSON),
		Sources:  convert(p.Sources, referenceJSON),
	})
	return b.Bytes(), err
}

// convert returns what f makes of each element, as an array that is never null.
func convert[A, B any](list []A, f func(A) B) []B {
	converted := make([]B, 0, len(list))
	for _, a := range list {
		converted = append(converted, f(a))
	}
	return converted
}

func codeJSON(c Code) jsonCode {
	return jsonCode{
		Code: c.Code, Name: c.Name, Constant: c.Constant,
		Status: c.Status, Deprecation: c.Deprecation, Description: c.Description, Summary: c.Summary,
		Types: append([]string{}, c.Types...), Retry: c.Retry, Advice: c.Advice,
		References: convert(c.References, referenceJSON), Registered: c.Registered, Updated: c.Updated,
		Arguments: jsonArguments{c.Arguments, c.Grammar,
			convert(c.Rules, func(r Rule) jsonRule { return jsonRule{r.Name, r.Text, r.Source} }),
			convert(c.Fields, func(f Field) jsonField { return jsonField(f) })},
		Examples: convert(c.Examples, exampleJSON),
	}
}

func referenceJSON(r Reference) jsonReference { return jsonReference(r) }

func exampleJSON(e Example) jsonExample {
	return jsonExample{e.Line, convert(e.Parts, func(p Part) jsonPart { return jsonPart(p) })}
}
