package update_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// pipes is a network in memory, on which time may be as false as the tests want.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// timed runs a test in a bubble in which time passes only while everybody waits, with a world served over pipes.
func timed(t *testing.T, test func(t *testing.T, w *world)) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{publisher: newPublisher(t), clock: start}
		w.partLen = 4 << 10
		w.set("7", run(79000000000, 9000)...)
		w.set("44", 447000000001)
		w.publish()
		p := newPipes()
		server := &httptest.Server{Listener: p, Config: &http.Server{Handler: w}}
		server.Start()
		defer server.Close()
		transport := &http.Transport{DialContext: p.dial}
		defer transport.CloseIdleConnections()
		dir := t.TempDir()
		options := store.Options{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return w.clock }}
		list, err := store.OpenList(context.Background(), filepath.Join(dir, "list.db"), options)
		must(t, err)
		defer list.Close()
		w.list = list
		w.client = &update.Client{
			List: list, TrustDir: filepath.Join(dir, "trust"), Now: options.Now, Transport: transport,
		}
		w.follow.ID = "a1b2"
		w.follow.Card.URL, w.follow.Card.Root = "http://list.example/", w.rootBytes(1)
		test(t, w)
	})
}

func TestASyncHoldsItsRate(t *testing.T) {
	for _, rate := range []int64{100, 1000, 32 << 10} { // the least rate a server must keep is 1024
		timed(t, func(t *testing.T, w *world) {
			w.client.Limits.MaxRate = rate
			began := time.Now()
			result, err := w.syncCodes(t.Context(), nil, "7", "44")
			must(t, err)
			w.expect(firstEdition)
			took := time.Since(began).Seconds()
			want := float64(result.Bytes) / float64(rate)
			if took < want-0.11 || took > want+0.2 { // the last tenth of a second's worth is not waited for
				t.Errorf("%d bytes at %d bytes a second took %.1f s, want %.1f s", result.Bytes, rate, took, want)
			}
			t.Logf("limit %d bytes/s: %d bytes in %.1f s, %.0f bytes/s", rate, result.Bytes, took, float64(result.Bytes)/took)
		})
	}
}

func TestWithoutALimitNobodyWaits(t *testing.T) {
	timed(t, func(t *testing.T, w *world) {
		began := time.Now()
		_, err := w.syncCodes(t.Context(), nil, "7", "44")
		must(t, err)
		if took := time.Since(began); took > 0 {
			t.Errorf("waited %v", took)
		}
	})
}

func TestAPauseForTheRateCanBeCancelled(t *testing.T) {
	timed(t, func(t *testing.T, w *world) {
		w.client.Limits.MaxRate = 1
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		_, err := w.syncCodes(ctx, nil, "7")
		if !errors.Is(err, update.ErrCancelled) || time.Since(began) != time.Minute {
			t.Errorf("ended with %v after %v", err, time.Since(began))
		}
	})
}

// The pauses between tries grow, and differ so that a thousand clients do not return at once.
func TestPausesGrowAndVary(t *testing.T) {
	var asked [2][]time.Time
	for i := range asked {
		timed(t, func(t *testing.T, w *world) {
			w.client.Limits.Tries = 6
			w.onFile("timestamp.json", func(rw http.ResponseWriter, _ *http.Request) {
				asked[i] = append(asked[i], time.Now())
				http.Error(rw, "", http.StatusServiceUnavailable)
			})
			_, err := w.syncCodes(t.Context(), nil, "7")
			if err == nil || len(asked[i]) != 6 {
				t.Fatalf("asked %d times: %v", len(asked[i]), err)
			}
		})
	}
	mean, same := time.Second, true
	for n := 1; n < 6; n++ {
		pause, other := asked[0][n].Sub(asked[0][n-1]), asked[1][n].Sub(asked[1][n-1])
		if pause < mean/2 || pause > mean*3/2 {
			t.Errorf("pause %d is %v, want %v give or take a half", n, pause, mean)
		}
		same = same && pause == other
		mean *= 2
	}
	if same {
		t.Error("two clients return at the same times")
	}
}

func TestMeter(t *testing.T) {
	now := start
	m := update.Meter{Now: func() time.Time { return now }}
	const total = 100_000
	pace := func(after time.Duration, done int64) (int64, time.Duration) {
		now = now.Add(after)
		return m.Pace(update.Progress{Phase: update.PhaseDownload, Done: done, Total: total})
	}
	for _, step := range []struct {
		after time.Duration
		done  int64
		rate  int64
		left  time.Duration
	}{
		{0, 0, 0, 0},
		{500 * time.Millisecond, 5000, 0, 0}, // too early to say
		{500 * time.Millisecond, 10_000, 10_000, 9 * time.Second},
		{4 * time.Second, 50_000, 10_000, 5 * time.Second},
		{5 * time.Second, 55_000, 5500, 90 * time.Second / 11},
		{5 * time.Second, 60_000, 1000, 40 * time.Second}, // a fast start is forgotten
		{20 * time.Second, 60_000, 200, 200 * time.Second},
		{20 * time.Second, 60_000, 0, 0}, // nothing comes
	} {
		rate, left := pace(step.after, step.done)
		if rate != step.rate || (left-step.left).Abs() > time.Millisecond {
			t.Errorf("after %d bytes: %d bytes a second, %v left; want %d, %v", step.done, rate, left, step.rate, step.left)
		}
	}
	if rate, left := m.Pace(update.Progress{Phase: update.PhaseApply, Done: 1, Total: 2}); rate != 0 || left != 0 {
		t.Error("a new phase goes on with the pace of the old one")
	}
}
