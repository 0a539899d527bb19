package numset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"hangup/blocklist"
)

const (
	magic = "NSET\x01" // the last byte is the version

	maxCodeLen = 15 // bits of the longest code word
	symbolBits = 13 // bits of a symbol written out after the escape
	escape     = blocklist.SymbolLimit
	maxOwn     = blocklist.SymbolLimit // symbols that can have code words of their own
	minOwn     = 2                     // a symbol seen less often costs more in the header than it saves

	fastBits = 10 // code words up to this length are decoded by one table access
	skipBits = 11 // bits stepped over by one table access
)

// Frequencies counts how often each symbol occurs.
type Frequencies [blocklist.SymbolLimit]uint64

// Code is the Huffman code for the symbols of one stream, and at once the stream's header. Frequent symbols have code
// words of their own; any other is written out after an escape word, so that a code outlives the set it was made for.
// A Code does not change and may be used by many goroutines.
type Code struct {
	lengths [escape + 1]uint8 // 0 for a symbol without its own word; the last is the escape's
	words   [blocklist.SymbolLimit]word
	// fast maps the next fastBits bits to symbol<<8 | bits taken, or to 0 when the code word is longer. The bits
	// taken by an escape include the symbol written out.
	fast [1 << fastBits]uint32
	// skips maps the next skipBits bits to the whole symbols in them: how many << 8 | bits they take.
	skips [1 << skipBits]uint16
	// For longer code words: limit is the first value, of the next maxCodeLen bits, that is no word of at most that
	// length; base turns a word of that length into an index of symbols, which are in the order of their words.
	limit   [maxCodeLen + 1]uint32
	base    [maxCodeLen + 1]int32
	symbols []uint16
}

// word is how a symbol is written.
type word struct {
	bits uint32
	n    uint8 // how many bits, at most maxCodeLen+symbolBits
}

// NewCode returns the shortest code for symbols that occur so often, with words of at most 15 bits. A symbol that
// occurs less than twice is left to the escape. The same counts always give the same code.
func NewCode(freq *Frequencies) *Code {
	weights := make([]leaf, 0, 64)
	escaped := uint64(1) // so that the escape exists even when nothing needs it yet
	for symbol, n := range freq {
		if n >= minOwn {
			weights = append(weights, leaf{min(n, 1<<48), uint16(symbol)}) // sums stay below 2^64
		} else {
			escaped += n
		}
	}
	weights = append(weights, leaf{escaped, escape})
	c := new(Code)
	limitedLengths(weights, &c.lengths)
	c.build()
	return c
}

// Bits returns how many bits symbols that occur so often take in this code: what tells whether a code made for another
// set is still a good one.
func (c *Code) Bits(freq *Frequencies) uint64 {
	bits := uint64(0)
	for symbol, n := range freq {
		bits += n * uint64(c.words[symbol].n)
	}
	return bits
}

// AppendBinary appends the stream header that carries the code. The error is always nil.
func (c *Code) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, magic...)
	own := 0
	for _, n := range c.lengths[:escape] {
		if n > 0 {
			own++
		}
	}
	b = binary.AppendUvarint(b, uint64(own))
	b = append(b, c.lengths[escape])
	next := 0
	for symbol, n := range c.lengths[:escape] {
		if n > 0 {
			b = binary.AppendUvarint(b, uint64(symbol-next)<<4|uint64(n))
			next = symbol + 1
		}
	}
	return b, nil
}

// MarshalBinary returns the stream header that carries the code. The error is always nil.
func (c *Code) MarshalBinary() ([]byte, error) { return c.AppendBinary(nil) }

// ParseCode is the inverse of [Code.MarshalBinary]. It refuses anything MarshalBinary would not write.
func ParseCode(header []byte) (*Code, error) {
	r := bytes.NewReader(header)
	c, err := readCode(r)
	if err != nil {
		return nil, err
	}
	if r.Len() > 0 {
		return nil, formatError("%d bytes after the header", r.Len())
	}
	return c, nil
}

// readCode reads a header and not a byte more.
func readCode(r io.ByteReader) (*Code, error) {
	for i := range len(magic) {
		b, err := readByte(r)
		if err != nil {
			return nil, err
		}
		if b != magic[i] {
			return nil, formatError("header starts with the wrong bytes")
		}
	}
	own, err := readUvarint(r, maxOwn)
	if err != nil {
		return nil, err
	}
	c := new(Code)
	if c.lengths[escape], err = readByte(r); err != nil {
		return nil, err
	}
	if c.lengths[escape] > maxCodeLen {
		return nil, formatError("escape of %d bits", c.lengths[escape])
	}
	space := 1 << maxCodeLen >> c.lengths[escape] // sum of 2^-length over all words, in units of 2^-maxCodeLen
	next := uint64(0)
	for range own {
		v, err := readUvarint(r, maxOwn<<4)
		if err != nil {
			return nil, err
		}
		symbol, n := next+v>>4, v&15
		if symbol >= escape || n == 0 {
			return nil, formatError("code word of %d bits for symbol %d", n, symbol)
		}
		c.lengths[symbol] = uint8(n)
		space += 1 << maxCodeLen >> n
		next = symbol + 1
	}
	if space != 1<<maxCodeLen {
		return nil, formatError("code words do not fill the code")
	}
	c.build()
	return c, nil
}

// readByte turns an end of the data into io.ErrUnexpectedEOF.
func readByte(r io.ByteReader) (byte, error) {
	b, err := r.ReadByte()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return 0, fmt.Errorf("numset: read header: %w", err)
	}
	return b, nil
}

// readUvarint reads a varint of at most limit in as few bytes as it can be written.
func readUvarint(r io.ByteReader, limit uint64) (uint64, error) {
	var v uint64
	for shift := 0; v <= limit && shift < 21; shift += 7 {
		b, err := readByte(r)
		if err != nil {
			return 0, err
		}
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			if v > limit || b == 0 && shift > 0 {
				break
			}
			return v, nil
		}
	}
	return 0, formatError("header holds a bad varint")
}
