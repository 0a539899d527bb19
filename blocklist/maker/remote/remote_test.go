package remote_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/maker/remote"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

var start = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// noEnv is the environment of somebody without credentials.
func noEnv(string) (string, bool) { return "", false }

func open(t *testing.T, address string) remote.Bucket {
	t.Helper()
	b, err := remote.Open(address, noEnv)
	must(t, err)
	t.Cleanup(func() { must(t, b.Close()) })
	return b
}

func publish(t *testing.T, b remote.Bucket, l *makertest.List) remote.Report {
	t.Helper()
	done, err := remote.Publish(context.Background(), b, l.Public(), nil)
	must(t, err)
	return done
}

// reader follows a list at an address, with a clock that stands still.
type reader struct {
	t      *testing.T
	client *update.Client
	follow store.Followed
}

func newReader(t *testing.T, l *makertest.List, url string) *reader {
	t.Helper()
	dir := t.TempDir()
	now := func() time.Time { return start }
	list, err := store.OpenList(context.Background(), filepath.Join(dir, "list.db"),
		store.Options{Log: slog.New(slog.DiscardHandler), Now: now})
	must(t, err)
	t.Cleanup(func() { list.Close() })
	card := *l.Card()
	card.URL = url
	return &reader{t, &update.Client{
		List: list, TrustDir: filepath.Join(dir, "trust"), Now: now, Log: slog.New(slog.DiscardHandler),
	}, store.Followed{ID: "a1b2", Card: card}}
}

// sync returns the edition that is in use after a sync, which must end well.
func (r *reader) sync() int64 {
	r.t.Helper()
	result, err := r.client.Sync(context.Background(), r.follow, []string{"44", "7", "1"}, nil)
	if err != nil {
		r.t.Errorf("sync: %v", err)
	}
	return result.Edition.Version
}

// watched calls after behind every change of a bucket.
type watched struct {
	remote.Bucket
	mu     sync.Mutex
	names  []string
	after  func()
	cutAt  int // fail the change of this number, counting from 1; 0 for none
	writes int
}

var errCut = errors.New("the line was cut")

func (w *watched) note(name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.writes++
	if w.writes == w.cutAt {
		return errCut
	}
	w.names = append(w.names, name)
	return nil
}

func (w *watched) Write(ctx context.Context, name string, data []byte, h remote.Headers) error {
	if err := w.note(name); err != nil {
		return err
	}
	err := w.Bucket.Write(ctx, name, data, h)
	w.call()
	return err
}

func (w *watched) Delete(ctx context.Context, name string) error {
	err := w.Bucket.Delete(ctx, name)
	w.call()
	return err
}

func (w *watched) call() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.after != nil {
		w.after()
	}
}

// listNames returns what is in a bucket.
func listNames(t *testing.T, b remote.Bucket) map[string]int64 {
	t.Helper()
	all := make(map[string]int64)
	for object, err := range b.List(context.Background(), "") {
		must(t, err)
		all[object.Name] = object.Size
	}
	return all
}

// newList returns a list of three calling codes whose first edition is signed.
func newList(t *testing.T) *makertest.List {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-20", "+74951234567,,1,2026-11-20", "+12015550123,,1,2026-11-20")
	return l
}

// After every single change that a publication makes, a new reader gets a whole edition, and one that followed before
// too: the old edition until the timestamp is there, and then the new one.
func testEveryMomentIsWhole(t *testing.T, b remote.Bucket, url string) {
	l := newList(t)
	publish(t, b, l)
	follower := newReader(t, l, url)
	if got := follower.sync(); got != 1 {
		t.Fatalf("edition %d", got)
	}
	rows := []string{"+442071838751,bank,5,2026-11-20", "+442071838752,,1,2026-11-20", "+74951234568,,1,2026-11-20"}
	for i, row := range rows {
		l.Publish(row)
		edition := int64(i + 1)
		w := &watched{Bucket: b}
		w.after = func() {
			want := edition
			if w.names[len(w.names)-1] == "metadata/timestamp.json" {
				want++
			}
			for name, r := range map[string]*reader{"new": newReader(t, l, url), "old": follower} {
				if got := r.sync(); got != want {
					t.Errorf("after %s the %s reader has edition %d, want %d", w.names[len(w.names)-1], name, got, want)
				}
			}
		}
		done := publish(t, w, l)
		if done.Uploaded != len(w.names) || w.names[len(w.names)-1] != "metadata/timestamp.json" {
			t.Errorf("reported %+v, changed %v", done, w.names)
		}
		if again := publish(t, b, l); again.Uploaded > 0 || again.Removed > 0 || again.Present == 0 {
			t.Errorf("the second time: %+v", again)
		}
	}
}

