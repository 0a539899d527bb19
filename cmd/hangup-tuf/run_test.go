package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist/maker/makertest"
)

// client is a computer that runs the program.
type client struct {
	t       *testing.T
	repo    *tuf
	now     time.Time
	dir     string // of metadata
	targets string
}

// newClient makes a computer that trusts the first root of a repository.
func newClient(t *testing.T, repo *tuf) *client {
	c := &client{t: t, repo: repo, now: start, dir: filepath.Join(t.TempDir(), "metadata"), targets: t.TempDir()}
	root := filepath.Join(t.TempDir(), "initial_root.json")
	must(t, os.WriteFile(root, repo.files["metadata/1.root.json"], 0o600))
	c.expect(0, "--metadata-dir", c.dir, "init", root)
	return c
}

func (c *client) expect(exit int, args ...string) {
	c.t.Helper()
	var errs strings.Builder
	if got := run(c.t.Context(), args, &errs, func() time.Time { return c.now }); got != exit {
		c.t.Fatalf("%v exits with %d, want %d: %s", args, got, exit, errs.String())
	}
}

func (c *client) refresh(exit int) {
	c.t.Helper()
	c.expect(exit, "--metadata-url", c.repo.server.URL+"/metadata/", "--metadata-dir", c.dir, "refresh")
}

func (c *client) download(exit int, target string) {
	c.t.Helper()
	c.expect(exit, "--metadata-url", c.repo.server.URL+"/metadata/", "--metadata-dir", c.dir, "--target-name", target,
		"--target-dir", c.targets, "--target-base-url", c.repo.server.URL+"/targets/", "download")
}

// trusts checks the versions of root, timestamp, snapshot and targets that the client trusts.
func (c *client) trusts(versions ...int64) {
	c.t.Helper()
	for i, role := range []string{metadata.ROOT, metadata.TIMESTAMP, metadata.SNAPSHOT, metadata.TARGETS} {
		data, err := os.ReadFile(filepath.Join(c.dir, role+".json"))
		must(c.t, err)
		var file struct{ Signed struct{ Version int64 } }
		must(c.t, json.Unmarshal(data, &file))
		if file.Signed.Version != versions[i] {
			c.t.Errorf("trusts version %d of %s, want %d", file.Signed.Version, role, versions[i])
		}
	}
}

// has returns the contents of the files that were downloaded.
func (c *client) has() []string {
	c.t.Helper()
	files, err := os.ReadDir(c.targets)
	must(c.t, err)
	var contents []string
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(c.targets, f.Name()))
		must(c.t, err)
		contents = append(contents, string(data))
	}
	return contents
}

func TestInitAsksNobody(t *testing.T) {
	repo := newTUF(t)
	c := newClient(t, repo)
	if len(repo.requests) > 0 {
		t.Errorf("asked for %v", repo.requests)
	}
	files, err := os.ReadDir(c.dir)
	must(t, err)
	if len(files) != 1 || files[0].Name() != "root.json" {
		t.Errorf("made %v", files)
	}
}

func TestRefresh(t *testing.T) {
	repo := newTUF(t)
	c := newClient(t, repo)
	c.refresh(0)
	c.trusts(1, 1, 1, 1)
	if want := []string{"2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"}; !slices.Equal(repo.requests, want) {
		t.Errorf("asked for %v", repo.requests)
	}
	repo.hashes = true
	repo.publish()
	c.refresh(0)
	c.trusts(1, 2, 2, 2)
}

func TestRefreshWithoutConsistentSnapshots(t *testing.T) {
	repo := newTUF(t)
	repo.root.Signed.ConsistentSnapshot = false
	repo.publishRoot()
	repo.files = map[string][]byte{"metadata/1.root.json": repo.files["metadata/1.root.json"]}
	repo.add(metadata.TARGETS, "a/file.txt", "first")
	repo.publish()
	c := newClient(t, repo)
	c.download(0, "a/file.txt")
	repo.add(metadata.TARGETS, "a/file.txt", "second")
	repo.publish()
	c.download(0, "a/file.txt")
	if got := c.has(); !slices.Equal(got, []string{"second"}) {
		t.Errorf("has %q", got)
	}
}

