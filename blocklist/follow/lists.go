package follow

import (
	"context"
	"fmt"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// Errors about one of the followed lists.
var (
	ErrNoSuchList = &blocklist.Error{Message: blocklist.Say("error.lists.unknown")}
	ErrSameName   = &blocklist.Error{Message: blocklist.Say("error.lists.same_name")} // several have the name
	ErrSameCard   = &blocklist.Error{Message: blocklist.Say("error.card.same")}       // the card is the list's own
	ErrNotRefused = &blocklist.Error{Message: blocklist.Say("error.lists.not_refused")}
)

// Find returns the followed list of an ID or of a name, in which the case of letters does not matter. It fails with
// [ErrNoSuchList], or with [ErrSameName].
func (k *Keeper) Find(ctx context.Context, nameOrID string) (store.Followed, error) {
	followed, err := k.Home.Followed(ctx)
	if err != nil {
		return store.Followed{}, fmt.Errorf("follow: %w", err)
	}
	var found []store.Followed
	for _, f := range followed {
		if f.ID == nameOrID {
			return f, nil
		}
		if sameName(f.Card.Name, nameOrID) {
			found = append(found, f)
		}
	}
	switch len(found) {
	case 0:
		return store.Followed{}, ErrNoSuchList
	case 1:
		return found[0], nil
	}
	return store.Followed{}, ErrSameName
}

func sameName(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// Mute decides whether a list counts in verdicts. It is kept current either way.
func (k *Keeper) Mute(ctx context.Context, id string, muted bool) error {
	if err := k.Home.SetMuted(ctx, id, muted); err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	k.changed(ctx)
	return nil
}

// Namesake returns the followed list whose name a card bears, but whose root is another, or nil: then the card may be
// its new one, or that of a cheat.
func (k *Keeper) Namesake(ctx context.Context, card *repository.Card) (*store.Followed, error) {
	followed, err := k.Home.Followed(ctx)
	if err != nil {
		return nil, fmt.Errorf("follow: %w", err)
	}
	var namesake *store.Followed
	for _, f := range followed {
		if f.ID == store.IDOf(card) {
			return nil, nil // followed already: at most its address is new
		}
		if namesake == nil && sameName(f.Card.Name, card.Name) {
			namesake = &f
		}
	}
	return namesake, nil
}

// Replace puts a card in the place of that of a followed list, after checking that its root metadata is valid: for a
// maker who lost the root keys. A person must have compared the fingerprint before. The list keeps its place, and its
// old numbers until the first sync under the new card succeeds. That sync may change ever so much.
func (k *Keeper) Replace(ctx context.Context, id string, card *repository.Card) (store.Followed, error) {
	k.syncing.Lock()
	defer k.syncing.Unlock()
	if err := k.Client.Trust(card); err != nil {
		return store.Followed{}, fmt.Errorf("follow: %w", err)
	}
	next := store.IDOf(card)
	if _, err := k.Home.FollowedList(ctx, next); err == nil {
		return store.Followed{}, ErrSameCard
	}
	old, err := k.Home.FollowedList(ctx, id)
	if err != nil {
		return store.Followed{}, fmt.Errorf("follow: %w", err)
	}
	f, err := k.Home.Replace(ctx, id, card)
	if err != nil {
		return store.Followed{}, fmt.Errorf("follow: %w", err)
	}
	if old.Replaces == "" {
		return f, nil
	}
	if f.ID == f.Replaces { // back to the card whose numbers are in use
		f.Replaces = ""
		if err := k.Home.Replaced(ctx, f.ID); err != nil {
			return store.Followed{}, fmt.Errorf("follow: %w", err)
		}
	}
	return f, k.forget(ctx, old.ID) // of which not all was ever synced
}

// replaced removes the old numbers of a list whose new card was synced.
func (k *Keeper) replaced(ctx context.Context, f store.Followed) error {
	if err := k.forget(ctx, f.Replaces); err != nil {
		return err
	}
	if err := k.Home.Replaced(ctx, f.ID); err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	return nil
}

// AcceptChange lets the next sync take the edition of a list that the last one refused with [update.ErrChange]. A
// person must have read the figures before: an edition that came out since is refused again, with its own.
func (k *Keeper) AcceptChange(ctx context.Context, id string) error {
	last, err := k.Home.LastSync(ctx, id)
	if err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	version, refused := update.RefusedVersion(last.Message)
	if !refused {
		return ErrNotRefused
	}
	if err := k.Home.Accept(ctx, id, version); err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	return nil
}

// AcceptChanges is [Keeper.AcceptChange] for every list that was refused, and fails with [ErrNotRefused] when none was.
func (k *Keeper) AcceptChanges(ctx context.Context) error {
	statuses, err := k.Status(ctx)
	if err != nil {
		return err
	}
	refused := false
	for _, s := range statuses {
		if s.Refused {
			refused = true
			if err := k.AcceptChange(ctx, s.List.ID); err != nil {
				return err
			}
		}
	}
	if !refused {
		return ErrNotRefused
	}
	return nil
}
