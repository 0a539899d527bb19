package update_test

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// world is a publisher, the server that has its files, and the computer of a person who follows the list.
type world struct {
	*publisher
	server *httptest.Server
	// fault, if set, may answer a request instead of the server, and then returns true.
	fault func(w http.ResponseWriter, r *http.Request) bool

	clock  time.Time
	list   *store.List
	client *update.Client
	follow store.Followed

	serving  atomic.Pointer[state]
	mu       sync.Mutex
	requests []string
	headers  []http.Header
}

// state is what the server answers from during one sync. A request that comes late, when the client has given up and
// the test goes on, finds none.
type state struct {
	files map[string][]byte
	fault func(w http.ResponseWriter, r *http.Request) bool
}

// newWorld publishes one edition with the numbers +7 900 000 0000 to 0999, and 44 with one number.
func newWorld(tb testing.TB) *world {
	return newWorldWith(tb, func(*publisher) {})
}

// newWorldWith lets change the publisher before it publishes.
func newWorldWith(tb testing.TB, change func(*publisher)) *world {
	w := &world{publisher: newPublisher(tb), clock: start}
	change(w.publisher)
	w.set("7", run(79000000000, 1000)...)
	w.set("44", 447000000001)
	w.publish()
	w.server = httptest.NewServer(w)
	tb.Cleanup(w.server.Close)
	dir := tb.TempDir()
	options := store.Options{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return w.clock }}
	list, err := store.OpenList(context.Background(), filepath.Join(dir, "list.db"), options)
	must(tb, err)
	tb.Cleanup(func() { list.Close() })
	w.list = list
	w.client = &update.Client{
		List: list, TrustDir: filepath.Join(dir, "trust"), Now: func() time.Time { return w.clock },
		Limits: update.Limits{Pause: time.Microsecond},
	}
	w.follow = store.Followed{ID: "a1b2", Card: repository.Card{Name: "Card", URL: w.server.URL, Root: w.rootBytes(1)}}
	return w
}

// run returns n numbers, spread out so that they need several parts.
func run(first uint64, n int) []uint64 {
	numbers := make([]uint64, n)
	for i := range numbers {
		numbers[i] = first + uint64(40*i+i%37)
	}
	return numbers
}

func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	now := w.serving.Load()
	if now == nil {
		http.Error(rw, "too late", http.StatusServiceUnavailable)
		return
	}
	w.mu.Lock()
	w.requests = append(w.requests, r.URL.Path)
	w.headers = append(w.headers, r.Header)
	w.mu.Unlock()
	if now.fault != nil && now.fault(rw, r) {
		return
	}
	data, ok := now.files[strings.TrimPrefix(r.URL.Path, "/")]
	if !ok {
		http.NotFound(rw, r)
		return
	}
	_, _ = rw.Write(data)
}

// sync syncs 7 and 44 with a limit that only a fault of the client can reach, and no disk that other programs keep busy.
func (w *world) sync() (update.Result, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	return w.syncCodes(ctx, nil, "7", "44")
}

func (w *world) syncCodes(ctx context.Context, progress func(update.Progress), codes ...string) (update.Result, error) {
	w.serving.Store(&state{maps.Clone(w.files), w.fault})
	defer w.serving.Store(nil)
	return w.client.Sync(ctx, w.follow, codes, progress)
}

func (w *world) mustSync() update.Result {
	w.tb.Helper()
	result, err := w.sync()
	must(w.tb, err)
	return result
}

// mustFail syncs and checks the kind of the error.
func (w *world) mustFail(want *blocklist.Error) {
	w.tb.Helper()
	_, err := w.sync()
	if !errors.Is(err, want) {
		w.tb.Errorf("got %v, want %s", err, want.Message.ID)
	}
}

// has reports whether the person's computer finds a number on the list.
func (w *world) has(number uint64) bool {
	w.tb.Helper()
	found, err := w.list.Find(context.Background(), number)
	must(w.tb, err)
	return len(found) > 0
}

// expect checks which numbers are found.
func (w *world) expect(want map[uint64]bool) {
	w.tb.Helper()
	for number, listed := range want {
		if w.has(number) != listed {
			w.tb.Errorf("%d found: %v, want %v", number, !listed, listed)
		}
	}
}

// firstEdition holds what is found after the first sync, and secondEdition what after news of it was published.
var (
	firstEdition  = map[uint64]bool{79000000000: true, 447000000001: true, 447000000002: false}
	secondEdition = map[uint64]bool{79000000000: false, 79000000001: true, 447000000001: true, 447000000002: true}
)

// publishNews publishes a second edition in which both packs changed.
func (w *world) publishNews() {
	w.now = w.now.Add(24 * time.Hour)
	w.clock = w.clock.Add(24 * time.Hour)
	w.set("7", run(79000000001, 1000)...)
	w.set("44", 447000000001, 447000000002)
	if len(w.extras) > 0 {
		w.setScripts(scriptTree("Second"))
		w.setRanges("4470000001??", "790000000??")
	}
	w.publish()
}

// servedFiles returns the names of the files that a sync asks for now and the server has.
func (w *world) servedFiles() []string {
	w.tb.Helper()
	w.requests = nil
	w.mustSync()
	return slices.DeleteFunc(slices.Collect(maps.Keys(set(w.requests))), func(name string) bool {
		return w.files[strings.TrimPrefix(name, "/")] == nil
	})
}

func set(names []string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}