func TestFolderIsWholeAtEveryMoment(t *testing.T) {
	address := "file://" + t.TempDir() + "/list"
	testEveryMomentIsWhole(t, open(t, address), address)
}

// Whatever change fails, readers go on with the old edition, and the next publication finishes the work.
func TestInterruptedPublication(t *testing.T) {
	l := newList(t)
	address := "file://" + t.TempDir()
	b := open(t, address)
	publish(t, b, l)
	l.Publish("+442071838751,bank,5,2026-11-20")
	for cut := 1; ; cut++ {
		_, err := remote.Publish(context.Background(), &watched{Bucket: b, cutAt: cut}, l.Public(), nil)
		want := int64(1)
		if err == nil {
			want = 2
		} else if !errors.Is(err, errCut) {
			t.Fatal(err)
		}
		if got := newReader(t, l, address).sync(); got != want {
			t.Errorf("cut at change %d: edition %d, want %d", cut, got, want)
		}
		if err == nil {
			break
		}
	}
}

// Files that no edition needs are removed; those of the edition before, all roots and everything foreign stay.
func TestPrunes(t *testing.T) {
	l := newList(t)
	dir := t.TempDir()
	b := open(t, "file://"+dir)
	foreign := []string{"index.html", "metadata/readme.txt", "targets/numbers/44/mine.txt", "keys/other.pem"}
	for _, name := range foreign {
		must(t, b.Write(context.Background(), name, []byte("x"), remote.Headers{}))
	}
	publish(t, b, l)
	for i, row := range []string{"+442071838751,,1,2026-11-20", "+442071838752,,1,2026-11-20", "+442071838753,,1,2026-11-20"} {
		l.Publish(row)
		done := publish(t, b, l)
		if (i == 0) != (done.Removed == 0) {
			t.Errorf("edition %d: removed %d", i+2, done.Removed)
		}
	}
	names := listNames(t, b)
	for _, name := range append(foreign, "metadata/1.root.json", "metadata/3.snapshot.json", "metadata/4.snapshot.json") {
		if _, ok := names[name]; !ok {
			t.Errorf("%s is gone", name)
		}
	}
	for _, name := range []string{"metadata/1.snapshot.json", "metadata/2.snapshot.json", "metadata/2.numbers-44.json"} {
		if _, ok := names[name]; ok {
			t.Errorf("%s is still there", name)
		}
	}
}

// Nothing but the repository leaves the computer, even when keys were put among its files.
func TestPublishesNothingElse(t *testing.T) {
	l := newList(t)
	for _, name := range []string{"online.pem", "metadata/online.pem", "targets/root-1.age", "metadata/.hidden"} {
		must(t, os.WriteFile(filepath.Join(l.Public(), name), []byte("PRIVATE KEY"), 0o600))
	}
	must(t, os.Symlink("../keys", filepath.Join(l.Public(), "targets", "keys")))
	dir := t.TempDir()
	publish(t, open(t, "file://"+dir), l)
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if strings.Contains(string(data), "PRIVATE KEY") || strings.Contains(path, "keys") {
			t.Errorf("published %s", path)
		}
		return err
	}))
}

