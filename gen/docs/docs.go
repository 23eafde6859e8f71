// Package docs describes the response codes for people and for programs: as a Markdown table, an
// HTML page, JSON, source code of several languages, or by a user's own template, which is executed
// over a Page. It reads files only from the file systems that it is given, and writes none.
//
// The stages, one per file:
//
//	page.go      the compiled registry → Page
//	examples.go  templates/examples.txt → []Example
//	select.go    Page → Page with fewer codes, or in another order
//	field.go     the arguments of a code → []Field
//	render.go    Page, format → Markdown, MDX, JSON, source code
//	template.go  Page, template → a user's own format
//	inject.go    Page, Markdown of other people → the same with tables in it
//	words.go     a name → its words in the style of another language
//	language.go  text as strings, comments and identifiers of other languages
//	html.go      Page → the HTML page with its style sheet, script and diagrams
//	task.go      the tasks by which the page can sort codes
//	escape.go    text as Markdown, as a word for a shell, and in lines
//	json.go      Page → JSON, whose schema is templates/codes.schema.json
//
// All text in a Page is safe to show: it is valid UTF-8, on one line, without control characters
// and without characters that reorder or hide others. The readers of the registry, the grammar
// and the examples reject anything else. What the text means in the output format, such as a < in
// HTML, is for the template to escape.
package docs