func TestRootRotation(t *testing.T) {
	repo := newTUF(t)
	c := newClient(t, repo)
	c.refresh(0)
	repo.rotateRoot()
	repo.rotateRoot(metadata.TIMESTAMP, metadata.SNAPSHOT, metadata.TARGETS)
	repo.publish()
	c.refresh(0)
	c.trusts(3, 2, 2, 2)

	// A root by one who has none of the keys.
	repo.newKey(metadata.ROOT)
	repo.root.Signed.Version++
	repo.put("metadata/4.root.json", sign(repo, repo.root, repo.signers[metadata.ROOT]))
	c.refresh(1)
	c.trusts(3, 2, 2, 2)
}

// A stolen timestamp key is replaced; the thief's version numbers then mean nothing (5.3.11).
func TestFastForwardIsHealed(t *testing.T) {
	repo := newTUF(t)
	repo.timestamp.Signed.Version = 1 << 40
	repo.snapshot.Signed.Version = 1 << 40
	repo.publish()
	c := newClient(t, repo)
	c.refresh(0)
	repo.rotateRoot(metadata.TIMESTAMP, metadata.SNAPSHOT)
	repo.timestamp.Signed.Version = 1
	repo.publish()
	c.refresh(0)
	c.trusts(2, 2, 2, 2)
}

func TestRollbackFails(t *testing.T) {
	repo := newTUF(t)
	c := newClient(t, repo)
	old := maps.Clone(repo.files)
	repo.publish()
	c.refresh(0)
	repo.files = old
	c.refresh(1)
	c.trusts(1, 2, 2, 2)
}

func TestExpiredFails(t *testing.T) {
	for role, expire := range map[string]func(r *tuf, when time.Time){
		metadata.ROOT: func(r *tuf, when time.Time) {
			r.root.Signed.Expires = when
			r.rotateRoot()
		},
		metadata.TIMESTAMP: func(r *tuf, when time.Time) { r.timestamp.Signed.Expires = when },
		metadata.SNAPSHOT:  func(r *tuf, when time.Time) { r.snapshot.Signed.Expires = when },
		metadata.TARGETS:   func(r *tuf, when time.Time) { r.targets[metadata.TARGETS].Signed.Expires = when },
	} {
		t.Run(role, func(t *testing.T) {
			repo := newTUF(t)
			c := newClient(t, repo)
			c.refresh(0)
			expire(repo, start.AddDate(0, 0, 5))
			repo.publish()
			c.refresh(0)
			c.now = start.AddDate(0, 0, 6)
			c.refresh(1)
			expire(repo, start.AddDate(0, 0, 30))
			repo.publish()
			c.refresh(0)
		})
	}
}

func TestDownload(t *testing.T) {
	repo := newTUF(t)
	repo.add(metadata.TARGETS, "path/to/a file?.txt", "content")
	repo.publish()
	c := newClient(t, repo)
	c.download(0, "path/to/a file?.txt")
	c.download(1, "other")
	if got := c.has(); !slices.Equal(got, []string{"content"}) {
		t.Errorf("has %q", got)
	}
	before := len(repo.requests)
	c.download(0, "path/to/a file?.txt")
	for _, name := range repo.requests[before:] {
		if strings.HasPrefix(name, "targets/") {
			t.Errorf("asked for %s again", name)
		}
	}
}

func TestWrongHashFails(t *testing.T) {
	repo := newTUF(t)
	repo.add(metadata.TARGETS, "file", "honest")
	repo.publish()
	c := newClient(t, repo)
	for name, data := range repo.files {
		if strings.HasPrefix(name, "targets/") && string(data) == "honest" {
			repo.put(name, []byte("stolen"))
		}
	}
	c.download(1, "file")
	if got := c.has(); len(got) > 0 {
		t.Errorf("has %q", got)
	}
}

