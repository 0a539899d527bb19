package update_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/update"
)

// A prime, so that cuts fall on all places of headers and bodies alike.
var cutEvery = flag.Int64("cuts", 151, "cut the connection at each `n`th byte of a sync")

// line is a network whose connections can be cut.
type line struct {
	net.Listener
	sent  atomic.Int64
	cutAt atomic.Int64 // bytes from now on, once
	each  int64        // bytes after which each connection is cut
}

type connection struct {
	net.Conn
	line *line
	sent int64
}

func (l *line) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return &connection{Conn: conn, line: l}, err
}

func (c *connection) Write(p []byte) (int, error) {
	room := int64(len(p))
	if each := c.line.each; each > 0 {
		room = min(room, each-c.sent)
	}
	before := c.line.sent.Add(room) - room
	if cut := c.line.cutAt.Load(); cut > 0 && before < cut && before+room >= cut {
		room = cut - before
		_, _ = c.Conn.Write(p[:room])
		return 0, c.Conn.Close()
	}
	c.sent += room
	n, err := c.Conn.Write(p[:room])
	if err == nil && n < len(p) {
		err = c.Conn.Close()
	}
	return n, err
}

// onLine serves the world's files with ranges, over a line.
func (w *world) onLine() *line {
	l := &line{}
	server := httptest.NewUnstartedServer(w)
	l.Listener, server.Listener = server.Listener, l
	server.Config.ErrorLog = nil
	server.Start()
	w.tb.Cleanup(server.Close)
	w.follow.Card.URL = server.URL
	w.fault = w.ranges
	return l
}

// ranges answers with what was asked for, as servers do.
func (w *world) ranges(rw http.ResponseWriter, r *http.Request) bool {
	data, ok := w.files[strings.TrimPrefix(r.URL.Path, "/")]
	if ok {
		http.ServeContent(rw, r, "file.bin", time.Time{}, bytes.NewReader(data))
	}
	return ok
}

// reset makes the computer one that never synced.
func (w *world) reset() {
	w.tb.Helper()
	must(w.tb, w.list.RemoveList(context.Background(), w.follow.ID))
	w.forget()
}

// newSmallWorld publishes 12 KB in parts of 4 KB.
func newSmallWorld(t *testing.T) *world {
	w := newWorld(t)
	w.partLen = 4 << 10
	w.set("7", run(79000000000, 9000)...)
	w.publish()
	w.clock = start
	return w
}

func TestACutAtAnyByte(t *testing.T) {
	w := newSmallWorld(t)
	l := w.onLine()
	whole := w.mustSync()
	wire := l.sent.Load()
	var most int64
	syncs := 0
	for cut := int64(1); cut <= wire; cut += *cutEvery {
		w.reset()
		l.sent.Store(0)
		l.cutAt.Store(cut)
		result, err := w.sync()
		if err != nil {
			t.Fatalf("cut at byte %d of %d: %v", cut, wire, err)
		}
		w.expect(firstEdition)
		most = max(most, result.Bytes)
		syncs++
		l.cutAt.Store(0)
	}
	if most*10 > whole.Bytes*11 {
		t.Errorf("read up to %d bytes of %d", most, whole.Bytes)
	}
	t.Logf("%d syncs, each cut once: at most %d bytes read of %d (%.3fx); %d bytes on the wire",
		syncs, most, whole.Bytes, float64(most)/float64(whole.Bytes), wire)
}

func TestALineThatNeverHoldsForLong(t *testing.T) {
	w := newSmallWorld(t)
	w.partLen = 64 << 10
	w.set("7", run(79000000000, 60_000)...)
	w.publish()
	l := w.onLine()
	whole := w.mustSync()
	w.reset()
	l.each = 8000
	result := w.mustSync()
	w.expect(firstEdition)
	if result.Bytes*10 > whole.Bytes*11 {
		t.Errorf("read %d bytes of %d", result.Bytes, whole.Bytes)
	}
	t.Logf("cut after each 8000 bytes: %d bytes read of %d in %d requests", result.Bytes, whole.Bytes, result.Requests)
}

