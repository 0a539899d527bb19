package update

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/trustedmetadata"

	"hangup/blocklist/repository"
)

// chain is the chain of trust of one list: from the root of its card to the hash of every file, as the client workflow
// of the TUF specification 1.0 says (section 5). Comments name the sections.
//
// It drives package trustedmetadata, which makes the checks, itself. The updater of go-tuf does the same steps, but
// ends for good at a cached file that is damaged, writes the root it is given over a newer one in the cache, and lets
// a role have several parents and then verifies it against the wrong one (go-tuf issue 759).
type chain struct {
	layout
	src     source // of metadata
	targets source
	cache   *cache // for metadata
	files   *cache // for target files
	trusted *trustedmetadata.TrustedMetadata
}

// layout says where files are and what is asked of those who made them.
type layout struct {
	metadataDir, targetsDir string // below the addresses and in the caches
	// anyTUF takes whatever the TUF specification allows, and not only what package repository promises.
	anyTUF bool
}

// listLayout is the layout of a published list, and of its cache.
var listLayout = layout{metadataDir: repository.MetadataDir, targetsDir: repository.TargetsDir}

// newChain starts from the card's root or from the cached one, whichever is newer (5.2). The reference time stays the
// same for the whole sync (5.1).
func newChain(card repository.Card, cache *cache, src source, reference time.Time) (*chain, error) {
	c := &chain{layout: listLayout, src: src, targets: src, cache: cache, files: cache}
	trusted, err := loadRoot(card.Root)
	if err != nil {
		return nil, err
	}
	// A cached root was verified from an earlier one before it was written.
	cached, err := loadRoot(cache.read(c.cachedRole(metadata.ROOT), maxRoot))
	if err == nil && cached.Root.Signed.Version > trusted.Root.Signed.Version {
		trusted = cached
	}
	c.trusted = trusted
	c.trusted.RefTime = reference
	return c, nil
}

// loadRoot reads the root of a list that is trusted for where it comes from, and checks that it is one at all.
func loadRoot(data []byte) (*trustedmetadata.TrustedMetadata, error) {
	return listLayout.loadRoot(data)
}

func (l layout) loadRoot(data []byte) (*trustedmetadata.TrustedMetadata, error) {
	if len(data) > maxRoot {
		return nil, fail(ErrCardRoot, "root has %d bytes", len(data))
	}
	var trusted *trustedmetadata.TrustedMetadata
	err := guard(func() (err error) {
		trusted, err = trustedmetadata.New(data)
		return err
	})
	if err != nil {
		return nil, fail(ErrCardRoot, "root: %w", err)
	}
	if err := l.checkRoot(&trusted.Root.Signed); err != nil {
		if errors.Is(err, ErrNewer) {
			return nil, err
		}
		return nil, fail(ErrCardRoot, "%w", err)
	}
	return trusted, nil
}

// checkRoot asks of a root what package repository promises: one stolen key must not be enough to replace all others,
// and names must say the version or hash, so that a publisher may put a new edition beside the old one.
func (l layout) checkRoot(root *metadata.RootType) error {
	if err := checkSpec("root", root.SpecVersion); err != nil {
		return err
	}
	for _, name := range metadata.TOP_LEVEL_ROLE_NAMES {
		if root.Roles[name] == nil {
			return fail(ErrBroken, "root names no %s role", name)
		}
	}
	if l.anyTUF {
		return nil
	}
	if root.Roles[metadata.ROOT].Threshold < 2 {
		return fail(ErrBroken, "one key is enough to replace the root")
	}
	if !root.ConsistentSnapshot {
		return fail(ErrBroken, "no consistent snapshots")
	}
	return nil
}

// checkSpec refuses metadata of a TUF specification with another major version, which go-tuf leaves to its user.
func checkSpec(name, version string) error {
	if major, _, _ := strings.Cut(version, "."); major != "1" {
		return fail(ErrNewer, "%s follows TUF %.20q", name, version)
	}
	return nil
}

// refresh brings the top-level roles up to date.
func (c *chain) refresh(ctx context.Context) error {
	if err := c.updateRoot(ctx); err != nil {
		return err
	}
	if err := c.updateTimestamp(ctx); err != nil {
		return err
	}
	if err := c.updateSnapshot(ctx); err != nil {
		return err
	}
	_, err := c.role(ctx, metadata.TARGETS)
	return err
}

