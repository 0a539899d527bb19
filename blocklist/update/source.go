package update

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"hangup/blocklist/repository"
)

// source is where the files of one list are read from.
type source interface {
	// get returns the whole file of that name below the base address. It fails with ErrMissing when there is none
	// and with ErrTooLarge when it has more than limit bytes. Seen, if any, is called with the bytes read so far;
	// they start again from zero when a broken download is tried again.
	get(ctx context.Context, name string, limit int64, seen func(n int64)) ([]byte, error)
	// traffic returns the requests made and the bytes read so far.
	traffic() (requests int, bytes int64)
	close()
}

// openSource returns the source of a card's address.
func (c *Client) openSource(card repository.Card, reference time.Time) (source, error) {
	u, err := url.Parse(card.URL)
	if err != nil {
		return nil, fail(ErrCardRoot, "address: %w", err)
	}
	switch u.Scheme {
	case "file":
		return openFolder(u)
	case "http", "https":
		transport := c.Transport
		if transport == nil {
			transport = newTransport(reference)
		}
		return &server{
			base:   u,
			client: &http.Client{Transport: transport, CheckRedirect: checkRedirect},
			limits: c.Limits.orDefault(),
			log:    c.log(),
		}, nil
	}
	return nil, fail(ErrCardRoot, "address: scheme %.10q", u.Scheme)
}

// folder is a source on a disk: a stick, or a folder that a community centre shares.
type folder struct {
	root     *os.Root
	requests int
	bytes    int64
}

// openFolder opens the folder a file URL names. Files are then opened below it only: a symbolic link may point to
// another file of the same folder, as some publishing tools make them, but not out of it.
func openFolder(u *url.URL) (*folder, error) {
	path := u.Path
	if runtime.GOOS == "windows" {
		path = strings.TrimPrefix(path, "/") // /C:/list
	}
	root, err := os.OpenRoot(filepath.FromSlash(path))
	if err != nil {
		return nil, fail(ErrNoFolder, "%w", err)
	}
	return &folder{root: root}, nil
}

func (f *folder) get(ctx context.Context, name string, limit int64, seen func(int64)) ([]byte, error) {
	f.requests++
	info, err := f.root.Stat(name)
	switch {
	case os.IsNotExist(err):
		return nil, f.missing(name, err)
	case err != nil:
		return nil, fail(ErrNoFolder, "%w", err)
	case !info.Mode().IsRegular(): // opening a pipe would wait for ever
		return nil, fail(ErrBroken, "%s is not a plain file", name)
	case info.Size() > limit:
		return nil, fail(ErrTooLarge, "%s has %d bytes, not %d", name, info.Size(), limit)
	}
	file, err := f.root.Open(name)
	if err != nil {
		return nil, fail(ErrNoFolder, "%w", err)
	}
	defer file.Close()
	data, err := readAll(ctx, file, limit, func(n int64) error {
		if seen != nil {
			seen(n)
		}
		return nil
	})
	f.bytes += int64(len(data))
	if err != nil {
		return nil, fail(ErrNoFolder, "%s: %w", name, err)
	}
	return data, checkLimit(name, data, limit)
}

// missing tells a file that is not there from a stick that was pulled out.
func (f *folder) missing(name string, err error) error {
	if _, gone := fs.Stat(f.root.FS(), "."); gone != nil {
		return fail(ErrNoFolder, "%w", gone)
	}
	return fail(ErrMissing, "%s: %w", name, err)
}

func (f *folder) traffic() (int, int64) { return f.requests, f.bytes }

func (f *folder) close() { f.root.Close() }

// readAll reads r to its end or to one byte beyond limit. It tells seen how many bytes it has after each read; an
// error of seen ends it.
func readAll(ctx context.Context, r io.Reader, limit int64, seen func(n int64) error) ([]byte, error) {
	var data []byte
	buf := make([]byte, 32<<10)
	r = io.LimitReader(r, limit+1)
	for {
		n, err := r.Read(buf)
		data = append(data, buf[:n]...)
		if n > 0 {
			if err := seen(int64(len(data))); err != nil {
				return data, err
			}
		}
		if err == io.EOF {
			return data, nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return data, err
		}
	}
}

func checkLimit(name string, data []byte, limit int64) error {
	if int64(len(data)) > limit {
		return fail(ErrTooLarge, "%s goes on after %d bytes", name, limit)
	}
	return nil
}
