package update_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

var deltaFile = regexp.MustCompile(`/[0-9a-f]{64}\.\d+-\d+\.\d{4}$`)

// otherPack returns a pack that says it is the same edition as p, but is not.
func otherPack(t *testing.T, p repository.Pack) (repository.Pack, []byte) {
	t.Helper()
	var stream bytes.Buffer
	w := numset.NewWriter(&stream, numset.NewCode(new(numset.Frequencies)))
	must(t, w.Add(numset.Item{Number: 79001234567, Symbol: 1}))
	must(t, w.Close())
	sum := w.Summary()
	p.Entries, p.Bytes, p.SHA256, p.Parts = sum.Entries, sum.Bytes, hex.EncodeToString(sum.SHA256[:]), 1
	return p, stream.Bytes()
}

// Deltas that cannot be had, or turn out not to fit, cost bytes and no more: the sync takes the whole stream by itself.
func TestDeltasThatCannotBeUsed(t *testing.T) {
	l := newLife(t, 12_000)
	flip := func(w http.ResponseWriter, r *http.Request) {
		data, err := os.ReadFile(filepath.Join(l.Public(), filepath.FromSlash(r.URL.Path)))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		data[len(data)/2] ^= 1
		_, _ = w.Write(data)
	}
	cases := map[string]struct {
		fault http.HandlerFunc
		// change happens on the computer before the sync.
		change func(c *follower)
		whole  bool
	}{
		"as published": {},
		"missing":      {fault: http.NotFound, whole: true},
		"tampered":     {fault: flip, whole: true},
		"another base": {whole: true, change: func(c *follower) {
			packs, err := c.client.List.Packs(t.Context(), c.follow.ID)
			must(t, err)
			p, stream := otherPack(t, packs[0].Pack)
			must(t, c.client.List.Apply(t.Context(), store.ListInfo{ID: c.follow.ID, Name: "x"}, p, bytes.NewReader(stream)))
		}},
	}
	computers := map[string]*follower{}
	for name := range cases {
		computers[name] = l.follower()
		computers[name].sync()
	}
	l.nextDay()
	fresh := l.follower()
	size := fresh.sync().Bytes
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l.fault.Store(&c.fault)
			defer l.fault.Store(nil)
			if c.change != nil {
				c.change(computers[name])
			}
			last := update.Progress{}
			result, err := computers[name].client.Sync(t.Context(), computers[name].follow, nil, func(p update.Progress) {
				if p.Phase == last.Phase && p.Total >= last.Total && p.Done < last.Done || p.Done > p.Total {
					t.Errorf("progress %+v after %+v", p, last)
				}
				last = p
			}, update.Accept(2)) // what is here of another base changes wholly
			must(t, err)
			if computers[name].stream() != fresh.stream() {
				t.Error("the stream is not that of a fresh download")
			}
			if (result.Bytes > size/2) != c.whole {
				t.Errorf("%d bytes came; a fresh download has %d", result.Bytes, size)
			}
			if last.Phase != update.PhaseApply || last.Done != last.Total {
				t.Errorf("progress ends with %+v", last)
			}
		})
	}
}

// When the line breaks in a delta, the whole stream would break as well.
func TestABrokenLineIsNoReasonToTakeMore(t *testing.T) {
	l := newLife(t, 12_000)
	c := l.follower()
	c.sync()
	l.nextDay()
	before := c.stream()
	var fault http.HandlerFunc = func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "busy", http.StatusServiceUnavailable)
	}
	l.fault.Store(&fault)
	c.client.Limits = update.Limits{Tries: 1}
	_, err := c.client.Sync(t.Context(), c.follow, nil, nil)
	if !errors.Is(err, update.ErrUnreachable) || c.stream() != before {
		t.Errorf("error %v", err)
	}
	for _, name := range l.requests() {
		if strings.HasSuffix(name, ".2.0000") {
			t.Errorf("asked for %s", name)
		}
	}
}