func TestADownloadGoesOnInAnotherRunOfTheProgram(t *testing.T) {
	for _, how := range []string{"cut", "cancelled"} {
		t.Run(how, func(t *testing.T) {
			w := newSmallWorld(t)
			w.client.Limits.Tries = 1
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			w.onFile(".2.0001", func(rw http.ResponseWriter, r *http.Request) {
				data := w.files[r.URL.Path[1:]]
				rw.Header().Set("Content-Length", strconv.Itoa(len(data)))
				_, _ = rw.Write(data[:1000])
				_ = http.NewResponseController(rw).Flush()
				if how == "cancelled" {
					untilGone(r)
				}
			})
			kept := filepath.Join(w.client.TrustDir, w.follow.ID, "begun", "*")
			_, err := w.syncCodes(ctx, func(p update.Progress) {
				if how == "cancelled" && p.Done > 4<<10 { // in the second part
					cancel()
				}
			}, "7")
			if err == nil {
				t.Fatal("ended well")
			}
			files, _ := filepath.Glob(kept)
			if len(files) != 1 {
				t.Fatalf("kept %v", files)
			}
			size, err := os.Stat(files[0])
			must(t, err)

			w.client = &update.Client{List: w.list, TrustDir: w.client.TrustDir, Now: w.client.Now}
			var asked []string
			w.fault = func(rw http.ResponseWriter, r *http.Request) bool {
				asked = append(asked, r.Header.Get("Range"))
				return w.ranges(rw, r)
			}
			_, err = w.syncCodes(context.Background(), nil, "7")
			must(t, err)
			w.expect(map[uint64]bool{79000000000: true})
			if want := fmt.Sprintf("bytes=%d-", size.Size()); strings.Join(asked, "") != want {
				t.Errorf("asked for ranges %q, want %s", asked, want)
			}
			if files, _ := filepath.Glob(kept); len(files) > 0 {
				t.Errorf("left %v", files)
			}
		})
	}
}

// Whatever a server makes of a request for the rest of a file, bytes that do not belong together are never used.
func TestAnswersToARequestForTheRest(t *testing.T) {
	partial := func(rw http.ResponseWriter, span string, data []byte) {
		rw.Header().Set("Content-Range", span)
		rw.Header().Set("Content-Length", strconv.Itoa(len(data)))
		rw.WriteHeader(http.StatusPartialContent)
		_, _ = rw.Write(data)
	}
	for name, answer := range map[string]func(rw http.ResponseWriter, data []byte, from int){
		"the whole file": func(rw http.ResponseWriter, data []byte, _ int) { _, _ = rw.Write(data) },
		"another place": func(rw http.ResponseWriter, data []byte, from int) {
			partial(rw, fmt.Sprintf("bytes %d-%d/%d", from-1, len(data)-1, len(data)), data[from-1:])
		},
		"another place by another name": func(rw http.ResponseWriter, data []byte, from int) {
			partial(rw, fmt.Sprintf("bytes %d-%d/%d", from, len(data)-1, len(data)), data[:len(data)-from])
		},
		"another length": func(rw http.ResponseWriter, data []byte, from int) {
			partial(rw, fmt.Sprintf("bytes %d-%d/%d", from, len(data)-1, 1<<30), data[from:])
		},
		"too little": func(rw http.ResponseWriter, data []byte, from int) {
			partial(rw, fmt.Sprintf("bytes %d-%d/%d", from, from+9, len(data)), data[from:from+10])
		},
		"less than it says": func(rw http.ResponseWriter, data []byte, from int) {
			partial(rw, fmt.Sprintf("bytes %d-%d/%d", from, len(data)-1, len(data)), data[from:from+10])
		},
		"no range": func(rw http.ResponseWriter, data []byte, from int) { partial(rw, "", data[from:]) },
		"nonsense": func(rw http.ResponseWriter, data []byte, from int) { partial(rw, "bytes -1-x/*", data[from:]) },
		"no such range": func(rw http.ResponseWriter, _ []byte, _ int) {
			rw.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newSmallWorld(t)
			cut := false
			w.onFile(".2.0001", func(rw http.ResponseWriter, r *http.Request) {
				data := w.files[r.URL.Path[1:]]
				from, err := strconv.Atoi(strings.Trim(r.Header.Get("Range"), "bytes=-"))
				switch {
				case err == nil:
					answer(rw, data, from)
				case cut:
					_, _ = rw.Write(data)
				default:
					cut = true
					rw.Header().Set("Content-Length", strconv.Itoa(len(data)))
					_, _ = rw.Write(data[:1000])
				}
			})
			w.mustSync()
			w.expect(firstEdition)
		})
	}
}

