// Package docs writes what is known of the response codes for people to read, and for programs: as Markdown, as a page in
// HTML, as JSON, or by a template of the user's own. Nothing in it reads or writes a file.
//
// The stages, a file each:
//
//	page.go      registry, grammar and sources → Page, which templates are executed over
//	examples.go  templates/examples.txt → []Example
//	select.go    Page → Page with fewer codes, or in another order
//	render.go    Page, template → Markdown, HTML, the user's own text
//	rules.go     grammar → the rules that codes need
//	html.go      Page → the page with its style sheet, its script and the diagrams
//	escape.go    text as it must be written in Markdown and for a shell
//	json.go      Page → JSON, of which templates/codes.schema.json is the schema
//
// A Page is safe to show: no text in it holds a control character, or one that reorders or hides others, whatever the
// registry holds. What else its text may mean where it is written, the templates escape: html/template by itself, a template
// for Markdown with the function markdown.
package docs
