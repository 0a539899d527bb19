package update_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

// complaints returns so many items as the complaints of one country make: numbers spread over the plan, and most of
// them reported once.
func complaints(n int) []numset.Item {
	rng := rand.New(rand.NewPCG(1, 2))
	items := make([]numset.Item, 0, n+n/50)
	for range cap(items) {
		reports := 1 + int(rng.ExpFloat64()*0.3)
		items = append(items, numset.Item{
			Number: 12_000_000_000 + rng.Uint64N(8_000_000_000),
			Symbol: blocklist.Entry{
				Category: blocklist.Category(rng.IntN(13)), Strength: blocklist.StrengthOf(reports, false),
				Reports: blocklist.ReportsOf(reports), LastSeen: blocklist.MonthOf(start) - blocklist.Month(rng.IntN(3)),
			}.Symbol(),
		})
	}
	slices.SortFunc(items, func(a, b numset.Item) int { return cmp.Compare(a.Number, b.Number) })
	items = slices.CompactFunc(items, func(a, b numset.Item) bool { return a.Number == b.Number })
	return items[:n]
}

// BenchmarkFirstSync measures a first sync over loopback, with the pack applied, for as many numbers as 90 days of
// complaints to the US Federal Trade Commission name, and for the sync after it that finds no news.
func BenchmarkFirstSync(b *testing.B) {
	for _, n := range []int{299_000, 1_000_000} {
		w := newWorld(b)
		w.partLen = repository.MaxPart
		w.setItems("1", slices.Values(complaints(n)), n)
		w.publish()
		b.Run(fmt.Sprintf("numbers=%d", n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				must(b, w.list.RemoveList(b.Context(), w.follow.ID))
				must(b, os.RemoveAll(filepath.Join(w.client.TrustDir, w.follow.ID)))
				b.StartTimer()
				result, err := w.syncCodes(b.Context(), nil, "1")
				must(b, err)
				b.ReportMetric(float64(result.Bytes), "bytes")
			}
		})
		b.Run(fmt.Sprintf("no-news/numbers=%d", n), func(b *testing.B) {
			for b.Loop() {
				result, err := w.syncCodes(b.Context(), nil, "1")
				must(b, err)
				b.ReportMetric(float64(result.Bytes), "bytes")
			}
		})
	}
}
