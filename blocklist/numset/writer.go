package numset

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"

	"hangup/blocklist"
)

// EndMark is what follows the last block: a size of 0. A header, the bytes of all blocks in the order of their first
// numbers, and EndMark are the stream again.
const EndMark = "\x00\x00"

// Writer writes a stream.
type Writer struct {
	// OnBlock, if set, is called with every block right after it was written. A block is valid during the call. An
	// error ends the stream.
	OnBlock func(Block) error

	w       io.Writer
	code    *Code
	encoder encoder
	items   []Item
	hash    hash.Hash
	sum     Summary
	err     error // sticky
}

// NewWriter returns a Writer of a stream with the given code. Nothing is written before the first block is full or
// the Writer is closed; then header, blocks and end mark are written by one call of w.Write each.
func NewWriter(w io.Writer, c *Code) *Writer {
	return &Writer{w: w, code: c, items: make([]Item, 0, BlockLen), hash: sha256.New()}
}

// Add appends one number, which must be larger than the one before. After an error the stream cannot be finished.
func (w *Writer) Add(item Item) error {
	if w.err != nil {
		return w.err
	}
	if w.err = w.check(item); w.err == nil && len(w.items) == BlockLen {
		w.err = w.flush()
	}
	if w.err == nil {
		w.items = append(w.items, item)
	}
	return w.err
}

// check reports why an item cannot be the next one.
func (w *Writer) check(item Item) error {
	if item.Number >= NumberLimit {
		return fmt.Errorf("numset: number %d has more than 15 digits", item.Number)
	}
	if item.Symbol >= blocklist.SymbolLimit {
		return fmt.Errorf("numset: symbol %d is out of range", item.Symbol)
	}
	if n := len(w.items); n > 0 && item.Number <= w.items[n-1].Number {
		return fmt.Errorf("numset: number %d comes after %d", item.Number, w.items[n-1].Number)
	}
	return nil
}

// Close writes what is left and the end mark. It does not close the underlying writer.
func (w *Writer) Close() error {
	if w.err != nil {
		return w.err
	}
	if len(w.items) > 0 {
		w.err = w.flush()
	} else {
		w.err = w.header()
	}
	if w.err == nil {
		w.err = w.write([]byte(EndMark))
	}
	if w.err != nil {
		return w.err
	}
	w.hash.Sum(w.sum.SHA256[:0])
	w.err = errors.New("numset: stream is closed")
	return nil
}

// Summary describes the stream after Close has returned nil.
func (w *Writer) Summary() Summary { return w.sum }

// flush writes the items gathered so far as one block.
func (w *Writer) flush() error {
	if w.sum.Bytes == 0 {
		if err := w.header(); err != nil {
			return err
		}
	}
	block := w.encoder.encode(w.code, w.items)
	if err := w.write(block); err != nil {
		return err
	}
	w.sum.Blocks++
	w.sum.Entries += int64(len(w.items))
	if w.OnBlock != nil {
		if err := w.OnBlock(Block{Bytes: block, Items: w.items}); err != nil {
			return err
		}
	}
	w.items = w.items[:0]
	return nil
}

func (w *Writer) header() error {
	header, err := w.code.MarshalBinary()
	if err != nil {
		return err
	}
	return w.write(header)
}

func (w *Writer) write(b []byte) error {
	if _, err := w.w.Write(b); err != nil {
		return fmt.Errorf("numset: write: %w", err)
	}
	w.hash.Write(b)
	w.sum.Bytes += int64(len(b))
	return nil
}
