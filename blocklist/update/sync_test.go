package update_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hangup/blocklist/repository"
	"hangup/blocklist/update"
)

func TestFirstSyncBringsTheNumbers(t *testing.T) {
	w := newWorld(t)
	result := w.mustSync()
	w.expect(firstEdition)
	e := result.Edition
	if e.List != "Test list" || e.Version != 1 || !e.Date.Equal(start) || e.Entries != 1001 {
		t.Errorf("edition %+v", e)
	}
	if !slices.Equal(result.Changed, []string{"44", "7"}) || len(result.Missing) != 0 {
		t.Errorf("changed %v, missing %v", result.Changed, result.Missing)
	}
	if result.Requests != len(w.requests) {
		t.Errorf("counted %d requests of %d", result.Requests, len(w.requests))
	}
	stored, err := w.list.Edition(context.Background(), w.follow.ID)
	must(t, err)
	if stored != e {
		t.Errorf("stored %+v, want %+v", stored, e)
	}
}

func TestNoNewsCostsOnlyTheTimestamp(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.requests = nil
	result := w.mustSync()
	// The question whether there is a newer root is part of TUF, and answered by 404.
	want := []string{"/metadata/2.root.json", "/metadata/timestamp.json"}
	if !slices.Equal(w.requests, want) {
		t.Errorf("asked for %v", w.requests)
	}
	if size := int64(len(w.files["metadata/timestamp.json"])); result.Bytes != size || size > 600 {
		t.Errorf("read %d bytes; the timestamp has %d", result.Bytes, size)
	}
	if len(result.Changed) != 0 || result.Edition.Entries != 1001 {
		t.Errorf("result %+v", result)
	}
}

func TestNewsOfOnePackLeavesTheOtherAlone(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.set("44", 447000000002)
	w.publish()
	w.requests = nil
	result := w.mustSync()
	w.expect(map[uint64]bool{79000000000: true, 447000000001: false, 447000000002: true})
	if !slices.Equal(result.Changed, []string{"44"}) || result.Edition.Version != 2 {
		t.Errorf("result %+v", result)
	}
	for _, name := range w.requests {
		if strings.Contains(name, "numbers/7/") || strings.Contains(name, "numbers-7") {
			t.Errorf("asked for %s", name)
		}
	}
}

func TestSyncBringsOnlyWhatWasAskedFor(t *testing.T) {
	w := newWorld(t)
	result, err := w.syncCodes(t.Context(), nil, "44", "998")
	must(t, err)
	w.expect(map[uint64]bool{79000000000: false, 447000000001: true})
	if !slices.Equal(result.Missing, []string{"998"}) || result.Edition.Entries != 1 {
		t.Errorf("result %+v", result)
	}
}

func TestAPackNoLongerAskedForStaysFresh(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.publishNews()
	_, err := w.syncCodes(t.Context(), nil)
	must(t, err)
	w.expect(secondEdition)
}

func TestAWithdrawnPackIsRemoved(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	// The role stays in the snapshot, as TUF demands; the catalog is what offers packs.
	w.onCatalog = func(c *repository.Catalog) {
		c.Packs = slices.DeleteFunc(c.Packs, func(o repository.Offer) bool { return o.Code == "44" })
	}
	w.publish()
	result := w.mustSync()
	w.expect(map[uint64]bool{79000000000: true, 447000000001: false})
	if !slices.Equal(result.Changed, []string{"44"}) || !slices.Equal(result.Missing, []string{"44"}) {
		t.Errorf("result %+v", result)
	}
}

func TestFolderWorksLikeServer(t *testing.T) {
	for _, name := range []string{"list", "my list", "флешка №1", "100% #1?", "a+b&c", "quo\"te"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			dir := filepath.Join(t.TempDir(), name)
			w.follow.Card.URL = (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir)}).String()
			w.mustFail(update.ErrNoFolder)
			w.writeTo(dir)
			w.mustSync()
			w.expect(firstEdition)
			w.publishNews()
			w.writeTo(dir)
			w.mustSync()
			w.expect(secondEdition)
			must(t, os.RemoveAll(dir))
			w.mustFail(update.ErrNoFolder)
			w.expect(secondEdition)
		})
	}
}

