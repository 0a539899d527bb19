package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

// ListInfo names a list.
type ListInfo struct {
	ID   string // of [Followed]
	Name string // what [blocklist.Evidence] calls its source
}

// Apply puts the numbers of one calling code in the place of those the list had for it. It reads the stream once,
// with a few megabytes of memory, and checks before it commits that every byte is canonical and that length, entries
// and SHA-256 are those of the manifest; if not, the error is [ErrWrongBytes]. An error that stream returns is passed
// on. Until the commit, checks see the old numbers, then the new ones; after an error, or when ctx ends before, the
// old ones stay.
func (l *List) Apply(ctx context.Context, list ListInfo, p repository.Pack, stream io.Reader) error {
	code, err := packCode(p)
	if err != nil {
		return err
	}
	return l.change(ctx, "apply pack "+p.Code, func(tx *sql.Tx, generation int64) error {
		if err := nameList(ctx, tx, list); err != nil {
			return err
		}
		// The pages of the old blocks are taken for the new ones. Readers are served from the file, which the log
		// leaves alone until the commit.
		if err := deletePack(ctx, tx, list.ID, code); err != nil {
			return err
		}
		w, err := newPackWriter(ctx, tx, generation)
		if err != nil {
			return err
		}
		defer w.close()
		if err := copyBlocks(w, p, stream); err != nil {
			return err
		}
		return w.finish(list.ID, p)
	})
}

// packCode returns the calling code of a manifest.
func packCode(p repository.Pack) (uint64, error) {
	code, err := strconv.ParseUint(p.Code, 10, 64)
	if err != nil || code < 1 || code > 999 {
		return 0, blocklist.Errorf(ErrWrongBytes.Message, "store: apply pack: calling code %.8q", p.Code)
	}
	return code, nil
}

// copyBlocks takes over the blocks of a stream.
func copyBlocks(w *packWriter, p repository.Pack, stream io.Reader) error {
	// One byte more than announced is enough to see that there is more.
	reader, err := numset.NewReader(io.LimitReader(stream, p.Bytes+1))
	if err != nil {
		return streamError(err)
	}
	for {
		block, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return streamError(err)
		}
		if err := w.add(block); err != nil {
			return err
		}
	}
	if err := sameStream(p, reader.Summary()); err != nil {
		return err
	}
	w.header, err = reader.Code().MarshalBinary()
	return err
}

// sameStream makes sure that a stream is the one of the manifest.
func sameStream(p repository.Pack, got numset.Summary) error {
	if got.Entries != p.Entries || got.Bytes != p.Bytes || hex.EncodeToString(got.SHA256[:]) != p.SHA256 {
		return blocklist.Errorf(ErrWrongBytes.Message,
			"manifest says %d entries, %d bytes, SHA-256 %s; got %d, %d, %x",
			p.Entries, p.Bytes, p.SHA256, got.Entries, got.Bytes, got.SHA256)
	}
	return nil
}

// streamError tells bytes that are not the signed ones, or end too early, from a stream that failed.
func streamError(err error) error {
	if isWrongBytes(err) {
		return blocklist.Errorf(ErrWrongBytes.Message, "%w", err)
	}
	return passedOn{err}
}

// isWrongBytes reports whether err is about the bytes of a stream and not about reading it.
func isWrongBytes(err error) bool {
	var known *blocklist.Error
	return !errors.As(err, &known) && (errors.Is(err, numset.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF))
}

// packWriter writes one pack with its blocks, within a transaction.
type packWriter struct {
	ctx        context.Context
	tx         *sql.Tx
	generation int64
	insert     *sql.Stmt
	blocks     int
	previous   uint64 // first number of the block before
	directory  []byte
	header     []byte // to be set before finish
}

func newPackWriter(ctx context.Context, tx *sql.Tx, generation int64) (*packWriter, error) {
	insert, err := tx.PrepareContext(ctx, "INSERT INTO block (id, data) VALUES (?, ?)")
	if err != nil {
		return nil, err
	}
	return &packWriter{ctx: ctx, tx: tx, generation: generation, insert: insert}, nil
}

func (w *packWriter) close() error { return w.insert.Close() }

// add writes the next block.
func (w *packWriter) add(block numset.Block) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	// With a context that can end, the driver would start a goroutine for every block.
	ctx := context.WithoutCancel(w.ctx)
	if _, err := w.insert.ExecContext(ctx, blockID(w.generation, w.blocks), block.Bytes); err != nil {
		return err
	}
	w.directory = appendBlock(w.directory, w.previous, block.First(), block.Bytes)
	w.previous = block.First()
	w.blocks++
	return nil
}

