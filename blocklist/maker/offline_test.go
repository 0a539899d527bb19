package maker_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
)

// away moves private keys out of the maker's folder, onto another machine so to speak, and returns that folder.
func away(t *testing.T, l *makertest.List, keys ...string) string {
	t.Helper()
	machine := t.TempDir()
	for _, name := range keys {
		if err := os.Rename(keyFile(l, name+".age"), filepath.Join(machine, name+".age")); err != nil {
			t.Fatal(err)
		}
	}
	return machine
}

// carried returns the request as it is after a journey as a file.
func carried(t *testing.T, q *maker.Request) *maker.Request {
	t.Helper()
	var buf bytes.Buffer
	if err := q.Write(&buf); err != nil {
		t.Fatal(err)
	}
	arrived, err := maker.ReadRequest(&buf)
	if err != nil {
		t.Fatal(err)
	}
	return arrived
}

func signElsewhere(t *testing.T, q *maker.Request, keyFiles ...string) {
	t.Helper()
	for _, file := range keyFiles {
		if _, err := maker.SignRequest(q, file, either); err != nil {
			t.Fatalf("%s: %v", filepath.Base(file), err)
		}
	}
}

// A list lives on a machine that has only the online key: everything else is signed elsewhere, from the first edition
// on, through the renewal of the root and the rotation of a root, the targets and the online key.
func TestLifeWithKeysElsewhere(t *testing.T) {
	ctx := context.Background()
	l := makertest.New(t, start, "")
	machine := away(t, l, "root-1", "root-2", "root-3", "targets", "numbers", "scripts")
	elsewhere := func(name string) string { return filepath.Join(machine, name+".age") }
	nobody := maker.Signing{Ask: func(k maker.Key, _ int) (string, error) {
		t.Errorf("asked for the key %s", k)
		return "", maker.WrongPassphrase(k)
	}}
	l.Scripts(good)
	l.Import("+442071838750,bank,5,2026-11-20")
	build(t, l)
	q, err := l.Maker.Request(ctx, nobody)
	if err != nil {
		t.Fatal(err)
	}
	if got := roles(q); got != "catalog numbers-44 scripts targets" {
		t.Errorf("asks to sign %s", got)
	}
	answer := carried(t, q)
	signElsewhere(t, answer, elsewhere("numbers"), elsewhere("scripts"), elsewhere("targets"))
	signed, err := l.Maker.Respond(ctx, carried(t, answer), nobody)
	if err != nil || signed.Edition != 1 {
		t.Fatalf("%+v, %v", signed, err)
	}
	r := newReader(t, l)
	r.sync(1)
	if _, err := l.Maker.Request(ctx, nobody); !errors.Is(err, maker.ErrNothingToRequest) {
		t.Errorf("with nothing to sign: %v", err)
	}

	nobody.RenewRoot = true
	if q, err = l.Maker.Request(ctx, nobody); err != nil || roles(q) != "root" {
		t.Fatalf("renew: %v, %v", q, err)
	}
	answer = carried(t, q)
	signElsewhere(t, answer, elsewhere("root-3"))
	if _, err := l.Maker.Respond(ctx, answer, nobody); !errors.Is(err, maker.ErrUnsigned) {
		t.Errorf("one root signature of two: %v", err)
	}
	signElsewhere(t, answer, elsewhere("root-1"))
	if _, err := l.Maker.Respond(ctx, answer, nobody); err != nil {
		t.Fatal(err)
	}
	r.sync(1)

	for _, k := range []maker.Key{maker.KeyOnline, maker.KeyRoot2, maker.KeyTargets} {
		done, err := l.Maker.Rotate(ctx, k, maker.NewKey{Passphrase: other, Ask: either, Offline: true})
		if err != nil || done.Request == nil {
			t.Fatalf("%s: %+v, %v", k, done, err)
		}
		l.Sign() // until the answer is there the old keys go on
		r.sync(1)
		answer = carried(t, done.Request)
		signElsewhere(t, answer, elsewhere("root-1"), elsewhere("root-3"))
		if _, err := l.Maker.Respond(ctx, answer, maker.Signing{Ask: either}); err != nil {
			t.Fatalf("%s: %v", k, err)
		}
		r.sync(1)
	}
	verify(t, l)
}

func roles(q *maker.Request) string {
	var names []string
	for _, d := range q.Documents {
		names = append(names, d.Role)
	}
	return strings.Join(names, " ")
}

