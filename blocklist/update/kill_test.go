//go:build unix

package update_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"hangup/blocklist/repository"
	"hangup/blocklist/scriptpack"
)

var kills = flag.Int("kills", 300, "kill `n` syncs at random moments")

// lanes is how many computers are killed side by side.
const lanes = 3

// restless is a server with a new edition for everybody who asks: one of two, turn by turn.
type restless struct {
	t *testing.T
	*httptest.Server
	asked chan struct{} // has something for each request, as far as there is room

	mu       sync.Mutex
	list     *publisher
	variants [2]map[string]publishedPack
}

// numbersOf returns some numbers that only one of the two editions has.
func numbersOf(variant uint64) (seven, fortyFour []uint64) {
	return run(79000000000+variant, 4_000), run(447000000000+variant, 300)
}

// rangesOf returns some ranges that only one of the two editions has.
func rangesOf(variant int64) (patterns []string) {
	for i := range 200 {
		patterns = append(patterns, fmt.Sprintf("4471%d%05d??", variant, i))
	}
	return patterns
}

// inBoth returns what both have beside, since a list that changes wholly is refused.
func inBoth() []uint64 { return run(79100000000, 16_000) }

func newRestless(t *testing.T) *restless {
	r := &restless{t: t, list: newPublisher(t), asked: make(chan struct{}, 100)}
	r.list.partLen = 8 << 10
	for i := range r.variants {
		seven, fortyFour := numbersOf(uint64(i))
		r.list.set("7", append(seven, inBoth()...)...)
		r.list.set("44", fortyFour...)
		r.variants[i] = map[string]publishedPack{"7": *r.list.packs["7"], "44": *r.list.packs["44"]}
	}
	r.publish()
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *restless) publish() {
	for code, pack := range r.variants[r.list.edition%2] {
		pack.version = r.list.packs[code].version
		r.list.packs[code] = &pack
	}
	variant := r.list.edition % 2
	r.list.setScripts(scriptTree(fmt.Sprint(variant)))
	r.list.setRanges(rangesOf(variant)...)
	r.list.publish()
}

func (r *restless) ServeHTTP(rw http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	if strings.HasSuffix(q.URL.Path, "timestamp.json") {
		r.publish()
	}
	data, ok := r.list.files[q.URL.Path[1:]]
	r.mu.Unlock()
	select {
	case r.asked <- struct{}{}:
	default:
	}
	if !ok {
		http.NotFound(rw, q)
		return
	}
	_, _ = rw.Write(data)
}

// A program may be killed at any moment. Each pack is then of the old or of the new edition, whole, and what the person
// wrote is untouched.
func TestKilledAtAnyMoment(t *testing.T) {
	var mu sync.Mutex
	moments := map[string]int{}
	t.Run("lanes", func(t *testing.T) {
		for lane := range lanes {
			t.Run(fmt.Sprint(lane), func(t *testing.T) {
				t.Parallel()
				server, dir := newRestless(t), t.TempDir()
				newComputer(t, dir, server.URL, server.list.rootBytes(1))
				before := look(t, dir)
				for range (*kills + lanes - 1) / lanes {
					killOnce(t, server, dir)
					after := look(t, dir)
					if after.personal != before.personal {
						t.Fatalf("home.db holds %s, was %s", after.personal, before.personal)
					}
					mu.Lock()
					moments[after.differs(before)]++
					mu.Unlock()
					before = after
				}
				child := startChild(t, "sync", dir)
				if got := child.line(); got != "sync.done" {
					t.Errorf("afterwards a sync says %q", got)
				}
				must(t, child.Wait())
			})
		}
	})
	t.Logf("after %d kills: %v", *kills, moments)
	if len(moments) < 2 {
		t.Error("every kill came at the same stage")
	}
}

