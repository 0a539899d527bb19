package maker

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
)

// Key names one private key of a list.
type Key string

// The keys. The three root keys should be kept in three places, away from the maker's computer; two of them are
// enough to renew trust. The online key lies open in the maker's folder, since it signs every few days: alone it
// cannot put a number on a list, only say which of the signed ones is newest.
const (
	KeyRoot1   Key = "root-1"
	KeyRoot2   Key = "root-2"
	KeyRoot3   Key = "root-3"
	KeyTargets Key = "targets"
	KeyNumbers Key = "numbers"
	KeyScripts Key = "scripts"
	KeyOnline  Key = "online"
)

// Keys returns the keys a list begins with, the most precious first. More root and targets keys can be added later: see
// [Maker.AddSigner].
func Keys() []Key {
	return []Key{KeyRoot1, KeyRoot2, KeyRoot3, KeyTargets, KeyNumbers, KeyScripts, KeyOnline}
}

// rootKeys are those a list begins with.
var rootKeys = []Key{KeyRoot1, KeyRoot2, KeyRoot3}

const rootThreshold = 2

// DefaultWorkFactor makes one try of a passphrase cost most of a second and 256 MB.
const DefaultWorkFactor = 18

// MinPassphrase is the least number of characters of a passphrase.
const MinPassphrase = 10

// Errors about keys.
var (
	ErrPassphraseShort = &blocklist.Error{Message: blocklist.Message{
		ID: "error.maker.passphrase_short", Args: blocklist.Args{"Count": MinPassphrase},
	}}
	ErrPassphrase = &blocklist.Error{Message: blocklist.Say("error.maker.passphrase")}
	ErrNoKey      = &blocklist.Error{Message: blocklist.Say("error.maker.key_missing")}
)

// Passphrase asks for the passphrase of a key. attempt counts from 0; a higher one says that the answer before was
// wrong. The error it returns ends the work.
type Passphrase func(k Key, attempt int) (string, error)

const maxAttempts = 3

func checkPassphrase(p string) error {
	if len([]rune(p)) < MinPassphrase {
		return ErrPassphraseShort
	}
	return nil
}

// file returns the name of the file that holds the private key.
func (k Key) file() string {
	if k.open() {
		return string(k) + ".pem"
	}
	return string(k) + ".age"
}

// open reports whether the private key lies in its file without a passphrase.
func (k Key) open() bool { return k == KeyOnline || k == KeyOnline+nextSuffix }

func (k Key) publicFile() string { return string(k) + ".pub" }

// createKeys makes all keys and writes them to dir, each private and public half to a file of its own.
func createKeys(dir, passphrase string, workFactor int) (map[Key]ed25519.PrivateKey, error) {
	keys := make(map[Key]ed25519.PrivateKey)
	for _, name := range Keys() {
		private, err := createKey(dir, name, passphrase, workFactor)
		if err != nil {
			return nil, err
		}
		keys[name] = private
	}
	return keys, nil
}

// createKey makes one key; its public half is written last.
func createKey(dir string, name Key, passphrase string, workFactor int) (ed25519.PrivateKey, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("maker: key %s: %w", name, err)
	}
	data, err := marshalPrivate(private)
	if err != nil {
		return nil, fmt.Errorf("maker: key %s: %w", name, err)
	}
	if !name.open() {
		if data, err = encrypt(data, passphrase, workFactor); err != nil {
			return nil, fmt.Errorf("maker: key %s: %w", name, err)
		}
	}
	if err := writeFile(filepath.Join(dir, name.file()), data, 0o600); err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("maker: key %s: %w", name, err)
	}
	half := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	return private, writeFile(filepath.Join(dir, name.publicFile()), half, 0o600)
}

func encrypt(data []byte, passphrase string, workFactor int) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	if workFactor == 0 {
		workFactor = DefaultWorkFactor
	}
	recipient.SetWorkFactor(workFactor)
	var buf bytes.Buffer
	w, err := age.Encrypt(&buf, recipient)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// decrypt returns errWrong when the passphrase is not the right one.
