package update_test

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// follow returns a computer that follows a list of package maker at the given address.
func follow(t *testing.T, l *makertest.List, url string) *world {
	w := &world{publisher: &publisher{tb: t}, clock: l.Time}
	dir := t.TempDir()
	options := store.Options{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return w.clock }}
	list, err := store.OpenList(context.Background(), filepath.Join(dir, "list.db"), options)
	must(t, err)
	t.Cleanup(func() { list.Close() })
	w.list = list
	w.client = &update.Client{
		List: list, TrustDir: filepath.Join(dir, "trust"), Now: options.Now, Limits: update.Limits{Pause: time.Microsecond},
	}
	w.follow = store.Followed{ID: "a1b2", Card: *l.Card()}
	if url != "" {
		w.follow.Card.URL = url
	}
	return w
}

func TestAListOfTheMakerFromComplaintToWarning(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+79031234567,police,2,2026-10-01", "+447911123456,bank,9,2026-10-20")
	server := httptest.NewServer(http.FileServer(http.Dir(l.Public())))
	defer server.Close()
	for name, url := range map[string]string{"server": server.URL, "folder": ""} {
		t.Run(name, func(t *testing.T) {
			w := follow(t, l, url)
			must(t, w.client.Trust(&w.follow.Card))
			result := w.mustSync()
			w.expect(map[uint64]bool{79031234567: true, 447911123456: true, 447911123457: false})
			if result.Edition.List != "Test list" || result.Edition.Entries != 2 {
				t.Errorf("edition %+v", result.Edition)
			}
			found, err := w.list.Find(context.Background(), 447911123456)
			must(t, err)
			if e := found[0]; e.Reports.AtLeast() != 5 || e.LastSeen.String() != "2026-10" || e.Source != "Test list" {
				t.Errorf("found %+v", e)
			}
		})
	}
}

// The maker's snapshots name versions only, so here signatures alone vouch for the metadata.
func TestAFlippedByteInAnyFileOfTheMaker(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+79031234567,police,2,2026-10-01", "+447911123456,bank,9,2026-10-20")
	err := filepath.WalkDir(l.Public(), func(path string, d fs.DirEntry, err error) error {
		must(t, err)
		// The first root is on the card and never asked for; nothing asks for scripts yet.
		if d.IsDir() || strings.HasSuffix(path, "1.root.json") {
			return nil
		}
		t.Run(d.Name(), func(t *testing.T) {
			genuine, err := os.ReadFile(path)
			must(t, err)
			w := follow(t, l, "")
			for at := 0; at < len(genuine); at += 1 + len(genuine)/40 {
				flipped := bytes.Clone(genuine)
				flipped[at] ^= 1
				must(t, os.WriteFile(path, flipped, 0o600))
				w.mustFail(update.ErrTampered)
			}
			must(t, os.WriteFile(path, genuine, 0o600))
			w.mustSync()
		})
		return nil
	})
	must(t, err)
}
