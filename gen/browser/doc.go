// Package browser holds the test of generated/docs/codes.html in a browser. It is a module of its
// own, so that what drives the browser is nobody else's dependency:
//
//	npm ci    # axe-core, which finds what people stumble over who cannot see the page, or not well
//	go test -count 1 .
//
// The page lies outside of the module, where go test does not notice that it has changed: hence
// -count 1. What is not installed, Chromium or axe-core, is not tested, and the test says so with
// -v.
package browser
