package maker_test

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// reader is the computer of a person who follows a list since its first day.
type reader struct {
	t      *testing.T
	list   *store.List
	client *update.Client
	follow store.Followed
}

func newReader(t *testing.T, l *makertest.List) *reader {
	t.Helper()
	dir := t.TempDir()
	now := func() time.Time { return l.Time }
	list, err := store.OpenList(context.Background(), filepath.Join(dir, "list.db"),
		store.Options{Log: slog.New(slog.DiscardHandler), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { list.Close() })
	return &reader{
		t: t, list: list, follow: store.Followed{ID: "a1b2", Card: *l.Card()},
		client: &update.Client{List: list, TrustDir: filepath.Join(dir, "trust"), Now: now, Log: slog.New(slog.DiscardHandler)},
	}
}

// sync brings the reader's list up to date and checks its edition.
func (r *reader) sync(edition int64) {
	r.t.Helper()
	result, err := r.client.Sync(context.Background(), r.follow, []string{"44", "7"}, nil)
	if err != nil {
		r.t.Fatalf("sync: %v", err)
	}
	if len(result.Notes) > 0 {
		r.t.Errorf("left out: %v", result.Notes)
	}
	if result.Edition.Version != edition {
		r.t.Errorf("synced edition %d, want %d", result.Edition.Version, edition)
	}
}

const other = "another passphrase"

// newKey asks for keys made by tests, old ones and new ones.
func newKey() maker.NewKey {
	return maker.NewKey{Passphrase: other, Ask: either}
}

// either answers with the passphrase of old keys, then with that of new ones.
func either(_ maker.Key, attempt int) (string, error) {
	return []string{makertest.Passphrase, other, ""}[attempt], nil
}

func keyFile(l *makertest.List, name string) string {
	return filepath.Join(filepath.Dir(l.Public()), "keys", name)
}

// A client follows across the rotation of every key, one after the other, and a new client can begin at any moment
// with the newest card or with the first one.
func TestClientFollowsRotationOfEveryKey(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Scripts(good)
	l.Patterns("4420718387##")
	l.Publish("+442071838750,bank,5,2026-11-20")
	first := l.Card()
	r := newReader(t, l)
	r.sync(1)
	for i, k := range maker.Keys() {
		before, err := os.ReadFile(keyFile(l, string(k)+".pub"))
		if err != nil {
			t.Fatal(err)
		}
		done, err := l.Maker.Rotate(context.Background(), k, newKey())
		if err != nil {
			t.Fatalf("rotate %s: %v", k, err)
		}
		if after, err := os.ReadFile(keyFile(l, string(k)+".pub")); err != nil || string(after) == string(before) {
			t.Errorf("%s: the key is the old one; %v", k, err)
		}
		if done.Signed == nil || done.Request != nil {
			t.Errorf("%s: %+v", k, done)
		}
		r.sync(int64(i + 1))
		// The next edition is signed with the new key.
		l.Time = l.Time.AddDate(0, 0, 1)
		l.Import("+4420718387" + string(rune('1'+i)) + "1,bank,5,2026-11-20")
		build(t, l)
		if _, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: either}); err != nil {
			t.Fatalf("sign after the rotation of %s: %v", k, err)
		}
		r.sync(int64(i + 2))
		verify(t, l)
		if _, err := maker.Verify(context.Background(), first, l.Public(), l.Time, nil); err != nil {
			t.Errorf("%s: with the first card: %v", k, err)
		}
	}
	if left, err := filepath.Glob(keyFile(l, "*.next*")); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// A lost root key is replaced by the two that are left, and then those two are enough again to replace any other.
