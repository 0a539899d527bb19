package update

import (
	"context"
	"errors"
	"fmt"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
	"hangup/blocklist/ranges"
	"hangup/blocklist/repository"
	"hangup/blocklist/scriptpack"
	"hangup/blocklist/store"
)

// supplement is what is to take the place of a list's scripts or ranges, or, without a manifest, to remove them.
type supplement struct {
	kind     repository.Kind
	old      store.Supplement // what is here; the zero value when nothing is
	manifest *repository.Supplement
	parts    []*metadata.TargetFiles

	usable  bool           // read, and fit to take the old one's place
	data    []byte         // an archive of scripts
	refused []string       // files in it
	ranges  []ranges.Range // of ranges
}

func (x *supplement) bytes() (n int64) {
	for _, part := range x.parts {
		n += part.Length
	}
	return n
}

// unreadable gives each kind the sentence for a supplement that was left out.
func unreadable(kind repository.Kind) blocklist.Message {
	if kind == repository.KindRanges {
		return blocklist.Say("sync.ranges_refused")
	}
	return blocklist.Say("sync.scripts_refused")
}

// leaveOut notes why a supplement is not taken.
func (s *session) leaveOut(kind repository.Kind, why error) {
	s.log.Warn("supplement left out", "kind", kind, "error", why)
	s.result.Notes = append(s.result.Notes, unreadable(kind))
}

// makersFault reports whether an error about a supplement is its maker's, and so no reason to go without new numbers: its
// files are genuine, but past their date, wrong in themselves, or of a format made after this program.
func makersFault(err error) bool {
	return errors.Is(err, ErrExpired) || errors.Is(err, ErrBroken) || errors.Is(err, ErrNewer)
}

// planSupplements compares what the list offers beside numbers with what the store has.
func (s *session) planSupplements(ctx context.Context) ([]*supplement, error) {
	have, err := s.store.Supplements(ctx, s.list.ID)
	if err != nil {
		return nil, err
	}
	var all []*supplement
	for _, kind := range repository.Kinds() {
		x, err := s.planSupplement(ctx, kind, have[kind])
		switch {
		case makersFault(err):
			s.leaveOut(kind, err)
		case err != nil:
			return nil, fmt.Errorf("%s: %w", kind, err)
		case x != nil:
			all = append(all, x)
		}
	}
	return all, nil
}

// planSupplement returns nil when there is nothing to do.
func (s *session) planSupplement(
	ctx context.Context, kind repository.Kind, old store.Supplement,
) (*supplement, error) {
	x := &supplement{kind: kind, old: old}
	offered, err := s.chain.offers(ctx, kind)
	if err != nil {
		return nil, err
	}
	if !offered {
		if old.Kind == "" {
			return nil, nil
		}
		x.usable = true
		return x, nil
	}
	name := repository.SupplementName(kind)
	file, err := s.chain.lookup(ctx, kind.Role(), name, repository.MaxManifest)
	if err != nil {
		return nil, err
	}
	data, err := s.chain.fetch(ctx, file, keptTargets, nil)
	if err != nil {
		return nil, err
	}
	if x.manifest, err = repository.ParseSupplement(data); err != nil {
		return nil, misread(err)
	}
	m := x.manifest
	switch {
	case m.Kind != kind || m.Edition > s.edition.Version:
		return nil, fail(ErrBroken, "%s is of %.20q, edition %d", name, m.Kind, m.Edition)
	case m.SHA256 == old.SHA256 && m.Edition == old.Edition && sameMoment(m.Date, old.Date):
		return nil, nil
	case m.Edition < old.Edition: // as with packs
		return nil, fail(ErrRollback, "%s: edition %d after %d", kind, m.Edition, old.Edition)
	}
	var total int64
	for i := range m.Parts {
		part, err := s.chain.lookup(ctx, kind.Role(), repository.SupplementPartName(kind, m.Edition, i), repository.MaxPart)
		if err != nil {
			return nil, err
		}
		x.parts = append(x.parts, part)
		total += part.Length
	}
	if total != m.Bytes {
		return nil, fail(ErrBroken, "%s: parts have %d bytes, not %d", kind, total, m.Bytes)
	}
	return x, nil
}

