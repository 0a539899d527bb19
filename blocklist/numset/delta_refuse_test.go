package numset_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"hangup/blocklist/numset"
)

// deltaHead is how long a delta's head is when it brings no code: magic, fingerprints, flag.
const deltaHead = 5 + 2*len(numset.Fingerprint{}) + 1

// chunkOf returns the only chunk of the delta between two sets of the same code.
func chunkOf(t *testing.T, code *numset.Code, from, to []numset.Item) []byte {
	t.Helper()
	a, _ := write(t, code, from)
	b, _ := write(t, code, to)
	delta, _ := diff(t, a, b)
	return delta[deltaHead : len(delta)-3]
}

func TestDeltaRefuses(t *testing.T) {
	code := twoWords(t)
	header, err := code.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	items := []numset.Item{{10, 1}, {20, 1}, {30, 1}, {40, 1}, {50, 1}}
	without := func(i int) []numset.Item { return slices.Delete(slices.Clone(items), i, i+1) }
	changed := func(i int) []numset.Item {
		other := slices.Clone(items)
		other[i].Symbol = 2
		return other
	}
	base, _ := write(t, code, items)
	head := make([]byte, deltaHead)
	copy(head, "NDLT\x01")
	end := []byte{0, 0, 0}

	remove1, remove3 := chunkOf(t, code, items, without(1)), chunkOf(t, code, items, without(3))
	change3 := chunkOf(t, code, items, changed(3))
	// Each chunk starts with three counts of one byte.
	both := slices.Concat([]byte{1, 1, 0}, remove3[3:], change3[3:])
	twice := slices.Concat([]byte{2, 0, 0}, remove3[3:], remove3[3:])
	largest := chunkOf(t, code, nil, []numset.Item{{Number: numset.NumberLimit - 1, Symbol: 1}})
	beyond := chunkOf(t, code, append(slices.Clone(items), numset.Item{Number: 60}), items)
	flag := func(f byte) []byte {
		other := bytes.Clone(head)
		other[deltaHead-1] = f
		return other
	}

	if _, _, err := patch(base, slices.Concat(head, remove3, end)); err != nil {
		t.Fatalf("a sound delta: %v", err)
	}
	for name, delta := range map[string][]byte{
		"no delta":                     []byte("a sound delta starts with other bytes than these"),
		"another version":              slices.Concat([]byte("NDLT\x02"), head[5:], end),
		"unknown flag":                 slices.Concat(flag(2), end),
		"the code that the base has":   slices.Concat(flag(1), header, end),
		"a short chunk before another": slices.Concat(head, remove1, remove3, end),
		"removed and changed":          slices.Concat(head, both, end),
		"removed twice":                slices.Concat(head, twice, end),
		"a rank that is not there":     slices.Concat(head, beyond, end),
		"a change of nothing":          slices.Concat(head, chunkOf(t, code, changed(3), items), end),
		"a number out of range":        slices.Concat(head, largest, end),
		"too many operations":          slices.Concat(head, []byte{0x80, 0x20, 1, 0}),
		"a count in too many bytes":    slices.Concat(head, []byte{0x81, 0, 0, 0}, remove3[3:], end),
		"bytes after the end":          slices.Concat(head, remove3, end, []byte{0}),
	} {
		if _, _, err := patch(base, delta); !errors.Is(err, numset.ErrFormat) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
