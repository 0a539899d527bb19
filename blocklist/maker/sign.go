package maker

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
	"hangup/blocklist/repository"
)

// Errors of [Maker.Sign].
var (
	ErrNotBuilt    = &blocklist.Error{Message: blocklist.Say("error.maker.not_built")}
	ErrRootExpired = &blocklist.Error{Message: blocklist.Say("error.maker.root_expired")}
)

// Signing says how to sign.
type Signing struct {
	// Ask is asked for the passphrase of every encrypted key that is needed, and of no other.
	Ask Passphrase
	// RenewRoot signs the root metadata anew for two more years, which takes two of the three root keys.
	RenewRoot bool
}

// Signed says what Sign did.
type Signed struct {
	Edition int64 `json:"edition"`
	// Roles that were signed anew; empty when the repository was up to date.
	Roles []string `json:"roles"`
	// Written and Removed count files of the public folder.
	Written int `json:"written"`
	Removed int `json:"removed"`
	// Until is when clients begin to call the list old unless it is signed again.
	Until time.Time `json:"until"`
}

// Sign signs what changed since the last time, or expires soon, and publishes the newest edition in the public folder.
//
// Files appear there in an order in which every moment is a whole repository: what metadata names before the metadata
// that names it, the timestamp last. When Sign is interrupted clients go on with the edition before, and the next
// Sign finishes the work. Files of the edition that was public until now stay for clients in the middle of a sync;
// older ones are removed.
func (m *Maker) Sign(ctx context.Context, s Signing) (Signed, error) {
	var done Signed
	// The transaction writes nothing: it keeps other programs from signing at the same time.
	err := m.db.write(ctx, func(*sql.Tx) error {
		edition, err := m.lastEdition()
		if err != nil {
			return err
		}
		if edition == nil {
			return ErrNotBuilt
		}
		r := signer{m: m, keys: m.keyring(s.Ask), now: m.o.Now(), edition: edition, done: []string{}}
		if err := r.run(s.RenewRoot); err != nil {
			return err
		}
		done = Signed{Edition: edition.Number, Roles: r.done, Until: r.until()}
		done.Written, done.Removed, err = m.publish(ctx, r)
		return err
	})
	if err != nil {
		return Signed{}, err
	}
	m.o.Log.Info("signed", "edition", done.Edition, "roles", len(done.Roles), "written", done.Written)
	return done, nil
}

// signer brings the metadata up to an edition. Each step keeps what was signed before when it still says the right
// thing for long enough.
type signer struct {
	m       *Maker
	keys    *keyring
	now     time.Time
	edition *Edition
	// request, when there is one, takes what has to be signed with keys that are elsewhere.
	request *Request

	targets   *signed[metadata.TargetsType]
	roles     []delegated // catalog, then numbers by calling code, then supplements
	snapshot  *signed[metadata.SnapshotType]
	timestamp *signed[metadata.TimestampType]
	done      []string
}

// delegated is a role below targets with what it vouches for.
type delegated struct {
	name string
	meta *signed[metadata.TargetsType]
	content
}

// content is a small file, and for a calling code also the stream of its pack, for scripts and ranges their bytes.
type content struct {
	file       string // its target path; empty when the role vouches for nothing
	data       []byte
	pack       *repository.Pack
	supplement *repository.Supplement
	targets    map[string]*metadata.TargetFiles
}

