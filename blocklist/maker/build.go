package maker

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

// leaveDays is after how many days without a report no number is on the list: see [blocklist.Entry.Aged].
const leaveDays = 364

// Errors of [Maker.Build].
var (
	// ErrNoEvidence is returned when no number can be listed, for all that were reported have left the list.
	ErrNoEvidence = &blocklist.Error{Message: blocklist.Message{
		ID: "error.maker.no_evidence", Args: blocklist.Args{"Count": blocklist.FreshDays},
	}}
	// ErrChange is returned for an edition that changes more than clients take in one step.
	ErrChange = &blocklist.Error{Message: blocklist.Say("error.maker.change")}
)

// Building says how to build.
type Building struct {
	// AcceptChange allows any change against the edition before. Clients ask a person before they take it.
	AcceptChange bool
}

// Built says what a build did.
type Built struct {
	Edition int64     `json:"edition"`
	Date    time.Time `json:"date"`
	Entries int64     `json:"entries"`
	// Same is true when nothing changed since the edition before, so that no new one was made.
	Same bool `json:"same"`
	// Changes holds the calling codes in which something changed.
	Changes []Change `json:"changes"`
	// Scripts and Ranges count what the edition carries beside numbers.
	Scripts int64 `json:"scripts"`
	Ranges  int64 `json:"ranges"`
	// TooWide counts ranges that a source names and that are wider than package ranges allows, or a whole area code.
	TooWide int `json:"tooWide"`
	// KeptOut counts reported numbers that may never be listed.
	KeptOut int `json:"keptOut"`
	// Expired counts numbers whose last report is too old.
	Expired int `json:"expired"`
	// Fading counts numbers that are listed, but have lost strength since their last report.
	Fading int `json:"fading"`
}

// Change is what a build changed in one calling code.
type Change struct {
	Code    string `json:"code"`
	Before  int64  `json:"before"`  // entries before the build
	Entries int64  `json:"entries"` // after it
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
	Changed int    `json:"changed"` // numbers of which the list now says something else
}

