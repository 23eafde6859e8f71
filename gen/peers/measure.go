package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/imapcodes/imapcodes/generated/imapcode"
)

// A contender is a way to read lines.
type contender struct {
	name     string
	lines    int    // how many lines a pass reads
	rejected []line // those of the stream that it does not accept
	// pass reads the lines once. The watch runs when pass is called and when it returns. In
	// between, pass may stop it for work that is not part of reading lines.
	pass func(watch stopwatch)
}

// accept returns the lines for which read returns no error, and the others.
func accept(lines []line, read func(text string) error) (accepted, rejected []line) {
	for _, l := range lines {
		if read(l.String()) == nil {
			accepted = append(accepted, l)
		} else {
			rejected = append(rejected, l)
		}
	}
	return accepted, rejected
}

// A stopwatch measures from StartTimer to StopTimer. A *testing.B is one.
type stopwatch interface {
	StartTimer()
	StopTimer()
}

// running is a stopwatch whose time is not needed.
type running struct{}

func (running) StartTimer() {}
func (running) StopTimer()  {}

// A timer is a stopwatch for time.
type timer struct {
	on      bool
	start   time.Time
	elapsed time.Duration
}

// StartTimer starts t unless it is running.
func (t *timer) StartTimer() {
	if !t.on {
		t.on, t.start = true, time.Now()
	}
}

// StopTimer adds the time since StartTimer.
func (t *timer) StopTimer() {
	if t.on {
		t.on, t.elapsed = false, t.elapsed+time.Since(t.start)
	}
}

// A counter is a stopwatch for allocations.
type counter struct {
	on           bool
	start, count uint64
}

// StartTimer starts c unless it is running.
func (c *counter) StartTimer() {
	if !c.on {
		c.on, c.start = true, mallocs()
	}
}

// StopTimer adds the allocations since StartTimer.
func (c *counter) StopTimer() {
	if c.on {
		c.on, c.count = false, c.count+mallocs()-c.start
	}
}

func mallocs() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.Mallocs
}

// A result is a contender with its measurements.
type result struct {
	contender
	rounds      []float64 // nanoseconds a line
	allocations float64   // a line
}

// least is the least time that a contender is measured for in a round.
const least = 20 * time.Millisecond

// measure measures the contenders in turn, in the given number of rounds, so that whatever else the
// machine does slows all of them down alike.
func measure(contenders []contender, rounds int) []result {
	results := make([]result, len(contenders))
	for i, c := range contenders {
		results[i] = result{contender: c, allocations: c.allocations()}
	}
	for range rounds {
		for i, c := range contenders {
			results[i].rounds = append(results[i].rounds, c.time())
		}
	}
	return results
}

// nanoseconds returns the median time of a line.
func (r result) nanoseconds() float64 { return median(r.rounds) }

// ratio returns r's time divided by that of other. It is the median of the ratios of all rounds,
// because whatever disturbs a round disturbs both.
func (r result) ratio(other result) float64 {
	ratios := make([]float64, len(r.rounds))
	for i := range ratios {
		ratios[i] = r.rounds[i] / other.rounds[i]
	}
	return median(ratios)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// time returns how long c takes for a line, in nanoseconds.
func (c contender) time() float64 {
	runtime.GC() // so that the garbage of others is not collected in c's time
	var t timer
	passes := 0
	for ; t.elapsed < least; passes++ {
		t.StartTimer()
		c.pass(&t)
		t.StopTimer()
	}
	return float64(t.elapsed.Nanoseconds()) / float64(passes*c.lines)
}

// allocations returns how often c allocates for a line.
func (c contender) allocations() float64 {
	var count counter
	count.StartTimer()
	c.pass(&count)
	count.StopTimer()
	return float64(count.count) / float64(c.lines)
}

// printLines prints results as a Markdown table. The first is the floor, the second is ours.
func printLines(w io.Writer, results []result) {
	fmt.Fprintln(w,
		"| contender | ns/line | to ours | to the floor | allocations/line | rejected |")
	fmt.Fprintln(w, "| --- | ---: | ---: | ---: | ---: | ---: |")
	for _, r := range results {
		fmt.Fprintf(w, "| %s | %.0f | %.2f | %.1f | %.1f | %d |\n",
			r.name, r.nanoseconds(), r.ratio(results[1]), r.ratio(results[0]), r.allocations,
			len(r.rejected))
	}
}

// printNames prints results as a Markdown table. The first is ours.
func printNames(w io.Writer, results []result) {
	fmt.Fprintln(w, "| contender | ns/name | to ours | allocations/name |")
	fmt.Fprintln(w, "| --- | ---: | ---: | ---: |")
	for _, r := range results {
		fmt.Fprintf(w, "| %s | %.1f | %.2f | %.1f |\n",
			r.name, r.nanoseconds(), r.ratio(results[0]), r.allocations)
	}
}

// printRejected prints the codes of the lines that each contender rejects, the most frequent first.
func printRejected(w io.Writer, contenders []contender) {
	for _, c := range contenders {
		counts := map[imapcode.Code]int{}
		for _, l := range c.rejected {
			counts[l.Code]++
		}
		codes := slices.SortedFunc(maps.Keys(counts), func(a, b imapcode.Code) int {
			return cmp.Or(counts[b]-counts[a], strings.Compare(string(a), string(b)))
		})
		var list []string
		for _, code := range codes {
			list = append(list, fmt.Sprintf("%d %s", counts[code], code))
		}
		if list != nil {
			fmt.Fprintf(w, "%s rejects %s, such as %q.\n",
				c.name, strings.Join(list, ", "), c.rejected[0])
		}
	}
}
