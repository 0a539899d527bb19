package maker

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
)

// Errors of [Maker.Rotate] and [Maker.AddSigner].
var (
	ErrNoSuchKey = &blocklist.Error{Message: blocklist.Say("error.maker.no_such_key")}
	ErrThreshold = &blocklist.Error{Message: blocklist.Say("error.maker.threshold")}
)

// NewKey says how to make a key and put it in force.
type NewKey struct {
	// Passphrase encrypts the new key; the online key has none.
	Passphrase string
	// Ask is asked for the passphrases of the keys that have to agree: two root keys, or for the numbers and scripts
	// keys the targets key.
	Ask Passphrase
	// Offline asks for signatures by keys that are elsewhere: the new key comes in force with [Maker.Respond].
	Offline bool
}

// Rotated says what came of a new key.
type Rotated struct {
	Key  Key   `json:"key"`
	Root int64 `json:"root"` // version of the newest root metadata
	// Request is what still has to be signed elsewhere, or nil.
	Request *Request `json:"-"`
	// Signed says what was signed and published with the new key; nil before the first edition and with a Request.
	Signed *Signed `json:"signed"`
}

// Rotate replaces a key that was lost or stolen by a new one. Clients follow by themselves: the next version of the
// root is signed by enough of the old root keys and enough of the new ones (TUF 6.1). What the old key has signed is
// signed anew, and published.
func (m *Maker) Rotate(ctx context.Context, k Key, n NewKey) (Rotated, error) {
	names, err := m.keyNames()
	if err != nil {
		return Rotated{}, err
	}
	if !slices.Contains(names, k) {
		return Rotated{}, noSuchKey(k)
	}
	return m.newKey(ctx, k, n, func(root *metadata.RootType, key *metadata.Key) error {
		old, err := readPublic(m.path(keysDir), k)
		if err != nil {
			return err
		}
		_, oldID, err := tufKey(old)
		if err != nil {
			return err
		}
		for _, role := range k.roles() {
			if err := errors.Join(root.RevokeKey(oldID, role), root.AddKey(key, role)); err != nil {
				return fmt.Errorf("maker: %w", err)
			}
		}
		return nil
	})
}

// AddSigner makes a further key for the root or the targets role. threshold is how many of the role's keys have to
// sign from now on; 0 leaves that as it is. A root needs at least two, and one key less than there are, so that a lost
// one can be replaced.
func (m *Maker) AddSigner(ctx context.Context, role string, threshold int, n NewKey) (Rotated, error) {
	family, last := Key("root"), len(rootKeys)
	switch role {
	case metadata.ROOT:
	case metadata.TARGETS:
		family, last = KeyTargets, 1
	default:
		return Rotated{}, noSuchKey(Key(role))
	}
	names, err := m.keyNames()
	if err != nil {
		return Rotated{}, err
	}
	for _, k := range names {
		last = max(last, k.number(family, 0))
	}
	k := Key(fmt.Sprintf("%s-%d", family, last+1))
	return m.newKey(ctx, k, n, func(root *metadata.RootType, key *metadata.Key) error {
		if err := root.AddKey(key, role); err != nil {
			return fmt.Errorf("maker: %w", err)
		}
		r := root.Roles[role]
		if threshold != 0 {
			r.Threshold = threshold
		}
		least, most := 1, len(r.KeyIDs)
		if role == metadata.ROOT {
			least, most = rootThreshold, most-1
		}
		if r.Threshold < least || r.Threshold > most {
			return &blocklist.Error{Message: blocklist.Message{
				ID: ErrThreshold.Message.ID, Args: blocklist.Args{"Role": role, "Least": least, "Most": most},
			}}
		}
		return nil
	})
}

func noSuchKey(k Key) error {
	return &blocklist.Error{Message: blocklist.Message{
		ID: ErrNoSuchKey.Message.ID, Args: blocklist.Args{"Key": string(k)},
	}}
}

// newKey makes a key, changes the root for it unless it is a delegated one, and signs what follows from that. Each
// step can be interrupted: a key that no signed root names is never used.
func (m *Maker) newKey(
	ctx context.Context, k Key, n NewKey, change func(*metadata.RootType, *metadata.Key) error,
) (Rotated, error) {
	if !k.open() {
		if err := checkPassphrase(n.Passphrase); err != nil {
			return Rotated{}, err
		}
	}
	done := Rotated{Key: k}
	err := m.db.write(ctx, func(*sql.Tx) error {
		s := signer{m: m, keys: m.keyring(n.Ask), now: m.o.Now(), done: []string{}}
		if n.Offline {
			s.request = m.newRequest()
		}
		if k.delegated() && !n.Offline {
			// The role above must be able to vouch for the new key before the old one is gone.
			if err := s.unlock(metadata.TARGETS); err != nil {
				return err
			}
		}
		if err := s.introduce(k, n.Passphrase, change); err != nil {
			return err
		}
		if s.request != nil && len(s.request.Documents) > 0 {
			done.Request = s.request
			return s.saveRequest()
		}
		return nil
	})
	if err != nil || done.Request != nil {
		return done, err
	}
	root, err := m.newestRoot()
	if err != nil {
		return done, err
	}
	done.Root = root.meta.Signed.Version
	m.o.Log.Info("new key", "key", k, "root", done.Root)
	return m.signAfter(ctx, done, n)
}

