package numset_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"hangup/blocklist/numset"
	"hangup/blocklist/numset/numsettest"
)

// diff returns the delta between two streams.
func diff(tb testing.TB, from, to []byte) ([]byte, numset.Difference) {
	tb.Helper()
	var b bytes.Buffer
	sum, err := numset.Diff(&b, bytes.NewReader(from), bytes.NewReader(to))
	if err != nil {
		tb.Fatal(err)
	}
	if int(sum.Bytes) != b.Len() {
		tb.Errorf("delta of %d bytes says it has %d", b.Len(), sum.Bytes)
	}
	return b.Bytes(), sum
}

// patch returns the stream that comes of a chain of deltas.
func patch(base []byte, deltas ...[]byte) ([]byte, numset.Summary, error) {
	r, err := numset.NewReader(bytes.NewReader(base))
	if err != nil {
		return nil, numset.Summary{}, err
	}
	code, pieces := r.Code(), r.Pieces()
	for _, delta := range deltas {
		d, err := numset.NewDelta(bytes.NewReader(delta), code)
		if err != nil {
			return nil, numset.Summary{}, err
		}
		code, pieces = d.Code(), d.Apply(pieces)
	}
	var b bytes.Buffer
	w := numset.NewWriter(&b, code)
	for piece, err := range pieces {
		for _, item := range piece {
			err = errors.Join(err, w.Add(item))
		}
		if err != nil {
			return nil, numset.Summary{}, err
		}
	}
	err = w.Close()
	return b.Bytes(), w.Summary(), err
}

// encoded returns the stream of some items, with a code made for them.
func encoded(tb testing.TB, items iter.Seq[numset.Item]) []byte {
	tb.Helper()
	all := slices.Collect(items)
	stream, _ := write(tb, numset.NewCode(frequencies(all)), all)
	return stream
}

// evolve returns items of which some were removed, changed and joined by others, one in so many each.
func evolve(rng *rand.Rand, items []numset.Item, oneIn int) []numset.Item {
	var next []numset.Item
	for _, item := range items {
		switch rng.IntN(3 * oneIn) {
		case 0:
			continue
		case 1:
			item.Symbol = (item.Symbol + 1) % uint16(len(numset.Frequencies{}))
		case 2:
			if item.Number > 0 {
				next = append(next, numset.Item{Number: item.Number - 1, Symbol: item.Symbol})
			}
		}
		next = append(next, item)
	}
	return slices.CompactFunc(next, func(a, b numset.Item) bool { return a.Number == b.Number })
}

func TestDeltaGivesTheOtherStream(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	some := mixed(rng, 30_000)
	last := []numset.Item{{Number: numset.NumberLimit - 1, Symbol: 1}}
	cases := map[string][2][]numset.Item{
		"both empty":         {nil, nil},
		"all new":            {nil, some},
		"all gone":           {some, nil},
		"the same":           {some, some},
		"few differ":         {some, evolve(rng, some, 1000)},
		"many differ":        {some, evolve(rng, some, 2)},
		"nothing in common":  {some[:15_000], some[15_000:]},
		"every second":       {some, every(some, 2)},
		"the largest number": {some, slices.Concat(some[:10], last)},
		"zero comes":         {last, {{Number: 0, Symbol: 5}, last[0]}},
	}
	for name, c := range cases {
		for _, ownCode := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/%t", name, ownCode), func(t *testing.T) {
				code := numset.NewCode(frequencies(c[0]))
				from, fromSum := write(t, code, c[0])
				if ownCode {
					code = numset.NewCode(frequencies(c[1]))
				}
				to, toSum := write(t, code, c[1])
				delta, _ := diff(t, from, to)
				got, sum, err := patch(from, delta)
				if err != nil || !bytes.Equal(got, to) || sum != toSum {
					t.Errorf("of %d bytes %d are left, error %v", len(to), len(got), err)
				}
				d, err := numset.NewDelta(bytes.NewReader(delta), codeOf(t, from))
				if err != nil || d.From() != numset.FingerprintOf(fromSum.SHA256) ||
					d.To() != numset.FingerprintOf(toSum.SHA256) {
					t.Errorf("delta is said to lead from %x to %x, error %v", d.From(), d.To(), err)
				}
			})
		}
	}
}

// every returns every n-th item.
func every(items []numset.Item, n int) (some []numset.Item) {
	for i := 0; i < len(items); i += n {
		some = append(some, items[i])
	}
	return some
}

