package numset_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"hangup/blocklist/numset"
)

// FuzzDelta reads its input as a delta for a small stream. What is accepted must be what Diff makes.
func FuzzDelta(f *testing.F) {
	rng := rand.New(rand.NewPCG(7, 7))
	items := mixed(rng, 600)
	code := twoWords(f)
	base, _ := write(f, code, items)
	for _, oneIn := range []int{1, 10, 100} {
		next := evolve(rng, items, oneIn)
		same, _ := write(f, code, next)
		delta, _ := diff(f, base, same)
		f.Add(delta)
		other, _ := write(f, numset.NewCode(frequencies(next)), next)
		delta, _ = diff(f, base, other)
		f.Add(delta)
	}
	none, _ := diff(f, base, base)
	f.Add(none)
	f.Fuzz(func(t *testing.T, delta []byte) {
		result, _, err := patch(base, delta)
		if err != nil {
			if !errors.Is(err, numset.ErrFormat) && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("error %v", err)
			}
			return
		}
		want, _ := diff(t, base, result)
		// The fingerprints stand after the five bytes that every delta starts with. They are claims, not operations.
		const sums = 2 * len(numset.Fingerprint{})
		if !bytes.Equal(delta[5+sums:], want[5+sums:]) {
			t.Errorf("delta %x is written as %x", delta, want)
		}
	})
}

// FuzzDiff makes two sets of its input and goes from one to the other.
func FuzzDiff(f *testing.F) {
	f.Add(uint64(1), uint16(600), uint8(3), false)
	f.Add(uint64(2), uint16(5000), uint8(1), true)
	f.Add(uint64(3), uint16(0), uint8(1), true)
	f.Fuzz(func(t *testing.T, seed uint64, n uint16, oneIn uint8, ownCode bool) {
		rng := rand.New(rand.NewPCG(seed, 8))
		items := mixed(rng, int(n)%10_000)
		next := evolve(rng, items, int(oneIn)+1)
		code := numset.NewCode(frequencies(items))
		from, _ := write(t, code, items)
		if ownCode {
			code = numset.NewCode(frequencies(next))
		}
		to, _ := write(t, code, next)
		delta, _ := diff(t, from, to)
		if got, _, err := patch(from, delta); err != nil || !bytes.Equal(got, to) {
			t.Errorf("%d bytes in place of %d, error %v", len(got), len(to), err)
		}
	})
}
