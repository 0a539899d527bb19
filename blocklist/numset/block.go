package numset

import (
	"math/bits"
	"slices"
)

// Fields of a block's head, in bits, in this order.
const (
	sizeBits  = 14
	firstBits = 50
	countBits = 9
	runsBits  = 6
	riceBits  = 6
	gapsBits  = 15
	headBits  = sizeBits + firstBits + countBits + runsBits + riceBits + gapsBits
)

const (
	minBlockSize = (headBits + 7) / 8
	minRun       = 16 // shorter runs take fewer bits as gaps
	runBits      = 2 * countBits
	maxRuns      = BlockLen / minRun
	maxRice      = 49 // NumberLimit is below 2^50
	maxQuotient  = 2 * BlockLen
)

// head is the fixed part of a block. Positions are in bits from the block's start.
type head struct {
	first   uint64
	count   int
	runs    int
	rice    uint // Rice parameter
	gaps    uint // position of the gaps
	payload uint // position of the payload
}

// readHead reads and checks the fixed part. After it, every position up to payload lies inside the block.
func readHead(block []byte) (head, error) {
	if len(block) < minBlockSize {
		return head{}, formatError("block of %d bytes", len(block))
	}
	start := peek(block, 0)
	rest := peek(block, sizeBits+firstBits)
	field := func(n uint) uint64 {
		v := rest >> (64 - n)
		rest <<= n
		return v
	}
	h := head{first: start & (1<<firstBits - 1)}
	h.count = int(field(countBits)) + 1
	h.runs = int(field(runsBits))
	h.rice = uint(field(riceBits))
	h.gaps = headBits + runBits*uint(h.runs)
	h.payload = h.gaps + uint(field(gapsBits))
	switch size := int(start >> firstBits); {
	case size != len(block):
		return head{}, formatError("block of %d bytes says it has %d", len(block), size)
	case h.first >= NumberLimit, h.rice > maxRice, h.runs > maxRuns:
		return head{}, formatError("block head out of range")
	case h.payload > 8*uint(len(block)):
		return head{}, formatError("gaps reach past the end of the block")
	}
	return h, nil
}

// run returns the index at which the i-th run starts and how many numbers it has. After the last run it returns one
// that no index reaches.
func (h *head) run(block []byte, i int) (start, length int) {
	if i >= h.runs {
		return BlockLen, 0
	}
	v := peek(block, headBits+runBits*uint(i))
	return int(v >> (64 - countBits)), int(v<<countBits>>(64-countBits)) + 1
}

// readGap reads one Rice-coded gap. When there is none, the position it returns is past any payload's.
func readGap(block []byte, pos, rice uint) (gap uint64, next uint) {
	w := peek(block, pos)
	q := uint(bits.LeadingZeros64(w))
	if q+1+rice <= peekBits {
		return uint64(q)<<rice | w<<(q+1)>>(64-rice), pos + q + 1 + rice
	}
	return readLongGap(block, pos, rice)
}

// readLongGap is readGap for any number of bits.
func readLongGap(block []byte, pos, rice uint) (gap uint64, next uint) {
	q := uint(0)
	for q <= maxQuotient {
		w := peek(block, pos+q) >> (64 - peekBits)
		if w != 0 {
			q += uint(bits.LeadingZeros64(w)) - (64 - peekBits)
			pos += q + 1
			return uint64(q)<<rice | peek(block, pos)>>(64-rice), pos + rice
		}
		q += peekBits
	}
	return 0, 8 * (MaxBlockSize + 1)
}

// DecodeBlock checks a whole block and appends its items to dst. It refuses every block but the one that a [Writer]
// makes of those items. A nil code stands for a block without a payload, as a [Delta] has them.
func DecodeBlock(dst []Item, c *Code, block []byte) ([]Item, error) {
	h, err := readHead(block)
	if err != nil {
		return dst, err
	}
	have := len(dst)
	dst = slices.Grow(dst, h.count)[:have+h.count]
	err = readNumbers(dst[have:], &h, block)
	if err == nil {
		err = readSymbols(dst[have:], c, &h, block)
	}
	if err != nil {
		return dst[:have], err
	}
	return dst, nil
}

// readNumbers fills in the numbers of items and checks that no other encoding of them is the canonical one.
func readNumbers(items []Item, h *head, block []byte) error {
	number, pos := h.first, h.gaps
	cost, costBelow, below := 0, 0, max(h.rice, 1)-1
	gaps, runs, adjacent := 0, 0, 0 // adjacent counts the gaps of 0 just passed
	start, length := h.run(block, 0)
	for i := 0; ; gaps++ {
		if i == start {
			if length < minRun || i+length > len(items) || adjacent > 0 {
				return formatError("run of %d numbers at %d", length, i)
			}
			for j := range items[i : i+length] {
				items[i+j].Number = number + uint64(j)
			}
			i += length
			number += uint64(length - 1)
			adjacent = minRun - 2 // one more would have belonged to the run
			runs++
			start, length = h.run(block, runs)
		} else {
			items[i].Number = number
			i++
		}
		if i == len(items) {
			break
		}
		var gap uint64
		gap, pos = readGap(block, pos, h.rice)
		if pos > h.payload || number+gap >= NumberLimit {
			return formatError("gap out of range")
		}
		number += gap + 1
		cost += int(gap>>h.rice+1) >> 1
		costBelow += int(gap>>below+1) >> 1
		adjacent++
		if gap > 0 {
			adjacent = 0
		}
		if adjacent == minRun-1 {
			return formatError("run written as gaps")
		}
	}
	switch {
	case number >= NumberLimit:
		return formatError("number out of range")
	case runs != h.runs:
		return formatError("runs out of order")
	case pos != h.payload:
		return formatError("bits between gaps and payload")
	case cost > gaps, h.rice > 0 && costBelow <= gaps:
		return formatError("Rice parameter %d is not the best one", h.rice)
	}
	return nil
}

// readSymbols fills in the symbols of items and checks the end of the block.
func readSymbols(items []Item, c *Code, h *head, block []byte) error {
	pos := h.payload
	if c == nil {
		return readPadding(h, pos, block)
	}
	for i := range items {
		symbol, n, escaped := c.read(peek(block, pos))
		if escaped && c.lengths[symbol] > 0 {
			return formatError("symbol %d escaped though it has a code word", symbol)
		}
		items[i].Symbol = symbol
		pos += n
	}
	return readPadding(h, pos, block)
}

// readPadding checks that nothing but zero bits follows the payload, which ends at pos.
func readPadding(h *head, pos uint, block []byte) error {
	if (pos+7)/8 != uint(len(block)) {
		return formatError("payload of %d bits in a block of %d bytes", pos-h.payload, len(block))
	}
	if peek(block, pos) != 0 {
		return formatError("padding is not zero")
	}
	return nil
}
