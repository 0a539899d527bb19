package follow

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"hangup/blocklist/store"
)

const (
	// headStart is how much earlier than the schedule says a list is synced when the program starts: a computer that is
	// on for an hour a day, not always the same one, still syncs daily.
	headStart = 12 * time.Hour
	// lookAgain is how often, on average, the clock and the schedule are looked at: a computer may have slept, and
	// somebody may have chosen otherwise. It varies, so that those who follow a list do not all ask its server together.
	lookAgain = time.Hour
	// retries is how many times in one period a sync that fails is tried.
	retries = 4
)

// Due returns when the followed lists are to be synced next by the person's schedule; ok is false when that is only by
// hand, or no list is followed. A list that was never synced is due at once.
func (k *Keeper) Due(ctx context.Context) (due time.Time, ok bool, err error) {
	settings, err := k.Home.Settings(ctx)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("follow: %w", err)
	}
	every := settings.Schedule.Every()
	followed, err := k.Home.Followed(ctx)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("follow: %w", err)
	}
	if every == 0 || len(followed) == 0 {
		return time.Time{}, false, nil
	}
	for _, f := range followed {
		last, err := k.Home.LastSync(ctx, f.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return time.Time{}, false, fmt.Errorf("follow: %w", err)
		}
		one := last.At.Add(every)
		if !last.OK && !last.At.IsZero() {
			one = last.At.Add(every / retries)
		}
		if last.At.After(k.Now()) { // the clock was wrong then
			one = k.Now()
		}
		if due.IsZero() || one.Before(due) {
			due = one
		}
	}
	return due, true, nil
}

// Run syncs the followed lists as often as the person's schedule says, for as long as ctx lasts: soon after the start of
// the program when that is nearly due, and then at another minute on each computer. By a schedule that says only by hand
// it does nothing until that is changed. synced, which may be nil, is called after each sync.
func (k *Keeper) Run(ctx context.Context, synced func()) {
	pause := time.NewTimer(0)
	defer pause.Stop()
	early := headStart
	for {
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
		if k.syncIfDue(ctx, early) && synced != nil {
			synced()
		}
		pause.Reset(lookAgain/2 + rand.N(lookAgain))
		early = 0
	}
}

// syncIfDue syncs when that is due, or will be within early, and reports whether it did.
func (k *Keeper) syncIfDue(ctx context.Context, early time.Duration) bool {
	due, ok, err := k.Due(ctx)
	if err != nil {
		k.Log.Warn("schedule not read", "error", err)
	}
	if err != nil || !ok || k.Now().Before(due.Add(-early)) {
		return false
	}
	if _, err := k.SyncAll(ctx, nil); err != nil && !errors.Is(err, ErrNoLists) {
		k.Log.Warn("background sync failed", "error", err)
	}
	return true
}
