package maker

import (
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist/repository"
)

// signTargets signs the delegations, which change only when a calling code is new.
func (s *signer) signTargets() error {
	want, err := s.delegations()
	if err != nil {
		return err
	}
	if s.targets, err = load[metadata.TargetsType](s.m, roleFile(metadata.TARGETS)); err != nil {
		return err
	}
	meta, same := metadata.Targets(), false
	if s.targets != nil {
		meta.Signed.Version = s.targets.meta.Signed.Version + 1
		if same, err = sameJSON(s.targets.meta.Signed.Delegations, want); err != nil {
			return err
		}
		if same, err = s.keys.stillSigned(same, metadata.TARGETS, s.targets.meta.Signatures); err != nil {
			return err
		}
	}
	if same && !due(s.targets.meta.Signed.Expires, s.now, targetsLife) {
		return nil
	}
	meta.Signed.Expires = expiry(s.now, targetsLife)
	meta.Signed.Delegations = want
	keys, err := s.keys.signers(metadata.TARGETS)
	if err != nil {
		return err
	}
	s.targets, err = resign(s, metadata.TARGETS, roleFile(metadata.TARGETS), meta, keys...)
	return err
}

func (s *signer) delegations() (*metadata.Delegations, error) {
	numbers, numbersID, err := s.keys.tuf(KeyNumbers)
	if err != nil {
		return nil, err
	}
	scripts, scriptsID, err := s.keys.tuf(KeyScripts)
	if err != nil {
		return nil, err
	}
	d := &metadata.Delegations{Keys: map[string]*metadata.Key{numbersID: numbers, scriptsID: scripts}}
	delegate := func(role, keyID string) {
		d.Roles = append(d.Roles, metadata.DelegatedRole{
			Name: role, KeyIDs: []string{keyID}, Threshold: 1, Terminating: true, Paths: []string{pathsOf(role)},
		})
	}
	// Scripts are delegated from the first edition on, whether there are any or not, so that the targets keys are not
	// needed when they come.
	delegate(repository.KindScripts.Role(), scriptsID)
	for _, role := range s.roles {
		if key, _ := keyOf(role.name); key == KeyNumbers {
			delegate(role.name, numbersID)
		}
	}
	return d, nil
}

func (s *signer) signSnapshot() error {
	old, err := load[metadata.SnapshotType](s.m, roleFile(metadata.SNAPSHOT))
	if err != nil {
		return err
	}
	meta := metadata.Snapshot(expiry(s.now, snapshotLife))
	meta.Signed.Meta = map[string]*metadata.MetaFiles{
		roleFile(metadata.TARGETS): metadata.MetaFile(s.targets.meta.Signed.Version),
	}
	for _, role := range s.roles {
		meta.Signed.Meta[roleFile(role.name)] = metadata.MetaFile(role.meta.meta.Signed.Version)
	}
	if old != nil {
		same, err := sameJSON(old.meta.Signed.Meta, meta.Signed.Meta)
		if err != nil {
			return err
		}
		if same, err = s.keys.stillSigned(same, metadata.SNAPSHOT, old.meta.Signatures); err != nil {
			return err
		}
		if same && !due(old.meta.Signed.Expires, s.now, snapshotLife) {
			s.snapshot = old
			return nil
		}
		meta.Signed.Version = old.meta.Signed.Version + 1
	}
	s.snapshot, err = resign(s, metadata.SNAPSHOT, roleFile(metadata.SNAPSHOT), meta, KeyOnline)
	return err
}

func (s *signer) signTimestamp() error {
	old, err := load[metadata.TimestampType](s.m, roleFile(metadata.TIMESTAMP))
	if err != nil {
		return err
	}
	target, err := targetFile(s.snapshot.bytes)
	if err != nil {
		return err
	}
	meta := metadata.Timestamp(expiry(s.now, timestampLife))
	meta.Signed.Meta = map[string]*metadata.MetaFiles{roleFile(metadata.SNAPSHOT): {
		Version: s.snapshot.meta.Signed.Version, Length: target.Length, Hashes: target.Hashes,
	}}
	if old != nil {
		same, err := sameJSON(old.meta.Signed.Meta, meta.Signed.Meta)
		if err != nil {
			return err
		}
		if same, err = s.keys.stillSigned(same, metadata.TIMESTAMP, old.meta.Signatures); err != nil {
			return err
		}
		if same && !due(old.meta.Signed.Expires, s.now, timestampLife) {
			s.timestamp = old
			return nil
		}
		meta.Signed.Version = old.meta.Signed.Version + 1
	}
	s.timestamp, err = resign(s, metadata.TIMESTAMP, roleFile(metadata.TIMESTAMP), meta, KeyOnline)
	return err
}
