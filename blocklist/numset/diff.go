package numset

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Difference says what a delta does.
type Difference struct {
	Removed, Changed, Added int64
	Bytes                   int64
}

// Diff writes the delta that turns one stream into another. It reads both twice, first for their hashes, and keeps
// one block of each and 4096 operations in memory.
func Diff(w io.Writer, from, to io.ReadSeeker) (Difference, error) {
	d := differ{w: bufio.NewWriterSize(w, 16<<10)}
	err := d.run(from, to)
	if err == nil {
		err = d.w.Flush()
	}
	if err != nil {
		return Difference{}, fmt.Errorf("numset: delta: %w", err)
	}
	return d.sum, nil
}

// differ gathers the operations of one chunk.
type differ struct {
	w                       *bufio.Writer
	code                    *Code // of the result
	encoder                 encoder
	removed, changed, added []Item
	sum                     Difference
}

func (d *differ) run(from, to io.ReadSeeker) error {
	base, fromSum, err := openCursor(from)
	if err != nil {
		return err
	}
	result, toSum, err := openCursor(to)
	if err != nil {
		return err
	}
	d.code = result.r.code
	head := []byte(deltaMagic)
	for _, sum := range [][sha256.Size]byte{fromSum, toSum} {
		f := FingerprintOf(sum)
		head = append(head, f[:]...)
	}
	if base.r.code.lengths == d.code.lengths {
		head = append(head, 0)
	} else if head, err = d.code.AppendBinary(append(head, 1)); err != nil {
		return err
	}
	if err := d.write(head); err != nil {
		return err
	}
	if err := d.compare(base, result); err != nil {
		return err
	}
	if base.r.sum.SHA256 != fromSum || result.r.sum.SHA256 != toSum {
		return errors.New("a stream changed while it was read")
	}
	return d.write([]byte{0, 0, 0})
}

// compare walks through both streams and writes all chunks.
func (d *differ) compare(base, result *cursor) error {
	for {
		a, more, err := base.peek()
		if err != nil {
			return err
		}
		b, moreResult, err := result.peek()
		if err != nil {
			return err
		}
		switch {
		case !more && !moreResult:
			return d.flush()
		case !more || moreResult && b.Number < a.Number:
			d.added = append(d.added, Item{b.Number - base.rank, b.Symbol})
			result.step()
		case !moreResult || a.Number < b.Number:
			d.removed = append(d.removed, Item{Number: base.rank})
			base.step()
		default:
			if a.Symbol != b.Symbol {
				d.changed = append(d.changed, Item{base.rank, b.Symbol})
			}
			base.step()
			result.step()
		}
		if len(d.removed)+len(d.changed)+len(d.added) == chunkLen {
			if err := d.flush(); err != nil {
				return err
			}
		}
	}
}

// flush writes a chunk, if there is anything in it.
func (d *differ) flush() error {
	lists := []*[]Item{&d.removed, &d.changed, &d.added}
	var head []byte
	for _, list := range lists {
		head = binary.AppendUvarint(head, uint64(len(*list)))
	}
	d.sum.Removed += int64(len(d.removed))
	d.sum.Changed += int64(len(d.changed))
	d.sum.Added += int64(len(d.added))
	if len(d.removed)+len(d.changed)+len(d.added) == 0 {
		return nil
	}
	if err := d.write(head); err != nil {
		return err
	}
	for i, list := range lists {
		code := d.code
		if i == 0 {
			code = nil
		}
		for rest := *list; len(rest) > 0; {
			n := min(len(rest), BlockLen)
			if err := d.write(d.encoder.encode(code, rest[:n])); err != nil {
				return err
			}
			rest = rest[n:]
		}
		*list = (*list)[:0]
	}
	return nil
}

func (d *differ) write(b []byte) error {
	d.sum.Bytes += int64(len(b))
	_, err := d.w.Write(b)
	return err
}

// cursor walks through the items of a stream.
type cursor struct {
	r     *Reader
	items []Item
	rank  uint64 // of the present item
}

// openCursor hashes a stream and goes back to its start.
func openCursor(stream io.ReadSeeker) (*cursor, [sha256.Size]byte, error) {
	var sum [sha256.Size]byte
	h := sha256.New()
	if _, err := io.Copy(h, stream); err != nil {
		return nil, sum, err
	}
	h.Sum(sum[:0])
	if _, err := stream.Seek(0, io.SeekStart); err != nil {
		return nil, sum, err
	}
	r, err := NewReader(stream)
	return &cursor{r: r}, sum, err
}

// peek returns the present item, unless the stream is at its end.
func (c *cursor) peek() (item Item, more bool, err error) {
	if len(c.items) == 0 {
		block, err := c.r.Next()
		if errors.Is(err, io.EOF) {
			return Item{}, false, nil
		}
		if err != nil {
			return Item{}, false, err
		}
		c.items = block.Items
	}
	return c.items[0], true, nil
}

func (c *cursor) step() {
	c.items = c.items[1:]
	c.rank++
}
