package update_test

import (
	"bytes"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// eachFile runs a test for every file that news consists of: on a computer that has the first edition, with the
// second one on the server.
func eachFile(t *testing.T, test func(t *testing.T, w *world, name string)) {
	scout := newWorldWith(t, withExtras)
	scout.mustSync()
	scout.publishNews()
	names := scout.servedFiles()
	if len(names) < 20 {
		t.Fatalf("only %v", names)
	}
	for _, name := range names {
		t.Run(name[1:], func(t *testing.T) {
			t.Parallel()
			w := newWorldWith(t, withExtras)
			w.mustSync()
			w.publishNews()
			test(t, w, name[1:])
		})
	}
}

func TestOneFlippedByteInAnyFileIsRefused(t *testing.T) {
	eachFile(t, func(t *testing.T, w *world, name string) {
		genuine := w.files[name]
		for _, at := range []int{0, len(genuine) / 3, len(genuine) / 2, len(genuine) - 1} {
			flipped := bytes.Clone(genuine)
			flipped[at] ^= 1
			w.files[name] = flipped
			w.mustFail(update.ErrTampered)
			w.expect(firstEdition)
		}
		w.files[name] = genuine
		w.mustSync()
		w.expect(secondEdition)
	})
}

func TestAnyFlippedByteOfTheTimestampIsRefused(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.publishNews()
	genuine := w.files["metadata/timestamp.json"]
	for at := range genuine {
		w.files["metadata/timestamp.json"] = bytes.Clone(genuine)
		w.files["metadata/timestamp.json"][at] ^= 1
		w.mustFail(update.ErrTampered)
	}
	w.expect(firstEdition)
}

func TestACutFileIsRefused(t *testing.T) {
	eachFile(t, func(t *testing.T, w *world, name string) {
		w.files[name] = w.files[name][:len(w.files[name])-1]
		w.mustFail(update.ErrTampered)
		w.expect(firstEdition)
	})
}

func TestAMissingFileIsSaid(t *testing.T) {
	eachFile(t, func(t *testing.T, w *world, name string) {
		genuine := w.files[name]
		delete(w.files, name)
		w.mustFail(update.ErrMissing)
		w.expect(firstEdition)
		w.files[name] = genuine
		w.mustSync()
		w.expect(secondEdition)
	})
}

func TestAnOlderEditionPutBackIsRefused(t *testing.T) {
	w := newWorld(t)
	old := maps.Clone(w.files)
	w.mustSync()
	w.publishNews()
	w.mustSync()
	newest := w.files
	w.files = old
	w.mustFail(update.ErrRollback)
	w.expect(secondEdition)

	// Without what it remembers of the metadata, the program still knows the edition of each pack.
	w.forget()
	w.mustFail(update.ErrRollback)
	w.expect(secondEdition)

	w.files = newest
	w.mustSync()
}

func TestAnOlderPackUnderNewSignaturesIsRefused(t *testing.T) {
	w := newWorld(t)
	old := *w.packs["7"]
	w.mustSync()
	w.publishNews()
	w.mustSync()
	w.packs["7"] = &old // whoever has only the online key can do no more than this
	w.publish()
	w.mustFail(update.ErrRollback)
	w.expect(secondEdition)
}

func TestAForeignRootIsRefused(t *testing.T) {
	w := newWorld(t)
	w.follow.Card.Root = newPublisher(t).rootBytes(1)
	w.mustFail(update.ErrTampered)
	w.expect(map[uint64]bool{79000000000: false})
}

func TestTheRootRotates(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.rotate()
	w.rotate()
	w.publishNews()
	w.requests = nil
	w.mustSync()
	w.expect(secondEdition)
	asked := strings.Join(w.requests, " ")
	if !strings.HasPrefix(asked, "/metadata/2.root.json /metadata/3.root.json /metadata/4.root.json ") {
		t.Errorf("asked for %s", asked)
	}
	w.requests = nil
	w.mustSync()
	if w.requests[0] != "/metadata/4.root.json" {
		t.Errorf("the rotated root was forgotten: asked for %s", w.requests[0])
	}
}

func TestARootWithTooFewSignaturesIsRefused(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.root.Signed.Version++
	w.writeRoot(w.rootKeys[0]) // one stolen key
	w.mustFail(update.ErrTampered)
	w.expect(firstEdition)
}

func TestAnOlderRootInPlaceOfANewerIsRefused(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.files["metadata/2.root.json"] = w.rootBytes(1)
	w.mustFail(update.ErrRollback)
	w.expect(firstEdition)
}

func TestAStolenOnlineKeyIsReplaced(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	// The thief signs a timestamp so far ahead that every honest one looks older.
	honest := maps.Clone(w.files)
	w.onTimestamp = func(s *metadata.TimestampType) { s.Version = 1 << 40 }
	w.stamp(1, w.files["metadata/1.snapshot.json"])
	w.mustSync()
	w.files, w.onTimestamp = honest, nil
	w.mustFail(update.ErrRollback)
	w.rotate()
	w.publishNews()
	w.mustSync()
	w.expect(secondEdition)
}

// What a maker may sign, by mistake or under force, and what is said of it.
func TestSignedButWrong(t *testing.T) {
	catalogRole := func(d *metadata.Delegations) *metadata.DelegatedRole { return &d.Roles[len(d.Roles)-1] }
	for name, test := range map[string]struct {
		change func(p *publisher)
		want   *blocklist.Error
	}{
		"a role that delegates": {func(p *publisher) {
			p.onRole = func(_ string, t *metadata.TargetsType) {
				t.Delegations = &metadata.Delegations{Keys: map[string]*metadata.Key{}, Roles: []metadata.DelegatedRole{}}
			}
		}, update.ErrBroken},
		"two roles of one name": {func(p *publisher) {
			p.onTargets = func(t *metadata.TargetsType) {
				t.Delegations.Roles = append(t.Delegations.Roles, *catalogRole(t.Delegations))
			}
		}, update.ErrBroken},
		"a role named timestamp": {func(p *publisher) {
			p.onTargets = func(t *metadata.TargetsType) { catalogRole(t.Delegations).Name = "timestamp" }
		}, update.ErrBroken},
		"two roles for one file": {func(p *publisher) {
			p.onTargets = func(t *metadata.TargetsType) { t.Delegations.Roles[0].Paths = []string{"*/*/*", "*"} }
		}, update.ErrBroken},
		"a role for no file": {func(p *publisher) {
			p.onTargets = func(t *metadata.TargetsType) { catalogRole(t.Delegations).Paths = []string{"other"} }
		}, update.ErrBroken},
		"no delegations": {func(p *publisher) {
			p.onTargets = func(t *metadata.TargetsType) { t.Delegations = nil }
		}, update.ErrBroken},
		"a snapshot without the catalog": {func(p *publisher) {
			p.onSnapshot = func(s *metadata.SnapshotType) { delete(s.Meta, "catalog.json") }
		}, update.ErrTampered},
		"a snapshot with a hole": {func(p *publisher) {
			p.onSnapshot = func(s *metadata.SnapshotType) { s.Meta["numbers-7.json"] = nil }
		}, update.ErrTampered},
		"a timestamp without a snapshot": {func(p *publisher) {
			p.onTimestamp = func(s *metadata.TimestampType) { s.Meta["snapshot.json"] = nil }
		}, update.ErrTampered},
		"a huge snapshot": {func(p *publisher) {
			p.onTimestamp = func(s *metadata.TimestampType) { s.Meta["snapshot.json"].Length = 10 }
		}, update.ErrTooLarge},
		"a catalog of tomorrow's clock": {func(p *publisher) {
			p.onCatalog = func(c *repository.Catalog) { c.Date = c.Date.AddDate(9, 0, 0) }
		}, update.ErrBroken},
		"a catalog without a name": {func(p *publisher) {
			p.onCatalog = func(c *repository.Catalog) { c.Name = "" }
		}, update.ErrBroken},
		"a catalog of a newer format": {func(p *publisher) {
			p.onCatalog = func(c *repository.Catalog) { c.Format = 2 }
		}, update.ErrNewer},
		"a pack of a newer format": {func(p *publisher) {
			p.onPack = func(m *repository.Pack) { m.Format = 2 }
		}, update.ErrNewer},
		"newer metadata": {func(p *publisher) {
			p.onTimestamp = func(s *metadata.TimestampType) { s.SpecVersion = "2.0.0" }
		}, update.ErrNewer},
		"a pack of another code": {func(p *publisher) {
			p.onPack = func(m *repository.Pack) { m.Code = "81" }
		}, update.ErrBroken},
		"a pack of a coming edition": {func(p *publisher) {
			p.onPack = func(m *repository.Pack) { m.Edition++ }
		}, update.ErrBroken},
		"more bytes than parts": {func(p *publisher) {
			p.onPack = func(m *repository.Pack) { m.Bytes++ }
		}, update.ErrBroken},
		"more parts than files": {func(p *publisher) {
			p.onPack = func(m *repository.Pack) { m.Parts++ }
		}, update.ErrBroken},
		"another stream": {func(p *publisher) {
			p.onPack = func(m *repository.Pack) { m.SHA256 = strings.Repeat("0", 64) }
		}, store.ErrWrongBytes},
		"other entries": {func(p *publisher) {
			p.onPack = func(m *repository.Pack) { m.Entries++ }
		}, store.ErrWrongBytes},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.mustSync()
			honest := *w.publisher
			test.change(w.publisher)
			w.publishNews()
			w.mustFail(test.want)
			w.expect(firstEdition)

			// The next edition, made well, is taken: nothing wrong was kept.
			honest.edition, honest.packs, honest.now = w.edition, w.packs, w.now
			*w.publisher = honest
			w.publishNews()
			w.mustSync()
			w.expect(secondEdition)
		})
	}
}

func TestHolesInTheFirstMetadataAreNotKept(t *testing.T) {
	w := newWorld(t)
	w.onTimestamp = func(s *metadata.TimestampType) { s.Meta["snapshot.json"] = nil }
	w.publish()
	w.mustFail(update.ErrBroken)
	w.onTimestamp = nil
	w.onSnapshot = func(s *metadata.SnapshotType) { s.Meta["numbers-7.json"] = nil }
	w.publish()
	w.mustFail(update.ErrBroken)
	w.onSnapshot = nil
	w.publish()
	w.mustSync()
	w.expect(firstEdition)
}

// forget deletes what the computer remembers of the list's metadata.
func (w *world) forget() {
	w.tb.Helper()
	must(w.tb, os.RemoveAll(w.client.TrustDir))
}
