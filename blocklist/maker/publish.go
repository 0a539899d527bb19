package maker

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist/repository"
)

// publish brings the public folder up to what was signed, and removes what neither the new nor the old state names.
func (m *Maker) publish(ctx context.Context, s signer) (written, removed int, err error) {
	p := publisher{ctx: ctx, dir: m.path(publicDir), keep: published(m.path(publicDir))}
	roots, err := m.roots()
	if err != nil {
		return 0, 0, err
	}
	if err := checkSignatures(roots[len(roots)-1], s); err != nil {
		return 0, 0, err
	}
	for _, role := range s.roles {
		if role.pack != nil {
			p.putParts(m, role.pack, role.targets)
			p.putDeltas(m, role.pack, role.targets)
		}
		if role.supplement != nil && p.err == nil {
			p.err = m.eachSupplementPart(role.supplement, func(name string, data []byte) error {
				p.putTarget(name, data, role.targets)
				return p.err
			})
		}
		if role.file != "" {
			p.putTarget(role.file, role.data, role.targets)
		}
	}
	for _, root := range roots {
		p.putMetadata(versioned(root.meta.Signed.Version, metadata.ROOT), root.bytes)
	}
	p.putMetadata(versioned(s.targets.meta.Signed.Version, metadata.TARGETS), s.targets.bytes)
	for _, role := range s.roles {
		p.putMetadata(versioned(role.meta.meta.Signed.Version, role.name), role.meta.bytes)
	}
	p.putMetadata(versioned(s.snapshot.meta.Signed.Version, metadata.SNAPSHOT), s.snapshot.bytes)
	p.putMetadata(roleFile(metadata.TIMESTAMP), s.timestamp.bytes)
	p.prune()
	return p.written, p.removed, p.err
}

// publisher writes files into the public folder until the first error.
type publisher struct {
	ctx     context.Context
	dir     string
	keep    map[string]bool // paths relative to dir
	written int
	removed int
	err     error
}

// put writes a file unless it is there, byte for byte: an unchanged file costs a web server's mirror nothing, and a
// damaged one is healed.
func (p *publisher) put(name string, data []byte) {
	if p.err == nil {
		p.err = p.ctx.Err()
	}
	if p.err != nil {
		return
	}
	p.keep[name] = true
	full := filepath.Join(p.dir, filepath.FromSlash(name))
	if holds(full, data) {
		return
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		p.err = fmt.Errorf("maker: publish: %w", err)
		return
	}
	p.written++
	p.err = writeFile(full, data, 0o644)
}

func (p *publisher) putMetadata(name string, data []byte) {
	p.put(path.Join(repository.MetadataDir, name), data)
}

func (p *publisher) putTarget(name string, data []byte, targets map[string]*metadata.TargetFiles) {
	p.put(path.Join(repository.TargetsDir, hashed(name, targets[name])), data)
}

func (p *publisher) putParts(m *Maker, pack *repository.Pack, targets map[string]*metadata.TargetFiles) {
	if p.err != nil {
		return
	}
	p.err = m.eachPart(pack, func(i int, data []byte) error {
		p.putTarget(repository.PartName(pack.Code, pack.Edition, i), data, targets)
		return p.err
	})
}

// prune removes files from the two folders of the repository; others beside them are the maker's own.
func (p *publisher) prune() {
	for _, folder := range []string{repository.MetadataDir, repository.TargetsDir} {
		if p.err != nil {
			return
		}
		var n int
		n, p.err = removeFiles(filepath.Join(p.dir, folder), func(rel string) bool { return p.keep[path.Join(folder, rel)] })
		p.removed += n
	}
}

// published returns the files that the repository in dir consists of, as far as it can be read. It decides only what
// is not removed yet, so neither signatures nor gaps matter here.
func published(dir string) map[string]bool {
	live, _ := ReadLive(func(name string) ([]byte, error) {
		return os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	})
	return live.Names()
}
