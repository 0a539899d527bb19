package maker

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
	"hangup/blocklist/ranges"
	"hangup/blocklist/repository"
)

func supplementFile(edition int64) string { return fmt.Sprintf("%d.data", edition) }

// supplementName returns the name of a supplement's bytes in the maker's folder.
func supplementName(s *repository.Supplement) string {
	return path.Join(packsDir, string(s.Kind), supplementFile(s.Edition))
}

// supplement returns what an edition has of a kind, or nil. A nil edition has none.
func (e *Edition) supplement(kind repository.Kind) *repository.Supplement {
	if e == nil {
		return nil
	}
	i := slices.IndexFunc(e.Supplements, func(s repository.Supplement) bool { return s.Kind == kind })
	if i < 0 {
		return nil
	}
	return &e.Supplements[i]
}

// supplements writes the scripts and ranges of an edition. One with the bytes of the edition before is that one.
func (b *build) supplements(edition int64, built *Built) ([]repository.Supplement, error) {
	var all []repository.Supplement
	keep := func(kind repository.Kind, entries int64, data []byte) error {
		if entries == 0 {
			return nil
		}
		s := repository.Describe(kind, edition, b.date, entries, data)
		if old := b.old.supplement(kind); old != nil && old.SHA256 == s.SHA256 {
			all = append(all, *old)
			return nil
		}
		all = append(all, s)
		if err := os.MkdirAll(b.m.path(packsDir, string(kind)), 0o700); err != nil {
			return fmt.Errorf("maker: %w", err)
		}
		return writeFile(b.m.path(supplementName(&s)), data, 0o600)
	}
	scripts, data, err := b.m.scripts()
	if err != nil {
		return nil, err
	}
	built.Scripts = int64(scripts)
	if err := keep(repository.KindScripts, built.Scripts, data); err != nil {
		return nil, err
	}
	found, err := b.listedRanges(built)
	if err != nil {
		return nil, err
	}
	if data, err = ranges.Encode(found); err != nil {
		return nil, err
	}
	built.Ranges = int64(len(found))
	return all, keep(repository.KindRanges, built.Ranges, data)
}

// checkRanges refuses an edition whose ranges change more than clients take in one step.
func (b *build) checkRanges(next Edition) error {
	before := b.old.supplement(repository.KindRanges)
	if before == nil || b.how.AcceptChange {
		return nil
	}
	had, err := b.m.readRanges(before)
	if err != nil {
		return err
	}
	var has []ranges.Range
	if after := next.supplement(repository.KindRanges); after != nil {
		if has, err = b.m.readRanges(after); err != nil {
			return err
		}
	}
	gone, come := ranges.Difference(had, has)
	most := repository.AllowedRanges(int64(len(had)), b.date.Sub(b.old.Date))
	if max(gone, come) <= most {
		return nil
	}
	return blocklist.Errorf(blocklist.Message{ID: ErrChange.Message.ID, Args: blocklist.Args{
		"Code": string(repository.KindRanges), "Before": len(had), "Added": come, "Removed": gone, "Most": most,
	}}, "maker: of %d ranges %d leave, %d come; %d each way may", len(had), gone, come, most)
}

func (m *Maker) readRanges(s *repository.Supplement) ([]ranges.Range, error) {
	data, err := m.readSupplement(s)
	if err != nil {
		return nil, err
	}
	all, err := ranges.Decode(data)
	if err != nil {
		return nil, damaged(supplementName(s), err)
	}
	return all, nil
}

// readSupplement returns the bytes of a supplement, as they were built.
func (m *Maker) readSupplement(s *repository.Supplement) ([]byte, error) {
	data, err := os.ReadFile(m.path(supplementName(s)))
	if err == nil && !s.Is(data) {
		err = errors.New("is not what was built")
	}
	if err != nil {
		return nil, damaged(supplementName(s), err)
	}
	return data, nil
}

// eachSupplementPart calls do with the parts of a supplement and their target paths.
func (m *Maker) eachSupplementPart(s *repository.Supplement, do func(name string, data []byte) error) error {
	data, err := m.readSupplement(s)
	if err != nil {
		return err
	}
	for i := range s.Parts {
		if err := do(repository.SupplementPartName(s.Kind, s.Edition, i), s.Part(data, i)); err != nil {
			return err
		}
	}
	return nil
}

// signSupplements signs the roles of scripts and ranges. A list that never had any has no such role; one that had keeps
// it, with no files.
func (s *signer) signSupplements() error {
	for _, kind := range repository.Kinds() {
		c := content{supplement: s.edition.supplement(kind)}
		if c.supplement == nil {
			before, err := load[metadata.TargetsType](s.m, roleFile(kind.Role()))
			if err != nil {
				return err
			}
			if before == nil {
				continue
			}
		} else {
			c.file = repository.SupplementName(kind)
			var err error
			if c.data, err = json.Marshal(c.supplement); err != nil {
				return fmt.Errorf("maker: %w", err)
			}
		}
		if err := s.signRole(kind.Role(), c); err != nil {
			return err
		}
	}
	return nil
}