// offers reports whether the list has a supplement of a kind now. Lists need not have the role; and one that had scripts
// keeps it without files, since TUF lets no role go.
func (c *chain) offers(ctx context.Context, kind repository.Kind) (bool, error) {
	targets, err := c.role(ctx, metadata.TARGETS)
	if err != nil {
		return false, err
	}
	if c.trusted.Snapshot.Signed.Meta[kind.Role()+".json"] == nil || targets.Delegations == nil {
		return false, nil
	}
	role, err := c.role(ctx, kind.Role())
	if err != nil {
		return false, err
	}
	return role.Targets[repository.SupplementName(kind)] != nil, nil
}

// fetchSupplement downloads a supplement and reads it, so that what cannot be used takes the place of nothing.
func (s *session) fetchSupplement(ctx context.Context, x *supplement) error {
	if x.manifest == nil {
		return nil
	}
	before := s.now.Done
	var data []byte
	for _, part := range x.parts {
		got, err := s.chain.fetch(ctx, part, keptParts, func(n int64) { s.advance(before + n) })
		if err != nil {
			return err
		}
		data = append(data, got...)
		before += part.Length
	}
	s.pending -= x.bytes()
	if err := x.read(data); err != nil {
		s.leaveOut(x.kind, err)
		return nil
	}
	x.usable = true
	if len(x.refused) > 0 {
		s.log.Warn("scripts left out", "files", x.refused)
		s.result.Notes = append(s.result.Notes, blocklist.Say("sync.scripts_partly"))
	}
	return nil
}

func (x *supplement) read(data []byte) (err error) {
	if !x.manifest.Is(data) {
		return fail(ErrBroken, "%s: not the bytes of the manifest", x.kind)
	}
	if x.kind == repository.KindRanges {
		x.ranges, err = ranges.Decode(data)
		return err
	}
	layer, err := scriptpack.Open(data)
	if err != nil {
		return err
	}
	x.data = data
	for _, r := range layer.Library.Refused() {
		x.refused = append(x.refused, r.File)
	}
	return nil
}

// countRanges adds how much ranges change to the total when that is too much.
func (s *session) countRanges(ctx context.Context, x *supplement, total *changes) error {
	if x.kind != repository.KindRanges || !x.usable || x.old.Kind == "" || s.accepted == s.edition.Version {
		return nil
	}
	before, err := s.store.Ranges(ctx, s.list.ID)
	if err != nil {
		return err
	}
	// With each edition the ranges were known to be the newest, changed or not.
	last, err := s.store.Edition(ctx, s.list.ID)
	if err != nil {
		return err
	}
	change := store.Change{Had: int64(len(before))}
	change.Gone, change.Come = ranges.Difference(before, x.ranges)
	passed := s.untilEdition().Sub(latest(last.Date, x.old.Date))
	if most := repository.AllowedRanges(change.Had, passed); max(change.Gone, change.Come) > most {
		total.add(string(x.kind), change, most)
	}
	return nil
}

// applySupplements replaces supplements in the store, each in one transaction with its edition.
func (s *session) applySupplements(ctx context.Context, all []*supplement) error {
	for _, x := range all {
		if !x.usable {
			continue
		}
		if err := s.applySupplement(ctx, x); err != nil {
			return fmt.Errorf("%s: %w", x.kind, err)
		}
		s.result.Supplements = append(s.result.Supplements, x.kind)
		if err := s.chain.cache.remove(keptParts + "/" + string(x.kind)); err != nil {
			s.log.Warn("parts stay in the cache", "error", err)
		}
	}
	return nil
}

func (s *session) applySupplement(ctx context.Context, x *supplement) error {
	switch {
	case x.manifest == nil:
		return s.store.RemoveSupplement(ctx, s.list.ID, x.kind)
	case x.kind == repository.KindRanges:
		return s.store.ApplyRanges(ctx, s.info(), *x.manifest, x.ranges)
	}
	return s.store.ApplyScripts(ctx, s.info(), *x.manifest, x.data, x.refused)
}
