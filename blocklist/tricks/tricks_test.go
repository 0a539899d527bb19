package tricks_test

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/script"
	"hangup/blocklist/store"
	"hangup/blocklist/tricks"
	"hangup/blocklist/update"
	"hangup/i18n"
)

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// home is the computer of somebody who follows lists.
type home struct {
	t      *testing.T
	keeper *follow.Keeper
	shelf  *tricks.Shelf
	bundle *i18n.Bundle
}

func newHome(t *testing.T) *home {
	t.Helper()
	dir, log := t.TempDir(), slog.New(slog.DiscardHandler)
	clock := today
	now := func() time.Time { clock = clock.Add(time.Second); return clock }
	o := store.Options{Log: log, Now: now}
	own, err := store.OpenHome(t.Context(), filepath.Join(dir, "home.db"), o)
	must(t, err)
	t.Cleanup(func() { own.Close() })
	list, err := store.OpenList(t.Context(), filepath.Join(dir, "list.db"), o)
	must(t, err)
	t.Cleanup(func() { list.Close() })
	bundle, err := i18n.Load()
	must(t, err)
	shelf := &tricks.Shelf{
		Own: assets.Scripts(), Made: today.AddDate(0, 0, -7), List: list, Home: own, Texts: bundle.SetScripts, Log: log,
	}
	must(t, shelf.Reload(t.Context()))
	keeper := &follow.Keeper{
		Client: &update.Client{
			List: list, TrustDir: filepath.Join(dir, "trust"), Now: now, Log: log, Limits: update.Limits{Tries: 1},
		},
		List: list, Home: own, Now: now, Log: log,
		Region:  func(context.Context) (blocklist.Region, error) { return "US", nil },
		Changed: func(ctx context.Context) { must(t, shelf.Reload(ctx)) },
	}
	return &home{t, keeper, shelf, bundle}
}

// follow follows a list that is served on loopback and has a number and the given scripts.
func (h *home) follow(tree fs.FS) (*makertest.List, store.Followed) {
	h.t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	h.t.Cleanup(server.Close)
	list := makertest.New(h.t, today, server.URL)
	list.Scripts(tree)
	list.Publish("+12026360105,,5,")
	mux.Handle("/", http.FileServer(http.Dir(list.Public())))
	f, err := h.keeper.Follow(h.t.Context(), list.Card())
	must(h.t, err)
	h.sync()
	return list, f
}

func (h *home) sync() {
	h.t.Helper()
	reports, err := h.keeper.SyncAll(h.t.Context(), nil)
	must(h.t, err)
	for _, r := range reports {
		if !r.OK {
			h.t.Fatalf("sync: %v", r.Message)
		}
	}
}

// expect checks what the window, which was opened before, says in both languages.
func (h *home) expect(id, english, russian string) {
	h.t.Helper()
	for code, want := range map[string]string{"en": english, "ru": russian} {
		if got := h.bundle.Words(code).ID(id); got != want {
			h.t.Errorf("%s in %s is %q, want %q", id, code, got, want)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const titleID = "script.police_officer.title"

// starter returns the program's own scripts with another title of one of them.
func starter(t *testing.T, english, russian string) fstest.MapFS {
	t.Helper()
	tree := copyOf(t, assets.Scripts())
	for name, title := range map[string]string{"texts.en.toml": english, "texts.ru.toml": russian} {
		lines := strings.Split(string(tree[name].Data), "\n")
		changed := false
		for i, line := range lines {
			if strings.Contains(line, titleID) {
				lines[i], changed = `"`+titleID+`" = "`+title+`"`, true
			}
		}
		if !changed {
			t.Fatalf("%s has no line for %s", name, titleID)
		}
		tree[name] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
	}
	return tree
}

func copyOf(t *testing.T, tree fs.FS) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	must(t, fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(tree, name)
		all[name] = &fstest.MapFile{Data: data}
		return err
	}))
	return all
}

