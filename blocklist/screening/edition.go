package screening

import (
	"context"
	"fmt"
	"time"

	"hangup/blocklist"
)

// oldAfter is how long a list counts as fresh: as long as its maker's signature does.
const oldAfter = 30 * 24 * time.Hour

// Edition returns the newest edition of the followed lists that count, or the starter's when none was synced yet.
func (d *Desk) Edition(ctx context.Context) (blocklist.Edition, error) {
	muted, err := d.Home.Muted(ctx)
	if err != nil {
		return blocklist.Edition{}, fmt.Errorf("screening: %w", err)
	}
	editions, err := d.List.Editions(ctx, muted...)
	if err != nil {
		return blocklist.Edition{}, fmt.Errorf("screening: %w", err)
	}
	newest := d.Starter.Edition
	for _, e := range editions {
		if newest.Version == 0 || e.Date.After(newest.Date) {
			newest = e
		}
	}
	return newest, nil
}

// Age says in a sentence what list answers are made from and how old it is. An old list is still used.
func (d *Desk) Age(e blocklist.Edition) blocklist.Message {
	switch {
	case e.Version == 0:
		return blocklist.Say("list.only_starter")
	case d.Now().Sub(e.Date) > oldAfter:
		return blocklist.Message{ID: "list.old", Args: blocklist.Args{"Date": e.Date, "Count": int(e.Entries)}}
	}
	return blocklist.Message{ID: "list.fresh", Args: blocklist.Args{"Date": e.Date, "Count": int(e.Entries)}}
}
