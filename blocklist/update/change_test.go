package update_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/update"
)

// churned publishes an edition in which some of 10,000 numbers of code 7 left and others came, days after the first.
func churned(t *testing.T, days int, gone, come int) *world {
	t.Helper()
	w := newWorld(t)
	w.partLen = repository.MaxPart
	w.set("7", run(79000000000, 10_000)...)
	w.publish()
	w.mustSync()
	passed := time.Duration(days) * 24 * time.Hour
	w.now, w.clock = w.now.Add(passed), w.clock.Add(passed)
	w.set("7", append(run(79000000000, 10_000)[gone:], run(79500000000, come)...)...)
	w.set("44", 447000000001) // signed anew, lest it expires
	w.publish()
	return w
}

func TestAnEditionMayChangeOnlySoMuch(t *testing.T) {
	for name, c := range map[string]struct {
		days, gone, come int
		refused          bool
	}{
		"a normal day":                {1, 50, 50, false},
		"small numbers":               {1, 5000, 5000, false},
		"more than a small number go": {1, 5001, 0, true},
		"more come":                   {1, 0, 5001, true},
		"another list of that length": {7, 10_000, 10_000, true},
		"half goes in a week":         {7, 5500, 0, true},
		"doubles in a week":           {7, 0, 10_000, true},
		"half goes in a month":        {30, 5500, 5500, false},
		"everything in a summer":      {60, 9999, 9999, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := churned(t, c.days, c.gone, c.come)
			_, err := w.sync()
			if errors.Is(err, update.ErrChange) != c.refused || err != nil && !c.refused {
				t.Fatalf("error %v; refused: want %v", err, c.refused)
			}
			if edition, _ := w.list.Edition(t.Context(), w.follow.ID); (edition.Version == 2) != c.refused {
				t.Errorf("edition %d is in use", edition.Version)
			}
		})
	}
}

func TestARefusedEditionSaysHowMuchAndCanBeAccepted(t *testing.T) {
	w := churned(t, 1, 9_000, 9_000)
	_, err := w.sync()
	m := blocklist.Explain(err)
	want := blocklist.Args{"Version": 3, "Had": 10_000, "Gone": 9_000, "Come": 9_000, "Most": 5_000}
	for name, value := range want {
		if m.Args[name] != value {
			t.Errorf("%s is %v, want %v", name, m.Args[name], value)
		}
	}
	w.expect(map[uint64]bool{79000000000: true, 79500000000: false})
	version, refused := update.RefusedVersion(m)
	if version != 3 || !refused {
		t.Fatalf("the edition refused is %d, %v", version, refused)
	}

	accept := func(version int64) (update.Result, error) {
		w.serving.Store(&state{files: w.files})
		defer w.serving.Store(nil)
		return w.client.Sync(t.Context(), w.follow, []string{"7"}, nil, update.Accept(version))
	}
	if _, err := accept(version + 1); !errors.Is(err, update.ErrChange) {
		t.Errorf("another edition was accepted: %v", err)
	}
	w.requests = nil
	if _, err := accept(version); err != nil {
		t.Fatal(err)
	}
	w.expect(map[uint64]bool{79000000000: false, 79500000000: true})
	if slices.ContainsFunc(w.requests, isPart) {
		t.Errorf("what was here already was asked for again: %v", w.requests)
	}
}

func isPart(name string) bool { return len(name) > 5 && name[len(name)-5:] == ".0000" }

// What the manifests give away is not worth a download.
func TestAListThatDoublesIsNotDownloaded(t *testing.T) {
	w := churned(t, 1, 0, 10_000)
	w.requests = nil
	w.mustFail(update.ErrChange)
	if slices.ContainsFunc(w.requests, isPart) {
		t.Errorf("asked for %v", w.requests)
	}
}

// A pack that vanishes takes as much with it as one that empties.
func TestALargePackIsNotWithdrawnUnasked(t *testing.T) {
	w := churned(t, 1, 50, 50)
	w.onCatalog = func(c *repository.Catalog) {
		c.Packs = slices.DeleteFunc(c.Packs, func(o repository.Offer) bool { return o.Code == "7" })
	}
	w.publish()
	w.mustFail(update.ErrChange)
	w.expect(map[uint64]bool{79000000000: true})
}

// Whoever holds the keys can date an edition as they like, but not turn this computer's clock.
func TestADateAheadAllowsNothing(t *testing.T) {
	w := churned(t, 1, 9_000, 9_000)
	w.now = w.now.AddDate(0, 0, 10) // as far as the signature of a timestamp may reach
	w.set("7", run(79500000000, 10_000)...)
	w.publish()
	w.mustFail(update.ErrChange)
}

// One pack of an edition that does too much keeps the others of it out as well.
func TestARefusedEditionIsRefusedAsAWhole(t *testing.T) {
	w := churned(t, 1, 9_000, 9_000)
	w.set("44", 447000000002)
	w.publish()
	w.mustFail(update.ErrChange)
	w.expect(map[uint64]bool{447000000001: true, 447000000002: false})
}

func TestOnlyLeavesOtherPacksAlone(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.publishNews()
	w.serving.Store(&state{files: w.files})
	_, err := w.client.Sync(t.Context(), w.follow, []string{"44"}, nil, update.Only())
	must(t, err)
	w.serving.Store(nil)
	w.expect(map[uint64]bool{79000000000: true, 447000000002: true})
	packs, err := w.list.Packs(t.Context(), w.follow.ID)
	must(t, err)
	for _, p := range packs {
		if current := p.Current.Equal(w.now); current != (p.Code == "44") {
			t.Errorf("pack %s is current: %v", p.Code, current)
		}
	}
	result := w.mustSync()
	if !slices.Equal(result.Changed, []string{"7"}) {
		t.Errorf("asked for everything again, %v changed", result.Changed)
	}
	w.expect(secondEdition)
}

func TestOffersBringsNoPack(t *testing.T) {
	w := newWorld(t)
	w.serving.Store(&state{files: w.files})
	defer w.serving.Store(nil)
	catalog, err := w.client.Offers(t.Context(), w.follow)
	must(t, err)
	if len(catalog.Packs) != 2 || catalog.Packs[1].Code != "7" || catalog.Packs[1].Entries != 1000 {
		t.Errorf("offers %+v", catalog.Packs)
	}
	for _, name := range w.requests {
		if isPart(name) {
			t.Errorf("asked for %s", name)
		}
	}
	w.expect(map[uint64]bool{79000000000: false})
}