// updateRoot follows the rotations of the root one by one (5.3). Whether the last one has expired is checked with the
// timestamp (5.3.10). A cached timestamp or snapshot whose keys were rotated no longer verifies and is then as good as
// deleted, which lets a maker recover from stolen online keys (5.3.11).
func (c *chain) updateRoot(ctx context.Context) error {
	for range maxRotations {
		name := path.Join(c.metadataDir, fmt.Sprintf("%d.root.json", c.trusted.Root.Signed.Version+1))
		data, err := c.src.get(ctx, request{name: name, limit: maxRoot})
		if errors.Is(err, ErrMissing) { // 5.3.3: the root is the newest
			return nil
		}
		if err != nil {
			return err
		}
		err = guard(func() error {
			_, err := c.trusted.UpdateRoot(data)
			return err
		})
		if err != nil {
			return refused(name, err)
		}
		if err := c.checkRoot(&c.trusted.Root.Signed); err != nil {
			return err
		}
		if err := c.cache.write(c.cachedRole(metadata.ROOT), data); err != nil {
			return err
		}
	}
	return nil
}

// updateTimestamp reads the timestamp, the one file that is asked for at every sync (5.4).
func (c *chain) updateTimestamp(ctx context.Context) error {
	update := func(data []byte) error {
		return guard(func() error {
			_, err := c.trusted.UpdateTimestamp(data)
			return err
		})
	}
	// The cached one guards against rollback even when it has expired. When it cannot be used, it is not there.
	name := c.cachedRole(metadata.TIMESTAMP) // published under the same name
	_ = update(c.cache.read(name, maxTimestamp))
	data, err := c.src.get(ctx, request{name: name, limit: maxTimestamp, fresh: true})
	if err != nil {
		return err
	}
	err = update(data)
	if errors.Is(err, &metadata.ErrEqualVersionNumber{}) { // 5.4.3.1: no news
		if c.trusted.Timestamp.Signed.IsExpired(c.trusted.RefTime) {
			return fail(ErrExpired, "%s", name)
		}
		return nil
	}
	if err != nil {
		return refused(name, err)
	}
	signed := &c.trusted.Timestamp.Signed
	if err := checkSpec(name, signed.SpecVersion); err != nil {
		return err
	}
	if err := checkMeta(name, signed.Meta, metadata.SNAPSHOT); err != nil {
		return err
	}
	return c.cache.write(name, data)
}

// updateSnapshot reads the snapshot that the timestamp names (5.5).
func (c *chain) updateSnapshot(ctx context.Context) error {
	update := func(data []byte, trusted bool) error {
		return guard(func() error {
			_, err := c.trusted.UpdateSnapshot(data, trusted)
			return err
		})
	}
	// A cached one of an older version guards the versions of all roles against rollback (5.5.5).
	file := c.cachedRole(metadata.SNAPSHOT)
	if err := update(c.cache.read(file, maxSnapshot), true); err == nil {
		return nil
	}
	meta := c.trusted.Timestamp.Signed.Meta[metadata.SNAPSHOT+".json"]
	name := c.publishedRole(metadata.SNAPSHOT, meta.Version)
	data, err := c.src.get(ctx, request{name: name, limit: atMost(meta.Length, maxSnapshot), fresh: c.unversioned()})
	if err != nil {
		return err
	}
	if err := update(data, false); err != nil {
		return refused(name, err)
	}
	signed := &c.trusted.Snapshot.Signed
	if err := checkSpec(name, signed.SpecVersion); err != nil {
		return err
	}
	if err := checkMeta(name, signed.Meta, metadata.TARGETS); err != nil {
		return err
	}
	return c.cache.write(file, data)
}

// checkMeta refuses a table of metadata files with a hole in it, before it is kept: go-tuf would stumble over it at
// every later sync.
func checkMeta(name string, files map[string]*metadata.MetaFiles, needed string) error {
	for file, meta := range files {
		if meta == nil {
			return fail(ErrBroken, "%s says nothing of %.40q", name, file)
		}
	}
	if files[needed+".json"] == nil {
		return fail(ErrBroken, "%s does not name %s", name, needed)
	}
	return nil
}

// role returns the trusted metadata of targets, or of a role that targets delegates to (5.6).
func (c *chain) role(ctx context.Context, role string) (*metadata.TargetsType, error) {
	if role == metadata.TARGETS {
		return c.delegated(ctx, role, metadata.ROOT)
	}
	return c.delegated(ctx, role, metadata.TARGETS)
}

