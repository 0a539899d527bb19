package update

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// maxArtifact is the largest target file that [Metadata.Download] takes.
const maxArtifact = 64 << 20

// maxVisits is how many delegated roles are asked about one target file.
const maxVisits = 32

// ErrNoTarget is returned by [Metadata.Download] when no role that may speak of a target file does.
var ErrNoTarget = errors.New("update: the repository has no such target file")

// Metadata is the client of a TUF repository, by the workflow and with the code that a sync of a list uses, but without
// what package repository asks of a list beyond TUF: one key may be enough for a root, names need not say versions, and
// roles may delegate as the specification allows. It exists so that this code can be tested against that
// specification by the conformance tests of its authors.
type Metadata struct {
	// Dir is a folder that exists, with the trusted metadata of each role in a file such as root.json.
	Dir string
	// URL is the address of the folder with the published metadata.
	URL       string
	Now       func() time.Time
	Log       *slog.Logger
	Limits    Limits
	Transport http.RoundTripper // as in [Client]
}

// Init starts to trust a root, which must be signed by its own keys. It asks nobody.
func (m *Metadata) Init(root []byte) error {
	if _, err := anyLayout.loadRoot(root); err != nil {
		return err
	}
	cache, err := openFiles(m.Dir)
	if err != nil {
		return err
	}
	return errors.Join(cache.write("root.json", root), cache.close())
}

// anyLayout has metadata in one place and target files in another.
var anyLayout = layout{anyTUF: true}

// Refresh brings the top-level roles up to date.
func (m *Metadata) Refresh(ctx context.Context) error {
	return m.use(ctx, func(*chain) error { return nil })
}

// Download refreshes and then brings a target file, published below the address base, into a folder that exists,
// unless it is there. In the folder its name is the escaped target path.
func (m *Metadata) Download(ctx context.Context, target, base, dir string) error {
	return m.use(ctx, func(c *chain) error {
		file, err := c.search(ctx, target)
		if err != nil {
			return err
		}
		if file.Length > maxArtifact {
			return fail(ErrTooLarge, "%q has %d bytes", target, file.Length)
		}
		if c.targets, err = m.open(base); err != nil {
			return err
		}
		defer c.targets.close()
		if c.files, err = openFiles(dir); err != nil {
			return err
		}
		defer c.files.close()
		_, err = c.fetch(ctx, file, "", nil)
		return err
	})
}

// use calls f with a chain that is up to date.
func (m *Metadata) use(ctx context.Context, f func(c *chain) error) error {
	cache, err := openFiles(m.Dir)
	if err != nil {
		return err
	}
	defer cache.close()
	c := &chain{layout: anyLayout, cache: cache}
	if c.trusted, err = c.loadRoot(cache.read(c.cachedRole(metadata.ROOT), maxRoot)); err != nil {
		return err
	}
	c.trusted.RefTime = m.Now()
	if c.src, err = m.open(m.URL); err != nil {
		return err
	}
	defer c.src.close()
	if err := c.refresh(ctx); err != nil {
		return err
	}
	return f(c)
}

func (m *Metadata) open(address string) (source, error) {
	log := m.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return openSource(address, m.Transport, m.Limits, log, m.Now())
}

// openFiles returns a cache in a folder that exists, and that nobody else uses meanwhile.
func openFiles(dir string) (*cache, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, notSaved(err)
	}
	return &cache{dir: root}, nil
}

// search returns what the roles say of a target file: targets first, then those it delegates to, each before its
// siblings (5.6.7).
func (c *chain) search(ctx context.Context, target string) (*metadata.TargetFiles, error) {
	type visit struct{ role, parent string }
	next := []visit{{metadata.TARGETS, metadata.ROOT}}
	seen := make(map[string]bool)
	for len(next) > 0 && len(seen) <= maxVisits {
		v := next[0]
		next = next[1:]
		if seen[v.role] {
			continue
		}
		seen[v.role] = true
		signed, err := c.delegated(ctx, v.role, v.parent)
		if err != nil {
			return nil, err
		}
		if file := signed.Targets[target]; file != nil {
			return file, nil
		}
		if signed.Delegations == nil {
			continue
		}
		var children []visit
		for _, child := range signed.Delegations.GetRolesForTarget(target) {
			children = append(children, visit{child.Name, v.role})
			if child.Terminating {
				next = nil
				break
			}
		}
		next = append(children, next...)
	}
	return nil, ErrNoTarget
}
