// Package numsettest makes number sets to test and measure with.
package numsettest

import (
	"iter"
	"math"
	"math/rand/v2"
	"slices"

	"hangup/blocklist/numset"
)

// Dense blocks start at a multiple of their length, as operators are given numbers.
const (
	longRun  = 10_000
	shortRun = 1_000
)

// plan is one numbering plan: all numbers of a calling code with so many digits after it.
type plan struct {
	first, size uint64
}

// plans returns 57 numbering plans in the order of their numbers. The calling codes are real, the counts of digits
// those of the country's mobile numbers or near them.
func plans() []plan {
	digits := map[int][]uint64{
		8: {
			45, 47, 65, 216, 220, 223, 226, 227, 228, 229, 232, 236, 239, 241, 370, 371, 372, 373, 502, 503, 504, 505,
			506, 507, 591, 852,
		},
		9:  {27, 31, 32, 33, 34, 40, 41, 48, 51, 56, 60, 61, 66, 84, 212, 213, 221, 231, 240, 351, 380},
		10: {1, 7, 20, 30, 39, 44, 49, 52, 90, 225},
	}
	var all []plan
	for n, codes := range digits {
		size := uint64(math.Pow10(n))
		for _, code := range codes {
			all = append(all, plan{first: code * size, size: size})
		}
	}
	slices.SortFunc(all, func(a, b plan) int { return int(int64(a.first) - int64(b.first)) })
	return all
}

// share is what the model puts in one plan.
type share struct {
	plan
	long, short, sparse int
}

// shares divides n numbers among the plans: 30 % in runs of 10 000, 30 % in runs of 1 000, the rest one by one; each
// kind goes round the plans evenly.
func shares(n int) []share {
	long := n * 3 / 10 / longRun
	short := n * 3 / 10 / shortRun
	sparse := n - long*longRun - short*shortRun
	var all []share
	for i, p := range plans() {
		all = append(all, share{p, part(long, i), part(short, i), part(sparse, i)})
	}
	return all
}

// part is the i-th of 57 parts of n.
func part(n, i int) int { return (n + i) / 57 }

// symbols are the payload's ten categories with four strengths each, as [blocklist.Entry.Symbol] packs them, and how
// often each occurs: categories by Zipf's law with exponent 1.2, strengths 55, 27, 15 and 3 in 100.
func symbols() (values []uint16, weights []float64) {
	for category := range uint16(10) {
		for strength, share := range []float64{0.55, 0.27, 0.15, 0.03} {
			values = append(values, (category+1)<<8|uint16(strength)<<6)
			weights = append(weights, share*math.Pow(float64(category+1), -1.2))
		}
	}
	total := 0.0
	for _, w := range weights {
		total += w
	}
	for i := range weights {
		weights[i] /= total
	}
	return values, weights
}

// Synthetic yields n numbers in ascending order, always the same for the same n and seed: 60 % in dense blocks of
// 10 000 or 1 000 consecutive numbers, 40 % scattered over 57 numbering plans, with symbols drawn independently from
// a skewed distribution over 10 categories and 4 strengths. It holds one numbering plan in memory at a time.
func Synthetic(n int, seed uint64) iter.Seq[numset.Item] {
	return func(yield func(numset.Item) bool) {
		values, weights := symbols()
		cumulative := make([]float64, len(weights))
		total := 0.0
		for i, w := range weights {
			total += w
			cumulative[i] = total
		}
		for i, s := range shares(n) {
			rng := rand.New(rand.NewPCG(seed, uint64(i)))
			for number := range s.numbers(rng) {
				at, _ := slices.BinarySearch(cumulative[:len(cumulative)-1], rng.Float64())
				if !yield(numset.Item{Number: number, Symbol: values[at]}) {
					return
				}
			}
		}
	}
}

// numbers yields the share's numbers in ascending order.
func (s share) numbers(rng *rand.Rand) iter.Seq[uint64] {
	long := draw(rng, s.long, s.size/longRun, func(uint64) bool { return false })
	inLong := func(run, length uint64) bool { return contains(long, run*length/longRun) }
	short := draw(rng, s.short, s.size/shortRun, func(v uint64) bool { return inLong(v, shortRun) })
	inRun := func(v uint64) bool { return inLong(v, 1) || contains(short, v/shortRun) }
	sparse := draw(rng, s.sparse, s.size, inRun)
	return func(yield func(uint64) bool) {
		for len(long)+len(short)+len(sparse) > 0 {
			l, h, v := head(long, longRun), head(short, shortRun), head(sparse, 1)
			from, length := min(l, h, v), uint64(1)
			switch from {
			case l:
				long, length = long[1:], longRun
			case h:
				short, length = short[1:], shortRun
			default:
				sparse = sparse[1:]
			}
			for offset := range length {
				if !yield(s.first + from + offset) {
					return
				}
			}
		}
	}
}

// draw returns n distinct values below limit that are not taken, ascending.
func draw(rng *rand.Rand, n int, limit uint64, taken func(uint64) bool) []uint64 {
	var values []uint64
	for len(values) < n {
		for range n - len(values) {
			if v := rng.Uint64N(limit); !taken(v) {
				values = append(values, v)
			}
		}
		slices.Sort(values)
		values = slices.Compact(values)
	}
	return values
}

func contains(sorted []uint64, v uint64) bool {
	_, ok := slices.BinarySearch(sorted, v)
	return ok
}

// head returns where the first run of so many numbers starts, or the largest value when there is none.
func head(runs []uint64, length uint64) uint64 {
	if len(runs) == 0 {
		return math.MaxUint64
	}
	return runs[0] * length
}

// Bound returns the information content, in bytes, of a set that [Synthetic] makes with n numbers: no lossless format
// whose reader knows the model, but not the seed, needs fewer on average.
//
// Every choice the model makes is uniform or independent, so its entropy is a sum. For each plan of S numbers that is
// given l long runs, s short runs and m single numbers, the set costs
//
//	log2 C(S/10^4, l) + log2 C(S/10^3 - 10 l, s) + log2 C(S - 10^4 l - 10^3 s, m)
//
// bits, C being the binomial coefficient; l, s and m follow from n. Each symbol costs -sum(p log2 p). That two choices
// give the same numbers (ten short runs in place of a long one, a thousand single numbers in place of a short run) is
// too rare to matter.
func Bound(n int) float64 {
	bits := 0.0
	for _, s := range shares(n) {
		size, l, h, m := float64(s.size), float64(s.long), float64(s.short), float64(s.sparse)
		bits += log2Binomial(size/longRun, l)
		bits += log2Binomial(size/shortRun-l*longRun/shortRun, h)
		bits += log2Binomial(size-l*longRun-h*shortRun, m)
	}
	_, weights := symbols()
	for _, p := range weights {
		bits -= float64(n) * p * math.Log2(p)
	}
	return bits / 8
}

// log2Binomial returns the binary logarithm of n over k.
func log2Binomial(n, k float64) float64 {
	lnFactorial := func(x float64) float64 {
		v, _ := math.Lgamma(x + 1)
		return v
	}
	return (lnFactorial(n) - lnFactorial(k) - lnFactorial(n-k)) / math.Ln2
}
