// Command peers compares the generated package with other people's code: it reads the same 20,000
// status responses with each and prints how long a line takes, as Markdown. README.md says what
// each contender is.
//
//	go run .
//	go run . -rounds 50 -seed 7
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
)

// streamLines is the number of lines to read, and of names to look up.
const streamLines = 20_000

func main() {
	rounds := flag.Int("rounds", 15, "measure the contenders in turn this many times")
	seed := flag.Uint64("seed", 1, "make random lines and names from this seed")
	flag.Parse()
	if flag.NArg() > 0 || *rounds < 1 {
		flag.Usage()
		os.Exit(2)
	}
	lines := newStream(*seed, streamLines)
	size := 0
	for _, l := range lines {
		size += l.Size()
	}
	fmt.Printf("%d lines of %.1f octets on average (seed %d), medians of %d rounds, ",
		len(lines), float64(size)/float64(len(lines)), *seed, *rounds)
	fmt.Printf("%s %s/%s, %d CPUs\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	readers := contenders(lines)
	printLines(os.Stdout, measure(readers, *rounds))
	fmt.Println()
	printRejected(os.Stdout, readers)
	fmt.Println()
	printNames(os.Stdout, measure(lookups(newNames(*seed, streamLines)), *rounds))
}

// contenders returns what reads lines: the floor, ours, then the peers.
func contenders(lines []line) []contender {
	return []contender{
		floor(lines), parse(lines), parseArguments(lines), parseReader(lines),
		goImap2(lines), goImap1(lines),
	}
}

// lookups returns what looks up the names of codes.
func lookups(names []string) []contender {
	return []contender{lookup(names), lookupMap(names)}
}