// Build makes the evidence into an edition. A pack that comes out as it was keeps its edition number and bytes; when
// all do, there is no new edition. An edition that clients would refuse for how much it changes is not made, unless how
// says so.
func (m *Maker) Build(ctx context.Context, how Building) (Built, error) {
	var built Built
	err := m.db.write(ctx, func(tx *sql.Tx) error {
		old, err := m.lastEdition()
		if err != nil {
			return err
		}
		b := build{m: m, ctx: ctx, tx: tx, how: how, old: old, date: m.o.Now().UTC().Truncate(time.Second)}
		if built, err = b.run(); err != nil {
			return err
		}
		if err := forget(ctx, tx, DayOf(b.date)-leaveDays); err != nil {
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
	how  Building
	old  *Edition // nil before the first
	date time.Time

	ranges ranger
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
	if next.Supplements, err = b.supplements(next.Number, &built); err != nil {
		return Built{}, err
	}
	built.Entries = next.Entries()
	if built.Entries == 0 && built.Scripts+built.Ranges == 0 {
		return Built{}, ErrNoEvidence
	}
	if built.Changes, err = b.changes(next); err != nil {
		return Built{}, err
	}
	if len(built.Changes) == 0 && b.old != nil && slices.Equal(b.old.Supplements, next.Supplements) {
		built.Edition, built.Date, built.Same = b.old.Number, b.old.Date, true
		return built, nil
	}
	if err := errors.Join(b.checkChanges(built.Changes), b.checkRanges(next)); err != nil {
		return Built{}, errors.Join(err, b.m.pruneEditions(b.old.Number))
	}
	if err := b.m.saveEdition(next); err != nil {
		return Built{}, err
	}
	return built, b.m.pruneEditions(next.Number)
}

// pack writes the pack of one calling code, or returns nil when no number is left. A pack with the bytes of the one
// before is that one.
func (b *build) pack(code string, edition int64, built *Built) (*repository.Pack, error) {
	if err := os.MkdirAll(b.m.path(packsDir, code), 0o700); err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	old := b.old.pack(code)
	f, sum, err := b.stream(code, old, built)
	if err != nil {
		return nil, err
	}
	hash := hex.EncodeToString(sum.SHA256[:])
	switch {
	case sum.Entries == 0:
		return nil, errors.Join(f.Close(), os.Remove(f.Name()))
	case old != nil && old.SHA256 == hash:
		return old, errors.Join(f.Close(), os.Remove(f.Name()))
	}
	parts, err := countParts(f)
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

// stream writes the stream of one calling code to a temporary file, which the caller closes. It is written in the
// Huffman code of the pack before, and again in a new one if that saves a hundredth: to bring a new code costs a delta
// a few hundred bytes. So nothing is held in memory, and on most days the evidence is read and written once.
func (b *build) stream(code string, old *repository.Pack, built *Built) (*os.File, numset.Summary, error) {
	huffman, slack := numset.NewCode(new(numset.Frequencies)), uint64(0)
	if old != nil {
		f, r, err := b.m.openPack(old)
		if err != nil {
			return nil, numset.Summary{}, err
		}
		huffman, slack = r.Code(), 8*uint64(old.Bytes)/100
		if err := f.Close(); err != nil {
			return nil, numset.Summary{}, fmt.Errorf("maker: %w", err)
		}
	}
	var freq numset.Frequencies
	items := b.items(code, built)
	counted := func(yield func(numset.Item, error) bool) {
		for item, err := range items {
			freq[item.Symbol]++
			if !yield(item, err) {
				return
			}
		}
	}
	f, sum, err := b.m.writeStream(code, huffman, counted)
	if err != nil {
		return nil, sum, err
	}
	fresh := numset.NewCode(&freq)
	if huffman.Bits(&freq) <= fresh.Bits(&freq)+slack {
		return f, sum, nil
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, sum, fmt.Errorf("maker: %w", err)
	}
	r, err := numset.NewReader(f)
	if err != nil {
		return nil, sum, err
	}
	return b.m.writeStream(code, fresh, r.All())
}

// writeStream writes items as a stream to a temporary file among the packs of a calling code. The caller closes it.
func (m *Maker) writeStream(code string, huffman *numset.Code, items iter.Seq2[numset.Item, error]) (
	*os.File, numset.Summary, error,
) {
	f, err := os.CreateTemp(m.path(packsDir, code), tempPrefix+"*")
	if err != nil {
		return nil, numset.Summary{}, fmt.Errorf("maker: %w", err)
	}
	stream := numset.NewWriter(f, huffman)
	for item, itemErr := range items {
		if err = itemErr; err == nil {
			err = stream.Add(item)
		}
		if err != nil {
			break
		}
	}
	if err == nil {
		err = stream.Close()
	}
	if err != nil {
		return nil, numset.Summary{}, errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	return f, stream.Summary(), nil
}

// items yields what the list says of one calling code's numbers, ascending.
func (b *build) items(code string, built *Built) iter.Seq2[numset.Item, error] {
	return func(yield func(numset.Item, error) bool) {
		n, err := strconv.Atoi(code)
		if err != nil {
			yield(numset.Item{}, err)
			return
		}
		today := DayOf(b.date)
		for k, err := range each(b.ctx, b.tx, n, today-leaveDays) {
			if err != nil {
				yield(numset.Item{}, err)
				return
			}
			entry, listed := b.entry(k, today, built)
			if listed && !entry.Fading && k.vouched {
				b.ranges.add(k)
			}
			if listed && !yield(numset.Item{Number: k.number, Symbol: entry.Symbol()}, nil) {
				return
			}
		}
	}
}

// entry returns what the list says of a number today, if anything.
func (b *build) entry(k known, today Day, built *Built) (entry blocklist.Entry, listed bool) {
	if k.reports > 0 {
		entry, listed = blocklist.Entry{
			Category: k.category,
			Strength: blocklist.StrengthOf(k.reports, k.official),
			Reports:  blocklist.ReportsOf(k.reports),
			LastSeen: blocklist.MonthOf(k.last.Time()),
		}.Aged(k.number, int(today-k.last))
	}
	switch {
	case !listed:
		built.Expired++
	case b.m.o.Never != nil && b.m.o.Never(k.number):
		built.KeptOut++
		return entry, false
	case entry.Fading:
		built.Fading++
	}
	return entry, listed
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

// checkChanges refuses an edition in which a pack changes more than clients take in one step.
func (b *build) checkChanges(all []Change) error {
	if b.old == nil || b.how.AcceptChange {
		return nil
	}
	for _, c := range all {
		most := repository.AllowedChange(c.Before, b.date.Sub(b.old.Date))
		if c.Before == 0 || max(int64(c.Removed), int64(c.Added)) <= most {
			continue
		}
		return blocklist.Errorf(blocklist.Message{ID: ErrChange.Message.ID, Args: blocklist.Args{
			"Code": c.Code, "Before": c.Before, "Added": c.Added, "Removed": c.Removed, "Most": most,
		}}, "maker: calling code %s: of %d numbers %d leave, %d come; %d each way may",
			c.Code, c.Before, c.Removed, c.Added, most)
	}
	return nil
}