func TestARangeNobodyAskedFor(t *testing.T) {
	w := newSmallWorld(t)
	w.onFile(".2.0001", func(rw http.ResponseWriter, r *http.Request) {
		data := w.files[r.URL.Path[1:]]
		rw.Header().Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", len(data)-1, len(data)))
		rw.WriteHeader(http.StatusPartialContent)
		_, _ = rw.Write(data)
	})
	w.mustFail(update.ErrUnreachable)
	w.expect(map[uint64]bool{79000000000: false})
}

// An answer without a length ends with its connection, so that a cut looks like an end.
func TestACutThatLooksLikeTheEnd(t *testing.T) {
	w := newSmallWorld(t)
	cut := false
	w.fault = func(rw http.ResponseWriter, r *http.Request) bool {
		if cut || !strings.HasSuffix(r.URL.Path, ".2.0001") {
			return w.ranges(rw, r)
		}
		cut = true
		conn, _, err := http.NewResponseController(rw).Hijack()
		if err == nil {
			_, _ = io.WriteString(conn, "HTTP/1.0 200 OK\r\n\r\n")
			_, _ = conn.Write(w.files[r.URL.Path[1:]][:1000])
			_ = conn.Close()
		}
		return true
	}
	w.mustSync()
	w.expect(firstEdition)
	if last := w.headers[len(w.headers)-1].Get("Range"); !cut || last != "bytes=1000-" && !asked(w, "bytes=1000-") {
		t.Errorf("did not go on after 1000 bytes: %q", last)
	}
}

// asked reports whether a range was asked for.
func asked(w *world, span string) bool {
	for _, h := range w.headers {
		if h.Get("Range") == span {
			return true
		}
	}
	return false
}

func TestWhatWasKeptMayBeDamaged(t *testing.T) {
	for name, damage := range map[string]func(data []byte) []byte{
		"empty":        func([]byte) []byte { return nil },
		"one bit":      func(d []byte) []byte { d[len(d)/2] ^= 1; return d },
		"zeros":        func(d []byte) []byte { return make([]byte, len(d)) },
		"whole length": func([]byte) []byte { return make([]byte, 4<<10) },
		"too long":     func([]byte) []byte { return make([]byte, 5<<10) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newSmallWorld(t)
			w.client.Limits.Tries = 1
			w.onFile(".2.0001", func(rw http.ResponseWriter, r *http.Request) {
				rw.Header().Set("Content-Length", "4096")
				_, _ = rw.Write(w.files[r.URL.Path[1:]][:1000])
			})
			w.mustFail(update.ErrUnreachable)
			files, _ := filepath.Glob(filepath.Join(w.client.TrustDir, w.follow.ID, "begun", "*"))
			if len(files) != 1 {
				t.Fatalf("kept %v", files)
			}
			data, err := os.ReadFile(files[0])
			must(t, err)
			must(t, os.WriteFile(files[0], damage(data), 0o600))
			w.fault = w.ranges
			w.client.Limits.Tries = 2
			w.mustSync()
			w.expect(firstEdition)
		})
	}
}

// A server that sends a little and falls silent, again and again, is too slow, however often it is asked.
func TestASilentServerIsNotAskedForEver(t *testing.T) {
	w := newSmallWorld(t)
	w.client.Limits = update.Limits{
		Idle: 20 * time.Millisecond, Window: 100 * time.Millisecond, Rate: 1 << 20, Pause: time.Microsecond, Tries: 1 << 30,
	}
	w.onFile(".2.0001", func(rw http.ResponseWriter, r *http.Request) {
		from, _ := strconv.Atoi(strings.Trim(r.Header.Get("Range"), "bytes=-"))
		data := w.files[r.URL.Path[1:]]
		if from > 0 {
			rw.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(data)-1, len(data)))
			rw.WriteHeader(http.StatusPartialContent)
		}
		_, _ = rw.Write(data[from : from+1])
		_ = http.NewResponseController(rw).Flush()
		untilGone(r)
	})
	_, err := w.sync()
	var said *blocklist.Error
	if !errors.As(err, &said) || !errors.Is(err, update.ErrSlow) {
		t.Errorf("got %v", err)
	}
}
