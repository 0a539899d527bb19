package numset

import (
	"cmp"
	"slices"
)

// leaf is a symbol, or the escape, with its number of occurrences.
type leaf struct {
	weight uint64
	symbol uint16
}

// limitedLengths sets the lengths of an optimal prefix code with words of at most maxCodeLen bits, by the
// package-merge algorithm (Larmore and Hirschberg, 1990). A single leaf gets the empty word.
func limitedLengths(leaves []leaf, lengths *[escape + 1]uint8) {
	slices.SortFunc(leaves, func(a, b leaf) int {
		return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.symbol, b.symbol))
	})
	// Each level merges the leaves, in order, with the pairs of the level before. Of a level, only its weights (for
	// the next one) and which of its entries are leaves (for the way back) matter.
	var isLeaf [maxCodeLen][]bool
	var weights, previous []uint64
	for level := range isLeaf {
		weights, isLeaf[level] = mergeLevel(leaves, previous)
		previous = weights
	}
	take := 2*len(leaves) - 2
	for level := maxCodeLen - 1; level >= 0; level-- {
		taken := 0
		for _, is := range isLeaf[level][:take] {
			if is {
				lengths[leaves[taken].symbol]++
				taken++
			}
		}
		take = 2 * (take - taken)
	}
}

// mergeLevel merges leaves with the sums of each two neighbours of previous, both ascending.
func mergeLevel(leaves []leaf, previous []uint64) (weights []uint64, isLeaf []bool) {
	pairs := len(previous) / 2
	for l, p := 0, 0; l < len(leaves) || p < pairs; {
		pick := p == pairs
		if !pick && l < len(leaves) {
			pick = leaves[l].weight <= previous[2*p]+previous[2*p+1]
		}
		if pick {
			weights = append(weights, leaves[l].weight)
			l++
		} else {
			weights = append(weights, previous[2*p]+previous[2*p+1])
			p++
		}
		isLeaf = append(isLeaf, pick)
	}
	return weights, isLeaf
}

// build assigns the words of the canonical Huffman code, in the order of length and then symbol, and fills the tables
// for reading and writing them.
func (c *Code) build() {
	for symbol, n := range c.lengths {
		if n > 0 || symbol == escape {
			c.symbols = append(c.symbols, uint16(symbol))
		}
	}
	slices.SortStableFunc(c.symbols, func(a, b uint16) int { return cmp.Compare(c.lengths[a], c.lengths[b]) })
	next := uint32(0) // left-aligned to maxCodeLen bits
	i := 0
	for n := range uint8(maxCodeLen + 1) {
		c.base[n] = int32(i) - int32(next>>(maxCodeLen-n))
		for ; i < len(c.symbols) && c.lengths[c.symbols[i]] == n; i++ {
			c.assign(int(c.symbols[i]), next>>(maxCodeLen-n), n)
			next += 1 << (maxCodeLen - n)
		}
		c.limit[n] = next
	}
	c.fillSkips()
}

// assign gives a symbol the code word of n bits. The escape's word gives theirs to all symbols without one.
func (c *Code) assign(symbol int, bits uint32, n uint8) {
	taken := n
	if symbol == escape {
		taken += symbolBits
		for s, length := range c.lengths[:escape] {
			if length == 0 {
				c.words[s] = word{bits<<symbolBits | uint32(s), taken}
			}
		}
	} else {
		c.words[symbol] = word{bits, n}
	}
	if n > fastBits {
		return
	}
	span := 1 << (fastBits - n)
	for i := int(bits) * span; i < int(bits+1)*span; i++ {
		c.fast[i] = uint32(symbol)<<8 | uint32(taken)
	}
}

// read returns the symbol written in the highest bits of w, how many bits it takes, at most maxCodeLen+symbolBits, and
// whether it was written out after the escape. It cannot fail: any bits start with a code word.
func (c *Code) read(w uint64) (symbol uint16, n uint, escaped bool) {
	e := c.fast[w>>(64-fastBits)]
	if e == 0 {
		e = c.long(w)
	}
	symbol, n = uint16(e>>8), uint(e&0xff)
	if symbol == escape {
		return uint16(w << (n - symbolBits) >> (64 - symbolBits)), n, true
	}
	return symbol, n, false
}

// long returns the entry fast would have if it were indexed by maxCodeLen bits.
func (c *Code) long(w uint64) uint32 {
	bits := uint32(w >> (64 - maxCodeLen))
	n := uint32(fastBits + 1)
	for n < maxCodeLen && bits >= c.limit[n] {
		n++
	}
	symbol := c.symbols[c.base[n]+int32(bits>>(maxCodeLen-n))]
	if symbol == escape {
		return escape<<8 | (n + symbolBits)
	}
	return uint32(symbol)<<8 | n
}

// fillSkips fills the table that steps over several symbols at once.
func (c *Code) fillSkips() {
	for v := range c.skips {
		w := uint64(v) << (64 - skipBits)
		count, taken := uint(0), uint(0)
		for {
			_, n, _ := c.read(w << taken)
			if taken+n > skipBits { // the code word may go on in bits that v does not have
				break
			}
			count++
			taken += n
		}
		c.skips[v] = uint16(count<<8 | taken)
	}
}

// skip returns the position after count symbols that start at pos.
func (c *Code) skip(block []byte, pos uint, count int) uint {
	for count > 0 {
		w := peek(block, pos)
		for left := uint(peekBits); left >= skipBits && count > skipBits; {
			e := uint(c.skips[w>>(64-skipBits)])
			if e == 0 {
				break
			}
			n := e & 0xff
			w <<= n & 63
			left -= n
			pos += n
			count -= int(e >> 8)
		}
		_, n, _ := c.read(peek(block, pos))
		pos += n
		count--
	}
	return pos
}