// Delegated roles are asked depth first, each once, and a terminating one ends the search (5.6.7).
func TestDelegationsAreSearchedInOrder(t *testing.T) {
	for name, test := range map[string]struct {
		delegate func(r *tuf)
		want     []string
	}{
		"siblings": {func(r *tuf) {
			r.delegate("targets", "A", false, "*")
			r.delegate("targets", "B", false, "*")
		}, []string{"A", "B"}},
		"children first": {func(r *tuf) {
			r.delegate("targets", "A", false, "*")
			r.delegate("targets", "B", false, "*")
			r.delegate("A", "C", false, "*")
		}, []string{"A", "C", "B"}},
		"terminating": {func(r *tuf) {
			r.delegate("targets", "A", false, "*")
			r.delegate("targets", "B", false, "*")
			r.delegate("A", "C", true, "*")
			r.delegate("A", "D", false, "*")
		}, []string{"A", "C"}},
		"a circle": {func(r *tuf) {
			r.delegate("targets", "A", false, "*")
			r.delegate("A", "B", false, "*")
			r.delegate("B", "A", false, "*")
		}, []string{"A", "B"}},
		"two parents": {func(r *tuf) {
			r.delegate("targets", "A", false, "*")
			r.delegate("targets", "B", false, "*")
			r.delegate("A", "C", false, "*.py")
			r.delegate("B", "C", false, "*")
		}, []string{"A", "B", "C"}},
		"strange names": {func(r *tuf) {
			r.delegate("targets", "?", false, "*")
			r.delegate("targets", "../up", false, "*")
		}, []string{"%3F", "..%2Fup"}},
	} {
		t.Run(name, func(t *testing.T) {
			repo := newTUF(t)
			test.delegate(repo)
			repo.publish()
			c := newClient(t, repo)
			c.download(1, "missing")
			var want []string
			for _, role := range test.want {
				want = append(want, "2."+role+".json")
			}
			if got := repo.requests[4:]; !slices.Equal(got, want) {
				t.Errorf("asked for %v, want %v", got, want)
			}
			files, err := os.ReadDir(c.dir)
			must(t, err)
			if len(files) != 4+len(want) {
				t.Errorf("trusts %v", files)
			}
		})
	}
}

func TestADelegatedFile(t *testing.T) {
	repo := newTUF(t)
	repo.delegate("targets", "A", false, "releases/*")
	repo.add("A", "releases/one", "by A")
	repo.add("A", "other", "not for A to say")
	repo.publish()
	c := newClient(t, repo)
	c.download(0, "releases/one")
	c.download(1, "other")
	if got := c.has(); !slices.Equal(got, []string{"by A"}) {
		t.Errorf("has %q", got)
	}
}

func TestAWrongRootIsNotTrusted(t *testing.T) {
	repo := newTUF(t)
	file := filepath.Join(t.TempDir(), "root.json")
	root := strings.Replace(string(repo.files["metadata/1.root.json"]), `"version":1`, `"version":7`, 1)
	must(t, os.WriteFile(file, []byte(root), 0o600))
	c := &client{t: t, repo: repo, now: start, dir: t.TempDir()}
	c.expect(1, "--metadata-dir", c.dir, "init", file)
	c.refresh(1)
	if len(repo.requests) > 0 {
		t.Errorf("asked for %v", repo.requests)
	}
}

func TestWrongCommandLinesFail(t *testing.T) {
	c := &client{t: t}
	c.expect(1)
	c.expect(1, "refresh")
	c.expect(1, "--metadata-dir", t.TempDir(), "refresh")
	c.expect(1, "--metadata-dir", t.TempDir(), "--metadata-url", "http://localhost/", "download")
	c.expect(1, "--metadata-dir", t.TempDir(), "--metadata-url", "http://localhost/", "erase")
	c.expect(1, "--no-such-flag")
}

// A list that HangUp's own maker published is a TUF repository to this client as well.
func TestAPublishedList(t *testing.T) {
	list := makertest.New(t, start, "")
	list.Publish("+79031234567,police,2,2026-10-01")
	server := httptest.NewServer(http.FileServer(http.Dir(list.Public())))
	defer server.Close()
	c := &client{t: t, repo: &tuf{server: server}, now: list.Time, dir: t.TempDir(), targets: t.TempDir()}
	c.expect(0, "--metadata-dir", c.dir, "init", filepath.Join(list.Public(), "metadata", "1.root.json"))
	c.refresh(0)
	c.download(0, "catalog.json")
	c.download(0, "numbers/7/pack.json")
	c.download(1, "numbers/44/pack.json")
	if got := c.has(); len(got) != 2 || !strings.Contains(got[0], `"Test list"`) {
		t.Errorf("has %q", got)
	}
}