func decrypt(data []byte, passphrase string) ([]byte, error) {
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, errWrong // it is empty
	}
	r, err := age.Decrypt(bytes.NewReader(data), identity)
	var noMatch *age.NoIdentityMatchError
	if errors.As(err, &noMatch) {
		return nil, errWrong
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

var errWrong = errors.New("wrong passphrase")

// keyring unlocks private keys when they are first needed, each once.
type keyring struct {
	m        *Maker
	dir      string
	ask      Passphrase
	unlocked map[Key]ed25519.PrivateKey
}

func (m *Maker) keyring(ask Passphrase) *keyring {
	return &keyring{m, m.path(keysDir), ask, make(map[Key]ed25519.PrivateKey)}
}

func (r *keyring) private(k Key) (ed25519.PrivateKey, error) {
	if err := r.m.settleKeys(); err != nil {
		return nil, err
	}
	if key := r.unlocked[k]; key != nil {
		return key, nil
	}
	data, err := readKeyFile(r.dir, k, k.file())
	if err != nil {
		return nil, err
	}
	if !k.open() {
		if data, err = openKey(k, data, r.ask); err != nil {
			return nil, err
		}
	}
	key, err := parsePrivate(data)
	if err != nil {
		return nil, damaged(k.file(), err)
	}
	public, err := r.public(k)
	if err != nil {
		return nil, err
	}
	if !key.Public().(ed25519.PublicKey).Equal(public) {
		return nil, damaged(k.file(), errors.New("does not belong to the public key beside it"))
	}
	r.unlocked[k] = key
	return key, nil
}

// openKey decrypts a key file, asking until the passphrase is right.
func openKey(k Key, data []byte, ask Passphrase) ([]byte, error) {
	for attempt := range maxAttempts {
		passphrase, err := ask(k, attempt)
		if err != nil {
			return nil, err
		}
		plain, err := decrypt(data, passphrase)
		if err == nil {
			return plain, nil
		}
		if !errors.Is(err, errWrong) {
			return nil, damaged(k.file(), err)
		}
	}
	return nil, WrongPassphrase(k)
}

// WrongPassphrase is what a [Passphrase] returns when it has no other answer for the key than one that was wrong. It
// is an [ErrPassphrase].
func WrongPassphrase(k Key) error {
	return &blocklist.Error{Message: blocklist.Message{
		ID: ErrPassphrase.Message.ID, Args: blocklist.Args{"Key": string(k)},
	}}
}

func (r *keyring) public(k Key) (ed25519.PublicKey, error) {
	if err := r.m.settleKeys(); err != nil {
		return nil, err
	}
	return readPublic(r.dir, k)
}

func readPublic(dir string, k Key) (ed25519.PublicKey, error) {
	data, err := readKeyFile(dir, k, k.publicFile())
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, damaged(k.publicFile(), errors.New("not PEM"))
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, damaged(k.publicFile(), err)
	}
	public, ok := parsed.(ed25519.PublicKey)
	if !ok {
		return nil, damaged(k.publicFile(), errors.New("not an Ed25519 key"))
	}
	return public, nil
}

// tuf returns the public key and its id as metadata states them.
func (r *keyring) tuf(k Key) (key *metadata.Key, id string, err error) {
	public, err := r.public(k)
	if err != nil {
		return nil, "", err
	}
	return tufKey(public)
}

func tufKey(public ed25519.PublicKey) (key *metadata.Key, id string, err error) {
	if key, err = metadata.KeyFromPublicKey(public); err == nil {
		id, err = key.ID()
	}
	if err != nil {
		return nil, "", fmt.Errorf("maker: %w", err)
	}
	return key, id, nil
}

func readKeyFile(dir string, k Key, file string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(dir, file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, blocklist.Errorf(blocklist.Message{
			ID: ErrNoKey.Message.ID, Args: blocklist.Args{"Key": string(k), "File": keysDir + "/" + file},
		}, "maker: %w", err)
	}
	if err != nil {
		return nil, fmt.Errorf("maker: key %s: %w", k, err)
	}
	return data, nil
}

func marshalPrivate(key ed25519.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

func parsePrivate(data []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("not PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("not an Ed25519 key")
	}
	return key, nil
}

// KeyStatus says whether a private key is in the maker's folder.
type KeyStatus struct {
	Key       Key  `json:"key"`
	Present   bool `json:"present"`
	Encrypted bool `json:"encrypted"`
}

func (m *Maker) keyStatus() ([]KeyStatus, error) {
	names, err := m.keyNames()
	if err != nil {
		return nil, err
	}
	var keys []KeyStatus
	for _, k := range names {
		keys = append(keys, KeyStatus{Key: k, Present: m.holdsKey(k), Encrypted: !k.open()})
	}
	return keys, nil
}
