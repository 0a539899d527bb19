package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hangup/blocklist/maker/makertest"
	"hangup/i18n"
)

// The window is open, and speaks two languages one after the other; a sync brings another text of a script.
func TestAChangedScriptShowsWithoutARestart(t *testing.T) {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	list := makertest.New(t, time.Now(), server.URL)
	publish := func(english, russian string) {
		tree := fstest.MapFS{
			"texts.en.toml": {Data: []byte(`"script.school_roof.title" = "` + english + `"` + "\n")},
			"texts.ru.toml": {Data: []byte(`"script.school_roof.title" = "` + russian + `"` + "\n")},
		}
		tree["school_roof.toml"] = localScripts["school_roof.toml"]
		list.Scripts(tree)
		list.Publish()
	}
	publish("The roof", "Крыша")
	mux.Handle("/", http.FileServer(http.Dir(list.Public())))

	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := open(t.Context(), options{
		dir: t.TempDir(), region: "US", bundle: bundle, in: strings.NewReader(""), out: io.Discard, errs: io.Discard,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	if _, err := p.uiParts(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := p.keeper.Follow(t.Context(), list.Card()); err != nil {
		t.Fatal(err)
	}
	english, russian := bundle.Words("en"), bundle.Words("ru")
	for _, texts := range [][2]string{{"The roof", "Крыша"}, {"The new roof", "Новая крыша"}} {
		publish(texts[0], texts[1])
		list.Time = list.Time.Add(time.Minute)
		if _, err := p.keeper.SyncAll(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		const id = "script.school_roof.title"
		if english.ID(id) != texts[0] || russian.ID(id) != texts[1] {
			t.Errorf("the window says %q and %q, want %q", english.ID(id), russian.ID(id), texts)
		}
		if _, ok := p.tricks.Library().Script("school_roof"); !ok {
			t.Error("the library does not have the script")
		}
	}
}
