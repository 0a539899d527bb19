package update

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
)

// lockFile is the file of a cache that a sync holds.
const lockFile = "lock"

// cache is what is kept of one list between syncs, in a folder that a sync holds for itself: the newest metadata
// that was trusted, the small target files, and parts of packs that were fetched but not yet applied. Everything but
// the root is verified again each time it is read, and all of it may be deleted: then it is fetched again.
type cache struct {
	dir  *os.Root
	lock io.Closer
}

// openCache opens the cache of one list, and fails with ErrBusy while another sync has it.
func openCache(trustDir, listID string) (*cache, error) {
	dir, err := cacheDir(trustDir, listID)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, notSaved(err)
	}
	lock, err := lockFolder(filepath.Join(dir, lockFile))
	if err != nil {
		if errors.Is(err, errLocked) {
			return nil, fail(ErrBusy, "%w", err)
		}
		return nil, notSaved(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errors.Join(notSaved(err), lock.Close())
	}
	return &cache{dir: root, lock: lock}, nil
}

// cacheDir returns the folder of one list.
func cacheDir(trustDir, listID string) (string, error) {
	if !filepath.IsLocal(listID) || filepath.Base(listID) != listID || listID == "." {
		return "", fail(ErrNotSaved, "%q cannot name a folder", listID)
	}
	return filepath.Join(trustDir, listID), nil
}

func (c *cache) close() error {
	if c.lock == nil {
		return c.dir.Close()
	}
	return errors.Join(c.dir.Close(), c.lock.Close())
}

// read returns a file of at most limit bytes, or nil when there is none that can be read: a damaged cache is as good
// as an empty one.
func (c *cache) read(name string, limit int64) []byte {
	info, err := c.dir.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > limit {
		return nil
	}
	data, err := c.dir.ReadFile(name)
	if err != nil {
		return nil
	}
	return data
}

// write replaces a file. It does not wait for the disk, which is slow where disks are old: if a power cut leaves the
// file short, that is noticed when it is read.
func (c *cache) write(name string, data []byte) error {
	if err := c.dir.MkdirAll(path.Dir(name), 0o700); err != nil {
		return notSaved(err)
	}
	temp := name + ".new"
	err := c.dir.WriteFile(temp, data, 0o600)
	if err == nil {
		err = c.dir.Rename(temp, name)
	}
	if err != nil {
		return notSaved(errors.Join(err, c.dir.RemoveAll(temp)))
	}
	return nil
}

// finish gives a file that has come, and was verified, its name.
func (c *cache) finish(g *growing, name string, data []byte) error {
	if g == nil || g.file == nil || g.saved != len(data) {
		return c.write(name, data)
	}
	err := errors.Join(c.dir.MkdirAll(path.Dir(name), 0o700), g.close())
	if err == nil {
		err = c.dir.Rename(g.name, name)
	}
	if err != nil {
		return notSaved(err)
	}
	return nil
}

// remove removes a file or a folder with all it holds. What cannot be removed only takes room.
func (c *cache) remove(name string) error {
	if err := c.dir.RemoveAll(name); err != nil {
		return fmt.Errorf("update: clean up: %w", err)
	}
	return nil
}
