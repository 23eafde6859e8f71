// Package browser holds the test of generated/docs/codes.html in a browser. It is a module of its own, so that what drives
// the browser is nobody else's dependency.
package browser
