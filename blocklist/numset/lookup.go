package numset

import "math/bits"

// Lookup finds a number in a block. It reads no more numbers than it must, steps over the symbols before the one it
// wants, and allocates nothing. It trusts the block to be one that [Reader] or [DecodeBlock] has accepted: of a
// damaged one it reports what it happens to notice, with [ErrFormat], and may answer wrongly.
func Lookup(c *Code, block []byte, number uint64) (symbol uint16, found bool, err error) {
	h, err := readHead(block)
	if err != nil {
		return 0, false, err
	}
	index, found, err := h.find(block, number)
	if !found || err != nil {
		return 0, false, err
	}
	pos := c.skip(block, h.payload, index)
	symbol, n, _ := c.read(peek(block, pos))
	if pos+n > 8*uint(len(block)) {
		return 0, false, formatError("payload reaches past the end of the block")
	}
	return symbol, true, nil
}

// find returns the index of a number in the block.
func (h *head) find(block []byte, number uint64) (index int, found bool, err error) {
	at, pos, i := h.first, h.gaps, 0
	for runs := 0; ; runs++ {
		start, length := h.run(block, runs)
		pos, i, at = h.advance(block, pos, i, min(start, h.count-1), at, number)
		if i == start && at <= number {
			if number-at < uint64(length) {
				return i + int(number-at), true, nil
			}
			i += length - 1
			at += uint64(length - 1)
			pos, i, at = h.advance(block, pos, i, min(i+1, h.count-1), at, number)
		}
		if pos > h.payload {
			return 0, false, formatError("gaps reach into the payload")
		}
		if at >= number || i >= h.count-1 {
			return i, at == number, nil
		}
	}
}

// advance reads gaps at pos, from the number at with index i on, to the number with index end or the first one that
// is not below target. It returns the new pos, i and at. It is [readGap] in a loop, with the bits kept at hand; the
// masks change no shift, but tell the compiler that none reaches 64.
func (h *head) advance(block []byte, pos uint, i, end int, at, target uint64) (uint, int, uint64) {
	var w uint64
	var left uint // bits of w not yet used
	for rice := h.rice; i < end && at < target; i++ {
		q := uint(bits.LeadingZeros64(w))
		if q+1+rice > left {
			w, left = peek(block, pos), peekBits
			q = uint(bits.LeadingZeros64(w))
		}
		n := q + 1 + rice
		if n > left {
			var gap uint64
			gap, pos = readLongGap(block, pos, rice)
			at += gap + 1
			left = 0
			continue
		}
		at += uint64(q)<<(rice&63) + w<<(q&63)<<1>>1>>((63-rice)&63) + 1
		w <<= n & 63
		left -= n
		pos += n
	}
	return pos, i, at
}
