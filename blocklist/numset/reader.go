package numset

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
)

// Reader reads a stream block by block and checks all of it. It keeps one block in memory.
type Reader struct {
	r     *bufio.Reader
	code  *Code
	block [MaxBlockSize]byte
	items []Item
	next  uint64 // least number that may come next
	hash  hash.Hash
	sum   Summary
	err   error // sticky
}

// NewReader reads the header of a stream. A Reader may read ahead of what it has returned, to the end of r.
func NewReader(r io.Reader) (*Reader, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	code, err := readCode(buffered)
	if err != nil {
		return nil, err
	}
	header, err := code.MarshalBinary()
	if err != nil {
		return nil, err
	}
	rd := &Reader{r: buffered, code: code, items: make([]Item, 0, BlockLen), hash: sha256.New()}
	rd.count(header)
	return rd, nil
}

// Code returns the code in the stream's header.
func (r *Reader) Code() *Code { return r.code }

// Next returns the next block, valid until the call after, or [io.EOF] after the last one. A block that is returned
// is canonical and its numbers follow those of the block before; that the stream is whole and canonical is known only
// at io.EOF.
func (r *Reader) Next() (Block, error) {
	if r.err != nil {
		return Block{}, r.err
	}
	var bytes []byte
	bytes, r.err = r.read()
	if r.err == nil {
		r.err = r.check(bytes)
	}
	if r.err != nil {
		return Block{}, r.err
	}
	return Block{Bytes: bytes, Items: r.items}, nil
}

// All returns the items of all blocks that are left. After an error it ends; at the end of the stream there is none.
func (r *Reader) All() iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for piece, err := range r.Pieces() {
			if err != nil {
				yield(Item{}, err)
				return
			}
			for _, item := range piece {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// Pieces is [Reader.All] by the block: what [Delta.Apply] takes. A piece is valid until the next one.
func (r *Reader) Pieces() iter.Seq2[[]Item, error] {
	return func(yield func([]Item, error) bool) {
		for {
			block, err := r.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(block.Items, err) || err != nil {
				return
			}
		}
	}
}

// Summary describes the whole stream once Next has returned [io.EOF], and until then what was read so far, without
// the hash.
func (r *Reader) Summary() Summary { return r.sum }

// read returns the bytes of the next block.
func (r *Reader) read() ([]byte, error) {
	if err := r.fill(r.block[:2]); err != nil {
		return nil, err
	}
	if string(r.block[:2]) == EndMark {
		r.count(r.block[:2])
		return nil, r.end()
	}
	size := blockSize(r.block[:2])
	if size < minBlockSize {
		return nil, formatError("block of %d bytes", size)
	}
	if err := r.fill(r.block[2:size]); err != nil {
		return nil, err
	}
	return r.block[:size], nil
}

// blockSize returns the size of the block that starts with these two bytes.
func blockSize(start []byte) int { return int(start[0])<<6 | int(start[1])>>2 }

// fill reads exactly len(b) bytes.
func (r *Reader) fill(b []byte) error {
	_, err := io.ReadFull(r.r, b)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return fmt.Errorf("numset: read block %d: %w", r.sum.Blocks, err)
	}
	return nil
}

// end makes sure that nothing follows the end mark, and returns io.EOF if so.
func (r *Reader) end() error {
	switch _, err := r.r.ReadByte(); {
	case err == nil:
		return formatError("bytes after the end mark")
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("numset: read end: %w", err)
	}
	r.hash.Sum(r.sum.SHA256[:0])
	return io.EOF
}

// check decodes a block into r.items and makes sure that it may stand here.
func (r *Reader) check(block []byte) error {
	if r.sum.Blocks > 0 && len(r.items) < BlockLen {
		return formatError("block %d follows one of %d numbers", r.sum.Blocks, len(r.items))
	}
	var err error
	if r.items, err = DecodeBlock(r.items[:0], r.code, block); err != nil {
		return fmt.Errorf("block %d: %w", r.sum.Blocks, err)
	}
	if r.items[0].Number < r.next {
		return formatError("block %d starts before its predecessor ends", r.sum.Blocks)
	}
	r.next = r.items[len(r.items)-1].Number + 1
	r.sum.Blocks++
	r.sum.Entries += int64(len(r.items))
	r.count(block)
	return nil
}

// count takes bytes of the stream into the summary.
func (r *Reader) count(b []byte) {
	r.hash.Write(b)
	r.sum.Bytes += int64(len(b))
}
