package update_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/numset"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

var lifeNumbers = flag.Int("life", 12_000, "how many numbers the list has whose life is simulated")

// life is a list of one calling code with a new edition every day. Its numbers were reported over the last 180 days, so
// every day one in 180 leaves; as many come, and one in 1000 is reported anew.
type life struct {
	*makertest.List
	tb  testing.TB
	rng *rand.Rand
	n   int
	day int
	url string
	// fault, if set, answers requests for deltas.
	fault atomic.Pointer[http.HandlerFunc]
	asked sync.Map // names of files
}

func newLife(tb testing.TB, n int) *life {
	l := &life{List: makertest.New(tb, start, ""), tb: tb, rng: rand.New(rand.NewPCG(1, 45)), n: n}
	rows := make([]string, 0, n)
	for i := range n {
		rows = append(rows, l.row(i, 1+l.rng.IntN(9), l.Time.AddDate(0, 0, -l.rng.IntN(180))))
	}
	l.Publish(rows...)
	files := http.FileServer(http.Dir(l.Public()))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.asked.Store(r.URL.Path, true)
		if fault := l.fault.Load(); fault != nil && *fault != nil && deltaFile.MatchString(r.URL.Path) {
			(*fault)(w, r)
			return
		}
		files.ServeHTTP(w, r)
	}))
	tb.Cleanup(server.Close)
	l.url = server.URL
	return l
}

// requests returns the names of all files that anybody asked for.
func (l *life) requests() (names []string) {
	l.asked.Range(func(name, _ any) bool {
		names = append(names, name.(string))
		return true
	})
	return names
}

// row is a report about the i-th number that was ever reported. They lie all over the plan.
func (l *life) row(i, reports int, last time.Time) string {
	categories := []string{"bank", "police", "delivery", "investment"}
	const size, odd = 999_999_937, 618_033_989 // a prime, and a number without a common factor: no number comes twice
	number := 79_000_000_000 + uint64(i)*odd%size
	return fmt.Sprintf("+%d,%s,%d,%s", number, categories[i%len(categories)], reports, last.Format("2006-01-02"))
}

// nextDay publishes the next edition.
func (l *life) nextDay() {
	l.day++
	l.Time = l.Time.Add(24 * time.Hour)
	var rows []string
	for i := range l.n / 180 {
		rows = append(rows, l.row(l.n+(l.day-1)*(l.n/180)+i, 1+l.rng.IntN(9), l.Time))
	}
	for range l.n / 1000 {
		rows = append(rows, l.row(l.rng.IntN(l.n), 10, l.Time))
	}
	l.Publish(rows...)
}

// follower is a computer that follows the list of a life.
type follower struct {
	tb     testing.TB
	path   string
	client *update.Client
	follow store.Followed
}

func (l *life) follower() *follower {
	dir := l.tb.TempDir()
	c := &follower{tb: l.tb, path: filepath.Join(dir, "list.db")}
	now := func() time.Time { return l.Time }
	list, err := store.OpenList(l.tb.Context(), c.path, store.Options{Log: slog.New(slog.DiscardHandler), Now: now})
	must(l.tb, err)
	l.tb.Cleanup(func() { list.Close() })
	c.client = &update.Client{List: list, TrustDir: filepath.Join(dir, "trust"), Now: now}
	c.follow = store.Followed{ID: "a1b2", Card: *l.Card()}
	c.follow.Card.URL = l.url
	return c
}

func (c *follower) sync() update.Result {
	c.tb.Helper()
	result, err := c.client.Sync(c.tb.Context(), c.follow, []string{"7"}, nil)
	must(c.tb, err)
	return result
}

// stream returns the hash of the stream that the computer's file holds.
func (c *follower) stream() string {
	c.tb.Helper()
	db, err := sql.Open("sqlite3", "file:"+c.path+"?mode=ro")
	must(c.tb, err)
	defer db.Close()
	var header []byte
	must(c.tb, db.QueryRowContext(c.tb.Context(), "SELECT header FROM pack").Scan(&header))
	h := sha256.New()
	h.Write(header)
	rows, err := db.QueryContext(c.tb.Context(), "SELECT data FROM block ORDER BY id")
	must(c.tb, err)
	defer rows.Close()
	for rows.Next() {
		var block []byte
		must(c.tb, rows.Scan(&block))
		h.Write(block)
	}
	must(c.tb, rows.Err())
	h.Write([]byte(numset.EndMark))
	return hex.EncodeToString(h.Sum(nil))
}

// A list lives for 45 days. Whoever syncs every day, or was away for a day, a week, a month or longer, ends with the
// very stream that a fresh download brings. With -v it prints the bytes of each path; at full size:
// go test ./blocklist/update -run Life -v -timeout 60m -life 1000000
func TestLifeOfAList(t *testing.T) {
	l := newLife(t, *lifeNumbers)
	daily := l.follower()
	daily.sync()
	away := map[int]*follower{1: nil, 7: nil, 30: nil, 45: nil}
	for days := range away {
		away[days] = l.follower()
		away[days].sync()
	}
	var sum update.Result
	for l.day < 45 {
		l.nextDay()
		result := daily.sync()
		sum.Bytes += result.Bytes
		sum.Requests += result.Requests
		c := away[l.day]
		if c == nil {
			continue
		}
		fresh := l.follower()
		whole := fresh.sync()
		jumped := c.sync()
		want := fresh.stream()
		if got := daily.stream(); got != want {
			t.Errorf("day by day to day %d: stream %s, a fresh download has %s", l.day, got, want)
		}
		if got := c.stream(); got != want {
			t.Errorf("after %d days: stream %s, a fresh download has %s", l.day, got, want)
		}
		// Whoever was away for longer than the list goes back takes all of it.
		if l.day <= 30 && jumped.Bytes > whole.Bytes*3/4 {
			t.Errorf("after %d days %d bytes came; a fresh download has %d", l.day, jumped.Bytes, whole.Bytes)
		}
		t.Logf("%2d days: fresh %d bytes in %d requests, jump %d in %d, day by day %d in %d", l.day,
			whole.Bytes, whole.Requests, jumped.Bytes, jumped.Requests, sum.Bytes, sum.Requests)
		if again := c.sync(); again.Requests != 2 || again.Bytes > 1024 {
			t.Errorf("no news cost %d bytes in %d requests", again.Bytes, again.Requests)
		}
	}
}
