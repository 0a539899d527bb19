package update_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
	"hangup/blocklist/update"
)

// A mirror that shows the same edition for ever is believed until the timestamp ends, and not a day longer.
func TestAFrozenMirror(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	for days := 1; days <= 40; days++ {
		w.clock = w.clock.Add(day)
		result, err := w.sync()
		switch {
		case days < 14 && (err != nil || result.Edition.Version != 1):
			t.Errorf("on day %d: edition %d, %v", days, result.Edition.Version, err)
		case days > 14 && !errors.Is(err, update.ErrExpired):
			t.Errorf("on day %d: %v", days, err)
		}
		w.expect(firstEdition)
	}
}

// oneOf reports whether an error is of one of some kinds.
func oneOf(err error, kinds ...*blocklist.Error) bool {
	return slices.ContainsFunc(kinds, func(kind *blocklist.Error) bool { return errors.Is(err, kind) })
}

// kindOf returns what a published file is, whatever its version and hash.
func kindOf(name string) string {
	folder, base := path.Split(name)
	if rest, ok := strings.CutPrefix(folder, "targets/"); ok {
		_, base, _ = strings.Cut(base, ".")                        // hash
		if part := path.Ext(base); rest != "" && part != ".json" { // 2.0001
			base = part
		}
		return folder + base
	}
	if _, role, ok := strings.Cut(base, "."); ok && role != "json" { // version
		base = role
	}
	return folder + base
}

// Files of two editions do not make one: each file of the first, genuine as it is, is refused in the second.
func TestMixAndMatch(t *testing.T) {
	eachFile(t, func(t *testing.T, w *world, name string) {
		genuine := w.files[name]
		var olds [][]byte
		others := 0
		for other, data := range w.files {
			if kindOf(other) != kindOf(name) || other == name {
				continue
			}
			others++
			if !bytes.Equal(data, genuine) {
				olds = append(olds, data)
			}
		}
		if others == 0 && name != "metadata/timestamp.json" { // which is overwritten; its rollback has a test of its own
			t.Fatalf("there was no other %s", kindOf(name))
		}
		for _, old := range olds {
			w.files[name] = old
			if _, err := w.sync(); !oneOf(err, update.ErrTampered, update.ErrRollback, update.ErrTooLarge) {
				t.Errorf("got %v", err)
			}
			w.expect(firstEdition)
		}
		w.files[name] = genuine
		w.mustSync()
		w.expect(secondEdition)
	})
}

func TestADoubledFileIsRefused(t *testing.T) {
	eachFile(t, func(t *testing.T, w *world, name string) {
		w.files[name] = append(bytes.Clone(w.files[name]), w.files[name]...)
		if _, err := w.sync(); !oneOf(err, update.ErrTampered, update.ErrTooLarge) {
			t.Errorf("got %v", err)
		}
		w.expect(firstEdition)
	})
}

func TestAPartInPlaceOfAnotherIsRefused(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.publishNews()
	var parts []string
	for name := range w.files {
		if strings.HasPrefix(name, "targets/numbers/7/") && strings.Contains(name, ".2.000") {
			parts = append(parts, name)
		}
	}
	slices.SortFunc(parts, func(a, b string) int { return strings.Compare(path.Ext(a), path.Ext(b)) })
	w.files[parts[1]], w.files[parts[2]] = w.files[parts[2]], w.files[parts[1]] // both of full length
	w.mustFail(update.ErrTampered)
	w.expect(firstEdition)
	w.files[parts[2]] = w.files[parts[1]] // one of them twice
	w.mustFail(update.ErrTampered)
	w.expect(firstEdition)
}

