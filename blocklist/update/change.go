package update

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

// changes adds up what is too much in an edition.
type changes struct {
	store.Change
	allowed int64
	codes   []string
}

func (c *changes) add(code string, one store.Change, allowed int64) {
	c.Had, c.Gone, c.Come = c.Had+one.Had, c.Gone+one.Gone, c.Come+one.Come
	c.allowed += allowed
	c.codes = append(c.codes, code)
}

// refuse returns an ErrChange with the figures, or nil when nothing is too much.
func (c *changes) refuse(version int64) error {
	if len(c.codes) == 0 {
		return nil
	}
	m := blocklist.Message{ID: ErrChange.Message.ID, Args: blocklist.Args{
		"Version": int(version), "Had": int(c.Had), "Gone": int(c.Gone), "Come": int(c.Come), "Most": int(c.allowed),
	}}
	return blocklist.Errorf(m, "update: packs %v: %d of %d leave, %d come; %d each way may",
		c.codes, c.Gone, c.Had, c.Come, c.allowed)
}

// RefusedVersion returns the version of the edition that was refused with [ErrChange].
func RefusedVersion(m blocklist.Message) (version int64, ok bool) {
	if m.ID != ErrChange.Message.ID {
		return 0, false
	}
	n, ok := m.Args["Version"].(int)
	return int64(n), ok
}

// allowedNow returns how many numbers may leave a pack that is here, and as many may come, by what
// [repository.AllowedChange] says of the time since the pack was last known to be the newest.
func (s *session) allowedNow(old store.Pack) int64 {
	return repository.AllowedChange(old.Entries, s.untilEdition().Sub(old.Current))
}

// untilEdition returns the date of the edition that is offered. A maker may date one ahead, and so do forgers: no more
// time has passed than the clock says.
func (s *session) untilEdition() time.Time {
	if now := s.chain.trusted.RefTime; s.edition.Date.After(now) {
		return now
	}
	return s.edition.Date
}

// announced refuses an edition whose catalog and manifests alone say that it changes too much, so that it need not be
// downloaded.
func (s *session) announced(downloads []download, withdrawn []string, have map[string]store.Pack) error {
	after := make(map[string]int64, len(downloads)+len(withdrawn))
	for _, d := range downloads {
		after[d.pack.Code] = d.pack.Entries
	}
	for _, code := range withdrawn {
		after[code] = 0
	}
	var total changes
	for _, code := range slices.Sorted(maps.Keys(after)) {
		old, here := have[code]
		if !here || s.accepted == s.edition.Version {
			continue
		}
		grows, most := after[code]-old.Entries, s.allowedNow(old)
		if max(grows, -grows) > most {
			total.add(code, store.Change{Had: old.Entries, Gone: max(-grows, 0), Come: max(grows, 0)}, most)
		}
	}
	return total.refuse(s.edition.Version)
}

// counted refuses an edition that changes too much, by the numbers and ranges themselves.
func (s *session) counted(
	ctx context.Context, downloads []download, extras []*supplement, have map[string]store.Pack,
) error {
	var total changes
	for _, x := range extras {
		if err := s.countRanges(ctx, x, &total); err != nil {
			return err
		}
	}
	for _, d := range downloads {
		old, here := have[d.pack.Code]
		if !here || s.accepted == s.edition.Version || max(old.Entries, d.pack.Entries) <= repository.FreeChange {
			continue
		}
		change, err := s.store.Change(ctx, s.list.ID, d.pack, d.from, s.streams(ctx, d, func(int) {})...)
		if d.from > 0 && (errors.Is(err, store.ErrWrongBase) || isUnusable(err)) {
			continue // its deltas do not fit; what is taken instead is looked at then
		}
		if err != nil {
			return fmt.Errorf("pack %s: %w", d.pack.Code, err)
		}
		if most := s.allowedNow(old); max(change.Gone, change.Come) > most {
			total.add(d.pack.Code, change, most)
		}
	}
	return total.refuse(s.edition.Version)
}

// streams returns what was fetched of a pack: its stream, or its deltas in turn.
func (s *session) streams(ctx context.Context, d download, seen func(n int)) (streams []io.Reader) {
	for _, parts := range d.files {
		streams = append(streams, &stream{
			next:  func(i int) ([]byte, error) { return s.chain.fetch(ctx, parts[i], keptParts, nil) },
			seen:  seen,
			parts: len(parts),
		})
	}
	return streams
}
