package update_test

import (
	"slices"
	"testing"

	"hangup/blocklist/repository"
	"hangup/blocklist/update"
)

func TestCheapestWay(t *testing.T) {
	delta := func(from, to, bytes int64) repository.Delta {
		return repository.Delta{From: from, To: to, Bytes: bytes, Parts: 1}
	}
	var (
		ab, bc, cd   = delta(1, 2, 1000), delta(2, 3, 1000), delta(3, 4, 1000)
		ac, ad, late = delta(1, 3, 1200), delta(1, 4, 9000), delta(4, 5, 1)
	)
	tests := map[string]struct {
		deltas []repository.Delta
		from   int64
		bytes  int64 // of the whole stream
		want   []repository.Delta
	}{
		"no deltas":                     {nil, 3, 100_000, nil},
		"nothing here yet":              {[]repository.Delta{ab, bc, cd}, 0, 100_000, nil},
		"one step":                      {[]repository.Delta{ab, bc, cd}, 3, 100_000, []repository.Delta{cd}},
		"a chain":                       {[]repository.Delta{cd, bc, ab}, 1, 100_000, []repository.Delta{ab, bc, cd}},
		"a shortcut":                    {[]repository.Delta{ab, bc, cd, ac}, 1, 100_000, []repository.Delta{ac, cd}},
		"a long one that costs more":    {[]repository.Delta{ad, ab, bc, cd}, 1, 100_000, []repository.Delta{ab, bc, cd}},
		"the whole stream is cheaper":   {[]repository.Delta{ad}, 1, 9000, nil},
		"a gap":                         {[]repository.Delta{ab, cd}, 1, 100_000, nil},
		"an edition that was left out":  {[]repository.Delta{ac, cd}, 2, 100_000, nil},
		"the same edition, other bytes": {[]repository.Delta{ab, bc, cd}, 4, 100_000, nil},
		"one that leads past the pack":  {[]repository.Delta{late}, 4, 100_000, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := &repository.Pack{Edition: 4, Bytes: test.bytes, Parts: 1, Deltas: test.deltas}
			if got := update.Cheapest(p, test.from); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