func TestRotateLostRootKeys(t *testing.T) {
	for _, lost := range []maker.Key{maker.KeyRoot1, maker.KeyRoot2, maker.KeyRoot3} {
		l := makertest.New(t, start, "")
		l.Publish("+442071838750,bank,5,2026-11-20")
		r := newReader(t, l)
		r.sync(1)
		if err := os.Remove(keyFile(l, string(lost)+".age")); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Maker.Rotate(context.Background(), lost, newKey()); err != nil {
			t.Fatalf("%s: %v", lost, err)
		}
		r.sync(1)
		next := maker.Keys()[(slices.Index(maker.Keys(), lost)+1)%3]
		if err := os.Remove(keyFile(l, string(next)+".age")); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Maker.Rotate(context.Background(), maker.KeyOnline, newKey()); err != nil {
			t.Fatalf("%s, then %s: %v", lost, next, err)
		}
		r.sync(1)
	}
}

// With two root keys gone nobody can change the root, and nothing of the attempt stays.
func TestRotateNeedsTwoRootKeys(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-20")
	r := newReader(t, l)
	for _, name := range []string{"root-1.age", "root-3.age"} {
		if err := os.Remove(keyFile(l, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range []maker.Key{maker.KeyRoot1, maker.KeyTargets, maker.KeyOnline} {
		if _, err := l.Maker.Rotate(context.Background(), k, newKey()); !errors.Is(err, maker.ErrNoKey) {
			t.Errorf("rotate %s: %v", k, err)
		}
	}
	if left, err := filepath.Glob(keyFile(l, "*.next*")); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	l.Publish("+442071838751,bank,5,2026-11-20")
	r.sync(2)
	if _, err := os.Stat(filepath.Join(l.Public(), "metadata", "2.root.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a second root: %v", err)
	}
}

// The numbers key changes only when the targets key can vouch for it.
func TestRotateNumbersNeedsTargets(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-20")
	before := mustRead(t, keyFile(l, "numbers.pub"))
	if err := os.Rename(keyFile(l, "targets.age"), keyFile(l, "away.age")); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Maker.Rotate(context.Background(), maker.KeyNumbers, newKey()); !errors.Is(err, maker.ErrNoKey) {
		t.Errorf("rotate: %v", err)
	}
	if after := mustRead(t, keyFile(l, "numbers.pub")); string(after) != string(before) {
		t.Error("the key was replaced")
	}
}

func TestRotateRefuses(t *testing.T) {
	l := makertest.New(t, start, "")
	if _, err := l.Maker.Rotate(context.Background(), "root-9", newKey()); !errors.Is(err, maker.ErrNoSuchKey) {
		t.Errorf("a key that is none: %v", err)
	}
	short := newKey()
	short.Passphrase = "short"
	if _, err := l.Maker.Rotate(context.Background(), maker.KeyRoot1, short); !errors.Is(err, maker.ErrPassphraseShort) {
		t.Errorf("a short passphrase: %v", err)
	}
	for role, threshold := range map[string]int{"root": 4, "targets": 3} {
		_, err := l.Maker.AddSigner(context.Background(), role, threshold, newKey())
		if !errors.Is(err, maker.ErrThreshold) {
			t.Errorf("%s with a threshold of %d: %v", role, threshold, err)
		}
	}
	if _, err := l.Maker.AddSigner(context.Background(), "root", 1, newKey()); !errors.Is(err, maker.ErrThreshold) {
		t.Errorf("a root that one key can change: %v", err)
	}
	if _, err := l.Maker.AddSigner(context.Background(), "snapshot", 0, newKey()); !errors.Is(err, maker.ErrNoSuchKey) {
		t.Errorf("a role that takes no keys: %v", err)
	}
}

// Further keys count: three of four root keys and two of two targets keys then have to agree, and clients follow.
func TestAddSigner(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-20")
	r := newReader(t, l)
	r.sync(1)
	done, err := l.Maker.AddSigner(context.Background(), "root", 3, newKey())
	if err != nil || done.Key != "root-4" || done.Root != 2 {
		t.Fatalf("%+v, %v", done, err)
	}
	r.sync(1)
	if done, err = l.Maker.AddSigner(context.Background(), "targets", 2, newKey()); err != nil || done.Key != "targets-2" {
		t.Fatalf("%+v, %v", done, err)
	}
	if !slices.Contains(done.Signed.Roles, "targets") {
		t.Errorf("signed %v", done.Signed.Roles)
	}
	r.sync(1)
	status, err := l.Maker.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, k := range status.Keys {
		names = append(names, string(k.Key))
	}
	want := "root-1 root-2 root-3 root-4 targets targets-2 numbers scripts online"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("keys %s, want %s", got, want)
	}

	// Without the second targets key a new calling code cannot be delegated.
	if err := os.Rename(keyFile(l, "targets-2.age"), keyFile(l, "away.age")); err != nil {
		t.Fatal(err)
	}
	l.Import("+74951234567,bank,5,2026-11-20")
	build(t, l)
	if _, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: either}); !errors.Is(err, maker.ErrNoKey) {
		t.Errorf("one of two targets keys: %v", err)
	}
	r.sync(1)
	if err := os.Rename(keyFile(l, "away.age"), keyFile(l, "targets-2.age")); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: either}); err != nil {
		t.Fatal(err)
	}
	r.sync(2)
	// Any three of the four root keys can replace the lost fourth.
	if err := os.Remove(keyFile(l, "root-2.age")); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Maker.Rotate(context.Background(), maker.KeyRoot2, newKey()); err != nil {
		t.Fatal(err)
	}
	r.sync(2)
}

