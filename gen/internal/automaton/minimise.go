package automaton

// Minimise returns the DFA that matches the same and has no two states alike, by the algorithm of Valmari and Lehtinen
// ("Efficient minimization of DFAs with partial transition functions", 2008). It splits blocks of states and cords of
// edges (edges of one class into one block) by each other until nothing changes, in time proportional to the edges times
// the logarithm of the states; moving a split needs neither a dead state nor a table of states by classes.
func (d *DFA) Minimise() *DFA {
	blocks := newPartition(len(d.states))
	for i, s := range d.states {
		if s.accept {
			blocks.mark(i)
		}
	}
	blocks.split()

	var tail, class []int // of every edge
	into := make([][]int, len(d.states))
	for i, s := range d.states {
		for _, e := range s.edges {
			into[e.to] = append(into[e.to], len(tail))
			tail = append(tail, i)
			class = append(class, e.class)
		}
	}
	cords := newPartition(len(tail))
	cords.divide(class, len(d.classes))

	for c, b := 0, 1; c < cords.len(); c++ {
		for _, e := range cords.members(c) {
			blocks.mark(tail[e])
		}
		blocks.split()
		for ; b < blocks.len(); b++ {
			for _, s := range blocks.members(b) {
				for _, e := range into[s] {
					cords.mark(e)
				}
			}
			cords.split()
		}
	}
	return d.renumber(func(s int) (int, bool) { return blocks.leader(s), true })
}

// A partition divides the numbers below n into blocks. Some members of blocks may be marked; split makes of each block
// with marks two, and the smaller one is new.
type partition struct {
	elements []int // the members of block 0, then those of block 1 …; the marked ones of each first
	at       []int // where each number stands in elements
	block    []int // of each number
	first    []int // per block: where it begins in elements
	end      []int // per block: where it ends
	marked   []int // per block: how many marks it has
	touched  []int // blocks with marks
}

func newPartition(n int) *partition {
	p := &partition{elements: make([]int, n), at: make([]int, n), block: make([]int, n)}
	for i := range n {
		p.elements[i], p.at[i] = i, i
	}
	if n > 0 {
		p.first, p.end, p.marked = []int{0}, []int{n}, []int{0}
	}
	return p
}

func (p *partition) len() int { return len(p.first) }

// members returns block b; it is valid until the next mark or split.
func (p *partition) members(b int) []int { return p.elements[p.first[b]:p.end[b]] }

func (p *partition) leader(i int) int { return p.elements[p.first[p.block[i]]] }

func (p *partition) mark(i int) {
	b := p.block[i]
	to := p.first[b] + p.marked[b]
	if p.at[i] < to {
		return // marked already
	}
	other := p.elements[to]
	p.elements[p.at[i]], p.at[other] = other, p.at[i]
	p.elements[to], p.at[i] = i, to
	if p.marked[b] == 0 {
		p.touched = append(p.touched, b)
	}
	p.marked[b]++
}

// split divides each block with marks into the marked members and the others, unless all are marked, and removes the
// marks.
func (p *partition) split() {
	for _, b := range p.touched {
		middle := p.first[b] + p.marked[b]
		p.marked[b] = 0
		if middle == p.end[b] {
			continue
		}
		first, end := p.first[b], middle
		if middle-p.first[b] <= p.end[b]-middle {
			p.first[b] = middle
		} else {
			first, end = middle, p.end[b]
			p.end[b] = middle
		}
		for _, i := range p.elements[first:end] {
			p.block[i] = len(p.first)
		}
		p.first, p.end, p.marked = append(p.first, first), append(p.end, end), append(p.marked, 0)
	}
	p.touched = p.touched[:0]
}

// divide makes of the one block a block a label.
func (p *partition) divide(label []int, labels int) {
	labelled := make([][]int, labels)
	for i, l := range label {
		labelled[l] = append(labelled[l], i)
	}
	for _, members := range labelled {
		for _, i := range members {
			p.mark(i)
		}
		p.split()
	}
}
