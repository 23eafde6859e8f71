// Command peers compares the generated package with other people's code: it reads the same 20,000 status responses with
// each and prints how long a line takes, as Markdown. The README beside it says what each contender is.
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

// streamLines is how many lines there are.
const streamLines = 20_000

func main() {
	rounds := flag.Int("rounds", 15, "how often each contender is measured, all of them in turn")
	seed := flag.Uint64("seed", 1, "of the random lines")
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
	fmt.Printf("%d lines of %.1f octets on average (seed %d), medians of %d rounds, %s %s/%s, %d CPUs\n\n",
		len(lines), float64(size)/float64(len(lines)), *seed, *rounds, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	readers := contenders(lines)
	printLines(os.Stdout, measure(readers, *rounds))
	fmt.Println()
	printRejected(os.Stdout, readers)
	fmt.Println()
	printNames(os.Stdout, measure(lookups(newNames(*seed, streamLines)), *rounds))
}

// contenders returns all that read lines: the floor, ours, then the peers.
func contenders(lines []line) []contender {
	return []contender{
		floor(lines), parse(lines), parseArguments(lines), parseReader(lines),
		goImap2Decoder(lines), goImap2Client(lines), goImap1(lines),
	}
}

// lookups returns all that look up the names of codes.
func lookups(names []string) []contender {
	return []contender{lookup(names), lookupMap(names)}
}
