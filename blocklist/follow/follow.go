// Package follow keeps the followed lists current: which lists, which of their packs, when, and how it went last.
//
// Package update knows how one list is synced; this package knows the person's choices. It runs in the background and
// never stands in the way of a check, which always uses the newest edition that arrived whole.
package follow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"hangup/blocklist"
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
	// Changed, if set, is called when what lists bring, or which of them count, may have changed.
	Changed func(context.Context)

	syncing sync.Mutex
}

func (k *Keeper) changed(ctx context.Context) {
	if k.Changed != nil {
		k.Changed(context.WithoutCancel(ctx))
	}
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
	Edition  *blocklist.Edition // of the numbers in use; nil before the first sync
	LastSync *store.SyncReport  // nil before the first sync
	// Supplements are what the list brought beside numbers.
	Supplements map[repository.Kind]store.Supplement
	// Refused is true when the last sync failed since the edition changes too much; see [Keeper.AcceptChange].
	Refused bool
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
	f, err := k.Home.FollowedList(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("follow: %w", err)
	}
	if err := k.Home.Unfollow(ctx, id); err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	defer k.changed(ctx)
	return k.forget(ctx, id, f.Replaces)
}

// forget removes the numbers and the metadata of lists.
func (k *Keeper) forget(ctx context.Context, ids ...string) error {
	for _, id := range ids {
		if id == "" {
			continue
		}
		if err := k.List.RemoveList(ctx, id); err != nil {
			return fmt.Errorf("follow: %w", err)
		}
		if err := k.Client.Forget(id); err != nil {
			return fmt.Errorf("follow: %w", err)
		}
	}
	return nil
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
		id := cmp.Or(f.Replaces, f.ID)
		if s.Edition, err = k.edition(ctx, id); err != nil {
			return nil, err
		}
		if s.Supplements, err = k.List.Supplements(ctx, id); err != nil {
			return nil, fmt.Errorf("follow: %w", err)
		}
		if last, err := k.Home.LastSync(ctx, f.ID); err == nil {
			s.LastSync = &last
			_, s.Refused = update.RefusedVersion(last.Message)
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, fmt.Errorf("follow: %w", err)
		}
		statuses = append(statuses, s)
	}
	return statuses, nil
}

// edition returns the edition of a list in list.db, or nil when it was never synced.
func (k *Keeper) edition(ctx context.Context, id string) (*blocklist.Edition, error) {
	edition, err := k.List.Edition(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && edition.Version == 0:
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("follow: %w", err)
	}
	return &edition, nil
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
	w, err := k.wishes(ctx)
	if err != nil {
		return nil, err
	}
	defer k.changed(ctx)
	reports := make([]Report, 0, len(followed))
	for _, f := range followed {
		r := k.sync(ctx, f, w, progress)
		saved := store.SyncReport{At: k.Now(), OK: r.OK, Message: r.Message}
		if err := k.Home.SaveSync(context.WithoutCancel(ctx), f.ID, saved); err != nil {
			return reports, fmt.Errorf("follow: %w", err)
		}
		reports = append(reports, r)
	}
	return reports, nil
}

func (k *Keeper) sync(ctx context.Context, f store.Followed, w wishes, progress func(update.Progress)) Report {
	result, err := k.syncOne(ctx, f, w, progress)
	r := Report{List: f, OK: err == nil, Result: result}
	switch {
	case err != nil:
		k.Log.Warn("sync failed", "list", f.ID, "error", err)
		r.Message = blocklist.Explain(err)
	case len(result.Notes) > 0:
		r.Message = result.Notes[0]
	case len(result.Changed) == 0 && len(result.Supplements) > 0:
		r.Message = blocklist.Say("sync.news")
	case len(result.Changed) == 0:
		r.Message = blocklist.Say("sync.no_news")
	default:
		r.Message = blocklist.Message{ID: "sync.done", Args: blocklist.Args{"Count": int(result.Edition.Entries)}}
	}
	return r
}

// syncOne syncs a list and does what was waiting for it.
func (k *Keeper) syncOne(
	ctx context.Context, f store.Followed, w wishes, progress func(update.Progress),
) (update.Result, error) {
	codes, options := w.codes(), []update.Option{update.Accept(f.Accepted)}
	switch {
	case f.Replaces != "": // what is in use goes with this sync, so all of it is needed
		held, err := k.List.Packs(ctx, f.Replaces)
		if err != nil {
			return update.Result{}, fmt.Errorf("follow: %w", err)
		}
		for _, p := range held {
			codes = append(codes, p.Code)
		}
	case w.metered:
		codes = slices.DeleteFunc(codes, func(code string) bool { return code != w.home })
		options = append(options, update.Only())
	}
	result, err := k.Client.Sync(ctx, f, codes, progress, options...)
	if err != nil {
		return result, err
	}
	ctx = context.WithoutCancel(ctx)
	if f.Accepted != 0 {
		if err := k.Home.Accept(ctx, f.ID, 0); err != nil {
			return result, fmt.Errorf("follow: %w", err)
		}
	}
	if f.Replaces != "" {
		return result, k.replaced(ctx, f)
	}
	return result, nil
}
