package follow_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// newKeeper returns a keeper on empty databases, for somebody in the United States.
func newKeeper(t *testing.T) *follow.Keeper {
	t.Helper()
	dir, log := t.TempDir(), slog.New(slog.DiscardHandler)
	clock := today
	now := func() time.Time { clock = clock.Add(time.Second); return clock } // so that lists are added one after another
	o := store.Options{Log: log, Now: now}
	home, err := store.OpenHome(t.Context(), filepath.Join(dir, "home.db"), o)
	must(t, err)
	t.Cleanup(func() { home.Close() })
	list, err := store.OpenList(t.Context(), filepath.Join(dir, "list.db"), o)
	must(t, err)
	t.Cleanup(func() { list.Close() })
	return &follow.Keeper{
		Client: &update.Client{
			List: list, TrustDir: filepath.Join(dir, "trust"), Now: now, Log: log, Limits: update.Limits{Tries: 1},
		},
		List: list, Home: home, Now: now, Log: log,
		Region: func(context.Context) (blocklist.Region, error) { return "US", nil },
	}
}

// serve publishes numbers on loopback and follows the list.
func serve(t *testing.T, k *follow.Keeper, rows ...string) (*makertest.List, store.Followed) {
	t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	list := makertest.New(t, today, server.URL)
	list.Publish(rows...)
	mux.Handle("/", http.FileServer(http.Dir(list.Public())))
	followed, err := k.Follow(t.Context(), list.Card())
	must(t, err)
	return list, followed
}

func TestSyncAll(t *testing.T) {
	k := newKeeper(t)
	if _, err := k.SyncAll(t.Context(), nil); !errors.Is(err, follow.ErrNoLists) {
		t.Fatalf("with no list: %v", err)
	}
	broken, _ := serve(t, k, "+12026360105,,5,")
	must(t, os.RemoveAll(broken.Public()))
	serve(t, k, "+12026360106,,5,", "+79161234567,,5,")

	reports, err := k.SyncAll(t.Context(), nil)
	must(t, err)
	if len(reports) != 2 || reports[0].OK || !reports[1].OK {
		t.Fatalf("of a list that is gone and one that is there, %d reports: %v, %v", len(reports), reports[0].Message, reports[1].Message)
	}
	if found, err := k.List.Find(t.Context(), 12026360106); err != nil || len(found) != 1 {
		t.Errorf("the good list was not synced: %v, %v", found, err)
	}
	if found, err := k.List.Find(t.Context(), 79161234567); err != nil || len(found) != 0 {
		t.Errorf("numbers of a country nobody asked for: %v, %v", found, err)
	}

	statuses, err := k.Status(t.Context())
	must(t, err)
	if s := statuses[0]; s.Edition != nil || s.LastSync == nil || s.LastSync.OK || s.LastSync.Message.ID == "" {
		t.Errorf("the status of the list that is gone: %v, %v", s.Edition, s.LastSync)
	}
	if s := statuses[1]; s.Edition == nil || s.Edition.Entries != 1 || !s.LastSync.OK || s.LastSync.At.Before(today) {
		t.Errorf("the status of the good list: %v, %v", s.Edition, s.LastSync)
	}
}

func TestHearsFromBringsMorePacks(t *testing.T) {
	k := newKeeper(t)
	serve(t, k, "+12026360106,,5,", "+79161234567,,5,")
	must(t, k.Home.SaveSettings(t.Context(), store.Settings{HearsFrom: []blocklist.Region{"RU"}}))
	_, err := k.SyncAll(t.Context(), nil)
	must(t, err)
	if found, err := k.List.Find(t.Context(), 79161234567); err != nil || len(found) != 1 {
		t.Errorf("a country that calls are expected from: %v, %v", found, err)
	}
}

func TestUnfollowForgetsEverything(t *testing.T) {
	k := newKeeper(t)
	_, followed := serve(t, k, "+12026360106,,5,")
	_, err := k.SyncAll(t.Context(), nil)
	must(t, err)
	must(t, k.Unfollow(t.Context(), followed.ID))
	if found, err := k.List.Find(t.Context(), 12026360106); err != nil || len(found) != 0 {
		t.Errorf("its numbers are still there: %v, %v", found, err)
	}
	if statuses, err := k.Status(t.Context()); err != nil || len(statuses) != 0 {
		t.Errorf("it is still followed: %v, %v", statuses, err)
	}
	if _, err := os.Stat(filepath.Join(k.Client.TrustDir, followed.ID)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its metadata is still there: %v", err)
	}
}

func TestRunSyncsAtOnce(t *testing.T) {
	k := newKeeper(t)
	serve(t, k, "+12026360106,,5,")
	ctx, cancel := context.WithCancel(t.Context())
	k.Run(ctx, cancel) // the first sync ends it
	if found, err := k.List.Find(t.Context(), 12026360106); err != nil || len(found) != 1 {
		t.Errorf("nothing was synced in the background: %v, %v", found, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
