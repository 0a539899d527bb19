// Package maker turns complaints into a signed list that anybody can publish and anybody can check.
//
// A list is made in one folder, in three steps that can be repeated for years:
//
//	Import   complaint files (feeds) become evidence: who was complained about, how often, when
//	Build    evidence becomes an edition: one pack of numbers a calling code, in the form of package numset, and the
//	         ranges in which numbers were reported again and again; scam scripts that were taken in go with it
//	Sign     an edition becomes a repository of static files, as package repository describes
//
// The folder:
//
//	list.json             name and address of the list
//	keys/                 private keys; all but the online key are encrypted with a passphrase (age, scrypt)
//	evidence.db           SQLite: numbers, sources, what was imported and built
//	editions/N.json       the editions of the last weeks
//	packs/CC/N.numset     their packs, kept to make deltas from
//	packs/CC/N-M.delta    the deltas of the newest edition
//	packs/KIND/N.data     their scripts and ranges
//	scripts.zip           the scam scripts for the next edition, if there are any
//	import.tmp/           runs of a large file, while it is sorted
//	signed/               metadata as it was last signed
//	public/               the repository: copy it to any web server, or serve it with [Maker.Serve]
//
// Nothing in public/ is ever read back as truth, so whoever can write to the web server cannot have the maker sign
// anything.
package maker

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/repository"
)

// Names inside a maker's folder.
const (
	configFile   = "list.json"
	keysDir      = "keys"
	evidenceFile = "evidence.db"
	editionsDir  = "editions"
	packsDir     = "packs"
	signedDir    = "signed"
	publicDir    = "public"
	scriptsFile  = "scripts.zip"
	importDir    = "import.tmp" // while a large file is taken in
)

// Errors a list maker can do something about. More than one may be in a chain.
var (
	ErrExists  = &blocklist.Error{Message: blocklist.Say("error.maker.exists")}
	ErrNotList = &blocklist.Error{Message: blocklist.Say("error.maker.not_a_list")}
	ErrCard    = &blocklist.Error{Message: blocklist.Say("error.maker.name_or_address")}
	ErrBusy    = &blocklist.Error{Message: blocklist.Say("error.maker.busy")}
	ErrDamaged = &blocklist.Error{Message: blocklist.Say("error.maker.damaged")}
)

// Options are what a Maker needs from its surroundings.
type Options struct {
	// Never reports whether a number, as the integer value of its E.164 form, must not be listed whatever the
	// evidence says: the official lines of package starter.
	// Nil allows every number.
	Never func(e164 uint64) bool
	Now   func() time.Time // required, as is Log
	Log   *slog.Logger
	// WorkFactor is the base-2 logarithm of scrypt's cost for new keys; 0 means [DefaultWorkFactor].
	WorkFactor int
}

// Config is what people see of a list.
type Config struct {
	Name string `json:"name"`
	// URL is the base address the public folder will be reachable at: http, https or file.
	URL string `json:"url"`
}

// Maker works on one maker's folder. Its methods may be called by several programs at once: those that write wait for
// each other, and fail with [ErrBusy] when that takes long.
type Maker struct {
	dir    string
	config Config
	o      Options
	db     *evidence
}

// Init makes a new list in dir, which must not exist or be empty: keys, the first root metadata, and an empty store
// of evidence. The folder appears whole or not at all. The offline keys are encrypted with the passphrase.
func Init(ctx context.Context, dir string, c Config, passphrase string, o Options) error {
	if err := checkPassphrase(passphrase); err != nil {
		return err
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return ErrExists
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("maker: %w", err)
	}
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	temp, err := os.MkdirTemp(parent, ".hangup-list-*") // mode 0700
	if err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	defer os.RemoveAll(temp) // fails harmlessly once renamed
	if err := fill(ctx, temp, c, passphrase, o); err != nil {
		return err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("maker: %w", err)
	}
	if err := os.Rename(temp, dir); err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	return syncDir(parent)
}

// fill writes everything a new maker's folder holds.
func fill(ctx context.Context, dir string, c Config, passphrase string, o Options) error {
	for _, name := range []string{keysDir, editionsDir, packsDir, signedDir} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			return fmt.Errorf("maker: %w", err)
		}
	}
	keys, err := createKeys(filepath.Join(dir, keysDir), passphrase, o.WorkFactor)
	if err != nil {
		return err
	}
	root, err := newRoot(keys, o.Now())
	if err != nil {
		return err
	}
	if c, err = cleanConfig(c, root); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, signedDir, rootFile(1)), root, 0o600); err != nil {
		return err
	}
	db, err := openEvidence(ctx, filepath.Join(dir, evidenceFile))
	if err != nil {
		return err
	}
	if err := db.close(); err != nil {
		return err
	}
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	return writeFile(filepath.Join(dir, configFile), append(data, '\n'), 0o600)
}

// cleanConfig returns name and address as they will stand on the list card.
func cleanConfig(c Config, root []byte) (Config, error) {
	var buf bytes.Buffer
	if err := (&repository.Card{Name: c.Name, URL: c.URL, Root: root}).Write(&buf); err != nil {
		return Config{}, blocklist.Errorf(ErrCard.Message, "maker: %w", err)
	}
	card, err := repository.ReadCard(&buf)
	if err != nil {
		return Config{}, blocklist.Errorf(ErrCard.Message, "maker: %w", err)
	}
	return Config{Name: card.Name, URL: card.URL}, nil
}

// Open opens the maker's folder dir. The caller closes the Maker.
func Open(ctx context.Context, dir string, o Options) (*Maker, error) {
	data, err := os.ReadFile(filepath.Join(dir, configFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotList
	}
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	m := &Maker{dir: dir, o: o}
	if err := json.Unmarshal(data, &m.config); err != nil {
		return nil, damaged(configFile, err)
	}
	if m.db, err = openEvidence(ctx, filepath.Join(dir, evidenceFile)); err != nil {
		return nil, err
	}
	return m, nil
}

// Close releases the store of evidence.
func (m *Maker) Close() error { return m.db.close() }

// Config returns the list's name and address.
func (m *Maker) Config() Config { return m.config }

// Public returns the folder to publish. It exists after the first Sign.
func (m *Maker) Public() string { return m.path(publicDir) }

// Card returns the list card to hand out: the newest root metadata and the address, or another address when url is not
// empty, for copies of the same list on a stick or in a centre.
func (m *Maker) Card(url string) (*repository.Card, error) {
	root, err := m.newestRoot()
	if err != nil {
		return nil, err
	}
	c := m.config
	if url != "" {
		c.URL = url
	}
	if c, err = cleanConfig(c, root.bytes); err != nil {
		return nil, err
	}
	return &repository.Card{Name: c.Name, URL: c.URL, Root: root.bytes}, nil
}

func (m *Maker) path(names ...string) string {
	return filepath.Join(append([]string{m.dir}, names...)...)
}

// damaged says that a file in the maker's folder is not what the maker wrote.
func damaged(file string, err error) error {
	return blocklist.Errorf(blocklist.Message{ID: ErrDamaged.Message.ID, Args: blocklist.Args{"File": file}},
		"maker: %s: %w", file, err)
}
