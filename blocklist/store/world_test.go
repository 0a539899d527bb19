package store_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/nyaruka/phonenumbers"

	"hangup/blocklist/numset"
	"hangup/blocklist/numset/numsettest"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

var numbers = flag.Int("numbers", 1_000_000, "how many synthetic numbers the benchmarks use")

// world is a synthetic list as it lies in a repository, one pack a calling code, and the numbers to ask for.
type world struct {
	n       int
	packs   []publishedPack
	queries []uint64 // half of them listed, the others up to a thousand away from a listed one
}

type publishedPack struct {
	repository.Pack
	Path string // of the stream
}

func newWorld(tb testing.TB, n int) *world {
	tb.Helper()
	const asked = 200_000
	dir := tb.TempDir()
	w := &world{n: n}
	rng := rand.New(rand.NewPCG(1, 1))
	var items []numset.Item
	publish := func() {
		if len(items) == 0 {
			return
		}
		p, stream := makePack(tb, callingCode(items[0].Number), 1, slices.Values(items))
		path := filepath.Join(dir, p.Code)
		if err := os.WriteFile(path, stream, 0o600); err != nil {
			tb.Fatal(err)
		}
		w.packs = append(w.packs, publishedPack{p, path})
		items = items[:0]
	}
	seen := 0
	for item := range numsettest.Synthetic(n, 1) {
		if len(items) > 0 && callingCode(items[0].Number) != callingCode(item.Number) {
			publish()
		}
		items = append(items, item)
		number := item.Number
		if seen%2 == 1 {
			number += rng.Uint64N(1000)
		}
		if seen++; len(w.queries) < asked {
			w.queries = append(w.queries, number)
		} else if at := rng.IntN(seen); at < asked {
			w.queries[at] = number
		}
	}
	publish()
	rng.Shuffle(len(w.queries), func(i, j int) { w.queries[i], w.queries[j] = w.queries[j], w.queries[i] })
	return w
}

// callingCode returns the calling code of a number.
func callingCode(number uint64) string {
	digits := fmt.Sprint(number)
	for n := 1; n <= 3; n++ {
		if phonenumbers.GetSupportedCallingCodes()[atoi(digits[:n])] {
			return digits[:n]
		}
	}
	return digits[:3]
}

func atoi(digits string) (n int) {
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}

// wire returns the bytes to download.
func (w *world) wire() (bytes int64) {
	for _, p := range w.packs {
		bytes += p.Bytes
	}
	return bytes
}

// apply fills or renews list.db from the streams, up to the closing of the file.
func (w *world) apply(ctx context.Context, path string) (err error) {
	l, err := store.OpenList(ctx, path, options())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	for _, p := range w.packs {
		if err := p.apply(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

func (p publishedPack) apply(ctx context.Context, l *store.List) error {
	stream, err := os.Open(p.Path)
	if err != nil {
		return err
	}
	defer stream.Close()
	return l.Apply(ctx, listA, p.Pack, stream)
}

// rowid is the plain table that the list is measured against: the same log, cache and kind of query.
type rowid struct {
	pool  *sql.DB
	query *sql.Stmt
}

func openRowid(path string, cache int) (*sql.DB, error) {
	pool, err := sql.Open("sqlite3", fmt.Sprintf("file:%s?_journal_mode=WAL&_synchronous=NORMAL&_cache_size=%d", path, cache))
	if err == nil {
		pool.SetMaxOpenConns(1)
	}
	return pool, err
}

// fillRowid fills a plain table from the same streams in one transaction, up to the closing of the file.
func (w *world) fillRowid(ctx context.Context, path string) (err error) {
	pool, err := openRowid(path, -4096)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	_, err = pool.ExecContext(ctx, "CREATE TABLE number (n INTEGER PRIMARY KEY, symbol INTEGER)")
	if err != nil {
		return err
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insert, err := tx.PrepareContext(ctx, "INSERT INTO number VALUES (?, ?)")
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, p := range w.packs {
		for item, err := range p.items() {
			if err != nil {
				return err
			}
			_, err = insert.ExecContext(context.WithoutCancel(ctx), int64(item.Number), int64(item.Symbol))
			if err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

// items yields the numbers of a published stream.
func (p publishedPack) items() func(yield func(numset.Item, error) bool) {
	return func(yield func(numset.Item, error) bool) {
		stream, err := os.Open(p.Path)
		if err != nil {
			yield(numset.Item{}, err)
			return
		}
		defer stream.Close()
		r, err := numset.NewReader(bufio.NewReader(stream))
		if err != nil {
			yield(numset.Item{}, err)
			return
		}
		r.All()(yield)
	}
}

// newRowid opens a filled table for lookups, with as much memory as a list keeps of its blocks.
func newRowid(tb testing.TB, path string) *rowid {
	tb.Helper()
	pool, err := openRowid(path, -16<<10)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { pool.Close() })
	query, err := pool.PrepareContext(tb.Context(), "SELECT symbol FROM number WHERE n = ?")
	if err != nil {
		tb.Fatal(err)
	}
	return &rowid{pool, query}
}

func (r *rowid) find(ctx context.Context, number uint64) (found bool, err error) {
	var symbol int64
	err = r.query.QueryRowContext(ctx, int64(number)).Scan(&symbol)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// size returns the size of a file.
func size(tb testing.TB, path string) int64 {
	tb.Helper()
	info, err := os.Stat(path)
	if err != nil {
		tb.Fatal(err)
	}
	return info.Size()
}

// timed returns how long f takes.
func timed(tb testing.TB, f func() error) time.Duration {
	tb.Helper()
	start := time.Now()
	if err := f(); err != nil {
		tb.Fatal(err)
	}
	return time.Since(start)
}

// peakMemory returns the largest resident size this process ever had, in bytes.
func peakMemory() (int64, error) {
	status, err := os.Open("/proc/self/status")
	if err != nil {
		return 0, err
	}
	defer status.Close()
	lines := bufio.NewScanner(status)
	for lines.Scan() {
		var kilobytes int64
		if n, _ := fmt.Sscanf(lines.Text(), "VmHWM: %d kB", &kilobytes); n == 1 {
			return kilobytes << 10, nil
		}
	}
	return 0, errors.Join(lines.Err(), io.ErrUnexpectedEOF)
}
