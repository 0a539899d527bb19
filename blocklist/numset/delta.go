package numset

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"sort"
)

const (
	deltaMagic = "NDLT\x01" // the last byte is the version
	chunkLen   = 4096       // operations in every chunk of a delta but the last one
)

// Fingerprint is the start of a stream's SHA-256: enough to notice a mistake, not to stop a forger.
type Fingerprint [8]byte

// FingerprintOf returns the start of a SHA-256.
func FingerprintOf(sum [sha256.Size]byte) Fingerprint { return Fingerprint(sum[:len(Fingerprint{})]) }

// Delta reads what turns one stream, its base, into another. It holds one chunk of 4096 operations in memory.
type Delta struct {
	r        *bufio.Reader
	code     *Code // of the result
	from, to Fingerprint
	buf      [MaxBlockSize]byte
	short    bool // the chunk was not full, so it is the last one
	ended    bool

	// The operations of the present chunk that are still to come, in their order.
	edits []Item    // removals and changes by rank; the symbol of a removal is removal
	adds  []Item    // additions by free rank
	lists [2][]Item // what backs them

	rank     uint64 // how many items of the base were passed
	nextEdit uint64 // least rank that an edit of the next chunk can have
	nextAdd  uint64 // least free rank that an addition of the next chunk can have
}

// removal is no symbol.
const removal = math.MaxUint16

// NewDelta reads the head of a delta for a base whose stream has the given code. A Delta may read ahead of what it
// needs, to the end of r.
func NewDelta(r io.Reader, base *Code) (*Delta, error) {
	d := &Delta{r: bufio.NewReaderSize(r, 16<<10), code: base}
	head := make([]byte, len(deltaMagic)+len(d.from)+len(d.to)+1)
	if err := d.fill(head); err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(head, []byte(deltaMagic)) {
		return nil, formatError("delta starts with the wrong bytes")
	}
	sums := head[len(deltaMagic):]
	copy(d.from[:], sums)
	copy(d.to[:], sums[len(d.from):])
	switch head[len(head)-1] {
	case 0:
	case 1:
		var err error
		if d.code, err = readCode(d.r); err != nil {
			return nil, err
		}
		if d.code.lengths == base.lengths {
			return nil, formatError("delta repeats the code of its base")
		}
	default:
		return nil, formatError("delta starts with the wrong bytes")
	}
	return d, nil
}

// From returns the fingerprint of the stream that the delta is for.
func (d *Delta) From() Fingerprint { return d.from }

// To returns the fingerprint of the stream that results, as the delta claims. Whoever writes that stream has to compare
// its SHA-256 with a signed one: a delta that was read without an error is canonical, but may be one for another base.
func (d *Delta) To() Fingerprint { return d.to }

// Code returns the code of the stream that results.
func (d *Delta) Code() *Code { return d.code }

