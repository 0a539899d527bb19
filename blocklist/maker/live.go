package maker

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist/repository"
)

// Live is what a published repository consists of by its own word: names relative to the repository, those of one
// field in ascending order. Copied field by field, from first to last, it is whole at every moment for who reads it.
type Live struct {
	Targets   []string
	Roots     []string // by version
	Roles     []string // targets and what it delegates to
	Snapshot  string
	Timestamp string
	// Version and SnapshotVersion are those of the timestamp and of the snapshot it names; 0 when there is none.
	Version, SnapshotVersion int64
}

// Names returns all names.
func (l Live) Names() map[string]bool {
	all := make(map[string]bool)
	for _, names := range [][]string{l.Targets, l.Roots, l.Roles, {l.Snapshot, l.Timestamp}} {
		for _, name := range names {
			if name != "" {
				all[name] = true
			}
		}
	}
	return all
}

// ReadLive follows the metadata of a repository from its timestamp, without checking a signature. read returns a file
// by its name, or an error that is [io/fs.ErrNotExist]. What could be read is returned even with an error.
func ReadLive(read func(name string) ([]byte, error)) (Live, error) {
	r := liveReader{read: read}
	r.roots()
	var timestamp metadata.Metadata[metadata.TimestampType]
	if r.json(roleFile(metadata.TIMESTAMP), &timestamp) {
		r.live.Timestamp = metadataName(roleFile(metadata.TIMESTAMP))
		r.live.Version = timestamp.Signed.Version
		if newest := timestamp.Signed.Meta[roleFile(metadata.SNAPSHOT)]; newest != nil {
			r.snapshot(newest.Version)
		}
	}
	return r.live, r.err
}

type liveReader struct {
	read func(name string) ([]byte, error)
	live Live
	err  error
}

func (r *liveReader) roots() {
	for version := int64(1); ; version++ {
		name := metadataName(rootFile(version))
		if _, err := r.read(name); err != nil {
			if version == 1 || !isMissing(err) {
				r.err = errors.Join(r.err, err)
			}
			return
		}
		r.live.Roots = append(r.live.Roots, name)
	}
}

func (r *liveReader) snapshot(version int64) {
	var snapshot metadata.Metadata[metadata.SnapshotType]
	file := versioned(version, metadata.SNAPSHOT)
	if !r.json(file, &snapshot) {
		return
	}
	r.live.Snapshot, r.live.SnapshotVersion = metadataName(file), version
	targets := make(map[string]bool)
	for name, meta := range snapshot.Signed.Meta {
		var role metadata.Metadata[metadata.TargetsType]
		if meta == nil {
			continue
		}
		file := versioned(meta.Version, strings.TrimSuffix(name, ".json"))
		if !r.json(file, &role) {
			continue
		}
		r.live.Roles = append(r.live.Roles, metadataName(file))
		for name, target := range role.Signed.Targets {
			if target != nil {
				targets[path.Join(repository.TargetsDir, hashed(name, target))] = true
			}
		}
	}
	slices.Sort(r.live.Roles)
	r.live.Targets = slices.Sorted(maps.Keys(targets))
}

// json reads one file of metadata and notes what is wrong with it.
func (r *liveReader) json(file string, into any) bool {
	data, err := r.read(metadataName(file))
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		r.err = errors.Join(r.err, fmt.Errorf("maker: %s: %w", file, err))
	}
	return err == nil
}

func metadataName(file string) string { return path.Join(repository.MetadataDir, file) }