func TestFolderIsNotLeftByLinks(t *testing.T) {
	w := newWorld(t)
	dir, outside := t.TempDir(), t.TempDir()
	w.writeTo(dir)
	w.follow.Card.URL = "file://" + dir
	timestamp := filepath.Join(dir, "metadata", "timestamp.json")
	must(t, os.Rename(timestamp, filepath.Join(outside, "timestamp.json")))
	must(t, os.Symlink(filepath.Join(outside, "timestamp.json"), timestamp))
	w.mustFail(update.ErrNoFolder)

	must(t, os.Remove(timestamp))
	must(t, os.Symlink("today.json", timestamp))
	must(t, os.WriteFile(filepath.Join(dir, "metadata", "today.json"), w.files["metadata/timestamp.json"], 0o600))
	w.mustSync() // a link inside the folder is how some tools publish
	w.expect(firstEdition)
}

func TestTheAddressMayHaveAPath(t *testing.T) {
	for _, path := range []string{"/a/b", "/a/b/", "/my%20list", "/%D1%81%D0%BF%D0%B8%D1%81%D0%BE%D0%BA/"} {
		w := newWorld(t)
		base, err := url.PathUnescape(strings.TrimSuffix(path, "/"))
		must(t, err)
		w.server.Config.Handler = http.StripPrefix(base, w)
		w.follow.Card.URL += path
		w.mustSync()
		w.expect(firstEdition)
	}
}

func TestForget(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	must(t, w.client.Forget(w.follow.ID))
	if left, err := os.ReadDir(w.client.TrustDir); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	if err := w.client.Forget(".."); err == nil {
		t.Error("left the folder")
	}
	w.mustSync()
}

func (w *world) writeTo(dir string) {
	w.tb.Helper()
	for name, data := range w.files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		must(w.tb, os.MkdirAll(filepath.Dir(file), 0o700))
		must(w.tb, os.WriteFile(file, data, 0o600))
	}
}

func TestProgress(t *testing.T) {
	w := newWorld(t)
	var seen []update.Progress
	_, err := w.syncCodes(t.Context(), func(p update.Progress) { seen = append(seen, p) }, "7", "44")
	must(t, err)
	total := int64(len(w.packs["7"].stream) + len(w.packs["44"].stream))
	last := map[update.Phase]int64{}
	var phases []update.Phase
	for _, p := range seen {
		if len(phases) == 0 || phases[len(phases)-1] != p.Phase {
			phases = append(phases, p.Phase)
		}
		if p.Done < last[p.Phase] || p.Done > p.Total || p.Phase != update.PhaseCheck && p.Total != total {
			t.Errorf("%+v after %d", p, last[p.Phase])
		}
		last[p.Phase] = p.Done
	}
	if !slices.Equal(phases, []update.Phase{update.PhaseCheck, update.PhaseDownload, update.PhaseApply}) {
		t.Errorf("phases %v", phases)
	}
	if last[update.PhaseDownload] != total || last[update.PhaseApply] != total {
		t.Errorf("ended at %v of %d", last, total)
	}
}

