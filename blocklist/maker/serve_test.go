package maker_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
)

func TestServe(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-01")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- l.Maker.Serve(ctx, listener) }()
	base := "http://" + listener.Addr().String()
	for path, whole := range tree(t, l.Public()) {
		rel, err := filepath.Rel(l.Public(), path)
		if err != nil {
			t.Fatal(err)
		}
		url := base + "/" + filepath.ToSlash(rel)
		if status, body := get(t, url, ""); status != http.StatusOK || body != whole {
			t.Errorf("%s: status %d, %d bytes", rel, status, len(body))
		}
		if status, body := get(t, url, "bytes=5-"); status != http.StatusPartialContent || body != whole[5:] {
			t.Errorf("%s from byte 5: status %d, %d bytes", rel, status, len(body))
		}
	}
	stop()
	if err := <-served; err != nil {
		t.Errorf("after the stop: %v", err)
	}
}

func TestServeNothing(t *testing.T) {
	l := makertest.New(t, start, "")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Maker.Serve(context.Background(), listener); !errors.Is(err, maker.ErrNotSigned) {
		t.Errorf("got %v", err)
	}
}

func TestServerStaysInThePublicFolder(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-01")
	public := l.Public()
	for name, target := range map[string]string{"link": "../keys/online.pem", "folder": "..", "far": "/etc/passwd"} {
		if err := os.Symlink(target, filepath.Join(public, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{".hidden", ".tmp-1", "metadata/.tmp-2"} {
		if err := os.WriteFile(filepath.Join(public, name), []byte("unfinished"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(public)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	handler := maker.Handler(root)
	for _, path := range []string{
		"/", "/metadata", "/metadata/", "/targets/", "/../keys/online.pem", "/metadata/../../keys/online.pem",
		"/..%2fkeys/online.pem", "/%2e%2e/keys/online.pem", "/link", "/folder/keys/online.pem", "/far", "//etc/passwd",
		"/.hidden", "/.tmp-1", "/metadata/.tmp-2", "/metadata//timestamp.json", "/metadata/timestamp.json/",
		"/metadata/timestamp.json%00", "/keys/online.pem", "/evidence.db",
	} {
		r := httptest.NewRequest(http.MethodGet, "http://example.org"+path, nil)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "KEY") {
			t.Errorf("%s: status %d, %q", path, w.Code, w.Body)
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodConnect} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(method, "/metadata/timestamp.json", nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", method, w.Code)
		}
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodHead, "/metadata/timestamp.json", nil))
	if w.Code != http.StatusOK || w.Body.Len() > 0 || w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("HEAD: status %d, headers %v", w.Code, w.Header())
	}
}

// get fetches a URL, or a range of it.
func get(t *testing.T, url, bytes string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if bytes != "" {
		r.Header.Set("Range", bytes)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(data)
}
