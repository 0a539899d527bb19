package terminal

import (
	"context"

	"hangup/blocklist"
)

// ListsOptions name lists, by name or ID, to change.
type ListsOptions struct {
	Mute, Unmute []string
	JSON         bool
}

// Lists mutes lists and takes that back, and shows the followed lists with their IDs.
func (t *Terminal) Lists(ctx context.Context, o ListsOptions) int {
	err := t.mute(ctx, o.Mute, true)
	if err == nil {
		err = t.mute(ctx, o.Unmute, false)
	}
	if err != nil {
		return t.fail(err, o.JSON)
	}
	if o.JSON {
		return t.Status(ctx, true)
	}
	followed, err := t.Keeper.Status(ctx)
	if err != nil {
		return t.fail(err, false)
	}
	for _, f := range followed {
		t.line("%s  %s", f.List.ID, f.List.Card.Name)
		if f.List.Muted {
			t.say(blocklist.Say("list.muted"))
		}
	}
	if len(followed) == 0 {
		t.say(blocklist.Say("list.none.title"))
	}
	return ExitOK
}

func (t *Terminal) mute(ctx context.Context, names []string, muted bool) error {
	for _, name := range names {
		f, err := t.Keeper.Find(ctx, name)
		if err == nil {
			err = t.Keeper.Mute(ctx, f.ID, muted)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
