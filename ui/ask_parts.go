package ui

import (
	"context"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/ui/handout"
)

// Guided is what leads a person through a call and, after a loss, through the steps that still help.
type Guided struct {
	Checks *check.Checks
	Plans  *check.Plans
	Ticks  Ticks
	// Contacts returns the person's people and banks, each in their order.
	Contacts func(ctx context.Context) ([]blocklist.Contact, error)
	// Print writes a page into a folder where the person finds it and returns the file's path. An error is a
	// [blocklist.Error].
	Print func(ctx context.Context, page handout.Page) (path string, err error)
	// Rest waits and reports whether the time is over, or returns false when ctx ends first. Nil stands for a real wait.
	Rest func(ctx context.Context, d time.Duration) (over bool)
}

// Ticks keeps what the person ticked off after a loss. Nothing is kept before the first tick.
type Ticks interface {
	// Ticked returns what is ticked, in any order.
	Ticked(ctx context.Context) ([]string, error)
	// Keep makes these the ticked ones, and forgets all others.
	Keep(ctx context.Context, ids []string) error
}

func (g Guided) rest(ctx context.Context, d time.Duration) (over bool) {
	if g.Rest != nil {
		return g.Rest(ctx, d)
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