// local is a small library of one script of its own.
func local(title string) fstest.MapFS {
	return fstest.MapFS{
		"school_roof.toml": {Data: []byte(`id = "school_roof"
code = "L01"
category = "government"
parties = ["state"]
asks = ["CASH"]
flags = ["R3"]
[[source]]
url = "https://example.org/roof"
checked = 2026-11-20
`)},
		"texts.en.toml": {Data: []byte(`"script.school_roof.title" = "` + title + `"` + "\n")},
		"patterns/en-local.toml": {Data: []byte(`[scripts]
school_roof = ["school roof"]
`)},
	}
}

// The heart of it: a script changed in a served edition shows after the sync, in both languages, with no restart.
func TestAChangedScriptShowsAfterTheSync(t *testing.T) {
	h := newHome(t)
	tree := starter(t, "First title", "Первое название")
	tree["texts.zz.toml"] = &fstest.MapFile{Data: []byte(`"` + titleID + `" = "in a language that nobody speaks"` + "\n")}
	list, f := h.follow(tree)
	h.expect(titleID, "First title", "Первое название")
	before := h.shelf.Library()

	list.Time = list.Time.Add(24 * time.Hour)
	list.Scripts(starter(t, "Second title", "Второе название"))
	list.Publish()
	h.expect(titleID, "First title", "Первое название")
	h.sync()
	h.expect(titleID, "Second title", "Второе название")
	if h.shelf.Library() == before {
		t.Error("the library is still the old one")
	}
	const said = "A police captain says someone is inside my account and needs only the PIN"
	r := h.shelf.Library().Match(said, script.Options{Region: "US"})
	if r.Level != blocklist.Stop || len(r.Scripts) == 0 || r.Scripts[0].ID != "police_officer" {
		t.Errorf("the founding story is %v, %v", r.Level, r.Scripts)
	}

	library := h.shelf.Library()
	h.sync()
	if h.shelf.Library() != library {
		t.Error("a sync without news made another library")
	}
	must(t, h.keeper.Unfollow(t.Context(), f.ID))
	if got := h.bundle.Words("en").ID(titleID); got == "Second title" || got == titleID {
		t.Errorf("after the list is not followed any more the title is %q", got)
	}
}

func TestListsAddUp(t *testing.T) {
	h := newHome(t)
	_, first := h.follow(local("Roof of the first"))
	h.follow(local("Roof of the second"))
	const roof = "script.school_roof.title"
	h.expect(roof, "Roof of the first", "Roof of the first") // nobody wrote it in Russian
	if len(h.shelf.Library().Scripts("")) < 31 {
		t.Errorf("a list with one script left %d in all", len(h.shelf.Library().Scripts("")))
	}
	r := h.shelf.Library().Match("he said the school roof needs money, a courier comes for the cash", script.Options{Language: "en"})
	found := false
	for _, s := range r.Scripts {
		found = found || s.ID == "school_roof"
	}
	if r.Level != blocklist.Stop || !found {
		t.Errorf("the trick of the list is %v, %v", r.Level, r.Scripts)
	}

	must(t, h.keeper.Mute(t.Context(), first.ID, true))
	h.expect(roof, "Roof of the second", "Roof of the second")
	must(t, h.keeper.Mute(t.Context(), first.ID, false))
	h.expect(roof, "Roof of the first", "Roof of the first")
}

// Scripts that were written before the program's own take the place of none of these.
func TestOlderScriptsOnlyFillUp(t *testing.T) {
	h := newHome(t)
	h.shelf.Made = today.AddDate(0, 0, 7)
	tree := starter(t, "Old title", "Старое название")
	for name, file := range local("Roof") {
		if name != "texts.en.toml" {
			tree[name] = file
		}
	}
	tree["texts2.en.toml"] = local("Roof")["texts.en.toml"]
	h.follow(tree)
	if got := h.bundle.Words("en").ID(titleID); got == "Old title" || got == titleID {
		t.Errorf("the title is %q", got)
	}
	h.expect("script.school_roof.title", "Roof", "Roof")
}
