package update

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

// Folders of a cache for target files: the small ones, which stay, and the parts of packs, which go once applied.
const (
	keptTargets = repository.TargetsDir
	keptParts   = "parts"
)

// session is one sync of one list.
type session struct {
	store    Store
	list     store.Followed
	chain    *chain
	log      *slog.Logger
	progress func(Progress)
	now      Progress
	edition  blocklist.Edition // that is offered
	only     bool              // leave packs alone that were not asked for
	accepted int64             // the version of an edition that may change ever so much
	pending  int64             // bytes of supplements that are still to be downloaded
	result   Result
}

func (s *session) run(ctx context.Context, codes []string) error {
	s.enter(PhaseCheck, 0)
	if err := s.chain.refresh(ctx); err != nil {
		return err
	}
	catalog, err := s.catalog(ctx)
	if err != nil {
		return err
	}
	packs, err := s.store.Packs(ctx, s.list.ID)
	if err != nil {
		return err
	}
	have := make(map[string]store.Pack, len(packs))
	for _, p := range packs {
		have[p.Code] = p
	}
	wanted := s.wanted(codes, have)
	downloads, withdrawn, err := s.plan(ctx, catalog, have, wanted)
	if err != nil {
		return err
	}
	extras, err := s.planSupplements(ctx)
	if err != nil {
		return err
	}
	s.missing(catalog, codes)
	if err := s.announced(downloads, withdrawn, have); err != nil {
		return err
	}
	if err := s.fetchAll(ctx, downloads, extras); err != nil {
		return err
	}
	if err := s.counted(ctx, downloads, extras, have); err != nil {
		return err
	}
	if err := s.apply(ctx, downloads, have); err != nil {
		return err
	}
	if err := s.applySupplements(ctx, extras); err != nil {
		return err
	}
	for _, code := range withdrawn {
		if err := s.store.RemovePack(ctx, s.list.ID, code); err != nil {
			return err
		}
		delete(have, code)
		s.result.Changed = append(s.result.Changed, code)
	}
	for _, p := range have {
		s.edition.Entries += p.Entries
	}
	if err := s.setEdition(ctx, wanted, have); err != nil {
		return err
	}
	s.result.Edition = s.edition
	return nil
}

