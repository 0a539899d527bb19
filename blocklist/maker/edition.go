package maker

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

// keptEditions is how many editions stay in the maker's folder: enough for deltas over 30 days, built daily.
const keptEditions = 31

// Edition is one state of the list. A pack may be older than the edition it is part of.
type Edition struct {
	Number int64             `json:"number"`
	Date   time.Time         `json:"date"`
	Packs  []repository.Pack `json:"packs"` // by ascending calling code
	// Supplements are the scripts and ranges of the edition, as far as it has them.
	Supplements []repository.Supplement `json:"supplements,omitempty"`
}

// Entries returns how many numbers the edition lists.
func (e Edition) Entries() int64 {
	var n int64
	for _, p := range e.Packs {
		n += p.Entries
	}
	return n
}

// pack returns the pack of a calling code, or nil. A nil edition has none.
func (e *Edition) pack(code string) *repository.Pack {
	if e == nil {
		return nil
	}
	i := slices.IndexFunc(e.Packs, func(p repository.Pack) bool { return p.Code == code })
	if i < 0 {
		return nil
	}
	return &e.Packs[i]
}

// marshalCatalog returns the catalog of an edition as it is published.
func marshalCatalog(e *Edition, name string) ([]byte, error) {
	c := repository.Catalog{Format: 1, Name: name, Edition: e.Number, Date: e.Date, Packs: []repository.Offer{}}
	for _, p := range e.Packs {
		c.Packs = append(c.Packs, repository.Offer{Code: p.Code, Entries: p.Entries, Bytes: p.Bytes})
	}
	data, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	return data, nil
}

func (m *Maker) packPath(code string, edition int64) string {
	return m.path(packsDir, code, packFile(edition))
}

func packFile(edition int64) string { return fmt.Sprintf("%d.numset", edition) }

func editionFile(number int64) string { return fmt.Sprintf("%d.json", number) }

// saveEdition writes an edition whose packs are in place.
func (m *Maker) saveEdition(e Edition) error {
	for _, p := range e.Packs {
		if err := syncDir(m.path(packsDir, p.Code)); err != nil {
			return err
		}
	}
	data, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	return writeFile(m.path(editionsDir, editionFile(e.Number)), data, 0o600)
}

// editions returns the numbers of the editions kept, ascending.
func (m *Maker) editions() ([]int64, error) {
	entries, err := os.ReadDir(m.path(editionsDir))
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	var numbers []int64
	for _, entry := range entries {
		name, _ := strings.CutSuffix(entry.Name(), ".json")
		if n, err := strconv.ParseInt(name, 10, 64); err == nil && editionFile(n) == entry.Name() {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// lastEdition returns the newest edition, or nil when none was built.
func (m *Maker) lastEdition() (*Edition, error) {
	numbers, err := m.editions()
	if err != nil || len(numbers) == 0 {
		return nil, err
	}
	return m.readEdition(numbers[len(numbers)-1])
}

func (m *Maker) readEdition(number int64) (*Edition, error) {
	file := path.Join(editionsDir, editionFile(number))
	data, err := os.ReadFile(m.path(file))
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	var e Edition
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, damaged(file, err)
	}
	if e.Number != number {
		return nil, damaged(file, fmt.Errorf("holds edition %d", e.Number))
	}
	return &e, nil
}

// pruneEditions removes old editions, packs that none of the others has, and what an interrupted build left.
func (m *Maker) pruneEditions(newest int64) error {
	numbers, err := m.editions()
	if err != nil {
		return err
	}
	keep := make(map[string]bool)
	for _, number := range numbers {
		if number <= newest-keptEditions {
			continue
		}
		e, err := m.readEdition(number)
		if err != nil {
			return err
		}
		keep[editionFile(number)] = true
		for _, s := range e.Supplements {
			keep[path.Join(string(s.Kind), supplementFile(s.Edition))] = true
		}
		for _, p := range e.Packs {
			keep[path.Join(p.Code, packFile(p.Edition))] = true
			if number == newest {
				for _, d := range p.Deltas {
					keep[path.Join(p.Code, deltaFile(d))] = true
				}
			}
		}
	}
	for _, dir := range []string{editionsDir, packsDir} {
		if _, err := removeFiles(m.path(dir), func(rel string) bool { return keep[rel] }); err != nil {
			return err
		}
	}
	return nil
}

// compare counts what differs between two packs of one calling code; either may be nil.
func (m *Maker) compare(before, after *repository.Pack) (Change, error) {
	var c Change
	if before != nil {
		c.Code, c.Before = before.Code, before.Entries
	}
	if after != nil {
		c.Code, c.Entries = after.Code, after.Entries
	}
	next, stop := iter.Pull2(m.items(before))
	defer stop()
	old, err, more := next()
	for item, itemErr := range m.items(after) {
		if itemErr != nil {
			return c, itemErr
		}
		for ; more && err == nil && old.Number < item.Number; old, err, more = next() {
			c.Removed++
		}
		if err != nil {
			return c, err
		}
		if !more || old.Number > item.Number {
			c.Added++
			continue
		}
		if old.Symbol != item.Symbol {
			c.Changed++
		}
		old, err, more = next()
	}
	for ; more && err == nil; _, err, more = next() {
		c.Removed++
	}
	return c, err
}

// items reads the numbers of a pack; of nil there are none.
func (m *Maker) items(p *repository.Pack) iter.Seq2[numset.Item, error] {
	return func(yield func(numset.Item, error) bool) {
		if p == nil {
			return
		}
		f, r, err := m.openPack(p)
		if err != nil {
			yield(numset.Item{}, err)
			return
		}
		defer f.Close()
		for item, err := range r.All() {
			if err != nil {
				err = damaged(packName(p), err)
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

// openPack opens the stream of a pack. The caller closes the file.
func (m *Maker) openPack(p *repository.Pack) (*os.File, *numset.Reader, error) {
	f, err := os.Open(m.path(packName(p)))
	if err != nil {
		return nil, nil, damaged(packName(p), err)
	}
	r, err := numset.NewReader(f)
	if err != nil {
		return nil, nil, damaged(packName(p), errors.Join(err, f.Close()))
	}
	return f, r, nil
}

// packName returns the name of a pack's stream in the maker's folder.
func packName(p *repository.Pack) string { return path.Join(packsDir, p.Code, packFile(p.Edition)) }
