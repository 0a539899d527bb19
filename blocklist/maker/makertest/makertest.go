// Package makertest builds small signed lists in temporary folders, so that tests of other packages run against the
// real thing.
package makertest

import (
	"context"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"hangup/blocklist/maker"
	"hangup/blocklist/repository"
)

// Passphrase opens the keys of every test list.
const Passphrase = "correct horse battery"

// List is a list whose time stands still until it is told otherwise.
type List struct {
	Maker *maker.Maker
	Time  time.Time // what the maker's clock says
	tb    testing.TB
}

// New makes a list without numbers whose card will point at url; empty means the public folder itself, as file://. The
// numbers in never are official ones. The list is closed when the test ends.
func New(tb testing.TB, now time.Time, url string, never ...uint64) *List {
	tb.Helper()
	l := &List{Time: now, tb: tb}
	dir := tb.TempDir() + "/list"
	if url == "" {
		url = "file://" + dir + "/public"
	}
	o := maker.Options{
		Never:      func(n uint64) bool { return slices.Contains(never, n) },
		Now:        func() time.Time { return l.Time },
		Log:        slog.New(slog.DiscardHandler),
		WorkFactor: 1,
	}
	config := maker.Config{Name: "Test list", URL: url}
	l.must(maker.Init(context.Background(), dir, config, Passphrase, o))
	m, err := maker.Open(context.Background(), dir, o)
	l.must(err)
	tb.Cleanup(func() { l.must(m.Close()) })
	l.Maker = m
	return l
}

// Public returns the folder of static files that clients read.
func (l *List) Public() string { return l.Maker.Public() }

// Card returns the list card.
func (l *List) Card() *repository.Card {
	l.tb.Helper()
	card, err := l.Maker.Card("")
	l.must(err)
	return card
}

// Import takes in rows of number,category,reports,last[,official], such as "+442071838750,bank,5,2026-11-01".
func (l *List) Import(rows ...string) {
	l.tb.Helper()
	header := "number,category,reports,last"
	if len(rows) > 0 && strings.Count(rows[0], ",") == 4 {
		header += ",official"
	}
	feed := header + "\n" + strings.Join(rows, "\n") + "\n"
	done, err := l.Maker.Import(context.Background(), maker.Import{Feed: maker.FeedNumbers}, strings.NewReader(feed))
	l.must(err)
	if done.Taken != len(rows) {
		l.tb.Fatalf("makertest: of %d rows %d were refused: %v", len(rows), len(rows)-done.Taken, done.Refused)
	}
}

// Scripts takes in a tree of scam scripts for the next edition.
func (l *List) Scripts(tree fs.FS) {
	l.tb.Helper()
	_, err := l.Maker.ImportScripts(context.Background(), tree)
	l.must(err)
}

// Patterns takes in ranges, such as "7495123####", from a source that is trusted.
func (l *List) Patterns(lines ...string) {
	l.tb.Helper()
	trusted := true
	_, err := l.Maker.Import(context.Background(), maker.Import{Feed: maker.FeedPatterns, Trusted: &trusted},
		strings.NewReader(strings.Join(lines, "\n")+"\n"))
	l.must(err)
}

// Publish imports rows as [List.Import] does, and builds and signs an edition, however much it changes.
func (l *List) Publish(rows ...string) maker.Signed {
	l.tb.Helper()
	if len(rows) > 0 {
		l.Import(rows...)
	}
	_, err := l.Maker.Build(context.Background(), maker.Building{AcceptChange: true})
	l.must(err)
	return l.Sign()
}

// Sign signs whatever is due, and publishes.
func (l *List) Sign() maker.Signed {
	l.tb.Helper()
	signed, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: Ask})
	l.must(err)
	return signed
}

// Ask answers with [Passphrase].
func Ask(maker.Key, int) (string, error) { return Passphrase, nil }

func (l *List) must(err error) {
	l.tb.Helper()
	if err != nil {
		l.tb.Fatal(err)
	}
}