// setEdition records the edition and which packs it is the newest of, unless that is known: then a sync without news
// writes nothing.
func (s *session) setEdition(ctx context.Context, wanted []string, have map[string]store.Pack) error {
	now := s.edition
	old, err := s.store.Edition(ctx, s.list.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	known := err == nil && old.List == now.List && old.Version == now.Version && sameMoment(old.Date, now.Date)
	var current []string
	for _, code := range wanted {
		if p, here := have[code]; here {
			current = append(current, code)
			known = known && sameMoment(p.Current, now.Date)
		}
	}
	if known {
		return nil
	}
	return s.store.SetEdition(ctx, s.info(), now, current...)
}

// sameMoment compares times as stores keep them, to the millisecond.
func sameMoment(a, b time.Time) bool { return a.UnixMilli() == b.UnixMilli() }

func (s *session) info() store.ListInfo {
	return store.ListInfo{ID: s.list.ID, Name: s.edition.List}
}

// catalog returns what the list offers.
func (s *session) catalog(ctx context.Context) (*repository.Catalog, error) {
	file, err := s.chain.lookup(ctx, repository.RoleCatalog, repository.CatalogName, repository.MaxCatalog)
	if err != nil {
		return nil, err
	}
	data, err := s.chain.fetch(ctx, file, keptTargets, nil)
	if err != nil {
		return nil, err
	}
	catalog, err := repository.ParseCatalog(data)
	if err != nil {
		return nil, misread(err)
	}
	// The date of an applied edition becomes a lower bound of the time. If it lay beyond the end of the signature that
	// vouches for it, the list would look expired for good.
	if expires := s.chain.trusted.Timestamp.Signed.Expires; catalog.Date.After(expires) {
		return nil, fail(ErrBroken, "the catalog is of %v, later than its timestamp's end", catalog.Date)
	}
	s.edition = blocklist.Edition{List: catalog.Name, Version: catalog.Edition, Date: catalog.Date}
	return catalog, nil
}

// misread gives an error of package repository about a verified file its kind.
func misread(err error) error {
	if errors.Is(err, ErrNewer) {
		return err
	}
	return fail(ErrBroken, "%w", err)
}

// wanted returns the codes of the packs to look at: those asked for and, as a rule, those that are here.
func (s *session) wanted(codes []string, have map[string]store.Pack) []string {
	wanted := slices.Clone(codes)
	if !s.only {
		wanted = slices.AppendSeq(wanted, maps.Keys(have))
	}
	slices.Sort(wanted)
	return slices.Compact(wanted)
}

// missing notes which of the packs asked for the list has not.
func (s *session) missing(catalog *repository.Catalog, codes []string) {
	for _, code := range slices.Sorted(slices.Values(codes)) {
		if !offers(catalog, code) {
			s.result.Missing = append(s.result.Missing, code)
		}
	}
	s.result.Missing = slices.Compact(s.result.Missing)
}

func offers(catalog *repository.Catalog, code string) bool {
	return slices.ContainsFunc(catalog.Packs, func(o repository.Offer) bool { return o.Code == code })
}

// plan compares what the list offers with what the store has. Withdrawn are the packs the list offers no longer.
func (s *session) plan(
	ctx context.Context, catalog *repository.Catalog, have map[string]store.Pack, wanted []string,
) (downloads []download, withdrawn []string, err error) {
	for _, code := range wanted {
		old, applied := have[code]
		if !offers(catalog, code) {
			if applied {
				withdrawn = append(withdrawn, code)
			}
			continue
		}
		pack, err := s.manifest(ctx, code)
		if err != nil {
			return nil, nil, err
		}
		if applied && samePack(old.Pack, *pack) {
			continue
		}
		if old.Edition > pack.Edition { // possible when the cache was lost, or with a stolen key
			return nil, nil, fail(ErrRollback, "pack %s: edition %d after %d", code, pack.Edition, old.Edition)
		}
		d, err := s.download(ctx, pack, old.Edition)
		if err != nil {
			return nil, nil, err
		}
		downloads = append(downloads, d)
	}
	return downloads, withdrawn, nil
}

// samePack reports whether the store already has a pack.
func samePack(a, b repository.Pack) bool {
	return a.SHA256 == b.SHA256 && a.Edition == b.Edition && sameMoment(a.Date, b.Date)
}

// manifest returns the description of a pack.
func (s *session) manifest(ctx context.Context, code string) (*repository.Pack, error) {
	role, name := repository.NumbersRole(code), repository.PackName(code)
	file, err := s.chain.lookup(ctx, role, name, repository.MaxManifest)
	if err != nil {
		return nil, err
	}
	data, err := s.chain.fetch(ctx, file, keptTargets, nil)
	if err != nil {
		return nil, err
	}
	pack, err := repository.ParsePack(data)
	if err != nil {
		return nil, misread(err)
	}
	if pack.Code != code || pack.Edition > s.edition.Version {
		return nil, fail(ErrBroken, "%s is of code %s, edition %d", name, pack.Code, pack.Edition)
	}
	return pack, nil
}

// fetchAll downloads all parts of all packs and supplements into the cache, before the first of them is applied.
func (s *session) fetchAll(ctx context.Context, downloads []download, extras []*supplement) error {
	for _, x := range extras {
		s.pending += x.bytes()
	}
	if len(downloads) == 0 && s.pending == 0 {
		return nil
	}
	s.enter(PhaseDownload, totalBytes(downloads)+s.pending)
	for i, d := range downloads {
		err := s.fetch(ctx, d)
		if d.from > 0 && isUnusable(err) {
			if d, err = s.instead(ctx, d, err); err == nil {
				s.now.Total = s.now.Done + totalBytes(downloads[i+1:]) + d.bytes() + s.pending
				downloads[i] = d
				err = s.fetch(ctx, d)
			}
		}
		if err != nil {
			return err
		}
	}
	for _, x := range extras {
		if err := s.fetchSupplement(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// isUnusable reports whether a file is not on the server as it was signed, so that others may do.
func isUnusable(err error) bool {
	return errors.Is(err, ErrMissing) || errors.Is(err, ErrTampered) || errors.Is(err, ErrTooLarge)
}

// fetch downloads the parts of one pack.
func (s *session) fetch(ctx context.Context, d download) error {
	before := s.now.Done
	for _, parts := range d.files {
		for _, part := range parts {
			if _, err := s.chain.fetch(ctx, part, keptParts, func(n int64) { s.advance(before + n) }); err != nil {
				return err
			}
			before += part.Length
		}
	}
	return nil
}

// apply replaces packs in the store, and in have.
func (s *session) apply(ctx context.Context, downloads []download, have map[string]store.Pack) error {
	if len(downloads) == 0 {
		return nil
	}
	s.enter(PhaseApply, totalBytes(downloads))
	for i, d := range downloads {
		err := s.applyOne(ctx, d)
		if d.from > 0 && (errors.Is(err, store.ErrWrongBase) || isUnusable(err)) {
			if d, err = s.instead(ctx, d, err); err == nil {
				s.enter(PhaseDownload, d.bytes())
				err = s.fetch(ctx, d)
			}
			if err == nil {
				err = s.counted(ctx, []download{d}, nil, have)
			}
			if err == nil {
				s.enter(PhaseApply, d.bytes()+totalBytes(downloads[i+1:]))
				err = s.applyOne(ctx, d)
			}
		}
		if err != nil {
			return fmt.Errorf("pack %s: %w", d.pack.Code, err)
		}
		have[d.pack.Code] = store.Pack{Pack: d.pack}
		s.result.Changed = append(s.result.Changed, d.pack.Code)
		if err := s.chain.cache.remove(keptParts + "/numbers/" + d.pack.Code); err != nil {
			s.log.Warn("parts stay in the cache", "error", err)
		}
	}
	return nil
}

// applyOne gives the store what was fetched of one pack.
func (s *session) applyOne(ctx context.Context, d download) error {
	streams := s.streams(ctx, d, func(n int) { s.advance(s.now.Done + int64(n)) })
	if d.from > 0 {
		return s.store.ApplyDelta(ctx, s.info(), d.pack, d.from, streams...)
	}
	return s.store.Apply(ctx, s.info(), d.pack, streams[0])
}

// enter begins a phase.
func (s *session) enter(p Phase, total int64) {
	s.now = Progress{Phase: p, Total: total}
	s.tell()
}

// advance moves the progress on. A part that is downloaded a second time does not move it back.
func (s *session) advance(done int64) {
	if done > s.now.Done {
		s.now.Done = done
		s.tell()
	}
}

func (s *session) tell() {
	if s.progress != nil {
		s.progress(s.now)
	}
}

// stream reads parts as one file, holding one of them at a time.
type stream struct {
	next  func(i int) ([]byte, error)
	seen  func(n int) // bytes read
	parts int

	index int // of the part to read next
	rest  []byte
}

func (s *stream) Read(p []byte) (int, error) {
	for len(s.rest) == 0 {
		if s.index == s.parts {
			return 0, io.EOF
		}
		var err error
		if s.rest, err = s.next(s.index); err != nil {
			return 0, err
		}
		s.index++
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	s.seen(n)
	return n, nil
}
