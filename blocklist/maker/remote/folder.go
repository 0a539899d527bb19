package remote

import (
	"context"
	"crypto/md5"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"hangup/blocklist"
)

// folder is a bucket in a folder of this computer.
type folder struct{ root *os.Root }

// unfinished begins the names of files that are being written.
const unfinished = ".tmp-"

func openFolder(u *url.URL) (Bucket, error) {
	if _, err := options(u); err != nil {
		return nil, err
	}
	if u.Host != "" && u.Host != "localhost" || u.Path == "" {
		return nil, badAddress(errors.New("no absolute path"))
	}
	dir := filepath.FromSlash(u.Path)
	if len(dir) > 2 && dir[0] == filepath.Separator && filepath.VolumeName(dir[1:]) != "" {
		dir = dir[1:] // file:///C:/list
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, folderError(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, folderError(err)
	}
	return folder{root}, nil
}

func folderError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission):
		return blocklist.Errorf(ErrDenied.Message, "publish: %w", err)
	default:
		return blocklist.Errorf(ErrFailed.Message, "publish: %w", err)
	}
}

func (f folder) List(ctx context.Context, prefix string) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		err := fs.WalkDir(f.root.FS(), path.Clean(prefix), func(name string, d fs.DirEntry, err error) error {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil || d.IsDir() {
				return err
			}
			object := Object{Name: name}
			if d.Type().IsRegular() {
				if object.Size, object.MD5, err = f.sum(name); err != nil {
					return err
				}
			}
			if !yield(object, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			yield(Object{}, folderError(err))
		}
	}
}

// sum reads a file whole: on a stick, what was written is not always what can be read.
func (f folder) sum(name string) (size int64, sum []byte, err error) {
	file, err := f.root.Open(filepath.FromSlash(name))
	if err != nil {
		return 0, nil, err
	}
	defer file.Close()
	hash := md5.New()
	size, err = io.Copy(hash, file)
	return size, hash.Sum(nil), err
}

func (f folder) Read(_ context.Context, name string, limit int64) ([]byte, error) {
	file, err := f.root.Open(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, folderError(err)
	}
	defer file.Close()
	return readAll(file, limit)
}

// readAll reads at most limit bytes, and fails when there are more.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("more than %d bytes", limit)
	}
	if err != nil {
		return nil, blocklist.Errorf(ErrFailed.Message, "publish: %w", err)
	}
	return data, nil
}

func (f folder) Write(_ context.Context, name string, data []byte, _ Headers) error {
	return folderError(f.write(filepath.FromSlash(name), data))
}

func (f folder) write(name string, data []byte) error {
	dir := filepath.Dir(name)
	if err := f.root.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	temp := filepath.Join(dir, unfinished+strings.ToLower(rand.Text()))
	file, err := f.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = f.root.Rename(temp, name)
	}
	if err != nil {
		return errors.Join(err, f.root.Remove(temp))
	}
	if d, err := f.root.Open(dir); err == nil {
		_ = d.Sync() // systems that cannot sync a folder keep a rename anyway
		return d.Close()
	}
	return nil
}

func (f folder) Delete(_ context.Context, name string) error {
	err := f.root.Remove(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return folderError(err)
}

func (f folder) Close() error { return f.root.Close() }