func TestServerLearnsNothingOfThePerson(t *testing.T) {
	w := newWorld(t)
	w.fault = func(rw http.ResponseWriter, r *http.Request) bool {
		http.SetCookie(rw, &http.Cookie{Name: "id", Value: "1"})
		if strings.HasSuffix(r.URL.Path, "1.snapshot.json") {
			http.Redirect(rw, r, "/moved/snapshot.json", http.StatusFound)
			return true
		}
		if r.URL.Path == "/moved/snapshot.json" {
			_, _ = rw.Write(w.files["metadata/1.snapshot.json"])
			return true
		}
		return false
	}
	w.mustSync()
	w.mustSync()
	allowed := []string{"User-Agent", "Accept-Encoding", "Cache-Control"}
	for i, h := range w.headers {
		for _, name := range slices.Sorted(maps.Keys(h)) {
			if !slices.Contains(allowed, name) {
				t.Errorf("%s: sent %s: %s", w.requests[i], name, h[name])
			}
		}
		if h.Get("User-Agent") != "HangUp" || h.Get("Accept-Encoding") != "identity" {
			t.Errorf("%s: %v", w.requests[i], h)
		}
	}
}

func TestOnlyOneSyncAtATime(t *testing.T) {
	w := newWorld(t)
	var second error
	w.fault = func(http.ResponseWriter, *http.Request) bool {
		if second == nil {
			_, second = w.client.Sync(context.Background(), w.follow, []string{"7"}, nil)
		}
		return false
	}
	w.mustSync()
	if !errors.Is(second, update.ErrBusy) {
		t.Errorf("the second sync: %v", second)
	}
	w.expect(firstEdition)
}

func TestLostNumbersAreFetchedAgain(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	must(t, w.list.RemoveList(context.Background(), w.follow.ID)) // as after a damaged list.db was set aside
	w.mustSync()
	w.expect(firstEdition)
}

func TestTheCacheMayBeDamagedOrDeleted(t *testing.T) {
	garbage := bytes.Repeat([]byte("\x00\xffgarbage"), 50)
	for name, damage := range map[string]func(path string, data []byte) error{
		"deleted":   func(path string, _ []byte) error { return os.Remove(path) },
		"empty":     func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o600) },
		"garbage":   func(path string, _ []byte) error { return os.WriteFile(path, garbage, 0o600) },
		"cut short": func(path string, data []byte) error { return os.WriteFile(path, data[:len(data)/2], 0o600) },
		"one bit": func(path string, data []byte) error {
			data[len(data)/2] ^= 1
			return os.WriteFile(path, data, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.rotate()
			w.publish()
			w.mustSync()
			w.publishNews()
			dir := filepath.Join(w.client.TrustDir, w.follow.ID)
			err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				data, err := os.ReadFile(path)
				if err == nil && len(data) > 0 {
					err = damage(path, data)
				}
				return err
			})
			must(t, err)
			w.mustSync()
			w.expect(secondEdition)
		})
	}
}

func TestStrangeListIDsCannotLeaveTheFolder(t *testing.T) {
	w := newWorld(t)
	for _, id := range []string{"", ".", "..", "../x", "a/b", "/tmp/x"} {
		w.follow.ID = id
		w.mustFail(update.ErrNotSaved)
	}
	if len(w.requests) > 0 {
		t.Errorf("asked for %v", w.requests)
	}
}

func TestPartsAreFetchedOnceThoughASyncBreaks(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	w.fault = func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, ".1.0002") {
			cancel()
			<-r.Context().Done()
		}
		return false
	}
	if _, err := w.syncCodes(ctx, nil, "7"); !errors.Is(err, update.ErrCancelled) {
		t.Fatal(err)
	}
	w.fault, w.requests = nil, nil
	w.mustSync()
	w.expect(firstEdition)
	for _, name := range w.requests {
		if strings.Contains(name, "numbers/7/") && (strings.HasSuffix(name, ".0000") || strings.HasSuffix(name, ".0001")) {
			t.Errorf("asked for %s again", name)
		}
	}
	left, err := filepath.Glob(filepath.Join(w.client.TrustDir, w.follow.ID, "parts", "numbers", "*", "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left in the cache: %v %v", left, err)
	}
}

func TestLimitsHaveDefaults(t *testing.T) {
	w := newWorld(t)
	w.client.Limits = update.Limits{}
	w.mustSync()
	if w.clock = w.clock.Add(time.Hour); !w.has(79000000000) {
		t.Error("not applied")
	}
}
