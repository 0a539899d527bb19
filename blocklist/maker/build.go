package maker

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

// KeepDays is how long a number stays on the list after its last report.
const KeepDays = 180

// ErrNoEvidence is returned when no number has been reported within [KeepDays].
var ErrNoEvidence = &blocklist.Error{Message: blocklist.Message{
	ID: "error.maker.no_evidence", Args: blocklist.Args{"Count": KeepDays},
}}

// Built says what a build did.
type Built struct {
	Edition int64     `json:"edition"`
	Date    time.Time `json:"date"`
	Entries int64     `json:"entries"`
	// Same is true when nothing changed since the edition before, so that no new one was made.
	Same bool `json:"same"`
	// Changes holds the calling codes in which something changed.
	Changes []Change `json:"changes"`
	// KeptOut counts reported numbers that may never be listed.
	KeptOut int `json:"keptOut"`
	// Expired counts numbers whose last report is too old.
	Expired int `json:"expired"`
}

// Change is what a build changed in one calling code.
type Change struct {
	Code    string `json:"code"`
	Entries int64  `json:"entries"` // after the build
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
	Changed int    `json:"changed"` // numbers of which the list now says something else
}

// Build makes the evidence into an edition. A pack that comes out as it was keeps its edition number and bytes; when
// all do, there is no new edition.
func (m *Maker) Build(ctx context.Context) (Built, error) {
	var built Built
	err := m.db.write(ctx, func(tx *sql.Tx) error {
		old, err := m.lastEdition()
		if err != nil {
			return err
		}
		b := build{m: m, ctx: ctx, tx: tx, old: old, date: m.o.Now().UTC().Truncate(time.Second)}
		if built, err = b.run(); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO build (at, edition, import) SELECT ?, ?, coalesce(max(id), 0) FROM import`,
			b.date.Unix(), built.Edition)
		return err
	})
	if err != nil {
		return Built{}, err
	}
	m.o.Log.Info("built", "edition", built.Edition, "entries", built.Entries, "same", built.Same)
	return built, nil
}

// build is one run of Build.
type build struct {
	m    *Maker
	ctx  context.Context
	tx   *sql.Tx
	old  *Edition // nil before the first
	date time.Time
}

func (b *build) run() (Built, error) {
	next := Edition{Number: 1, Date: b.date}
	if b.old != nil {
		next.Number = b.old.Number + 1
	}
	built := Built{Edition: next.Number, Date: next.Date}
	list, err := codes(b.ctx, b.tx)
	if err != nil {
		return Built{}, err
	}
	for _, code := range list {
		pack, err := b.pack(strconv.Itoa(code), next.Number, &built)
		if err != nil {
			return Built{}, err
		}
		if pack != nil {
			next.Packs = append(next.Packs, *pack)
		}
	}
	built.Entries = next.Entries()
	if built.Entries == 0 {
		return Built{}, ErrNoEvidence
	}
	if built.Changes, err = b.changes(next); err != nil {
		return Built{}, err
	}
	if len(built.Changes) == 0 {
		built.Edition, built.Date, built.Same = b.old.Number, b.old.Date, true
		return built, nil
	}
	if err := b.m.saveEdition(next); err != nil {
		return Built{}, err
	}
	return built, b.m.pruneEditions(next.Number)
}

// pack writes the pack of one calling code, or returns nil when no number is left. A pack with the bytes of the one
// before is that one.
func (b *build) pack(code string, edition int64, built *Built) (*repository.Pack, error) {
	items, err := b.items(code, built)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	if err := os.MkdirAll(b.m.path(packsDir, code), 0o700); err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	f, err := os.CreateTemp(b.m.path(packsDir, code), tempPrefix+"*")
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	var sum numset.Summary
	huffman, err := b.code(code, items)
	if err == nil {
		sum, err = writeStream(f, items, huffman)
	}
	hash := hex.EncodeToString(sum.SHA256[:])
	if old := b.old.pack(code); err == nil && old != nil && old.SHA256 == hash {
		return old, errors.Join(f.Close(), os.Remove(f.Name()))
	}
	parts := 0
	if err == nil {
		parts, err = countParts(f)
	}
	if err := finish(f, b.m.packPath(code, edition), err); err != nil {
		return nil, err
	}
	pack := &repository.Pack{
		Format: 1, Code: code, Edition: edition, Date: b.date,
		Entries: sum.Entries, Bytes: sum.Bytes, SHA256: hash, Parts: parts,
	}
	pack.Deltas, err = b.deltas(pack)
	return pack, err
}

// items returns what the list says of one calling code's numbers, ascending. They are held in memory, 16 bytes each.
func (b *build) items(code string, built *Built) ([]numset.Item, error) {
	n, err := strconv.Atoi(code)
	if err != nil {
		return nil, err
	}
	since := DayOf(b.date) - KeepDays
	var items []numset.Item
	for k, err := range each(b.ctx, b.tx, n, since) {
		if err != nil {
			return nil, err
		}
		if b.m.o.Never != nil && b.m.o.Never(k.number) {
			built.KeptOut++
			continue
		}
		entry := blocklist.Entry{
			Category: k.category,
			Strength: blocklist.StrengthOf(k.reports, k.official),
			Reports:  blocklist.ReportsOf(k.reports),
			LastSeen: blocklist.MonthOf(k.last.Time()),
		}
		items = append(items, numset.Item{Number: k.number, Symbol: entry.Symbol()})
	}
	expired := 0
	err = b.tx.QueryRowContext(b.ctx, `
		SELECT count(*) FROM (SELECT 1 FROM evidence WHERE code = ? GROUP BY number HAVING max(last) < ?)`,
		n, since).Scan(&expired)
	built.Expired += expired
	return items, err
}

// code returns the code for the next pack of a calling code: that of the pack before, unless a new one would save a
// hundredth of the stream. To bring a new code costs a delta a few hundred bytes.
func (b *build) code(callingCode string, items []numset.Item) (*numset.Code, error) {
	var freq numset.Frequencies
	for _, item := range items {
		freq[item.Symbol]++
	}
	fresh := numset.NewCode(&freq)
	before := b.old.pack(callingCode)
	if before == nil {
		return fresh, nil
	}
	f, r, err := b.m.openPack(before)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if kept := r.Code(); kept.Bits(&freq) <= fresh.Bits(&freq)+8*uint64(before.Bytes)/100 {
		return kept, nil
	}
	return fresh, nil
}

// writeStream writes items as a stream.
func writeStream(w io.Writer, items []numset.Item, huffman *numset.Code) (numset.Summary, error) {
	stream := numset.NewWriter(w, huffman)
	for _, item := range items {
		if err := stream.Add(item); err != nil {
			return numset.Summary{}, err
		}
	}
	err := stream.Close()
	return stream.Summary(), err
}

// countParts returns in how many parts the stream in f will be published.
func countParts(f *os.File) (int, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	r, err := numset.NewReader(f)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, err := range r.Parts(repository.MaxPart) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// changes compares the packs of the next edition with those of the one before.
func (b *build) changes(next Edition) ([]Change, error) {
	all := []Change{}
	note := func(before, after *repository.Pack) error {
		if before != nil && after != nil && before.Edition == after.Edition {
			return nil
		}
		c, err := b.m.compare(before, after)
		if err == nil {
			all = append(all, c)
		}
		return err
	}
	for i := range next.Packs {
		if err := note(b.old.pack(next.Packs[i].Code), &next.Packs[i]); err != nil {
			return nil, err
		}
	}
	if b.old == nil {
		return all, nil
	}
	for i := range b.old.Packs {
		if next.pack(b.old.Packs[i].Code) == nil {
			if err := note(&b.old.Packs[i], nil); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}
