package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"iter"

	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

// ErrWrongBase means that deltas do not lead from the pack in the file to the one of the manifest, whatever the reason:
// the way out is [List.Apply] with the whole stream.
var ErrWrongBase = errors.New("store: delta is not for this pack")

// ApplyDelta does what [List.Apply] does, but makes the stream of p from that of edition from, which must be in the
// file, and a chain of deltas. All of it takes one pass, with a few megabytes of memory: blocks and deltas are merged
// into new blocks, and the hash of the stream they make is checked before the commit. When anything does not fit, the
// error is [ErrWrongBase]. An error that a stream returns is passed on.
func (l *List) ApplyDelta(
	ctx context.Context, list ListInfo, p repository.Pack, from int64, deltas ...io.Reader,
) error {
	code, err := packCode(p)
	if err != nil {
		return err
	}
	m := merge{ctx: ctx, warm: map[int][]byte{}}
	apply := func(tx *sql.Tx, generation int64) error {
		v := l.current.Load()
		base := v.pack(list.ID, code)
		if err := checkBase(ctx, tx, base, from); err != nil {
			return err
		}
		if err := nameList(ctx, tx, list); err != nil {
			return err
		}
		// As in Apply, the new blocks take the pages of the old ones. Those are read over another connection, which
		// goes on seeing them until the commit.
		return v.read(ctx, func(old *sql.Tx) error {
			if err := deletePack(ctx, tx, list.ID, code); err != nil {
				return err
			}
			w, err := newPackWriter(ctx, tx, generation)
			if err != nil {
				return err
			}
			defer w.close()
			m.old, m.base, m.out = old, base, w
			if err := m.run(p, deltas); err != nil {
				return err
			}
			return w.finish(list.ID, p)
		})
	}
	return l.changeAnd(ctx, "apply delta of pack "+p.Code, apply, func(next *view) {
		if now := next.pack(list.ID, code); now != nil && now.generation == m.out.generation {
			for i, block := range m.warm {
				now.keep(i, block)
			}
		}
	})
}

// checkBase makes sure that the file has what a view says of the pack to start from: another program may have changed
// it since.
func checkBase(ctx context.Context, tx *sql.Tx, base *pack, from int64) error {
	if base == nil || base.manifest.Edition != from {
		return fmt.Errorf("%w: edition %d is not here", ErrWrongBase, from)
	}
	var same bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pack WHERE generation = ? AND checksum = ?)",
		base.generation, base.checksum).Scan(&same)
	if err == nil && !same {
		err = fmt.Errorf("%w: edition %d has gone", ErrWrongBase, from)
	}
	return err
}

// merge makes the blocks of a pack from those of an earlier edition.
type merge struct {
	ctx     context.Context
	old     *sql.Tx
	base    *pack
	out     *packWriter
	baseErr error // why the old blocks could not be read
	// warm are new blocks that take the place of old ones in memory: what lookups ask for today they asked yesterday.
	warm map[int][]byte
}

func (m *merge) run(p repository.Pack, deltas []io.Reader) error {
	pieces, code, err := m.chain(p, deltas)
	if err != nil {
		return err
	}
	w := numset.NewWriter(io.Discard, code)
	w.OnBlock = m.add
	for piece, err := range pieces {
		switch {
		case m.baseErr != nil:
			return m.baseErr
		case err != nil:
			return deltaError(err)
		}
		for _, item := range piece {
			if err := w.Add(item); err != nil {
				return err
			}
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	if err := sameStream(p, w.Summary()); err != nil {
		return fmt.Errorf("%w: %w", ErrWrongBase, err)
	}
	m.out.header, err = code.MarshalBinary()
	return err
}

// add takes the next new block.
func (m *merge) add(block numset.Block) error {
	if m.base.keeps(block.First()) {
		m.warm[m.out.blocks] = bytes.Clone(block.Bytes)
	}
	return m.out.add(block)
}

// chain returns what the deltas make of the base. It looks first whether each says that it starts where the one before
// ends.
func (m *merge) chain(p repository.Pack, deltas []io.Reader) (
	pieces iter.Seq2[[]numset.Item, error], code *numset.Code, err error,
) {
	pieces, code = m.blocks(), m.base.huffman
	at, err := fingerprint(m.base.manifest)
	if err != nil {
		return nil, nil, err
	}
	for _, stream := range deltas {
		d, err := numset.NewDelta(stream, code)
		if err != nil {
			return nil, nil, deltaError(err)
		}
		if d.From() != at {
			return nil, nil, fmt.Errorf("%w: starts from %x, not from %x", ErrWrongBase, d.From(), at)
		}
		pieces, code, at = d.Apply(pieces), d.Code(), d.To()
	}
	if end, err := fingerprint(p); err != nil || end != at {
		return nil, nil, fmt.Errorf("%w: leads to %x, not to %s", ErrWrongBase, at, p.SHA256)
	}
	return pieces, code, nil
}

// fingerprint returns what deltas call the stream of a manifest.
func fingerprint(p repository.Pack) (numset.Fingerprint, error) {
	sum, err := hex.DecodeString(p.SHA256)
	if err != nil || len(sum) != sha256.Size {
		return numset.Fingerprint{}, fmt.Errorf("%w: SHA-256 %.70q", ErrWrongBase, p.SHA256)
	}
	return numset.FingerprintOf([sha256.Size]byte(sum)), nil
}

// blocks yields the numbers of the base by the block.
func (m *merge) blocks() iter.Seq2[[]numset.Item, error] {
	return func(yield func([]numset.Item, error) bool) {
		if m.baseErr = m.each(func(items []numset.Item) bool { return yield(items, nil) }); m.baseErr != nil {
			yield(nil, m.baseErr)
		}
	}
}

func (m *merge) each(do func(items []numset.Item) bool) error {
	rows, err := m.old.QueryContext(m.ctx, "SELECT data FROM block WHERE id >= ? AND id < ? ORDER BY id",
		blockID(m.base.generation, 0), blockID(m.base.generation+1, 0))
	if err != nil {
		return err
	}
	defer rows.Close()
	items := make([]numset.Item, 0, numset.BlockLen)
	i := 0
	for ; rows.Next(); i++ {
		var block sql.RawBytes
		if err := rows.Scan(&block); err != nil {
			return err
		}
		if i == len(m.base.sums) || crc32.Checksum(block, castagnoli) != m.base.sums[i] {
			return fmt.Errorf("%w: checksum of block %d", errDamaged, i)
		}
		if items, err = numset.DecodeBlock(items[:0], m.base.huffman, block); err != nil {
			return fmt.Errorf("%w: block %d: %w", errDamaged, i, err)
		}
		if !do(items) {
			return nil
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if i != len(m.base.sums) {
		return fmt.Errorf("%w: %d blocks of %d", errDamaged, i, len(m.base.sums))
	}
	return nil
}

// deltaError tells bytes that are no delta for the base from a stream that failed.
func deltaError(err error) error {
	if isWrongBytes(err) {
		return fmt.Errorf("%w: %w", ErrWrongBase, err)
	}
	return passedOn{err}
}