func codeOf(tb testing.TB, stream []byte) *numset.Code {
	tb.Helper()
	r, err := numset.NewReader(bytes.NewReader(stream))
	if err != nil {
		tb.Fatal(err)
	}
	return r.Code()
}

func TestDifferenceIsCounted(t *testing.T) {
	from := []numset.Item{{10, 1}, {20, 1}, {30, 1}, {40, 1}}
	to := []numset.Item{{10, 1}, {15, 1}, {20, 2}, {40, 1}, {50, 1}, {60, 1}}
	code := twoWords(t)
	a, _ := write(t, code, from)
	b, _ := write(t, code, to)
	if _, sum := diff(t, a, b); sum.Removed != 1 || sum.Changed != 1 || sum.Added != 3 {
		t.Errorf("counted %+v", sum)
	}
}

func TestChainOfDeltasTakesOnePass(t *testing.T) {
	churn := numsettest.Churn{N: 20_000, Days: 5, Leaving: 50, Seed: 4}
	first := encoded(t, churn.Day(0))
	var chain [][]byte
	now := first
	for day := 1; day <= churn.Days; day++ {
		next := encoded(t, churn.Day(day))
		delta, _ := diff(t, now, next)
		chain = append(chain, delta)
		now = next
	}
	got, _, err := patch(first, chain...)
	if err != nil || !bytes.Equal(got, now) {
		t.Errorf("the chain does not end in the stream of the last day, error %v", err)
	}
}

func TestDeltaOfAnotherBaseIsRefusedOrGivesAnotherHash(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	from := mixed(rng, 5000)
	to := evolve(rng, from, 20)
	code := numset.NewCode(frequencies(from))
	a, _ := write(t, code, from)
	b, _ := write(t, code, to)
	delta, _ := diff(t, a, b)
	for name, wrong := range map[string][]numset.Item{
		"empty": nil, "shorter": from[:100], "the result": to, "other": evolve(rng, from, 20),
	} {
		base, _ := write(t, code, wrong)
		d, err := numset.NewDelta(bytes.NewReader(delta), code)
		if err != nil {
			t.Fatal(err)
		}
		if _, sum, err := patch(base, delta); err == nil && numset.FingerprintOf(sum.SHA256) == d.To() {
			t.Errorf("%s: passes", name)
		} else if err != nil && !errors.Is(err, numset.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A cut anywhere is noticed, as is a byte too many, and a failing stream is not taken for a broken one.
func TestDeltaThatEndsTooEarly(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	from := mixed(rng, 700)
	to := evolve(rng, from, 10)
	a, b := encoded(t, slices.Values(from)), encoded(t, slices.Values(to))
	delta, _ := diff(t, a, b)
	for n := range delta {
		if _, _, err := patch(a, delta[:n]); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("cut after %d of %d bytes: %v", n, len(delta), err)
		}
	}
	if _, _, err := patch(a, append(bytes.Clone(delta), 0)); !errors.Is(err, numset.ErrFormat) {
		t.Errorf("one byte more: %v", err)
	}
}

// The figure that the format is made for: one number in a hundred replaced in two days takes about 15 bits for each
// number that comes or goes.
func TestDeltaSize(t *testing.T) {
	const n = 200_000
	churn := numsettest.Churn{N: n, Days: 1, Leaving: 200, Seed: 1}
	delta, sum := diff(t, encoded(t, churn.Day(0)), encoded(t, churn.Day(1)))
	operations := int(sum.Added + sum.Removed)
	if operations < n/120 || len(delta)*8 > 19*operations {
		t.Errorf("%d bytes for %d operations", len(delta), operations)
	}
}

// BenchmarkDelta makes the delta of a day at one number in 200 out and as many in, and applies it.
func BenchmarkDelta(b *testing.B) {
	for _, n := range sizes() {
		churn := numsettest.Churn{N: n, Days: 1, Leaving: 200, Seed: 1}
		from, to := encoded(b, churn.Day(0)), encoded(b, churn.Day(1))
		delta, sum := diff(b, from, to)
		b.Run(fmt.Sprintf("make/%d", n), func(b *testing.B) {
			for b.Loop() {
				diff(b, from, to)
			}
			b.ReportMetric(float64(len(delta)), "bytes")
			b.ReportMetric(8*float64(len(delta))/float64(sum.Added+sum.Removed), "bits/operation")
		})
		b.Run(fmt.Sprintf("apply/%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := patch(from, delta); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
