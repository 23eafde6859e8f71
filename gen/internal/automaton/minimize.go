package automaton

// Minimize returns the DFA that matches the same and has no two equivalent states, by Hopcroft's
// algorithm in the form for DFAs without a dead state. It splits blocks of states by where their
// edges lead, in time proportional to the edges times the logarithm of the states.
func (d *DFA) Minimize() *DFA {
	type arrow struct{ from, class int }
	into := make([][]arrow, len(d.states))
	var accept []int
	for i, s := range d.states {
		if s.accept {
			accept = append(accept, i)
		}
		for _, e := range s.edges {
			into[e.to] = append(into[e.to], arrow{i, e.class})
		}
	}
	p := newPartition(len(d.states))
	p.split(accept)
	for b := 0; b < len(p.blocks); b++ {
		from := make(map[int][]int) // by class: the states with an edge into block b
		for _, s := range p.members(b) {
			for _, a := range into[s] {
				from[a.class] = append(from[a.class], a.from)
			}
		}
		for class := range d.classes {
			p.split(from[class])
		}
	}
	return d.renumber(func(s int) int { return p.members(p.block[s])[0] })
}

// A partition divides the numbers below n into blocks.
type partition struct {
	elements []int // the members of each block, side by side
	at       []int // the index of each number in elements
	block    []int // the block of each number
	blocks   []interval
}

func newPartition(n int) *partition {
	p := &partition{block: make([]int, n), blocks: []interval{{0, n - 1}}}
	for i := range n {
		p.elements, p.at = append(p.elements, i), append(p.at, i)
	}
	return p
}

// members returns block b; it is valid until the next split.
func (p *partition) members(b int) []int { return p.elements[p.blocks[b].lo : p.blocks[b].hi+1] }

// split splits each block that has some of numbers and others too. The smaller part is a new block:
// a block that others were split by before need not be looked at again, only its new part.
func (p *partition) split(numbers []int) {
	var touched []int
	marked := map[int]int{} // by block: how many of its members are in numbers, which come first
	for _, i := range numbers {
		b := p.block[i]
		to := p.blocks[b].lo + marked[b]
		if p.at[i] < to {
			continue // marked already
		}
		if marked[b] == 0 {
			touched = append(touched, b)
		}
		marked[b]++
		other := p.elements[to]
		p.elements[p.at[i]], p.at[other] = other, p.at[i]
		p.elements[to], p.at[i] = i, to
	}
	for _, b := range touched {
		lo, middle, hi := p.blocks[b].lo, p.blocks[b].lo+marked[b], p.blocks[b].hi
		small, large := interval{lo, middle - 1}, interval{middle, hi}
		if small.hi-small.lo > large.hi-large.lo {
			small, large = large, small
		}
		if small.lo > small.hi {
			continue
		}
		p.blocks[b] = large
		for _, i := range p.elements[small.lo : small.hi+1] {
			p.block[i] = len(p.blocks)
		}
		p.blocks = append(p.blocks, small)
	}
}
