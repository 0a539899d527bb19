package maker

import (
	"errors"
	"fmt"

	"hangup/blocklist/ranges"
	"hangup/blocklist/repository"
	"hangup/blocklist/scriptpack"
)

// supplement checks the scripts or ranges of an edition, if it has them, and counts them.
func (v *verifier) supplement(catalog *repository.Catalog, kind repository.Kind, found *Verified) error {
	trusted := v.tuf.GetTrustedMetadataSet()
	name := repository.SupplementName(kind)
	if trusted.Snapshot.Signed.Meta[roleFile(kind.Role())] == nil {
		return nil
	}
	if _, err := v.tuf.GetTargetInfo(name); err != nil {
		role := trusted.Targets[kind.Role()]
		if role != nil && role.Signed.Targets[name] == nil {
			return nil // it had some once
		}
		return err
	}
	data, err := v.file(name, repository.MaxManifest)
	if err != nil {
		return err
	}
	s, err := repository.ParseSupplement(data)
	if err != nil {
		return err
	}
	if s.Kind != kind || s.Edition > catalog.Edition {
		return errors.New("catalog and manifest do not agree")
	}
	var all []byte
	for i := range s.Parts {
		part, err := v.file(repository.SupplementPartName(kind, s.Edition, i), repository.MaxPart)
		if err != nil {
			return err
		}
		all = append(all, part...)
	}
	if !s.Is(all) {
		return errors.New("the bytes are not those in the manifest")
	}
	found.Bytes += s.Bytes
	if kind == repository.KindRanges {
		list, err := ranges.Decode(all)
		found.Ranges = int64(len(list))
		return err
	}
	layer, err := scriptpack.Open(all)
	if err != nil {
		return err
	}
	if refused := layer.Library.Refused(); len(refused) > 0 {
		return fmt.Errorf("%s: %w", refused[0].File, refused[0].Err)
	}
	found.Scripts = int64(len(layer.Library.Scripts("")))
	return nil
}