// delegated returns the trusted metadata of a role, verified with the keys that its parent names.
func (c *chain) delegated(ctx context.Context, role, parent string) (*metadata.TargetsType, error) {
	if have, ok := c.trusted.Targets[role]; ok {
		return &have.Signed, nil
	}
	update := func(data []byte) error {
		return guard(func() error {
			_, err := c.trusted.UpdateDelegatedTargets(data, role, parent)
			return err
		})
	}
	file := c.cachedRole(role)
	if err := update(c.cache.read(file, maxTargets)); err != nil {
		meta := c.trusted.Snapshot.Signed.Meta[role+".json"]
		if meta == nil {
			return nil, fail(ErrBroken, "the snapshot does not name %s", role)
		}
		name := c.publishedRole(role, meta.Version)
		data, err := c.src.get(ctx, request{name: name, limit: atMost(meta.Length, maxTargets), fresh: c.unversioned()})
		if err != nil {
			return nil, err
		}
		if err := update(data); err != nil {
			return nil, refused(name, err)
		}
		if err := c.cache.write(file, data); err != nil {
			return nil, err
		}
	}
	signed := &c.trusted.Targets[role].Signed
	if err := checkSpec(role, signed.SpecVersion); err != nil {
		return nil, err
	}
	if c.anyTUF {
		return signed, nil
	}
	return signed, checkDelegations(role, signed.Delegations)
}

// checkDelegations holds the tree of roles to two levels: only targets delegates, and to each role once. So each role
// has one parent, and no name can stand for two roles.
func checkDelegations(role string, d *metadata.Delegations) error {
	if d == nil {
		return nil
	}
	if role != metadata.TARGETS {
		return fail(ErrBroken, "%s delegates", role)
	}
	if d.SuccinctRoles != nil {
		return fail(ErrBroken, "targets delegates to hash bins")
	}
	seen := make(map[string]bool)
	for _, name := range metadata.TOP_LEVEL_ROLE_NAMES {
		seen[name] = true
	}
	for _, child := range d.Roles {
		if seen[child.Name] {
			return fail(ErrBroken, "two roles are named %.40q", child.Name)
		}
		seen[child.Name] = true
	}
	return nil
}

// lookup returns what a delegated role says of a target file, when targets lets that role, and no other, speak of it.
func (c *chain) lookup(ctx context.Context, role, target string, limit int64) (*metadata.TargetFiles, error) {
	targets, err := c.role(ctx, metadata.TARGETS)
	if err != nil {
		return nil, err
	}
	var may []metadata.RoleResult
	if targets.Delegations != nil {
		may = targets.Delegations.GetRolesForTarget(target)
	}
	if len(may) != 1 || may[0].Name != role || targets.Targets[target] != nil {
		return nil, fail(ErrBroken, "%s is not delegated to %s alone", target, role)
	}
	signed, err := c.role(ctx, role)
	if err != nil {
		return nil, err
	}
	file := signed.Targets[target]
	switch {
	case file == nil:
		return nil, fail(ErrBroken, "%s does not name %s", role, target)
	case len(file.Hashes["sha256"]) == 0 || file.Length < 1 || file.Length > limit:
		return nil, fail(ErrBroken, "%s: length %d or hash is out of range", target, file.Length)
	}
	return file, nil
}

// fetch returns a target file, from the cache or the source, verified by length and hash (5.7). In the cache it is
// kept under the given folder. Seen, if any, is told how many bytes of it are there.
func (c *chain) fetch(
	ctx context.Context, file *metadata.TargetFiles, folder string, seen func(n int64),
) ([]byte, error) {
	kept := c.keptTarget(folder, file.Path)
	if data := c.files.read(kept, file.Length); file.VerifyLengthHashes(data) == nil {
		if seen != nil {
			seen(file.Length)
		}
		return data, nil
	}
	r := request{name: c.publishedTarget(file), limit: file.Length, seen: seen, fresh: c.unversioned()}
	if sum := file.Hashes["sha256"]; !r.fresh && len(sum) > 0 {
		r.check = file.VerifyLengthHashes
		if folder == keptParts {
			r.kept = c.files.grow(sum, file.Length)
			defer r.kept.close()
		}
	}
	data, err := c.targets.get(ctx, r)
	if err == nil {
		if err = file.VerifyLengthHashes(data); err != nil {
			err = fail(ErrTampered, "%s: %w", r.name, err)
		}
	}
	switch {
	case errors.Is(err, ErrTampered), errors.Is(err, ErrTooLarge):
		r.kept.drop()
		return nil, err
	case err != nil:
		return nil, err
	}
	return data, c.files.finish(r.kept, kept, data)
}

// atMost returns the signed length of a file, which is optional in TUF, but no more than limit.
func atMost(length, limit int64) int64 {
	if length <= 0 {
		return limit
	}
	return min(length, limit)
}

// guard calls f and turns a panic into an error: metadata is read, keys included, before it can be verified, and
// go-tuf panics on some that is malformed.
func guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("metadata is malformed: %v", r)
		}
	}()
	return f()
}
