package update

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/theupdateframework/go-tuf/v2/metadata"

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
	result   Result
}

// download is a pack that is to replace what the store has, and its parts.
type download struct {
	pack  repository.Pack
	parts []*metadata.TargetFiles
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
	have := make(map[string]repository.Pack, len(packs))
	for _, p := range packs {
		have[p.Code] = p
	}
	downloads, withdrawn, err := s.plan(ctx, catalog, have, codes)
	if err != nil {
		return err
	}
	if err := s.fetchAll(ctx, downloads); err != nil {
		return err
	}
	if err := s.apply(ctx, downloads, have); err != nil {
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
	if err := s.setEdition(ctx); err != nil {
		return err
	}
	s.result.Edition = s.edition
	return nil
}

// setEdition records the edition, unless it is known: then a sync without news writes nothing.
func (s *session) setEdition(ctx context.Context) error {
	now := s.edition
	old, err := s.store.Edition(ctx, s.list.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err == nil && old.List == now.List && old.Version == now.Version && old.Date.UnixMilli() == now.Date.UnixMilli() {
		return nil
	}
	return s.store.SetEdition(ctx, s.info(), now)
}

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

// plan compares what the list offers with what the store has. Withdrawn are the packs the list offers no longer.
func (s *session) plan(
	ctx context.Context, catalog *repository.Catalog, have map[string]repository.Pack, codes []string,
) (downloads []download, withdrawn []string, err error) {
	offered := make(map[string]bool, len(catalog.Packs))
	for _, offer := range catalog.Packs {
		offered[offer.Code] = true
	}
	wanted := slices.Clone(codes)
	for code := range have {
		wanted = append(wanted, code)
	}
	slices.Sort(wanted)
	for _, code := range slices.Compact(wanted) {
		old, applied := have[code]
		if !offered[code] {
			if applied {
				withdrawn = append(withdrawn, code)
			}
			if slices.Contains(codes, code) {
				s.result.Missing = append(s.result.Missing, code)
			}
			continue
		}
		pack, err := s.manifest(ctx, code)
		if err != nil {
			return nil, nil, err
		}
		if applied && samePack(old, *pack) {
			continue
		}
		if old.Edition > pack.Edition { // possible when the cache was lost, or with a stolen key
			return nil, nil, fail(ErrRollback, "pack %s: edition %d after %d", code, pack.Edition, old.Edition)
		}
		parts, err := s.parts(ctx, pack)
		if err != nil {
			return nil, nil, err
		}
		downloads = append(downloads, download{*pack, parts})
	}
	return downloads, withdrawn, nil
}

// samePack reports whether the store already has a pack. Stores keep dates to the millisecond.
func samePack(a, b repository.Pack) bool {
	return a.SHA256 == b.SHA256 && a.Edition == b.Edition && a.Date.UnixMilli() == b.Date.UnixMilli()
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

// parts returns the files whose contents, one after the other, are the stream of a pack.
func (s *session) parts(ctx context.Context, pack *repository.Pack) ([]*metadata.TargetFiles, error) {
	role := repository.NumbersRole(pack.Code)
	parts := make([]*metadata.TargetFiles, pack.Parts)
	var total int64
	for i := range parts {
		file, err := s.chain.lookup(ctx, role, repository.PartName(pack.Code, pack.Edition, i), repository.MaxPart)
		if err != nil {
			return nil, err
		}
		parts[i] = file
		total += file.Length
	}
	if total != pack.Bytes {
		return nil, fail(ErrBroken, "pack %s: parts have %d bytes, not %d", pack.Code, total, pack.Bytes)
	}
	return parts, nil
}

// fetchAll downloads all parts of all packs into the cache, before the first pack is applied.
func (s *session) fetchAll(ctx context.Context, downloads []download) error {
	if len(downloads) == 0 {
		return nil
	}
	s.enter(PhaseDownload, totalBytes(downloads))
	var done int64
	for _, d := range downloads {
		for _, part := range d.parts {
			if _, err := s.chain.fetch(ctx, part, keptParts, func(n int64) { s.advance(done + n) }); err != nil {
				return err
			}
			done += part.Length
		}
	}
	return nil
}

// apply replaces packs in the store, and in have.
func (s *session) apply(ctx context.Context, downloads []download, have map[string]repository.Pack) error {
	if len(downloads) == 0 {
		return nil
	}
	s.enter(PhaseApply, totalBytes(downloads))
	var done int64
	for _, d := range downloads {
		stream := &stream{
			next:  func(i int) ([]byte, error) { return s.chain.fetch(ctx, d.parts[i], keptParts, nil) },
			seen:  func(n int64) { s.advance(done + n) },
			parts: len(d.parts),
		}
		if err := s.store.Apply(ctx, s.info(), d.pack, stream); err != nil {
			return fmt.Errorf("pack %s: %w", d.pack.Code, err)
		}
		done += d.pack.Bytes
		have[d.pack.Code] = d.pack
		s.result.Changed = append(s.result.Changed, d.pack.Code)
		if err := s.chain.cache.remove(keptParts + "/numbers/" + d.pack.Code); err != nil {
			s.log.Warn("parts stay in the cache", "error", err)
		}
	}
	return nil
}

func totalBytes(downloads []download) (n int64) {
	for _, d := range downloads {
		n += d.pack.Bytes
	}
	return n
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

// stream reads the parts of a pack as one, holding one of them at a time.
type stream struct {
	next  func(i int) ([]byte, error)
	seen  func(n int64)
	parts int

	index int // of the part to read next
	rest  []byte
	read  int64
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
	s.read += int64(n)
	s.seen(s.read)
	return n, nil
}
