package update_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// onFile makes the server answer requests for files whose name has the given end in another way.
func (w *world) onFile(end string, answer func(rw http.ResponseWriter, r *http.Request)) {
	w.fault = func(rw http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, end) {
			answer(rw, r)
			return true
		}
		return false
	}
}

// untilGone blocks until the client has given up.
func untilGone(r *http.Request) { <-r.Context().Done() }

// kinds of files, by the end of their names: from the first one asked for to the last.
func kinds() []string {
	return []string{
		"2.root.json", "timestamp.json", "numbers-7.json", "pack.json", ".2.0001",
	}
}

func TestServersThatKeepOneWaiting(t *testing.T) {
	for name, test := range map[string]struct {
		limits update.Limits
		answer func(rw http.ResponseWriter, r *http.Request)
		want   *blocklist.Error
	}{
		"no answer": {update.Limits{Idle: 50 * time.Millisecond}, func(_ http.ResponseWriter, r *http.Request) {
			untilGone(r)
		}, update.ErrSlow},
		"half an answer": {update.Limits{Idle: 50 * time.Millisecond}, func(rw http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(rw, `{"signed":`)
			_ = http.NewResponseController(rw).Flush()
			untilGone(r)
		}, update.ErrSlow},
		"byte by byte": {update.Limits{Window: 50 * time.Millisecond, Rate: 1 << 40}, func(
			rw http.ResponseWriter, r *http.Request,
		) {
			for r.Context().Err() == nil {
				_, _ = io.WriteString(rw, " ")
				_ = http.NewResponseController(rw).Flush()
				<-time.After(time.Millisecond)
			}
		}, update.ErrSlow},
		"without end": {update.Limits{}, func(rw http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = rw.Write(make([]byte, 64<<10))
			}
		}, update.ErrTooLarge},
		"a length without end": {update.Limits{}, func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Length", "9000000000000000000")
			_, _ = rw.Write([]byte("{"))
			_ = http.NewResponseController(rw).Flush()
			untilGone(r)
		}, update.ErrTooLarge},
	} {
		for _, end := range kinds() {
			t.Run(name+"/"+end, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.mustSync()
				w.publishNews()
				w.client.Limits = test.limits
				w.onFile(end, test.answer)
				w.mustFail(test.want)
				w.expect(firstEdition)
				w.fault, w.client.Limits = nil, update.Limits{}
				w.mustSync()
				w.expect(secondEdition)
			})
		}
	}
}

func TestASlowButSteadyServerIsWaitedFor(t *testing.T) {
	w := newWorld(t)
	w.client.Limits = update.Limits{Idle: 10 * time.Second, Window: time.Millisecond, Rate: 1}
	w.onFile("timestamp.json", func(rw http.ResponseWriter, _ *http.Request) {
		for _, b := range w.files["metadata/timestamp.json"] { // far longer than the window
			_, _ = rw.Write([]byte{b})
			_ = http.NewResponseController(rw).Flush()
		}
	})
	w.mustSync()
	w.expect(firstEdition)
}

func TestABrokenConnectionIsTriedAgain(t *testing.T) {
	hangUp := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request){
		"hangs up at once": hangUp,
		"hangs up in the middle": func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(rw, "{")
			_ = http.NewResponseController(rw).Flush()
			hangUp(rw, r)
		},
		"is overloaded": func(rw http.ResponseWriter, _ *http.Request) {
			http.Error(rw, "", http.StatusServiceUnavailable)
		},
		"wants patience": func(rw http.ResponseWriter, _ *http.Request) {
			http.Error(rw, "", http.StatusTooManyRequests)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var asked atomic.Int64
			failures := int64(2)
			w.fault = func(rw http.ResponseWriter, r *http.Request) bool {
				if !strings.HasSuffix(r.URL.Path, ".0001") || asked.Add(1) > failures {
					return false
				}
				answer(rw, r)
				return true
			}
			w.mustSync()
			w.expect(firstEdition)

			w.publishNews()
			failures = 1 << 30
			asked.Store(0)
			w.mustFail(update.ErrUnreachable)
			w.expect(firstEdition)
			if n := asked.Load(); n > 8 { // net/http itself asks again when a connection it kept turns out to be closed
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestNoServer(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.server.Close()
	w.mustFail(update.ErrUnreachable)
	w.expect(firstEdition)
}

func TestAPageInPlaceOfTheList(t *testing.T) {
	// As the page that asks for a room number in a hotel, whatever address is asked for.
	w := newWorld(t)
	w.mustSync()
	w.onFile("", func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, "<html>Welcome</html>") })
	w.mustFail(update.ErrTampered)
	w.expect(firstEdition)
}