// A damaged file at the other end is sent again, and a stale copy of the maker's folder cannot turn the list back.
func TestHealsAndRefusesToGoBack(t *testing.T) {
	l := newList(t)
	dir := t.TempDir()
	b := open(t, "file://"+dir)
	publish(t, b, l)
	old := t.TempDir()
	must(t, os.CopyFS(old, os.DirFS(l.Public())))
	l.Publish("+442071838751,,1,2026-11-20")
	publish(t, b, l)
	must(t, os.WriteFile(filepath.Join(dir, "metadata", "2.snapshot.json"), []byte("noise"), 0o600))
	if done := publish(t, b, l); done.Uploaded != 1 {
		t.Errorf("healed %d files", done.Uploaded)
	}
	if _, err := remote.Publish(context.Background(), b, old, nil); !errors.Is(err, remote.ErrNewer) {
		t.Errorf("an older edition: %v", err)
	}
	if _, err := remote.Publish(context.Background(), b, t.TempDir(), nil); !errors.Is(err, maker.ErrNotSigned) {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestProgress(t *testing.T) {
	l := newList(t)
	var last, total int64
	_, err := remote.Publish(context.Background(), open(t, "file://"+t.TempDir()), l.Public(), func(done, all int64) {
		if done <= last || all == 0 {
			t.Errorf("%d of %d after %d", done, all, last)
		}
		last, total = done, all
	})
	must(t, err)
	if last != total || total == 0 {
		t.Errorf("ended at %d of %d", last, total)
	}
}

func TestAddresses(t *testing.T) {
	env := func(name string) (string, bool) {
		value, ok := map[string]string{"AZURE_STORAGE_ACCOUNT": "town", "AZURE_STORAGE_KEY": "c2VjcmV0"}[name]
		return value, ok
	}
	for address, want := range map[string]error{
		"s3://bucket":                                 nil,
		"s3://bucket/a/b?region=eu-central-1":         nil,
		"s3://bucket?endpoint=http://127.0.0.1:9000":  nil,
		"gs://bucket/list":                            nil,
		"azblob://container":                          nil,
		"azblob://container?endpoint=http://[::1]:80": nil,
		"":                                   remote.ErrAddress,
		"bucket":                             remote.ErrAddress,
		"ftp://host/list":                    remote.ErrAddress,
		"file://relative/path":               remote.ErrAddress,
		"s3:///path":                         remote.ErrAddress,
		"s3://key:secret@bucket":             remote.ErrAddress,
		"s3://bucket?endpiont=http://host":   remote.ErrAddress,
		"s3://bucket?endpoint=host":          remote.ErrAddress,
		"s3://bucket/../other":               remote.ErrAddress,
		"gs://bucket?endpoint=http://h/deep": remote.ErrAddress,
		"\x7f://":                            remote.ErrAddress,
	} {
		b, err := remote.Open(address, env)
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
		if err == nil {
			must(t, b.Close())
		}
	}
	if _, err := remote.Open("azblob://container", noEnv); !errors.Is(err, remote.ErrDenied) {
		t.Errorf("azblob without credentials: %v", err)
	}
}

// Each way a store says no has its own words.
func TestErrorsInWords(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "somebody")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "something")
	l := newList(t)
	for body, want := range map[string]error{
		"403 AccessDenied":          remote.ErrDenied,
		"403 InvalidAccessKeyId":    remote.ErrDenied,
		"403 SignatureDoesNotMatch": remote.ErrDenied,
		"404 NoSuchBucket":          remote.ErrNoBucket,
		"400 InvalidRequest":        remote.ErrFailed,
	} {
		status, code, _ := strings.Cut(body, " ")
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(map[string]int{"403": 403, "404": 404, "400": 400}[status])
			_, _ = w.Write([]byte("<Error><Code>" + code + "</Code><Message>no</Message></Error>"))
		}))
		_, err := remote.Publish(context.Background(), open(t, "s3://bucket?region=r&endpoint="+server.URL), l.Public(), nil)
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", body, err, want)
		}
		server.Close()
		if code == "NoSuchBucket" { // nobody listens there any more
			_, err := remote.Publish(context.Background(), open(t, "s3://bucket?region=r&endpoint="+server.URL), l.Public(), nil)
			if !errors.Is(err, remote.ErrUnreachable) {
				t.Errorf("no server: %v", err)
			}
		}
	}
	readOnly := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(readOnly, nil, 0o600))
	if _, err := remote.Open("file://"+readOnly, noEnv); !errors.Is(err, remote.ErrFailed) {
		t.Errorf("a file for a folder: %v", err)
	}
}
