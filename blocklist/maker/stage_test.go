package maker_test

import (
	"cmp"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// However little of a file is held in memory, the same comes of it.
func TestStageAddsUpFilesOfAnyLength(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var file []maker.Report
	for range 5000 {
		code := []int{1, 7, 44, 852}[rng.IntN(4)]
		seen := maker.Day(20_000 + rng.IntN(100))
		file = append(file, maker.Report{
			Code: code, Number: uint64(code)*1_000_000_000 + rng.Uint64N(900), Reports: 1 + rng.IntN(3),
			Category: blocklist.Category(rng.IntN(4)), Official: rng.IntN(50) == 0, First: seen - 3, Last: seen,
		})
	}
	// The same, the slow way.
	var want []maker.Report
	for _, r := range file {
		i := slices.IndexFunc(want, func(w maker.Report) bool { return w.Number == r.Number })
		if i < 0 {
			want = append(want, r)
			continue
		}
		w := &want[i]
		if w.Category == 0 || r.Category != 0 && r.Last > w.Last {
			w.Category = r.Category
		}
		w.Reports += r.Reports
		w.Official = w.Official || r.Official
		w.First, w.Last = min(w.First, r.First), max(w.Last, r.Last)
	}
	slices.SortFunc(want, func(a, b maker.Report) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Number, b.Number))
	})
	for _, limit := range []int{len(file) + 1, len(file), 1000, 7} {
		dir := filepath.Join(t.TempDir(), "runs")
		got, runs, err := maker.Staged(t.Context(), dir, limit, file)
		if err != nil {
			t.Fatal(err)
		}
		if runs != len(file)/limit {
			t.Errorf("%d runs of %d reports", runs, limit)
		}
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("limit %d: %d numbers, want %d; number %d differs: %+v", limit, len(got), len(want), i, got[min(i, len(got)-1)])
			}
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("limit %d: the folder of the runs is still there: %v", limit, err)
		}
	}
}
