package update

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
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
	// get returns a whole file. It fails with ErrMissing when there is none, and with ErrTooLarge when it has more
	// bytes than the limit.
	get(ctx context.Context, r request) ([]byte, error)
	// traffic returns the requests made and the bytes read so far.
	traffic() (requests int, bytes int64)
	close()
}

// request is what a source is asked for.
type request struct {
	name  string // below the base address, escaped as in a URL
	limit int64  // bytes the file may have
	fresh bool   // the file changes under its name
	// seen, if set, is told how many bytes are there. They may fall when a broken download starts again.
	seen func(n int64)
	// check, if set, verifies the content of a file that never changes under its name and has exactly limit bytes. Only
	// such a file is fetched in pieces.
	check func(data []byte) error
	// kept, if set, has the first bytes of the file from an earlier time, and takes those that come.
	kept *growing
}

// openSource returns the source of a card's address.
func (c *Client) openSource(card repository.Card, reference time.Time) (source, error) {
	return openSource(card.URL, c.Transport, c.Limits, c.log(), reference)
}

func openSource(
	address string, transport http.RoundTripper, limits Limits, log *slog.Logger, reference time.Time,
) (source, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fail(ErrCardRoot, "address: %w", err)
	}
	switch u.Scheme {
	case "file":
		return openFolder(u)
	case "http", "https":
		limits = limits.orDefault()
		if transport == nil {
			transport = newTransport(reference, limits)
		}
		return &server{
			base:     u,
			client:   &http.Client{Transport: transport, CheckRedirect: checkRedirect},
			limits:   limits,
			throttle: throttle{rate: limits.MaxRate},
			log:      log,
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

func (f *folder) get(ctx context.Context, r request) ([]byte, error) {
	f.requests++
	info, err := f.root.Stat(r.name)
	switch {
	case os.IsNotExist(err):
		return nil, f.missing(r.name, err)
	case err != nil:
		return nil, fail(ErrNoFolder, "%w", err)
	case !info.Mode().IsRegular(): // opening a pipe would wait for ever
		return nil, fail(ErrBroken, "%s is not a plain file", r.name)
	case info.Size() > r.limit:
		return nil, fail(ErrTooLarge, "%s has %d bytes, not %d", r.name, info.Size(), r.limit)
	}
	file, err := f.root.Open(r.name)
	if err != nil {
		return nil, fail(ErrNoFolder, "%w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, r.limit+1))
	f.bytes += int64(len(data))
	switch {
	case ctx.Err() != nil:
		return nil, fail(ErrCancelled, "%s: %w", r.name, context.Cause(ctx))
	case err != nil:
		return nil, fail(ErrNoFolder, "%s: %w", r.name, err)
	}
	if r.seen != nil {
		r.seen(int64(len(data)))
	}
	return data, r.verify(data)
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

// verify checks a file that is there from its first to its last byte.
func (r *request) verify(data []byte) error {
	if int64(len(data)) > r.limit {
		return fail(ErrTooLarge, "%s goes on after %d bytes", r.name, r.limit)
	}
	if r.check == nil {
		return nil
	}
	if err := r.check(data); err != nil {
		return fail(ErrTampered, "%s: %w", r.name, err)
	}
	return nil
}
