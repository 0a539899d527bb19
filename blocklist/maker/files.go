package maker

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// tempPrefix starts the names of files that are not finished. The server never shows them.
const tempPrefix = ".tmp-"

// writeFile writes a file so that after a crash there is the old one or the new one, whole.
func writeFile(path string, data []byte, mode fs.FileMode) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode))
	if err = finish(f, path, err); err != nil {
		return err
	}
	return syncDir(dir)
}

// finish puts the temporary file f at path, or removes it when writing it has failed.
func finish(f *os.File, path string, err error) error {
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("maker: write %s: %w", filepath.Base(path), errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// syncDir makes renames in a folder last. Systems that cannot sync a folder keep them anyway.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	_ = d.Sync()
	return d.Close()
}

// holds reports whether the file at path has just these bytes.
func holds(path string, data []byte) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	old, err := os.ReadFile(path)
	return err == nil && bytes.Equal(old, data)
}

// removeFiles removes the files below dir for which keep is false; it is asked with slash-separated paths relative to
// dir. Folders left empty go too. It returns how many files it removed.
func removeFiles(dir string, keep func(rel string) bool) (removed int, err error) {
	var folders []string
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			folders = append(folders, path)
			return nil
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if keep(filepath.ToSlash(rel)) {
			return nil
		}
		removed++
		return os.Remove(path)
	})
	if err != nil {
		return removed, fmt.Errorf("maker: prune: %w", err)
	}
	for i := len(folders) - 1; i > 0; i-- { // deepest first; dir itself stays
		if rest, err := os.ReadDir(folders[i]); err == nil && len(rest) == 0 {
			if err := os.Remove(folders[i]); err != nil {
				return removed, fmt.Errorf("maker: prune: %w", err)
			}
		}
	}
	return removed, nil
}

// isMissing reports whether err says that a file is not there.
func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
