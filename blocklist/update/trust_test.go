package update_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist/repository"
	"hangup/blocklist/update"
)

func TestTrust(t *testing.T) {
	genuine := newPublisher(t)
	single := newPublisher(t)
	single.root.Signed.Roles[metadata.ROOT].Threshold = 1
	single.writeRoot(single.rootKeys...)
	unsigned := newPublisher(t)
	unsigned.writeRoot(unsigned.rootKeys[0])
	twice := newPublisher(t)
	twice.writeRoot(twice.rootKeys[0], twice.rootKeys[0])
	inconsistent := newPublisher(t)
	inconsistent.root.Signed.ConsistentSnapshot = false
	inconsistent.writeRoot(inconsistent.rootKeys...)
	newer := newPublisher(t)
	newer.root.Signed.SpecVersion = "2.0.0"
	newer.writeRoot(newer.rootKeys...)
	for name, test := range map[string]struct {
		root []byte
		want error
	}{
		"genuine":             {genuine.rootBytes(1), nil},
		"one key is enough":   {single.rootBytes(1), update.ErrCardRoot},
		"one signature":       {unsigned.rootBytes(1), update.ErrCardRoot},
		"one signature twice": {twice.rootBytes(1), update.ErrCardRoot},
		"names without hash":  {inconsistent.rootBytes(1), update.ErrCardRoot},
		"a newer TUF":         {newer.rootBytes(1), update.ErrNewer},
		"cut short":           {genuine.rootBytes(1)[:200], update.ErrCardRoot},
		"nothing":             {nil, update.ErrCardRoot},
		"another role":        {timestampOf(t), update.ErrCardRoot},
		"too large":           {append(genuine.rootBytes(1), make([]byte, 1<<20)...), update.ErrCardRoot},
		"a key of 3 bytes":    {withKeys(t, genuine.rootBytes(1), "abcdef"), update.ErrCardRoot},
		"a null key":          {withKeys(t, genuine.rootBytes(1), nil), update.ErrCardRoot},
	} {
		t.Run(name, func(t *testing.T) {
			err := new(update.Client).Trust(&repository.Card{Root: test.root})
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

func timestampOf(t *testing.T) []byte {
	p := newPublisher(t)
	p.set("7", 79000000000)
	p.publish()
	return p.files["metadata/timestamp.json"]
}

// withKeys replaces the value of every key in a root, or every key when the value is nil.
func withKeys(t *testing.T, root []byte, public any) []byte {
	var m map[string]any
	must(t, json.Unmarshal(root, &m))
	keys := m["signed"].(map[string]any)["keys"].(map[string]any)
	for id := range keys {
		if public == nil {
			keys[id] = nil
			continue
		}
		keys[id].(map[string]any)["keyval"] = map[string]any{"public": public}
	}
	data, err := json.Marshal(m)
	must(t, err)
	return data
}

// Metadata is parsed before anybody knows who made it.
func TestMalformedMetadataIsAnErrorNotAPanic(t *testing.T) {
	for _, test := range []struct{ name, text string }{
		{"2.root.json", `{"signed":{"_type":"root","roles":{"root":null}},"signatures":[{}]}`},
		{"timestamp.json", `{"signed":{"_type":"timestamp","meta":{"snapshot.json":null}}}`},
		{"timestamp.json", `null`},
		{"timestamp.json", strings.Repeat("[", 10_000)},
		{"2.snapshot.json", `{"signed":{"_type":"snapshot","meta":null}}`},
		{"2.snapshot.json", `{"signed":null}`},
		{"2.targets.json", `{"signed":{"_type":"targets","targets":{"a":null}}}`},
		{"2.numbers-7.json", `{"signed":{"_type":"targets","delegations":{"roles":[{}]}}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			w.mustSync()
			w.publishNews()
			w.files["metadata/"+test.name] = []byte(test.text)
			w.mustFail(update.ErrTampered)
			w.expect(firstEdition)
		})
	}
}

func TestARootWithMalformedKeysIsAnErrorNotAPanic(t *testing.T) {
	for name, value := range map[string]any{
		"short": "abcdef", "long": strings.Repeat("00", 99), "not hex": "xyz", "null": nil,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.mustSync()
			root := string(withKeys(t, w.rootBytes(1), value))
			w.files["metadata/2.root.json"] = []byte(strings.Replace(root, `"version":1`, `"version":2`, 1))
			w.mustFail(update.ErrTampered)
			w.expect(firstEdition)
		})
	}
}

func FuzzTrust(f *testing.F) {
	p := newPublisher(f)
	f.Add(p.rootBytes(1))
	f.Add([]byte(`{"signed":{"_type":"root","roles":{"root":null}},"signatures":[{}]}`))
	f.Fuzz(func(t *testing.T, root []byte) {
		err := new(update.Client).Trust(&repository.Card{Root: root})
		if err != nil && !errors.Is(err, update.ErrCardRoot) && !errors.Is(err, update.ErrNewer) {
			t.Errorf("error without a sentence: %v", err)
		}
	})
}
