package maker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
	"hangup/blocklist/repository"
)

// ErrNotSigned is returned when there is nothing to serve yet.
var ErrNotSigned = &blocklist.Error{Message: blocklist.Say("error.maker.not_signed")}

// Limits of the server. A part has 256 KB; five minutes let a line of 1 KB/s have it.
const (
	headTimeout  = 10 * time.Second
	readTimeout  = 30 * time.Second
	writeTimeout = 5 * time.Minute
	idleTimeout  = time.Minute
	maxHead      = 16 << 10
	stopTimeout  = 5 * time.Second
)

// Serve serves the public folder until ctx ends. It is for trying a list out and for small centres; it keeps no log of
// who asked for what.
func (m *Maker) Serve(ctx context.Context, l net.Listener) error {
	root, err := os.OpenRoot(m.Public())
	if isMissing(err) {
		return errors.Join(ErrNotSigned, l.Close())
	}
	if err != nil {
		return errors.Join(fmt.Errorf("maker: serve: %w", err), l.Close())
	}
	defer root.Close()
	server := &http.Server{
		Handler:           Handler(root),
		ReadHeaderTimeout: headTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHead,
		ErrorLog:          slog.NewLogLogger(m.o.Log.Handler(), slog.LevelDebug),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	select {
	case err = <-served:
		return fmt.Errorf("maker: serve: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		return errors.Join(fmt.Errorf("maker: serve: %w", err), server.Close())
	}
	return nil
}

// Handler serves the files below root, whole or by Range, and nothing else: no folder listings, no unfinished or
// hidden files, nothing a link outside root points to.
func Handler(root *os.Root) http.Handler {
	files := http.FileServerFS(root.FS())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		info, err := root.Stat(name)
		if err != nil || !info.Mode().IsRegular() || hidden(name) || "/"+name != r.URL.Path {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		if strings.HasSuffix(name, ".json") {
			h.Set("Content-Type", "application/json")
		} else {
			h.Set("Content-Type", "application/octet-stream")
		}
		// Only the timestamp changes under its name; any other name carries a version or a hash.
		if name == path.Join(repository.MetadataDir, roleFile(metadata.TIMESTAMP)) {
			h.Set("Cache-Control", "no-cache")
		} else {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		files.ServeHTTP(w, r)
	})
}

// hidden reports whether any part of a path begins with a dot.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") {
			return true
		}
	}
	return false
}