// Of three root keys, as many as the threshold sign a new root. With fewer left the root stays as it is, and the list
// goes on with the keys it has; with one key that signs as often as it likes, too.
func TestLostRootKeys(t *testing.T) {
	for threshold := 2; threshold <= 3; threshold++ {
		for lost := range 4 {
			t.Run(fmt.Sprintf("%d of 3 needed, %d lost", threshold, lost), func(t *testing.T) {
				w := newWorld(t)
				w.root.Signed.Roles[metadata.ROOT].Threshold = threshold
				w.writeRoot(w.rootKeys...)
				w.follow.Card.Root = w.rootBytes(1)
				w.mustSync()

				left := w.rootKeys[lost:]
				if len(left) < threshold {
					for len(left) > 0 && len(left) < threshold {
						left = append(left, left[0])
					}
				}
				w.root.Signed.Version++
				w.writeRoot(left...)
				w.publishNews()
				if 3-lost >= threshold {
					w.mustSync()
					w.expect(secondEdition)
					return
				}
				w.mustFail(update.ErrTampered)
				w.expect(firstEdition)
				delete(w.files, "metadata/2.root.json")
				w.mustSync()
				w.expect(secondEdition)
			})
		}
	}
}

// replace gives some top-level roles a new key, in a new root.
func (p *publisher) replace(old signature.Signer, roles ...string) signature.Signer {
	key := newSigner(p.tb)
	for _, role := range roles {
		must(p.tb, p.root.Signed.RevokeKey(p.keyID(old), role))
		must(p.tb, p.root.Signed.AddKey(p.key(key), role))
	}
	p.root.Signed.Version++
	p.writeRoot(p.rootKeys[:2]...)
	return key
}

// Every other key that is lost or stolen is replaced by those above it, and the old one is worth nothing from then on.
func TestLostKeysOfOtherRoles(t *testing.T) {
	for name, replace := range map[string]func(p *publisher) (old *signature.Signer){
		"targets": func(p *publisher) *signature.Signer {
			p.offline = p.replace(p.offline, metadata.TARGETS)
			return &p.offline
		},
		"online": func(p *publisher) *signature.Signer {
			p.online = p.replace(p.online, metadata.SNAPSHOT, metadata.TIMESTAMP)
			return &p.online
		},
		"numbers": func(p *publisher) *signature.Signer {
			p.numbers = newSigner(p.tb)
			for _, pack := range p.packs {
				pack.role = nil // signed again
			}
			return &p.numbers
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.mustSync()
			keys := map[string]signature.Signer{"targets": w.offline, "online": w.online, "numbers": w.numbers}
			current := replace(w.publisher)
			w.publishNews()
			w.mustSync()
			w.expect(secondEdition)

			// The thief of the old key publishes news of his own, with all keys but the one that was replaced.
			honest := *current
			w.onTargets = func(t *metadata.TargetsType) {
				if name == "numbers" { // the delegation is not his to change
					keyID := w.keyID(honest)
					t.Delegations.Keys = map[string]*metadata.Key{keyID: w.key(honest)}
					for i := range t.Delegations.Roles {
						t.Delegations.Roles[i].KeyIDs = []string{keyID}
					}
				}
			}
			*current = keys[name]
			w.set("7", 79990000000)
			w.publish()
			w.mustFail(update.ErrTampered)
			w.expect(secondEdition)
			*current, w.onTargets = honest, nil // his editions are outnumbered by the next one
			w.publishNews()
			w.mustSync()
			w.expect(secondEdition)
		})
	}
}

// A sync may be cancelled at any step of its download and of its applying. Whatever it had done by then is whole, and
// the next one brings the rest.
func TestCancelledAtEachStep(t *testing.T) {
	scout := newWorld(t)
	steps := 0
	_, err := scout.syncCodes(t.Context(), func(update.Progress) { steps++ }, "7", "44")
	must(t, err)
	if steps < 15 {
		t.Fatalf("only %d steps", steps)
	}
	for at := range steps {
		w := newWorld(t)
		w.mustSync()
		w.publishNews()
		ctx, cancel := context.WithCancel(t.Context())
		left := at
		_, err := w.syncCodes(ctx, func(update.Progress) {
			if left--; left < 0 {
				cancel()
			}
		}, "7", "44")
		cancel()
		if err != nil && !errors.Is(err, update.ErrCancelled) {
			t.Errorf("cancelled at step %d: %v", at, err)
		}
		for old, news := range map[uint64]uint64{79000000000: 79000000001, 79000000040 + 1: 79000000040 + 2} {
			if w.has(old) == w.has(news) {
				t.Errorf("cancelled at step %d: %d and %d are of two editions", at, old, news)
			}
		}
		w.mustSync()
		w.expect(secondEdition)
	}
}