// finish writes what is known of the blocks as a whole.
func (w *packWriter) finish(listID string, p repository.Pack) error {
	_, err := w.tx.ExecContext(w.ctx, `
		INSERT INTO pack (generation, list, code, edition, date, entries, bytes, sha256, parts, header, directory,
			checksum)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.generation, listID, p.Code, p.Edition, millis(p.Date), p.Entries, p.Bytes, p.SHA256, p.Parts, w.header,
		w.directory, packChecksum(listID, p, w.header, w.directory))
	return err
}

// blockID returns the key of a block.
func blockID(generation int64, index int) int64 { return generation<<32 | int64(index) }

// Pack is a pack in list.db.
type Pack struct {
	repository.Pack
	// Current is the date of the list's edition for which the pack was last known to be the newest. It is later than
	// Date when that edition did not change the pack.
	Current time.Time
}

// Packs returns the packs that a list has, by calling code.
func (l *List) Packs(ctx context.Context, listID string) ([]Pack, error) {
	v, err := l.fresh(ctx, "read packs")
	if err != nil {
		return nil, err
	}
	var packs []Pack
	if list := v.list(listID); list != nil {
		for _, p := range list.packs {
			packs = append(packs, Pack{p.manifest, list.current[p.code]})
		}
	}
	return packs, nil
}

// RemovePack removes the numbers of one calling code. That there are none is no error.
func (l *List) RemovePack(ctx context.Context, listID, code string) error {
	n, err := strconv.ParseUint(code, 10, 64)
	if err != nil {
		return fmt.Errorf("store: remove pack: %w", err)
	}
	return l.change(ctx, "remove pack", func(tx *sql.Tx, _ int64) error {
		return deletePack(ctx, tx, listID, n)
	})
}

// RemoveList removes a list with all its numbers. That there is none is no error.
func (l *List) RemoveList(ctx context.Context, listID string) error {
	return l.change(ctx, "remove list", func(tx *sql.Tx, _ int64) error {
		err := deletePacks(ctx, tx, "DELETE FROM pack WHERE list = ? RETURNING generation", listID)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM list WHERE id = ?", listID)
		return err
	})
}

// deletePack deletes a pack and its blocks, if it exists.
func deletePack(ctx context.Context, tx *sql.Tx, listID string, code uint64) error {
	return deletePacks(ctx, tx, "DELETE FROM pack WHERE list = ? AND code = ? RETURNING generation", listID, code)
}

// deletePacks deletes what query, which must return the generations of the packs it deletes, leaves without a pack.
func deletePacks(ctx context.Context, tx *sql.Tx, query string, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var generations []int64
	for rows.Next() {
		var generation int64
		if err := rows.Scan(&generation); err != nil {
			return err
		}
		generations = append(generations, generation)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, generation := range generations {
		_, err := tx.ExecContext(ctx, "DELETE FROM block WHERE id >= ? AND id < ?",
			blockID(generation, 0), blockID(generation+1, 0))
		if err != nil {
			return err
		}
	}
	return nil
}

// SetEdition records which edition of a list the packs make up, and which packs it is known to be the newest of, by
// their calling codes. e.List and e.Entries are not looked at.
func (l *List) SetEdition(ctx context.Context, list ListInfo, e blocklist.Edition, current ...string) error {
	return l.change(ctx, "set edition", func(tx *sql.Tx, _ int64) error {
		if err := nameList(ctx, tx, list); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE list SET version = ?, date = ? WHERE id = ?",
			e.Version, millis(e.Date), list.ID)
		for i := 0; err == nil && i < len(current); i++ {
			_, err = tx.ExecContext(ctx, "UPDATE pack SET current = ? WHERE list = ? AND code = CAST(? AS INTEGER)",
				millis(e.Date), list.ID, current[i])
		}
		return err
	})
}

// nameList creates a list, or gives it its present name.
func nameList(ctx context.Context, tx *sql.Tx, list ListInfo) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO list (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
		list.ID, list.Name)
	return err
}

// Edition returns the edition of one list, or [ErrNotFound]. Its entries are those in this file: the packs that were
// chosen.
func (l *List) Edition(ctx context.Context, listID string) (blocklist.Edition, error) {
	v, err := l.fresh(ctx, "read edition")
	if err != nil {
		return blocklist.Edition{}, err
	}
	if list := v.list(listID); list != nil {
		return list.edition, nil
	}
	return blocklist.Edition{}, fmt.Errorf("%w: list %s", ErrNotFound, listID)
}

// Editions returns the edition of every list, by name, but for those with an ID in except.
func (l *List) Editions(ctx context.Context, except ...string) ([]blocklist.Edition, error) {
	v, err := l.fresh(ctx, "read editions")
	if err != nil {
		return nil, err
	}
	var editions []blocklist.Edition
	for _, list := range v.lists {
		if !slices.Contains(except, list.id) {
			editions = append(editions, list.edition)
		}
	}
	return editions, nil
}
