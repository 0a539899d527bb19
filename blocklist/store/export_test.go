package store

import (
	"context"
	"fmt"
	"io/fs"
)

// OpenHomeWith is [OpenHome] with other migrations, to test those to come.
func OpenHomeWith(ctx context.Context, path string, o Options, schema fs.FS) (*Home, error) {
	return openHome(ctx, path, o, schema)
}

// LimitPages makes SQLite report a full disk once list.db has so many pages more than now.
func (l *List) LimitPages(ctx context.Context, more int) error {
	writer := l.current.Load().writer
	var pages int
	if err := writer.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		return err
	}
	_, err := writer.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages+more))
	return err
}

// GiveUpAtOnce makes writes fail at once while another program holds the file.
func (h *Home) GiveUpAtOnce(ctx context.Context) error {
	_, err := h.db.writer.ExecContext(ctx, "PRAGMA busy_timeout = 0")
	return err
}

// Forget drops the blocks that lookups keep in memory.
func (l *List) Forget() {
	for _, list := range l.current.Load().lists {
		for _, p := range list.packs {
			for i := range p.blocks {
				p.blocks[i].Store(nil)
			}
			p.kept.Store(0)
		}
	}
}

// ParseDirectory is parseDirectory, for its fuzz target.
func ParseDirectory(stored []byte) (firsts []uint64, sums []uint32, err error) {
	d, err := parseDirectory(stored)
	return d.firsts, d.sums, err
}

// AppendBlock is appendBlock, for the same.
var AppendBlock = appendBlock

// Hold keeps the file locked for writing until release is called.
func (h *Home) Hold(ctx context.Context) (release func() error, err error) {
	tx, err := h.db.writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return tx.Rollback, nil
}