// Work on a new key that was cut off just before or just after the root was signed is undone or finished.
func TestInterruptedRotation(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-20")
	r := newReader(t, l)
	// A key that no root names: it was made, and then the power went.
	for _, ext := range []string{".pem", ".pub"} {
		source := map[string]string{".pem": "online.pem", ".pub": "online.pub"}[ext]
		if err := os.WriteFile(keyFile(l, "online.next"+ext), mustRead(t, keyFile(makertest.New(t, start, ""), source)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l.Publish("+442071838751,bank,5,2026-11-20")
	r.sync(2)

	// Now the root is signed, but the key is not yet in place.
	if _, err := l.Maker.Rotate(context.Background(), maker.KeyOnline, newKey()); err != nil {
		t.Fatal(err)
	}
	for _, ext := range []string{".pem", ".pub"} {
		if err := os.Rename(keyFile(l, "online"+ext), keyFile(l, "online.next"+ext)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(keyFile(l, "online"+ext), []byte("an old key"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l.Publish("+442071838752,bank,5,2026-11-20")
	r.sync(3)
}

// A thief of the online key can make clients see a timestamp of a far later version, after which no honest one would
// do. Once the key is rotated clients forget it (TUF 5.3.11) and go on.
func TestRotationEndsFastForward(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-20")
	r := newReader(t, l)
	r.sync(1)
	block, _ := pem.Decode(mustRead(t, keyFile(l, "online.pem")))
	stolen, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	thief, err := signature.LoadSigner(stolen, crypto.Hash(0))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(l.Public(), "metadata", "timestamp.json")
	timestamp, err := metadata.Timestamp().FromFile(path)
	if err != nil {
		t.Fatal(err)
	}
	timestamp.Signed.Version = 1_000_000
	timestamp.ClearSignatures()
	if _, err := timestamp.Sign(thief); err != nil {
		t.Fatal(err)
	}
	if err := timestamp.ToFile(path, false); err != nil {
		t.Fatal(err)
	}
	r.sync(1)
	l.Publish("+442071838751,bank,5,2026-11-20")
	if _, err := r.client.Sync(context.Background(), r.follow, []string{"44"}, nil); !errors.Is(err, update.ErrRollback) {
		t.Errorf("after the theft: %v", err)
	}
	if _, err := l.Maker.Rotate(context.Background(), maker.KeyOnline, newKey()); err != nil {
		t.Fatal(err)
	}
	r.sync(2)
}
