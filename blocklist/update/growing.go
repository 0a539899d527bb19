package update

import (
	"encoding/hex"
	"errors"
	"os"
)

// begunDir is the folder of a cache with the file on its way. There is one at most.
const begunDir = "begun"

// growing is a file on its way, kept as it comes: whatever ends the program, the next sync goes on from there. It is
// named after the hash of what it will be, and verified once it is whole. A nil one keeps nothing.
type growing struct {
	cache *cache
	name  string
	data  []byte // that was there at first
	file  *os.File
	saved int
}

// grow returns the file with the given hash and length, as far as it is there.
func (c *cache) grow(sum []byte, length int64) *growing {
	g := &growing{cache: c, name: begunDir + "/" + hex.EncodeToString(sum)}
	if g.data = c.read(g.name, length); g.data == nil {
		_ = c.dir.RemoveAll(begunDir) // another file that nobody waits for now
	}
	g.saved = len(g.data)
	return g
}

// begun returns the first bytes of the file.
func (g *growing) begun() []byte {
	if g == nil {
		return nil
	}
	return g.data
}

// save writes a chunk at an offset, which is the end of the file unless the download started again.
func (g *growing) save(at int, chunk []byte) error {
	if g == nil || len(chunk) == 0 {
		return nil
	}
	err := g.open()
	if err == nil && at != g.saved {
		err = g.file.Truncate(int64(at))
	}
	if err == nil {
		_, err = g.file.WriteAt(chunk, int64(at))
	}
	if err != nil {
		return notSaved(err)
	}
	g.saved = at + len(chunk)
	return nil
}

func (g *growing) open() (err error) {
	if g.file != nil {
		return nil
	}
	if err := g.cache.dir.MkdirAll(begunDir, 0o700); err != nil {
		return err
	}
	g.file, err = g.cache.dir.OpenFile(g.name, os.O_WRONLY|os.O_CREATE, 0o600)
	return err
}

func (g *growing) close() error {
	if g == nil || g.file == nil {
		return nil
	}
	err := g.file.Close()
	g.file = nil
	return err
}

// drop removes what is there.
func (g *growing) drop() {
	if g != nil {
		_ = errors.Join(g.close(), g.cache.dir.RemoveAll(begunDir))
		g.data, g.saved = nil, 0
	}
}
