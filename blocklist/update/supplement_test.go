package update_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist/repository"
	"hangup/blocklist/scriptpack"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// publishedExtra is scripts or ranges.
type publishedExtra struct {
	data    []byte // nil for none any more
	entries int64
	until   time.Time // when the signature ends; 30 days on when it is zero
	version int64
	role    []byte
}

func (p *publisher) setExtra(kind repository.Kind, entries int, data []byte) {
	version := int64(0)
	if old := p.extras[kind]; old != nil {
		version = old.version
	}
	p.extras[kind] = &publishedExtra{data: data, entries: int64(entries), version: version}
}

func (p *publisher) setScripts(tree fs.FS) {
	data, err := scriptpack.Write(tree)
	must(p.tb, err)
	p.setExtra(repository.KindScripts, 1, data)
}

func (p *publisher) setRanges(patterns ...string) {
	slices.Sort(patterns)
	var data []byte
	for _, pattern := range patterns {
		data = fmt.Appendf(data, "%s %d\n", pattern, p.symbol())
	}
	p.setExtra(repository.KindRanges, len(patterns), data)
}

// withExtras gives the list scripts and a range.
func withExtras(p *publisher) {
	p.setScripts(scriptTree("First"))
	p.setRanges("4470000000??")
}

func (p *publisher) signerOf(kind repository.Kind) signature.Signer {
	if kind == repository.KindScripts {
		return p.scripts
	}
	return p.numbers
}

func (p *publisher) writeExtras(
	targets *metadata.Metadata[metadata.TargetsType], snapshot *metadata.Metadata[metadata.SnapshotType],
) {
	for _, kind := range repository.Kinds() {
		x := p.extras[kind]
		if x == nil {
			continue
		}
		if x.role == nil {
			p.writeExtra(kind, x)
		}
		d, signer := targets.Signed.Delegations, p.signerOf(kind)
		d.Keys[p.keyID(signer)] = p.key(signer)
		d.Roles = append(d.Roles, metadata.DelegatedRole{
			Name: kind.Role(), KeyIDs: []string{p.keyID(signer)}, Threshold: 1, Terminating: true, Paths: []string{kind.Paths()},
		})
		p.include(snapshot, kind.Role(), x.version, x.role)
	}
}

func (p *publisher) writeExtra(kind repository.Kind, x *publishedExtra) {
	x.version++
	until := x.until
	if until.IsZero() {
		until = p.now.AddDate(0, 0, 30)
	}
	role := metadata.Targets(until)
	role.Signed.Version = x.version
	if x.data != nil {
		s := repository.Describe(kind, p.edition, p.now, x.entries, x.data)
		for i := range s.Parts {
			p.target(role, repository.SupplementPartName(kind, p.edition, i), s.Part(x.data, i))
		}
		if p.onExtra != nil {
			p.onExtra(&s)
		}
		p.target(role, repository.SupplementName(kind), p.json(s))
	}
	if p.onRole != nil {
		p.onRole(kind.Role(), &role.Signed)
	}
	x.role = signed(p, role, p.signerOf(kind))
}

// scriptTree is a library with one script of the given title.
func scriptTree(title string) fstest.MapFS {
	return fstest.MapFS{
		"fake_boss.toml": {Data: []byte(`id = "fake_boss"
code = "S01"
category = "bank"
[[source]]
url = "https://example.org/boss"
checked = 2026-11-01
`)},
		"texts.en.toml": {Data: []byte(`"script.fake_boss.title" = "` + title + `"` + "\n")},
		"texts.ru.toml": {Data: []byte(`"script.fake_boss.title" = "` + title + ` (ru)"` + "\n")},
	}
}

// title returns the title that the scripts on the person's computer have, or "" when there are none.
func (w *world) title() string {
	w.tb.Helper()
	scripts, err := w.list.Scripts(context.Background(), w.follow.ID)
	if errors.Is(err, store.ErrNotFound) {
		return ""
	}
	must(w.tb, err)
	layer, err := scriptpack.Open(scripts.Data)
	must(w.tb, err)
	return layer.Library.Texts()["en"]["script.fake_boss.title"]
}

// nearby returns the ranges that the person is warned of about a number.
func (w *world) nearby(number uint64) (patterns []string) {
	w.tb.Helper()
	found, err := w.list.Nearby(context.Background(), number)
	must(w.tb, err)
	for _, n := range found {
		patterns = append(patterns, n.Pattern)
	}
	return patterns
}