// Apply merges the items of the base, ascending and in pieces of any length, with the delta, and returns the items of
// the result in pieces that are valid until the next one. It can be called once. After an error there are no more
// pieces; it is [ErrFormat] when the delta is not canonical or not one for this base.
//
// The pieces of one delta can be the base of the next: so a chain of deltas takes one pass.
func (d *Delta) Apply(base iter.Seq2[[]Item, error]) iter.Seq2[[]Item, error] {
	return func(yield func([]Item, error) bool) {
		err := d.apply(base, func(items []Item) error {
			if !yield(items, nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	}
}

// errStopped means that whoever takes the pieces wants no more.
var errStopped = errors.New("numset: stopped")

// emit takes the next piece.
type emit func([]Item) error

func (d *Delta) apply(base iter.Seq2[[]Item, error], to emit) error {
	if err := d.load(); err != nil {
		return err
	}
	for piece, err := range base {
		if err == nil {
			err = d.merge(piece, to)
		}
		if err != nil {
			return err
		}
	}
	return d.rest(to)
}

// merge applies the operations that fall among the items of a piece.
func (d *Delta) merge(piece []Item, to emit) (err error) {
	for err == nil {
		edit, add := d.indexOfEdit(len(piece)), d.indexOfAdd(piece)
		i := min(edit, add)
		if i > 0 {
			if err := to(piece[:i]); err != nil {
				return err
			}
		}
		d.rank += uint64(i)
		piece = piece[i:]
		switch {
		case len(piece) == 0:
			return nil
		case add <= edit:
			err = d.add(to)
		default:
			err = d.edit(piece[0], to)
			piece = piece[1:]
		}
	}
	return err
}

// indexOfEdit returns how many items stand before the next one that is removed or changed, and at most limit.
func (d *Delta) indexOfEdit(limit int) int {
	if len(d.edits) == 0 {
		return limit
	}
	return int(min(d.edits[0].Number-d.rank, uint64(limit)))
}

// indexOfAdd returns how many items of a piece stand before the next addition: all of them when it comes later.
func (d *Delta) indexOfAdd(piece []Item) int {
	if len(d.adds) == 0 {
		return len(piece)
	}
	free := d.adds[0].Number
	return sort.Search(len(piece), func(i int) bool { return piece[i].Number-d.rank-uint64(i) > free })
}

// add emits the next addition, whose place is before the item of the present rank.
func (d *Delta) add(to emit) error {
	item := d.adds[0]
	d.adds = d.adds[1:]
	d.nextEdit, d.nextAdd = d.rank, item.Number+1
	item.Number += d.rank
	if item.Number >= NumberLimit {
		return formatError("delta adds a number out of range")
	}
	if err := to([]Item{item}); err != nil {
		return err
	}
	return d.loadIfDone()
}

// edit removes or changes the item of the present rank.
func (d *Delta) edit(item Item, to emit) error {
	edit := d.edits[0]
	d.edits = d.edits[1:]
	d.nextEdit, d.nextAdd = d.rank+1, item.Number-d.rank
	d.rank++
	if edit.Symbol == item.Symbol {
		return formatError("delta changes nothing at rank %d", edit.Number)
	}
	if edit.Symbol != removal {
		if err := to([]Item{{item.Number, edit.Symbol}}); err != nil {
			return err
		}
	}
	return d.loadIfDone()
}

// rest emits the additions above all of the base and makes sure that the delta ends.
func (d *Delta) rest(to emit) error {
	for !d.ended {
		if len(d.edits) > 0 {
			return formatError("delta edits rank %d of %d", d.edits[0].Number, d.rank)
		}
		if err := d.add(to); err != nil {
			return err
		}
	}
	return nil
}

// loadIfDone reads the next chunk once all operations of the present one were applied.
func (d *Delta) loadIfDone() error {
	if len(d.edits)+len(d.adds) > 0 {
		return nil
	}
	return d.load()
}

// load reads the next chunk, or the end of the delta.
func (d *Delta) load() error {
	var counts [3]int
	total := 0
	for i := range counts {
		n, err := readUvarint(d.r, chunkLen)
		if err != nil {
			return err
		}
		counts[i] = int(n)
		total += counts[i]
	}
	switch {
	case total == 0:
		return d.end()
	case d.short || total > chunkLen:
		return formatError("chunk of %d operations", total)
	}
	d.short = total < chunkLen
	edits, err := d.list(d.lists[0][:0], nil, counts[0])
	if err != nil {
		return err
	}
	for i := range edits {
		edits[i].Symbol = removal
	}
	if edits, err = d.list(edits, d.code, counts[1]); err != nil {
		return err
	}
	slices.SortFunc(edits, func(a, b Item) int { return cmp.Compare(a.Number, b.Number) })
	adds, err := d.list(d.lists[1][:0], d.code, counts[2])
	if err != nil {
		return err
	}
	d.lists = [2][]Item{edits, adds}
	d.edits, d.adds = edits, adds
	if !ascending(edits, d.nextEdit) || !ascending(adds, d.nextAdd) {
		return formatError("delta is out of order")
	}
	return nil
}

// list appends the next n items, cut into blocks.
func (d *Delta) list(items []Item, code *Code, n int) ([]Item, error) {
	start := len(items)
	for len(items)-start < n {
		have := len(items)
		if err := d.fill(d.buf[:2]); err != nil {
			return nil, err
		}
		size := blockSize(d.buf[:2])
		if size < minBlockSize {
			return nil, formatError("block of %d bytes", size)
		}
		if err := d.fill(d.buf[2:size]); err != nil {
			return nil, err
		}
		var err error
		if items, err = DecodeBlock(items, code, d.buf[:size]); err != nil {
			return nil, err
		}
		if len(items)-have != min(n-(have-start), BlockLen) {
			return nil, formatError("block of %d items in a delta", len(items)-have)
		}
	}
	if !ascending(items[start:], 0) {
		return nil, formatError("delta is out of order")
	}
	return items, nil
}

// ascending reports whether numbers rise from one to the next, starting at least at the given one.
func ascending(items []Item, least uint64) bool {
	for _, item := range items {
		if item.Number < least {
			return false
		}
		least = item.Number + 1
	}
	return true
}

// end makes sure that nothing follows.
func (d *Delta) end() error {
	d.ended = true
	switch _, err := d.r.ReadByte(); {
	case err == nil:
		return formatError("bytes after the end of a delta")
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("numset: read delta: %w", err)
	}
	return nil
}

// fill reads exactly len(b) bytes.
func (d *Delta) fill(b []byte) error {
	_, err := io.ReadFull(d.r, b)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return fmt.Errorf("numset: read delta: %w", err)
	}
	return nil
}
