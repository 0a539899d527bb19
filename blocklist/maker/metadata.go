package maker

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist/repository"
)

// How long each role's signature holds. A role is signed again once half of that is over.
const (
	rootLife      = 2 * 365 * 24 * time.Hour
	targetsLife   = 365 * 24 * time.Hour
	listLife      = 30 * 24 * time.Hour // catalog, numbers and ranges
	scriptsLife   = 365 * 24 * time.Hour
	snapshotLife  = 30 * 24 * time.Hour
	timestampLife = 14 * 24 * time.Hour
)

// expiry returns when a role signed now ends. TUF dates have whole seconds.
func expiry(now time.Time, life time.Duration) time.Time {
	return now.UTC().Add(life).Truncate(time.Second)
}

// due reports whether a role that ends then should be signed again.
func due(expires, now time.Time, life time.Duration) bool {
	return expires.Sub(now) < life/2
}

// signed is metadata with the bytes it was signed and published as.
type signed[T metadata.Roles] struct {
	meta  *metadata.Metadata[T]
	bytes []byte
}

// rootFile returns the name of a version of the root metadata, which is kept for good: clients walk from one to the
// next.
func rootFile(version int64) string { return versioned(version, metadata.ROOT) }

// versioned returns the name under which a role's metadata is published.
func versioned(version int64, role string) string { return fmt.Sprintf("%d.%s.json", version, role) }

func roleFile(role string) string { return role + ".json" }

// newRoot returns the first root metadata, signed with two of its three keys.
func newRoot(keys map[Key]ed25519.PrivateKey, now time.Time) ([]byte, error) {
	root := metadata.Root(expiry(now, rootLife))
	roles := map[string][]Key{
		metadata.ROOT: rootKeys, metadata.TARGETS: {KeyTargets},
		metadata.SNAPSHOT: {KeyOnline}, metadata.TIMESTAMP: {KeyOnline},
	}
	for role, names := range roles {
		for _, name := range names {
			key, _, err := tufKey(keys[name].Public().(ed25519.PublicKey))
			if err != nil {
				return nil, err
			}
			if err := root.Signed.AddKey(key, role); err != nil {
				return nil, fmt.Errorf("maker: %w", err)
			}
		}
	}
	root.Signed.Roles[metadata.ROOT].Threshold = rootThreshold
	var signers []ed25519.PrivateKey
	for _, name := range rootKeys[:rootThreshold] {
		signers = append(signers, keys[name])
	}
	return sign(root, signers...)
}

// sign puts new signatures on metadata and returns it as bytes.
func sign[T metadata.Roles](meta *metadata.Metadata[T], keys ...ed25519.PrivateKey) ([]byte, error) {
	meta.ClearSignatures()
	for _, key := range keys {
		signer, err := signature.LoadSigner(key, crypto.Hash(0))
		if err != nil {
			return nil, fmt.Errorf("maker: %w", err)
		}
		if _, err := meta.Sign(signer); err != nil {
			return nil, fmt.Errorf("maker: sign: %w", err)
		}
	}
	data, err := meta.ToBytes(false)
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	return data, nil
}

// load reads metadata from the folder of what was signed; nil when the role was never signed.
func load[T metadata.Roles](m *Maker, file string) (*signed[T], error) {
	data, err := os.ReadFile(m.path(signedDir, file))
	if isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	meta, err := new(metadata.Metadata[T]).FromBytes(data)
	if err != nil {
		return nil, damaged(signedDir+"/"+file, err)
	}
	return &signed[T]{meta, data}, nil
}

// roots returns all versions of the root metadata, oldest first.
func (m *Maker) roots() ([]*signed[metadata.RootType], error) {
	var all []*signed[metadata.RootType]
	for version := int64(1); ; version++ {
		root, err := load[metadata.RootType](m, rootFile(version))
		if err != nil {
			return nil, err
		}
		if root == nil {
			break
		}
		all = append(all, root)
	}
	if len(all) == 0 {
		return nil, damaged(signedDir+"/"+rootFile(1), os.ErrNotExist)
	}
	return all, nil
}

func (m *Maker) newestRoot() (*signed[metadata.RootType], error) {
	all, err := m.roots()
	if err != nil {
		return nil, err
	}
	return all[len(all)-1], nil
}

// targetFile describes bytes as a target.
func targetFile(data []byte) (*metadata.TargetFiles, error) {
	t, err := metadata.TargetFile().FromBytes("", data, "sha256")
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	return t, nil
}

// hashed returns the name under which a target is published: its file name follows its hash.
func hashed(name string, t *metadata.TargetFiles) string {
	dir, base := "", name
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		dir, base = name[:i+1], name[i+1:]
	}
	return fmt.Sprintf("%s%x.%s", dir, []byte(t.Hashes["sha256"]), base)
}

// sameJSON reports whether two pieces of metadata say the same.
func sameJSON(a, b any) (bool, error) {
	x, err := json.Marshal(a)
	if err != nil {
		return false, fmt.Errorf("maker: %w", err)
	}
	y, err := json.Marshal(b)
	if err != nil {
		return false, fmt.Errorf("maker: %w", err)
	}
	return bytes.Equal(x, y), nil
}

// keyOf returns the key of a role that targets delegates to; ok is false for any other role.
func keyOf(role string) (key Key, ok bool) {
	if role == repository.KindScripts.Role() {
		return KeyScripts, true
	}
	_, numbers := roleCode(role)
	return KeyNumbers, numbers || role == repository.RoleCatalog || role == repository.KindRanges.Role()
}

// pathsOf returns the pattern of the target paths that a delegated role speaks of.
func pathsOf(role string) string {
	if code, ok := roleCode(role); ok {
		return path.Dir(repository.PackName(strconv.Itoa(code))) + "/*"
	}
	if role == repository.RoleCatalog {
		return repository.CatalogName
	}
	return repository.Kind(role).Paths()
}

// lifeOf returns how long the signature of a delegated role holds. Scripts change seldom, and snapshot and timestamp
// vouch that they are the newest: so their key need not come out of its drawer every month.
func lifeOf(role string) time.Duration {
	if role == repository.KindScripts.Role() {
		return scriptsLife
	}
	return listLife
}

// roleCode returns the calling code of a numbers role; ok is false for any other role.
func roleCode(role string) (code int, ok bool) {
	digits, ok := strings.CutPrefix(role, repository.NumbersRole(""))
	if !ok {
		return 0, false
	}
	code, err := strconv.Atoi(digits)
	return code, err == nil
}