func (s *signer) run(renewRoot bool) error {
	for _, step := range []func() error{
		func() error { return s.signRoot(renewRoot) },
		s.signRoles, s.signTargets, s.signSnapshot, s.signTimestamp,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (s *signer) signRoot(renew bool) error {
	root, err := s.m.newestRoot()
	if err != nil {
		return err
	}
	if !renew {
		if root.meta.Signed.IsExpired(s.now) {
			return ErrRootExpired
		}
		return nil
	}
	return s.changeRoot(nil)
}

// resign signs metadata and keeps it in the maker's folder.
func resign[T metadata.Roles](s *signer, role, file string, meta *metadata.Metadata[T], keys ...Key) (*signed[T], error) {
	if s.request != nil && !s.keys.here(keys) {
		return &signed[T]{meta, nil}, addDocument(s.request, role, meta)
	}
	private := make([]ed25519.PrivateKey, 0, len(keys))
	for _, k := range keys {
		key, err := s.keys.private(k)
		if err != nil {
			return nil, err
		}
		private = append(private, key)
	}
	data, err := sign(meta, private...)
	if err != nil {
		return nil, err
	}
	if err := writeFile(s.m.path(signedDir, file), data, 0o600); err != nil {
		return nil, err
	}
	s.done = append(s.done, role)
	return &signed[T]{meta, data}, nil
}

// signRoles signs the catalog and one role a calling code. A calling code whose last number has left the list keeps
// its role, with no files: clients refuse a snapshot that drops a role.
func (s *signer) signRoles() error {
	data, err := marshalCatalog(s.edition, s.m.config.Name)
	if err != nil {
		return err
	}
	if err := s.signRole(repository.RoleCatalog, content{file: repository.CatalogName, data: data}); err != nil {
		return err
	}
	numbers, err := s.numbersCodes()
	if err != nil {
		return err
	}
	for _, n := range numbers {
		code := strconv.Itoa(n)
		c := content{pack: s.edition.pack(code)}
		if c.pack != nil {
			c.file = repository.PackName(code)
			if c.data, err = json.Marshal(c.pack); err != nil {
				return fmt.Errorf("maker: %w", err)
			}
		}
		if err := s.signRole(repository.NumbersRole(code), c); err != nil {
			return err
		}
	}
	return s.signSupplements()
}

// numbersCodes returns the calling codes of the edition and of all editions before, ascending.
func (s *signer) numbersCodes() ([]int, error) {
	var all []int
	for _, p := range s.edition.Packs {
		code, err := strconv.Atoi(p.Code)
		if err != nil {
			return nil, damaged(path.Join(editionsDir, editionFile(s.edition.Number)), err)
		}
		all = append(all, code)
	}
	old, err := load[metadata.SnapshotType](s.m, roleFile(metadata.SNAPSHOT))
	if err != nil {
		return nil, err
	}
	if old != nil {
		for name := range old.meta.Signed.Meta {
			if code, ok := roleCode(strings.TrimSuffix(name, ".json")); ok {
				all = append(all, code)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

func (s *signer) signRole(name string, c content) error {
	role, err := load[metadata.TargetsType](s.m, roleFile(name))
	if err != nil {
		return err
	}
	if c.targets, err = s.m.targets(c); err != nil {
		return err
	}
	same := false
	if role != nil {
		if same, err = sameJSON(role.meta.Signed.Targets, c.targets); err != nil {
			return err
		}
		if same, err = s.keys.stillSigned(same, name, role.meta.Signatures); err != nil {
			return err
		}
	}
	if !same || due(role.meta.Signed.Expires, s.now, lifeOf(name)) {
		meta := metadata.Targets(expiry(s.now, lifeOf(name)))
		meta.Signed.Targets = c.targets
		if role != nil {
			meta.Signed.Version = role.meta.Signed.Version + 1
		}
		key, _ := keyOf(name)
		if role, err = resign(s, name, roleFile(name), meta, key); err != nil {
			return err
		}
	}
	s.roles = append(s.roles, delegated{name, role, c})
	return nil
}

// targets describes the files of a role. It fails when the stream in the maker's folder is not the one that was built.
func (m *Maker) targets(c content) (map[string]*metadata.TargetFiles, error) {
	all := make(map[string]*metadata.TargetFiles)
	if c.file == "" {
		return all, nil
	}
	var err error
	if all[c.file], err = targetFile(c.data); err != nil {
		return nil, err
	}
	if c.supplement != nil {
		return all, m.eachSupplementPart(c.supplement, func(name string, data []byte) (err error) {
			all[name], err = targetFile(data)
			return err
		})
	}
	if c.pack == nil {
		return all, nil
	}
	err = m.eachPart(c.pack, func(i int, data []byte) (err error) {
		all[repository.PartName(c.pack.Code, c.pack.Edition, i)], err = targetFile(data)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = m.eachDeltaPart(c.pack, func(name string, data []byte) (err error) {
		all[name], err = targetFile(data)
		return err
	})
	return all, err
}

// eachPart reads the parts of a pack from its stream and checks the whole.
func (m *Maker) eachPart(p *repository.Pack, do func(i int, data []byte) error) error {
	name := packName(p)
	f, r, err := m.openPack(p)
	if err != nil {
		return err
	}
	defer f.Close()
	i := 0
	for part, err := range r.Parts(repository.MaxPart) {
		if err != nil {
			return damaged(name, err)
		}
		if err := do(i, part); err != nil {
			return err
		}
		i++
	}
	if sum := r.Summary(); fmt.Sprintf("%x", sum.SHA256) != p.SHA256 || i != p.Parts {
		return damaged(name, fmt.Errorf("is not what was built"))
	}
	return nil
}

// until returns the first day on which something a client needs expires.
func (s *signer) until() time.Time {
	dates := []time.Time{
		s.timestamp.meta.Signed.Expires, s.snapshot.meta.Signed.Expires, s.targets.meta.Signed.Expires,
	}
	for _, role := range s.roles {
		dates = append(dates, role.meta.meta.Signed.Expires)
	}
	return slices.MinFunc(dates, func(a, b time.Time) int { return cmp.Compare(a.Unix(), b.Unix()) })
}
