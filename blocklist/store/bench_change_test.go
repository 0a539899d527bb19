package store_test

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkChange counts what a day's deltas change, for as many numbers as the flag says.
func BenchmarkChange(b *testing.B) {
	days := newDays(b, *numbers)
	yesterday := &world{n: *numbers}
	for _, d := range days {
		yesterday.packs = append(yesterday.packs, d.Before)
	}
	dir := b.TempDir()
	if err := yesterday.apply(b.Context(), filepath.Join(dir, "list.db")); err != nil {
		b.Fatal(err)
	}
	l := openList(b, dir, options())
	for b.Loop() {
		for _, d := range days {
			delta, err := os.Open(d.Delta)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := l.Change(b.Context(), listA.ID, d.After, 1, delta); err != nil {
				b.Fatal(err)
			}
			delta.Close()
		}
	}
}