func TestCompressedAnswersAreNotUnpacked(t *testing.T) {
	w := newWorld(t)
	w.onFile(".0000", func(rw http.ResponseWriter, _ *http.Request) {
		var bomb bytes.Buffer
		z := gzip.NewWriter(&bomb)
		_, _ = z.Write(make([]byte, 1<<20))
		_ = z.Close()
		rw.Header().Set("Content-Encoding", "gzip")
		_, _ = rw.Write(bomb.Bytes())
	})
	w.mustFail(update.ErrTooLarge)
}

func TestRedirects(t *testing.T) {
	plain := newWorld(t)
	secure := httptest.NewTLSServer(plain)
	t.Cleanup(secure.Close)
	w := plain
	w.client.Transport = secure.Client().Transport

	w.onFile("timestamp.json", func(rw http.ResponseWriter, r *http.Request) {
		if r.TLS == nil { // from http to https
			http.Redirect(rw, r, secure.URL+r.URL.Path, http.StatusMovedPermanently)
			return
		}
		_, _ = rw.Write(w.files["metadata/timestamp.json"])
	})
	w.mustSync()
	w.expect(firstEdition)

	w.follow.Card.URL = secure.URL
	w.onFile("timestamp.json", func(rw http.ResponseWriter, r *http.Request) { // from https to http
		http.Redirect(rw, r, w.server.URL+r.URL.Path, http.StatusFound)
	})
	w.mustFail(update.ErrUnreachable)

	w.onFile("timestamp.json", func(rw http.ResponseWriter, r *http.Request) { // in a circle
		http.Redirect(rw, r, r.URL.Path, http.StatusFound)
	})
	w.mustFail(update.ErrUnreachable)

	w.onFile("timestamp.json", func(rw http.ResponseWriter, r *http.Request) { // out of the network
		http.Redirect(rw, r, "file:///etc/hostname", http.StatusFound)
	})
	w.mustFail(update.ErrUnreachable)
}

func TestAnUnknownCertificate(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	secure := httptest.NewUnstartedServer(w)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	w.follow.Card.URL = secure.URL
	w.mustFail(update.ErrCertificate)
	w.expect(firstEdition)
}

// A power cut may come at any moment: each request is a moment.
func TestPowerCutAtEachRequest(t *testing.T) {
	scout := newWorld(t)
	scout.mustSync()
	scout.publishNews()
	scout.requests = nil
	scout.mustSync()
	for i := range scout.requests {
		t.Run(fmt.Sprint(i, scout.requests[i]), func(t *testing.T) {
			w := newWorld(t)
			w.mustSync()
			w.publishNews()
			ctx, cut := context.WithCancel(context.Background())
			defer cut()
			left := i
			w.fault = func(_ http.ResponseWriter, r *http.Request) bool {
				if left--; left < 0 {
					cut()
					untilGone(r)
				}
				return left < 0
			}
			_, err := w.syncCodes(ctx, nil, "7", "44")
			if !errors.Is(err, update.ErrCancelled) {
				t.Errorf("got %v", err)
			}
			w.expect(firstEdition)
			w.fault = nil
			w.mustSync()
			w.expect(secondEdition)
		})
	}
}

// brokenStore is a store whose disk fails while a pack is applied.
type brokenStore struct {
	*store.List
	err error
}

func (s brokenStore) Apply(_ context.Context, _ store.ListInfo, _ repository.Pack, stream io.Reader) error {
	if _, err := io.Copy(io.Discard, stream); err != nil {
		return err
	}
	return fmt.Errorf("store: apply: %w", s.err)
}

func TestTheDiskFails(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.publishNews()
	for _, test := range []struct {
		err  error
		want *blocklist.Error
	}{
		{&os.PathError{Op: "write", Path: "list.db", Err: syscall.ENOSPC}, update.ErrDiskFull},
		{&os.PathError{Op: "write", Path: "list.db", Err: syscall.EIO}, update.ErrNotSaved},
		{blocklist.Errorf(store.ErrReadOnly.Message, "locked"), store.ErrReadOnly},
	} {
		w.client.List = brokenStore{w.list, test.err}
		w.mustFail(test.want)
		w.expect(firstEdition)
	}
	w.client.List = w.list
	w.mustSync()
	w.expect(secondEdition)
}

func TestTheTrustFolderCannotBeWritten(t *testing.T) {
	w := newWorld(t)
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	w.client.TrustDir = file // a folder cannot be made in a file, whoever tries
	w.mustFail(update.ErrNotSaved)
}