// killOnce starts a program that syncs again and again and kills it at a random moment after a random request.
func killOnce(t *testing.T, server *restless, dir string) {
	t.Helper()
	for len(server.asked) > 0 {
		<-server.asked
	}
	child := startChild(t, "sync-for-ever", dir)
	if got := child.line(); got != "syncing" {
		t.Fatalf("child says %q", got)
	}
	for range rand.N(40) { // about two syncs
		select {
		case <-server.asked:
		case <-time.After(time.Minute):
			t.Fatal("child asks for nothing")
		}
	}
	<-time.After(rand.N(20 * time.Millisecond))
	must(t, child.Process.Kill())
	rest, _ := child.stdout.ReadString(0)
	if err := child.Wait(); err == nil || rest != "" {
		t.Fatalf("child ended by itself: %v %s", err, rest)
	}
}

// found is what is in a data folder.
type found struct {
	packs    map[string]repository.Pack
	personal string
}

// differs says what happened between two looks.
func (f found) differs(before found) string {
	seven := f.packs["7"].Edition != before.packs["7"].Edition
	fortyFour := f.packs["44"].Edition != before.packs["44"].Edition
	switch {
	case seven && fortyFour && f.packs["7"].Edition == f.packs["44"].Edition:
		return "new edition"
	case seven || fortyFour:
		return "packs of two editions"
	}
	return "old edition"
}

// look opens a data folder as the program does and checks that everything in it is whole.
func look(t *testing.T, dir string) found {
	t.Helper()
	ctx := context.Background()
	c, err := openComputer(ctx, dir)
	must(t, err)
	if notice := c.list.Notice(); notice != nil {
		t.Fatalf("list.db was set aside: %s", notice.ID)
	}
	followed, err := c.home.Followed(ctx)
	must(t, err)
	packs, err := c.list.Packs(ctx, followed[0].ID)
	must(t, err)
	f := found{packs: map[string]repository.Pack{}}
	for _, p := range packs {
		f.packs[p.Code] = p.Pack
	}
	for variant := range uint64(2) {
		seven, fortyFour := numbersOf(variant)
		for code, numbers := range map[string][]uint64{"7": seven, "44": fortyFour} {
			// The first edition has the numbers of the first variant.
			want := f.packs[code].Edition > 0 && uint64(f.packs[code].Edition+1)%2 == variant
			for i := 0; i < len(numbers); i += 1 + len(numbers)/50 {
				if evidence, err := c.list.Find(ctx, numbers[i]); err != nil || (len(evidence) > 0) != want {
					t.Fatalf("%d of edition %d found: %v, want %v (%v)", numbers[i], f.packs[code].Edition, !want, want, err)
				}
			}
		}
	}
	lookBeside(t, c, followed[0].ID)
	f.personal, err = c.personal(ctx)
	must(t, err)
	must(t, c.close())
	for _, name := range []string{"home.db", "list.db"} {
		checkIntegrity(t, filepath.Join(dir, name))
	}
	return f
}

// lookBeside checks that scripts and ranges, if they came, are those of one edition each.
func lookBeside(t *testing.T, c *computer, listID string) {
	t.Helper()
	here, err := c.list.Supplements(t.Context(), listID)
	must(t, err)
	if s, ok := here[repository.KindScripts]; ok {
		scripts, err := c.list.Scripts(t.Context(), listID)
		must(t, err)
		layer, err := scriptpack.Open(scripts.Data)
		must(t, err)
		if got := layer.Library.Texts()["en"]["script.fake_boss.title"]; got != fmt.Sprint((s.Edition+1)%2) {
			t.Fatalf("scripts of edition %d are those of the other: %q", s.Edition, got)
		}
	}
	if s, ok := here[repository.KindRanges]; ok {
		all, err := c.list.Ranges(t.Context(), listID)
		must(t, err)
		var patterns []string
		for _, r := range all {
			patterns = append(patterns, r.Pattern)
		}
		if !slices.Equal(patterns, rangesOf((s.Edition+1)%2)) {
			t.Fatalf("ranges of edition %d are %d others", s.Edition, len(patterns))
		}
	}
}

func checkIntegrity(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path)
	must(t, err)
	defer db.Close()
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Fatalf("%s: %s %v", path, verdict, err)
	}
}
