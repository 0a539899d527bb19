package numsettest

import (
	"iter"
	"math/rand/v2"

	"hangup/blocklist/numset"
)

// Churn makes a list that changes from day to day: it has about N numbers, and every day one in Leaving of them is
// replaced by another. Within Days days no number comes back.
type Churn struct {
	N, Days, Leaving int
	Seed             uint64
}

// Day yields the numbers of a day, from 0 to Days, in ascending order: those of a larger [Synthetic] set that a window
// shows which moves on by the same share of it every day.
func (c Churn) Day(day int) iter.Seq[numset.Item] {
	step := 1 / float64(c.Leaving+c.Days)
	from := float64(day) * step
	to := from + float64(c.Leaving)*step
	return func(yield func(numset.Item) bool) {
		rng := rand.New(rand.NewPCG(c.Seed, 1<<32))
		for item := range Synthetic(c.N+c.N*c.Days/c.Leaving, c.Seed) {
			if at := rng.Float64(); at < from || at >= to {
				continue
			}
			if !yield(item) {
				return
			}
		}
	}
}