// signAfter signs and publishes what a new key in force means for the newest edition, if there is one.
func (m *Maker) signAfter(ctx context.Context, done Rotated, n NewKey) (Rotated, error) {
	edition, err := m.lastEdition()
	if err != nil || edition == nil {
		return done, err
	}
	if n.Offline {
		request, err := m.Request(ctx, Signing{Ask: n.Ask})
		if err == nil {
			done.Request = request
			return done, nil
		}
		if !errors.Is(err, ErrNothingToRequest) {
			return done, err
		}
	}
	signed, err := m.Sign(ctx, Signing{Ask: n.Ask})
	if err != nil {
		return done, err
	}
	done.Signed = &signed
	return done, nil
}

// unlock opens the keys that have to sign a role.
func (s *signer) unlock(role string) error {
	keys, err := s.keys.signers(role)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if _, err := s.keys.private(k); err != nil {
			return err
		}
	}
	return nil
}

// introduce makes a key and has the root name it.
func (s *signer) introduce(k Key, passphrase string, change func(*metadata.RootType, *metadata.Key) error) error {
	if err := s.m.settleKeys(); err != nil {
		return err
	}
	next := k + nextSuffix
	private, err := createKey(s.keys.dir, next, passphrase, s.m.o.WorkFactor)
	if err != nil {
		return err
	}
	if k.delegated() {
		return s.m.settleKeys()
	}
	s.keys.unlocked[next] = private
	key, _, err := s.keys.tuf(next)
	if err != nil {
		return err
	}
	if err := s.changeRoot(func(root *metadata.RootType) error { return change(root, key) }); err != nil {
		return errors.Join(err, removeKey(s.keys.dir, next))
	}
	return s.m.settleKeys()
}

// removeKey removes a key that did not come into use.
func removeKey(dir string, k Key) error {
	return errors.Join(os.Remove(filepath.Join(dir, k.publicFile())), os.Remove(filepath.Join(dir, k.file())))
}

// changeRoot signs the next version of the root, with a change or only a later end. Enough keys of the version before
// and enough of the new one sign it, those that are here first.
func (s *signer) changeRoot(change func(*metadata.RootType) error) error {
	old, err := s.m.newestRoot()
	if err != nil {
		return err
	}
	next, err := s.m.newestRoot()
	if err != nil {
		return err
	}
	next.meta.Signed.Version++
	next.meta.Signed.Expires = expiry(s.now, rootLife)
	if change != nil {
		if err := change(&next.meta.Signed); err != nil {
			return err
		}
	}
	keys, err := s.rootSigners(old.meta.Signed.Roles[metadata.ROOT], next.meta.Signed.Roles[metadata.ROOT])
	if err != nil {
		return err
	}
	_, err = resign(s, metadata.ROOT, rootFile(next.meta.Signed.Version), next.meta, keys...)
	return err
}

// rootSigners chooses keys so that enough of both roles sign: first those of both, then others, and absent ones only
// when there is no other way.
func (s *signer) rootSigners(old, next *metadata.Role) ([]Key, error) {
	names, err := s.m.keyNames()
	if err != nil {
		return nil, err
	}
	for _, k := range slices.Clone(names) {
		names = append(names, k+nextSuffix)
	}
	for k := range s.keys.unlocked { // a key of a new name
		if !slices.Contains(names, k) {
			names = append(names, k)
		}
	}
	all, err := s.keys.members(names, slices.Concat(old.KeyIDs, next.KeyIDs))
	if err != nil {
		return nil, err
	}
	var keys []Key
	needOld, needNext := old.Threshold, next.Threshold
	for _, both := range []bool{true, false} {
		for _, m := range all {
			inOld, inNext := slices.Contains(old.KeyIDs, m.id), slices.Contains(next.KeyIDs, m.id)
			if (inOld && inNext) != both || !(inOld && needOld > 0 || inNext && needNext > 0) {
				continue
			}
			if both && !m.here && m.replaceable(all, old, next) {
				continue
			}
			keys = append(keys, m.key)
			needOld, needNext = needOld-btoi(inOld), needNext-btoi(inNext)
		}
	}
	return keys, nil
}

// replaceable reports whether keys that are here can do without this one, which is not.
func (m member) replaceable(all []member, old, next *metadata.Role) bool {
	inOld, inNext := 0, 0
	for _, other := range all {
		if other.here {
			inOld += btoi(slices.Contains(old.KeyIDs, other.id))
			inNext += btoi(slices.Contains(next.KeyIDs, other.id))
		}
	}
	return inOld >= old.Threshold && inNext >= next.Threshold
}
