package numset

// encoder turns up to BlockLen items into one block.
type encoder struct {
	bits bitWriter
	gaps []uint64 // less one each, outside of runs
	runs []run
}

// run is a longest sequence of at least minRun consecutive numbers in a block.
type run struct{ start, length int }

// encode returns the canonical block of items, which must be ascending and in range. Without a code it has no payload.
// The bytes are valid until the next call.
func (e *encoder) encode(c *Code, items []Item) []byte {
	e.split(items)
	rice := riceParameter(e.gaps)
	gapBits := uint(len(e.gaps)) * (rice + 1)
	for _, gap := range e.gaps {
		gapBits += uint(gap >> rice)
	}
	w := &e.bits
	w.reset()
	w.put(0, sizeBits)
	w.put(items[0].Number, firstBits)
	w.put(uint64(len(items)-1), countBits)
	w.put(uint64(len(e.runs)), runsBits)
	w.put(uint64(rice), riceBits)
	w.put(uint64(gapBits), gapsBits)
	for _, r := range e.runs {
		w.put(uint64(r.start), countBits)
		w.put(uint64(r.length-1), countBits)
	}
	for _, gap := range e.gaps {
		w.putZeros(uint(gap >> rice))
		w.put(1<<rice|gap&(1<<rice-1), rice+1)
	}
	if c != nil {
		for _, item := range items {
			word := c.words[item.Symbol]
			w.put(uint64(word.bits), uint(word.n))
		}
	}
	block := w.bytes()
	block[0] |= byte(len(block) >> 6)
	block[1] |= byte(len(block) << 2)
	return block
}

// split sorts the steps between items into runs and gaps.
func (e *encoder) split(items []Item) {
	e.gaps, e.runs = e.gaps[:0], e.runs[:0]
	for i := 0; ; {
		length := 1
		for i+length < len(items) && items[i+length].Number == items[i].Number+uint64(length) {
			length++
		}
		if length >= minRun {
			e.runs = append(e.runs, run{i, length})
		} else {
			for range length - 1 {
				e.gaps = append(e.gaps, 0)
			}
		}
		i += length
		if i == len(items) {
			return
		}
		e.gaps = append(e.gaps, items[i].Number-items[i-1].Number-1)
	}
}

// riceParameter returns the smallest parameter that needs the fewest bits for the gaps.
//
// With parameter k they need n(k+1) + sum(gap>>k) bits. One more adds n bits and saves the sum of (gap>>k + 1)>>1,
// which falls as k grows; so the first k at which that is no gain is the best of all.
func riceParameter(gaps []uint64) uint {
	var total uint64
	for _, gap := range gaps {
		total += gap
	}
	n := uint64(len(gaps))
	k := uint(0)
	for n > 0 && total>>k >= 3*n { // one more still gains: each term is above (gap/2^k - 1)/2
		k++
	}
	for {
		var saved uint64
		for _, gap := range gaps {
			saved += (gap>>k + 1) >> 1
		}
		if saved <= n {
			return k
		}
		k++
	}
}
