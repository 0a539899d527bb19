package maker

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// nextSuffix follows the name of a key that is made but not yet in force: root-1.next replaces root-1 once metadata
// that names it is signed.
const nextSuffix = ".next"

// delegated reports whether the key is vouched for by targets and not by the root.
func (k Key) delegated() bool { return k == KeyNumbers || k == KeyScripts }

// roles returns the roles of the root metadata that the key signs.
func (k Key) roles() []string {
	switch {
	case k == KeyOnline:
		return []string{metadata.SNAPSHOT, metadata.TIMESTAMP}
	case k.number(KeyTargets, 1) > 0:
		return []string{metadata.TARGETS}
	case k.number("root", 0) > 0:
		return []string{metadata.ROOT}
	}
	return nil
}

// number returns n for a key called family-n, alone for one called family, and 0 for any other.
func (k Key) number(family Key, alone int) int {
	if k == family {
		return alone
	}
	digits, ok := strings.CutPrefix(string(k), string(family)+"-")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n <= alone || strconv.Itoa(n) != digits {
		return 0
	}
	return n
}

// keyNames returns the keys of the list, the most precious first: those it was made with and those added since.
func (m *Maker) keyNames() ([]Key, error) {
	entries, err := os.ReadDir(m.path(keysDir))
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	names := Keys()
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".pub")
		if k := Key(name); ok && k.roles() != nil && !slices.Contains(names, k) {
			names = append(names, k)
		}
	}
	slices.SortStableFunc(names, func(a, b Key) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(max(a.number("root", 0), a.number(KeyTargets, 1)),
			max(b.number("root", 0), b.number(KeyTargets, 1))))
	})
	return names, nil
}

// rank orders families of keys.
func (k Key) rank() int {
	switch {
	case k.number("root", 0) > 0:
		return 0
	case k.number(KeyTargets, 1) > 0:
		return 1
	}
	return 2 + slices.Index(Keys(), k)
}

// holdsKey reports whether the private key is in the maker's folder.
func (m *Maker) holdsKey(k Key) bool {
	_, err := os.Stat(m.path(keysDir, k.file()))
	return err == nil
}

// settleKeys puts new keys in force whose time has come, also after a crash: a key of the root's roles once the newest
// root names it, a delegated one at once, since its role is signed anew with the next edition.
func (m *Maker) settleKeys() error {
	found, err := filepath.Glob(m.path(keysDir, "*"+nextSuffix+".pub"))
	if err != nil || len(found) == 0 {
		return err
	}
	root, err := m.newestRoot()
	if err != nil {
		return err
	}
	for _, path := range found {
		next := Key(strings.TrimSuffix(filepath.Base(path), ".pub"))
		k := Key(strings.TrimSuffix(string(next), nextSuffix))
		public, err := readPublic(m.path(keysDir), next)
		if err != nil {
			return err
		}
		_, id, err := tufKey(public)
		if err != nil {
			return err
		}
		if root.meta.Signed.Keys[id] == nil && !k.delegated() {
			continue
		}
		err = os.Rename(m.path(keysDir, next.file()), m.path(keysDir, k.file()))
		if err == nil || isMissing(err) { // it was moved before a crash, or is kept elsewhere
			err = os.Rename(path, m.path(keysDir, k.publicFile()))
		}
		if err != nil {
			return fmt.Errorf("maker: key %s: %w", k, err)
		}
	}
	return syncDir(m.path(keysDir))
}

// here reports whether all these private keys are in the maker's folder.
func (r *keyring) here(keys []Key) bool {
	return !slices.ContainsFunc(keys, func(k Key) bool { return !r.m.holdsKey(k) })
}

// member is a key that has a say in a role.
type member struct {
	key  Key
	id   string
	here bool
}

// members returns the keys among names that the ids name, those that are here first.
func (r *keyring) members(names []Key, ids []string) ([]member, error) {
	var all []member
	for _, k := range names {
		_, id, err := r.tuf(k)
		if errors.Is(err, ErrNoKey) {
			continue // not even its public half is here
		}
		if err != nil {
			return nil, err
		}
		if slices.Contains(ids, id) {
			all = append(all, member{k, id, r.unlocked[k] != nil || r.m.holdsKey(k)})
		}
	}
	slices.SortStableFunc(all, func(a, b member) int { return cmp.Compare(btoi(b.here), btoi(a.here)) })
	return all, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// signers returns as many keys of one of the root's roles as have to sign, those that are here first.
func (r *keyring) signers(role string) ([]Key, error) {
	if err := r.m.settleKeys(); err != nil {
		return nil, err
	}
	root, err := r.m.newestRoot()
	if err != nil {
		return nil, err
	}
	names, err := r.m.keyNames()
	if err != nil {
		return nil, err
	}
	want := root.meta.Signed.Roles[role]
	if want == nil {
		return nil, damaged(rootFile(root.meta.Signed.Version), errors.New("has no role "+role))
	}
	all, err := r.members(names, want.KeyIDs)
	if err != nil {
		return nil, err
	}
	if len(all) < want.Threshold {
		return nil, damaged(keysDir, fmt.Errorf("too few public keys of the role %s", role))
	}
	var keys []Key
	for _, m := range all[:want.Threshold] {
		keys = append(keys, m.key)
	}
	return keys, nil
}

// stillSigned reports whether what a role says is the same and enough keys that are in force have signed it.
func (r *keyring) stillSigned(same bool, role string, signatures []metadata.Signature) (bool, error) {
	if !same {
		return false, nil
	}
	ids, threshold, err := r.inForce(role)
	if err != nil {
		return false, err
	}
	n := 0
	for _, s := range signatures {
		if slices.Contains(ids, s.KeyID) {
			n++
		}
	}
	return n >= threshold, nil
}

// inForce returns the keys of a role and how many of them have to sign.
func (r *keyring) inForce(role string) (ids []string, threshold int, err error) {
	if err := r.m.settleKeys(); err != nil {
		return nil, 0, err
	}
	if key, ok := keyOf(role); ok {
		_, id, err := r.tuf(key)
		return []string{id}, 1, err
	}
	root, err := r.m.newestRoot()
	if err != nil {
		return nil, 0, err
	}
	want := root.meta.Signed.Roles[role]
	if want == nil {
		return nil, 0, damaged(rootFile(root.meta.Signed.Version), errors.New("has no role "+role))
	}
	return want.KeyIDs, want.Threshold, nil
}

// checkSignatures refuses to publish what a client would refuse.
func checkSignatures(root *signed[metadata.RootType], s signer) error {
	check := root.meta.VerifyDelegate
	err := errors.Join(
		check(metadata.ROOT, root.meta), check(metadata.TARGETS, s.targets.meta),
		check(metadata.SNAPSHOT, s.snapshot.meta), check(metadata.TIMESTAMP, s.timestamp.meta))
	for _, role := range s.roles {
		err = errors.Join(err, s.targets.meta.VerifyDelegate(role.name, role.meta.meta))
	}
	if err != nil {
		return damaged(signedDir, err)
	}
	return nil
}