// An answer is taken only when it is about the newest request, byte for byte, and signed by the right keys.
func TestRespondRefuses(t *testing.T) {
	ctx := context.Background()
	l := makertest.New(t, start, "")
	stranger := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-20")
	machine := away(t, l, "numbers")
	numbers := filepath.Join(machine, "numbers.age")
	l.Import("+442071838751,bank,5,2026-11-20")
	build(t, l)
	before := tree(t, filepath.Dir(l.Public()))
	ask := maker.Signing{Ask: makertest.Ask}
	stale, err := l.Maker.Request(ctx, ask)
	if err != nil {
		t.Fatal(err)
	}
	stale = carried(t, stale)
	signElsewhere(t, stale, numbers)
	l.Time = l.Time.AddDate(0, 0, 1)
	fresh, err := l.Maker.Request(ctx, ask)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := maker.SignRequest(carried(t, fresh), keyFile(stranger, "numbers.age"), either); !errors.Is(err, maker.ErrKeyNotAsked) {
		t.Errorf("a stranger's key: %v", err)
	}
	if _, err := maker.SignRequest(carried(t, fresh), keyFile(l, "root-1.age"), either); !errors.Is(err, maker.ErrKeyNotAsked) {
		t.Errorf("a key of another role: %v", err)
	}
	spoiled := carried(t, fresh)
	signElsewhere(t, spoiled, numbers)
	spoiled.Documents[0].Signatures[0].Signature[3] ^= 1
	swapped := carried(t, fresh)
	slices.Reverse(swapped.Documents)
	short := carried(t, fresh)
	short.Documents = short.Documents[:1]
	for name, c := range map[string]struct {
		answer *maker.Request
		want   error
	}{
		"older request":       {stale, maker.ErrOtherRequest},
		"not signed":          {carried(t, fresh), maker.ErrUnsigned},
		"spoiled signature":   {spoiled, maker.ErrUnsigned},
		"documents reordered": {swapped, maker.ErrOtherRequest},
		"a document missing":  {short, maker.ErrOtherRequest},
	} {
		if _, err := l.Maker.Respond(ctx, c.answer, ask); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for path, data := range tree(t, filepath.Dir(l.Public())) {
		if strings.HasSuffix(path, ".json") && filepath.Base(path) != "request.json" && before[path] != data {
			t.Errorf("%s changed", path)
		}
	}
	signElsewhere(t, fresh, numbers)
	if _, err := l.Maker.Respond(ctx, fresh, ask); err != nil {
		t.Errorf("the right answer: %v", err)
	}
	if _, err := l.Maker.Respond(ctx, fresh, ask); !errors.Is(err, maker.ErrOtherRequest) {
		t.Errorf("the same answer again: %v", err)
	}
	if found := verify(t, l); found.Edition != 2 {
		t.Errorf("edition %d", found.Edition)
	}
}

// A request that would show something else on a terminal than what it makes people sign is refused.
func TestRequestMustBePrintable(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Import("+442071838750,bank,5,2026-11-20")
	build(t, l)
	away(t, l, "numbers")
	q, err := l.Maker.Request(context.Background(), maker.Signing{Ask: makertest.Ask})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Our \x1b[2Jtown", "Our\rtown", "Our \u202etown"} {
		forged := *q
		forged.List = name
		data, err := json.Marshal(forged)
		if err != nil {
			t.Fatal(err)
		}
		_, err = maker.ReadRequest(bytes.NewReader(data))
		if !errors.Is(err, maker.ErrNotRequest) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// FuzzReadRequest feeds files that nobody has checked yet to the machine that holds the keys.
func FuzzReadRequest(f *testing.F) {
	f.Add([]byte(`{"format":1,"list":"x","documents":[{"role":"root","version":1,"canonical":"e30=","keys":[],"signatures":[]}]}`))
	f.Add([]byte(`{"format":1,"list":"x","documents":[{"role":"targets","version":2,"canonical":` +
		`"eyJfdHlwZSI6InRhcmdldHMiLCJleHBpcmVzIjoiMjAyNy0wMS0wMVQwMDowMDowMFoiLCJzcGVjX3ZlcnNpb24iOiIxLjAuMzEiLCJ0YXJnZXRzIjp7fSwidmVyc2lvbiI6Mn0=",` +
		`"keys":["00"],"signatures":[{"keyid":"00","sig":"00"}]}]}`))
	f.Add([]byte(`{"format":1`))
	f.Fuzz(func(t *testing.T, data []byte) {
		q, err := maker.ReadRequest(bytes.NewReader(data))
		if err != nil {
			if !errors.Is(err, maker.ErrNotRequest) {
				t.Errorf("got %v", err)
			}
			return
		}
		for i := range q.Documents {
			if said, err := q.Documents[i].Words(); err != nil || len(said) < 2 {
				t.Errorf("a request that was accepted has no words: %v", err)
			}
		}
		if err := q.Write(io.Discard); err != nil {
			t.Error(err)
		}
	})
}
