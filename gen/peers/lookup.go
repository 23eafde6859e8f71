package main

import (
	"math/rand/v2"
	"strings"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// newNames returns n names to look up: a third are codes as registered, a third codes in lower or
// mixed case, and a third are not codes. Of those, half differ from a code in an octet or in
// length.
func newNames(seed uint64, n int) []string {
	g := &generator{rand.New(rand.NewPCG(seed, 1))}
	var codes []string
	for code := range imapcode.All() {
		codes = append(codes, string(code))
	}
	names := make([]string, n)
	for i := range names {
		name := pick(g, codes)
		switch g.IntN(6) {
		case 2:
			name = strings.ToLower(name)
		case 3:
			name = g.mixedCase(name)
		case 4:
			name = g.misspelled(name)
		case 5:
			name = pick(g, []string{
				"WEBALERT", "THROTTLED", "MESSAGELIMIT", "X-" + name, "ERROR", "NOT-UTF-8",
			})
		}
		names[i] = name
	}
	return names
}

func (g *generator) mixedCase(name string) string {
	octets := []byte(name)
	for i, c := range octets {
		if 'A' <= c && c <= 'Z' && g.IntN(2) == 0 {
			octets[i] |= 0x20
		}
	}
	return string(octets)
}

// misspelled returns name with an octet replaced, or without its last.
func (g *generator) misspelled(name string) string {
	if g.IntN(2) == 0 {
		return name[:len(name)-1]
	}
	i := g.IntN(len(name))
	return name[:i] + "0" + name[i+1:]
}

// lookup is imapcode.Lookup.
func lookup(names []string) contender {
	return contender{name: "imapcode.Lookup", lines: len(names), pass: func(stopwatch) {
		for _, name := range names {
			code, _ := imapcode.Lookup(name)
			sink += uint64(len(code))
		}
	}}
}

// lookupMap looks names up in a map, as code without this package would.
func lookupMap(names []string) contender {
	known := map[string]imapcode.Code{}
	for code := range imapcode.All() {
		known[string(code)] = code
	}
	pass := func(stopwatch) {
		for _, name := range names {
			sink += uint64(len(known[strings.ToUpper(name)]))
		}
	}
	return contender{name: "map of codes, after strings.ToUpper", lines: len(names), pass: pass}
}
