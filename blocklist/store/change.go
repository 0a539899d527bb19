package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"io"
	"iter"

	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

// Change is how much a pack would change, in numbers.
type Change struct {
	Had  int64 // before
	Gone int64 // of these would leave
	Come int64 // would be new
}

// Change counts what [List.Apply], with one stream and from 0, or [List.ApplyDelta] would change, and changes nothing.
// Entries that only say something else of the same number are not counted. Errors are those of Apply and ApplyDelta,
// but neither entries nor hashes are checked here.
func (l *List) Change(
	ctx context.Context, listID string, p repository.Pack, from int64, streams ...io.Reader,
) (c Change, err error) {
	code, err := packCode(p)
	if err != nil {
		return Change{}, err
	}
	v, err := l.fresh(ctx, "count changes")
	if err != nil {
		return Change{}, err
	}
	base := v.pack(listID, code)
	err = v.read(ctx, func(tx *sql.Tx) error {
		if base == nil && from == 0 {
			return nil
		}
		if err := checkBase(ctx, tx, base, cmp.Or(from, editionOf(base))); err != nil {
			return err
		}
		m := merge{ctx: ctx, old: tx, base: base}
		pieces, err := m.next(p, from, streams)
		if err != nil {
			return err
		}
		c, err = count(m.blocks(), pieces)
		if m.baseErr != nil {
			return m.baseErr
		}
		return err
	})
	if base == nil && err == nil {
		return Change{Come: p.Entries}, nil
	}
	return c, l.explain(ctx, "count changes", l.repair(ctx, v, err))
}

// editionOf returns the edition of a pack that may be nil.
func editionOf(p *pack) int64 {
	if p == nil {
		return 0
	}
	return p.manifest.Edition
}

// next returns the numbers that are to take the place of the base's.
func (m *merge) next(p repository.Pack, from int64, streams []io.Reader) (iter.Seq2[[]numset.Item, error], error) {
	if from > 0 {
		pieces, _, err := m.chain(p, streams)
		return pieces, err
	}
	reader, err := numset.NewReader(io.LimitReader(streams[0], p.Bytes+1))
	if err != nil {
		return nil, streamError(err)
	}
	return func(yield func([]numset.Item, error) bool) {
		items := make([]numset.Item, 0, numset.BlockLen)
		for {
			block, err := reader.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil {
				items, err = numset.DecodeBlock(items[:0], reader.Code(), block.Bytes)
			}
			if err != nil {
				yield(nil, streamError(err))
				return
			}
			if !yield(items, nil) {
				return
			}
		}
	}, nil
}

// count compares two ascending sets of numbers.
func count(before, after iter.Seq2[[]numset.Item, error]) (c Change, err error) {
	next, stop := iter.Pull2(before)
	defer stop()
	var old []numset.Item
	more := func() bool {
		for len(old) == 0 && err == nil {
			piece, problem, ok := next()
			if !ok {
				return false
			}
			old, err = piece, problem
			c.Had += int64(len(piece))
		}
		return err == nil
	}
	for piece, problem := range after {
		if problem != nil {
			return Change{}, deltaOrStream(problem)
		}
		for _, item := range piece {
			for more() && old[0].Number < item.Number {
				old = old[1:]
				c.Gone++
			}
			if err != nil {
				return Change{}, err
			}
			if len(old) > 0 && old[0].Number == item.Number {
				old = old[1:]
			} else {
				c.Come++
			}
		}
	}
	for more() {
		c.Gone += int64(len(old))
		old = nil
	}
	return c, err
}

// deltaOrStream gives an error of a delta its kind, and leaves that of a whole stream, which has one.
func deltaOrStream(err error) error {
	if errors.Is(err, ErrWrongBytes) || errors.As(err, new(passedOn)) {
		return err
	}
	return deltaError(err)
}