func TestScriptsAndRangesComeWithTheNumbers(t *testing.T) {
	w := newWorldWith(t, withExtras)
	result := w.mustSync()
	if !slices.Equal(result.Supplements, repository.Kinds()) || len(result.Notes) > 0 || w.title() != "First" {
		t.Errorf("result %+v, title %q", result, w.title())
	}
	if got := w.nearby(447000000099); !slices.Equal(got, []string{"4470000000??"}) || w.nearby(447000000100) != nil {
		t.Errorf("ranges %v", got)
	}

	w.requests = nil
	if result = w.mustSync(); len(w.requests) != 2 || result.Bytes > 1024 || len(result.Supplements) > 0 {
		t.Errorf("no news took %v, %+v", w.requests, result)
	}

	w.publishNews()
	w.requests = nil
	w.mustSync()
	if w.title() != "Second" || w.nearby(447000000099) != nil || w.nearby(447000000100) == nil {
		t.Errorf("after news: title %q, ranges %v", w.title(), w.nearby(447000000100))
	}

	// News of numbers alone asks for nothing of the others.
	w.set("44", 447000000003)
	w.publish()
	w.requests = nil
	w.mustSync()
	for _, name := range w.requests {
		if strings.Contains(name, "scripts") || strings.Contains(name, "ranges") {
			t.Errorf("asked for %s", name)
		}
	}

	for _, kind := range repository.Kinds() {
		w.setExtra(kind, 0, nil)
	}
	w.publish()
	w.mustSync()
	if w.title() != "" || w.nearby(447000000100) != nil {
		t.Errorf("withdrawn, and still here: %q, %v", w.title(), w.nearby(447000000100))
	}
}

func TestAListWithoutScriptsStaysFine(t *testing.T) {
	w := newWorld(t)
	w.onTargets = func(targets *metadata.TargetsType) { // as makers delegate, before there are any
		targets.Delegations.Keys[w.keyID(w.scripts)] = w.key(w.scripts)
		targets.Delegations.Roles = append(targets.Delegations.Roles, metadata.DelegatedRole{
			Name: "scripts", KeyIDs: []string{w.keyID(w.scripts)}, Threshold: 1, Terminating: true, Paths: []string{"scripts/*"},
		})
	}
	w.publish()
	result := w.mustSync()
	if len(result.Supplements)+len(result.Notes) > 0 || w.title() != "" {
		t.Errorf("result %+v, title %q", result, w.title())
	}
}

// What the maker of scripts or ranges did wrong leaves the old ones in use, is said, and keeps no number back.
func TestMakersFaults(t *testing.T) {
	manifest := func(change func(*repository.Supplement)) func(*world) {
		return func(w *world) {
			w.onExtra = func(s *repository.Supplement) {
				if s.Kind == repository.KindScripts {
					change(s)
				}
			}
		}
	}
	const scripts, wide = "sync.scripts_refused", "sync.ranges_refused"
	for name, c := range map[string]struct {
		fault func(*world)
		note  string
	}{
		"no archive":          {func(w *world) { w.setExtra("scripts", 1, []byte("no archive")) }, scripts},
		"no script in it":     {func(w *world) { w.setScripts(fstest.MapFS{"texts.en.toml": {}}) }, scripts},
		"signature has ended": {func(w *world) { w.extras["scripts"].until = w.now.Add(-time.Hour) }, scripts},
		"of another kind":     {manifest(func(s *repository.Supplement) { s.Kind = "ranges" }), scripts},
		"newer edition":       {manifest(func(s *repository.Supplement) { s.Edition = 99 }), scripts},
		"other hash":          {manifest(func(s *repository.Supplement) { s.SHA256 = strings.Repeat("0", 64) }), scripts},
		"other length":        {manifest(func(s *repository.Supplement) { s.Bytes++ }), scripts},
		"far too large":       {manifest(func(s *repository.Supplement) { s.Bytes, s.Parts = 1<<40, 1<<22 }), scripts},
		"newer format":        {manifest(func(s *repository.Supplement) { s.Format = 2 }), scripts},
		"no form of ranges":   {func(w *world) { w.setExtra("ranges", 1, []byte("4470000000?? x\n")) }, wide},
		"a whole area code":   {func(w *world) { w.setRanges("44700????") }, wide},
		"a hundred thousand":  {func(w *world) { w.setRanges("4470000?????") }, wide},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorldWith(t, withExtras)
			w.mustSync()
			w.publishNews() // not served yet: the clock goes on and scripts change
			w.setScripts(scriptTree("Third"))
			w.setRanges("4470000002??")
			c.fault(w)
			w.publish()
			for range 2 { // it stays wrong, and is said again
				result := w.mustSync()
				w.expect(secondEdition)
				if len(result.Notes) != 1 || result.Notes[0].ID != c.note {
					t.Errorf("notes %v", result.Notes)
				}
			}
			title, pattern := "First", []string{"4470000002??"}
			if c.note == wide {
				title, pattern = "Third", nil
			}
			if w.title() != title || !slices.Equal(w.nearby(447000000200), pattern) {
				t.Errorf("title %q, ranges %v", w.title(), w.nearby(447000000200))
			}
			w.onExtra = nil
			w.setScripts(scriptTree("Fourth"))
			w.setRanges("4470000003??")
			w.publish()
			if result := w.mustSync(); len(result.Notes) > 0 || w.title() != "Fourth" || w.nearby(447000000300) == nil {
				t.Errorf("after it was mended: %v, %q", result.Notes, w.title())
			}
		})
	}
}

