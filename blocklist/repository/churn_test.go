package repository_test

import (
	"testing"
	"time"

	"hangup/blocklist/repository"
)

func TestAllowedChange(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name   string
		had    int64
		passed time.Duration
		want   int64
	}{
		{"a day", 1_000_000, day, 120_000},
		{"a week: neither doubles nor halves", 1_000_000, 7 * day, 240_000},
		{"a month and a half: all of it", 1_000_000, 45 * day, 1_000_000},
		{"at once", 1_000_000, 0, 100_000},
		{"a clock set back", 1_000_000, -365 * day, 100_000},
		{"a small pack", 10_000, day, repository.FreeChange},
		{"a new pack", 0, day, repository.FreeChange},
	} {
		if got := repository.AllowedChange(c.had, c.passed); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
