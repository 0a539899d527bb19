// Package follow keeps the followed lists current: which lists, which of their packs, when, and how it went last.
//
// Package update knows how one list is synced; this package knows the person's choices. It runs in the background and
// never stands in the way of a check, which always uses the newest edition that arrived whole.
package follow

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/phone"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// ErrNoLists is returned by [Keeper.SyncAll] when no list is followed.
var ErrNoLists = &blocklist.Error{Message: blocklist.Say("error.sync.no_lists")}

// Keeper follows lists. It is safe for concurrent use; syncs run one at a time.
type Keeper struct {
	Client *update.Client
	List   *store.List
	Home   *store.Home
	// Region returns the country the person lives in.
	Region func(context.Context) (blocklist.Region, error)
	Now    func() time.Time
	Log    *slog.Logger

	syncing sync.Mutex
}

// Report is how the sync of one list went.
type Report struct {
	List   store.Followed
	OK     bool
	Result update.Result
	// Message says what happened and, after a failure, what to do.
	Message blocklist.Message
}

// Status is what is known about one followed list.
type Status struct {
	List     store.Followed
	Edition  *blocklist.Edition // nil before the first sync
	LastSync *store.SyncReport  // nil before the first sync
}

// Follow starts to follow the list of a card, after checking that its root metadata is valid.
func (k *Keeper) Follow(ctx context.Context, card *repository.Card) (store.Followed, error) {
	if err := k.Client.Trust(card); err != nil {
		return store.Followed{}, err
	}
	return k.Home.Follow(ctx, card)
}

// Unfollow stops following a list and forgets its numbers.
func (k *Keeper) Unfollow(ctx context.Context, id string) error {
	k.syncing.Lock()
	defer k.syncing.Unlock()
	if err := k.Home.Unfollow(ctx, id); err != nil {
		return err
	}
	if err := k.List.RemoveList(ctx, id); err != nil {
		return err
	}
	return k.Client.Forget(id)
}

// Status returns every followed list in the order they were added.
func (k *Keeper) Status(ctx context.Context) ([]Status, error) {
	followed, err := k.Home.Followed(ctx)
	if err != nil {
		return nil, fmt.Errorf("follow: %w", err)
	}
	statuses := make([]Status, 0, len(followed))
	for _, f := range followed {
		s := Status{List: f}
		if edition, err := k.List.Edition(ctx, f.ID); err == nil {
			s.Edition = &edition
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, fmt.Errorf("follow: %w", err)
		}
		if last, err := k.Home.LastSync(ctx, f.ID); err == nil {
			s.LastSync = &last
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, fmt.Errorf("follow: %w", err)
		}
		statuses = append(statuses, s)
	}
	return statuses, nil
}

// SyncAll syncs every followed list and reports on each, in the order they were added. A list that fails does not
// stop the others, and its old edition stays in use. progress may be nil.
func (k *Keeper) SyncAll(ctx context.Context, progress func(update.Progress)) ([]Report, error) {
	k.syncing.Lock()
	defer k.syncing.Unlock()
	followed, err := k.Home.Followed(ctx)
	if err != nil {
		return nil, fmt.Errorf("follow: %w", err)
	}
	if len(followed) == 0 {
		return nil, ErrNoLists
	}
	codes, err := k.codes(ctx)
	if err != nil {
		return nil, err
	}
	reports := make([]Report, 0, len(followed))
	for _, f := range followed {
		r := k.sync(ctx, f, codes, progress)
		saved := store.SyncReport{At: k.Now(), OK: r.OK, Message: r.Message}
		if err := k.Home.SaveSync(context.WithoutCancel(ctx), f.ID, saved); err != nil {
			return reports, fmt.Errorf("follow: %w", err)
		}
		reports = append(reports, r)
	}
	return reports, nil
}

func (k *Keeper) sync(ctx context.Context, f store.Followed, codes []string, progress func(update.Progress)) Report {
	result, err := k.Client.Sync(ctx, f, codes, progress)
	r := Report{List: f, OK: err == nil, Result: result}
	switch {
	case err != nil:
		k.Log.Warn("sync failed", "list", f.ID, "error", err)
		r.Message = blocklist.Explain(err)
	case len(result.Changed) == 0:
		r.Message = blocklist.Say("sync.no_news")
	default:
		r.Message = blocklist.Message{ID: "sync.done", Args: blocklist.Args{"Count": int(result.Edition.Entries)}}
	}
	return r
}

// codes returns the calling codes whose numbers the person wants: of their own country and of those they hear from.
// While no country is known that is nil, which means all.
func (k *Keeper) codes(ctx context.Context) ([]string, error) {
	home, err := k.Region(ctx)
	if err != nil {
		return nil, fmt.Errorf("follow: %w", err)
	}
	settings, err := k.Home.Settings(ctx)
	if err != nil {
		return nil, fmt.Errorf("follow: %w", err)
	}
	var codes []string
	for _, r := range append([]blocklist.Region{home}, settings.HearsFrom...) {
		if code := phone.CallingCode(r); code != "" {
			codes = append(codes, code)
		}
	}
	return codes, nil
}

// Run syncs at once and then daily, each time at another random minute so that the people who follow a list do not
// all ask its server together. It returns when ctx ends. synced, which may be nil, is called after each sync.
func (k *Keeper) Run(ctx context.Context, synced func()) {
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
		if _, err := k.SyncAll(ctx, nil); err != nil && !errors.Is(err, ErrNoLists) {
			k.Log.Warn("background sync failed", "error", err)
		}
		if synced != nil {
			synced()
		}
		pause.Reset(24*time.Hour + rand.N(time.Hour))
	}
}