func TestGoodFilesOfScriptsAreTaken(t *testing.T) {
	w := newWorld(t)
	tree := scriptTree("First")
	tree["parcel.toml"] = &fstest.MapFile{Data: []byte("id = [broken")}
	w.setScripts(tree)
	w.publish()
	result := w.mustSync()
	if len(result.Notes) != 1 || result.Notes[0].ID != "sync.scripts_partly" || w.title() != "First" {
		t.Errorf("notes %v, title %q", result.Notes, w.title())
	}
	here, err := w.list.Supplements(t.Context(), w.follow.ID)
	must(t, err)
	if got := here[repository.KindScripts].Refused; !slices.Equal(got, []string{"parcel.toml"}) {
		t.Errorf("refused %v", got)
	}
}

// Nobody but the holder of the scripts' key can change a script, whatever other keys were stolen.
func TestOnlyTheirOwnKeySignsScripts(t *testing.T) {
	w := newWorldWith(t, withExtras)
	w.mustSync()
	w.setScripts(scriptTree("Stolen"))
	genuine := w.scripts
	w.scripts = w.numbers
	w.onTargets = func(targets *metadata.TargetsType) { // signed by a key that is elsewhere
		for i, role := range targets.Delegations.Roles {
			if role.Name == "scripts" {
				targets.Delegations.Keys[w.keyID(genuine)] = w.key(genuine)
				targets.Delegations.Roles[i].KeyIDs = []string{w.keyID(genuine)}
			}
		}
	}
	w.publish()
	w.mustFail(update.ErrTampered)
	if w.title() != "First" {
		t.Errorf("title %q", w.title())
	}
}

func TestScriptsDoNotGoBack(t *testing.T) {
	w := newWorldWith(t, withExtras)
	w.publishNews()
	w.mustSync()
	w.onExtra = func(s *repository.Supplement) { s.Edition = 1 }
	w.onRole = func(name string, role *metadata.TargetsType) {
		if name != "scripts" {
			return
		}
		for target, file := range maps.Clone(role.Targets) {
			if strings.HasSuffix(target, ".0000") {
				role.Targets[repository.SupplementPartName("scripts", 1, 0)] = file
			}
		}
	}
	w.setScripts(scriptTree("Old"))
	w.publish()
	w.mustFail(update.ErrRollback)
	if w.title() != "Second" {
		t.Errorf("title %q", w.title())
	}
}

// Whoever stole the key for numbers could warn of a whole country by ranges.
func TestTooManyNewRangesAreRefused(t *testing.T) {
	w := newWorldWith(t, withExtras)
	w.mustSync()
	var many []string
	for i := range repository.FreeRanges + 1 {
		many = append(many, fmt.Sprintf("44701%04d??", i))
	}
	w.setRanges(many...)
	w.publish()
	w.mustFail(update.ErrChange)
	if w.nearby(447000000099) == nil || w.nearby(44701000000) != nil {
		t.Error("the ranges were taken")
	}
	w.serving.Store(&state{maps.Clone(w.files), nil})
	_, err := w.client.Sync(t.Context(), w.follow, []string{"44"}, nil, update.Accept(2))
	must(t, err)
	if w.nearby(44701000000) == nil {
		t.Error("somebody accepted them, and they did not come")
	}
}

// A long archive comes in parts, and a line that breaks costs nothing but what is missing.
func TestScriptsComeInParts(t *testing.T) {
	tree := scriptTree("Long")
	for i := range 40 {
		var noise strings.Builder
		for j := range 2000 {
			fmt.Fprintf(&noise, "# %x\n", (i*2000+j)*2654435761)
		}
		tree[path.Join("patterns", fmt.Sprintf("en-%d.toml", i))] = &fstest.MapFile{Data: []byte(noise.String())}
	}
	w := newWorld(t)
	w.setScripts(tree)
	w.publish()
	parts := func() (n int) {
		for _, name := range w.requests {
			if strings.Contains(name, "targets/scripts/") && !strings.Contains(name, "pack.json") {
				n++
			}
		}
		return n
	}
	w.fault = func(rw http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, ".0001") && strings.Contains(r.URL.Path, "/scripts/") {
			http.Error(rw, "no", http.StatusNotFound)
			return true
		}
		return false
	}
	w.mustFail(update.ErrMissing)
	if w.title() != "" || w.has(79000000000) {
		t.Error("something of a sync that failed is in use")
	}
	w.fault, w.requests = nil, nil
	w.mustSync()
	all := (len(w.extras["scripts"].data) + repository.MaxPart - 1) / repository.MaxPart
	if w.title() != "Long" || all < 2 || parts() != all-1 {
		t.Errorf("title %q; of %d parts the second sync fetched %d", w.title(), all, parts())
	}
}
