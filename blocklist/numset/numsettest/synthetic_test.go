package numsettest_test

import (
	"math"
	"slices"
	"testing"

	"hangup/blocklist/numset"
	"hangup/blocklist/numset/numsettest"
)

func TestSyntheticHasTheModelsShape(t *testing.T) {
	const n = 200_000
	counts := make(map[uint16]int)
	total, dense, length := 0, 0, 0
	previous := numset.Item{Number: math.MaxUint64 - 1}
	for item := range numsettest.Synthetic(n, 7) {
		if total > 0 && item.Number <= previous.Number {
			t.Fatalf("%d comes after %d", item.Number, previous.Number)
		}
		if item.Number != previous.Number+1 {
			length = 0
		}
		length++
		if length == 1000 {
			dense += 1000
		} else if length > 1000 {
			dense++
		}
		counts[item.Symbol]++
		previous = item
		total++
	}
	if total != n {
		t.Errorf("%d numbers, want %d", total, n)
	}
	if dense < n*59/100 || dense > n*61/100 {
		t.Errorf("%d of %d numbers are in dense blocks, want 60 %%", dense, n)
	}
	if len(counts) != 40 {
		t.Errorf("%d symbols, want 40", len(counts))
	}
}

func TestSyntheticIsRepeatable(t *testing.T) {
	first := slices.Collect(numsettest.Synthetic(3000, 1))
	if !slices.Equal(first, slices.Collect(numsettest.Synthetic(3000, 1))) {
		t.Error("the same seed gives another set")
	}
	if slices.Equal(first, slices.Collect(numsettest.Synthetic(3000, 2))) {
		t.Error("another seed gives the same set")
	}
}

func TestBound(t *testing.T) {
	for n, want := range map[int]float64{1_000_000: 1.41, 10_000_000: 1.25} {
		if got := numsettest.Bound(n) / float64(n); math.Abs(got-want) > 0.01 {
			t.Errorf("bound of %d numbers is %.3f bytes a number, want %.2f", n, got, want)
		}
	}
}
