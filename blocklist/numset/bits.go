package numset

import "encoding/binary"

// peekBits is how many bits peek returns at least; the rest of its 64 may be zeros that are not in the data.
const peekBits = 57

// peek returns the bits of b from bit pos on, the first one in the highest place. Bits past the end read as zero.
func peek(b []byte, pos uint) uint64 {
	if i := pos >> 3; i+8 <= uint(len(b)) {
		return binary.BigEndian.Uint64(b[i:]) << (pos & 7)
	}
	return peekEnd(b, pos)
}

// peekEnd is peek where fewer than eight bytes are left.
func peekEnd(b []byte, pos uint) uint64 {
	var last [8]byte
	if i := pos >> 3; i < uint(len(b)) {
		copy(last[:], b[i:])
	}
	return binary.BigEndian.Uint64(last[:]) << (pos & 7)
}

// putBits is how many bits put takes at most, so that each call clears the byte the next one starts in.
const putBits = 56

// bitWriter builds one block, highest bit first.
type bitWriter struct {
	buf [MaxBlockSize + 8]byte
	pos uint // in bits
}

func (w *bitWriter) reset() {
	w.buf[0] = 0
	w.pos = 0
}

// put appends the low n bits of v, of which all higher ones are zero; n is at most putBits.
func (w *bitWriter) put(v uint64, n uint) {
	at := w.buf[w.pos>>3:]
	binary.BigEndian.PutUint64(at, uint64(at[0])<<56|v<<(64-n-w.pos&7))
	w.pos += n
}

// putZeros appends n zero bits.
func (w *bitWriter) putZeros(n uint) {
	for ; n > putBits; n -= putBits {
		w.put(0, putBits)
	}
	w.put(0, n)
}

// bytes returns what was written, filled up to a whole byte with zero bits.
func (w *bitWriter) bytes() []byte { return w.buf[:(w.pos+7)/8] }
