package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/numset"
)

// errGone means that a block is no longer in the file, as happens when a change took place since the view was read.
var errGone = errors.New("store: block is gone")

// Find returns what the lists say of a number, given as the integer of its E.164 digits: one piece of evidence for
// each list that has it, in the order of the lists' names. It answers from one state of the file: before a change or
// after it. A change by another program is seen within a second.
//
// When the file turns out to be damaged, Find replaces it and returns an error that is [ErrListDamaged]; from then on
// the number is on no list.
func (l *List) Find(ctx context.Context, number uint64, except ...string) ([]blocklist.Evidence, error) {
	return ask(ctx, l, "find", recheck, func(v *view) ([]blocklist.Evidence, error) {
		return v.find(ctx, number, except)
	})
}

// ask answers a question from one state of the file, which was current no longer than maxAge ago.
func ask[T any](
	ctx context.Context, l *List, doing string, maxAge time.Duration, question func(*view) (T, error),
) (T, error) {
	var none T
	if err := ctx.Err(); err != nil {
		return none, fmt.Errorf("store: %s: %w", doing, err)
	}
	v, err := l.view(ctx, maxAge)
	for {
		var answer T
		if err == nil {
			answer, err = question(v)
		}
		if err == nil {
			return answer, nil
		}
		if v, err = l.outdated(ctx, v, err); err != nil {
			return none, l.explain(ctx, doing, l.repair(ctx, v, err))
		}
	}
}

func (v *view) find(ctx context.Context, number uint64, except []string) (found []blocklist.Evidence, err error) {
	code := number // the leading three digits, two, one: no calling code is the start of another
	for code > 999 {
		code /= 10
	}
	for _, list := range v.lists {
		if slices.Contains(except, list.id) {
			continue
		}
		for code := code; code > 0; code /= 10 {
			p := list.byCode[code]
			if p == nil {
				continue
			}
			symbol, ok, err := v.lookup(ctx, p, number)
			if err != nil {
				return nil, fmt.Errorf("list %s, pack %d: %w", list.id, code, err)
			}
			if ok {
				found = append(found, blocklist.Evidence{Entry: entryOf(symbol, p.manifest.Date), Source: list.edition.List})
			}
			break
		}
	}
	return found, nil
}

// entryOf unpacks a symbol from an edition of a date. A category that only a newer program knows still counts as a
// complaint.
func entryOf(symbol uint16, date time.Time) blocklist.Entry {
	const withoutCategory = blocklist.SymbolLimit - 1 - 15<<8
	entry, err := blocklist.EntryOf(symbol, date)
	if err != nil {
		entry, _ = blocklist.EntryOf(symbol&withoutCategory, date)
	}
	return entry
}

// lookup finds a number in a pack: one search in memory, one block, half of it decoded.
func (v *view) lookup(ctx context.Context, p *pack, number uint64) (symbol uint16, found bool, err error) {
	i := p.indexOf(number)
	if i < 0 {
		return 0, false, nil
	}
	block, err := v.block(ctx, p, i)
	if err != nil {
		return 0, false, err
	}
	symbol, found, err = numset.Lookup(p.huffman, block, number)
	if err != nil {
		err = fmt.Errorf("%w: block %d: %w", errDamaged, i, err)
	}
	return symbol, found, err
}

// indexOf returns the index of the block in which a number would be, or -1.
func (d *directory) indexOf(number uint64) int {
	i, exact := slices.BinarySearch(d.firsts, number)
	if !exact {
		i--
	}
	return i
}

// block returns the i-th block of a pack, as it was when its stream was verified.
func (v *view) block(ctx context.Context, p *pack, i int) ([]byte, error) {
	if kept := p.blocks[i].Load(); kept != nil {
		return *kept, nil
	}
	var block []byte
	err := v.selectBlock.QueryRowContext(ctx, blockID(p.generation, i)).Scan(&block)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, errGone
	case err != nil:
		return nil, err
	case crc32.Checksum(block, castagnoli) != p.sums[i]:
		return nil, fmt.Errorf("%w: checksum of block %d", errDamaged, i)
	}
	if v.kept()+int64(len(block)) <= keepBytes {
		p.keep(i, block)
	}
	return block, nil
}

// keep keeps a block in memory.
func (p *pack) keep(i int, block []byte) {
	if p.blocks[i].CompareAndSwap(nil, &block) {
		p.kept.Add(int64(len(block)))
	}
}

// keeps reports whether the block in which a number would be is in memory.
func (p *pack) keeps(number uint64) bool {
	i := p.indexOf(number)
	return i >= 0 && p.blocks[i].Load() != nil
}

// kept returns how many bytes of blocks are in memory.
func (v *view) kept() (bytes int64) {
	for _, list := range v.lists {
		for _, p := range list.packs {
			bytes += p.kept.Load()
		}
	}
	return bytes
}
