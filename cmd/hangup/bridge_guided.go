package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/allow"
	"hangup/blocklist/check"
	"hangup/blocklist/store"
	"hangup/ui"
	"hangup/ui/handout"
)

// guided gives the window the checks and the recovery steps.
func (p *parts) guided() (ui.Guided, error) {
	checks, err := check.Read(assets.Checks())
	if err != nil {
		return ui.Guided{}, fmt.Errorf("the program's own checks: %w", err)
	}
	plans, err := check.ReadPlans(assets.Checks())
	if err != nil {
		return ui.Guided{}, fmt.Errorf("the program's own steps: %w", err)
	}
	return ui.Guided{
		Checks: checks, Plans: plans, Ticks: ticks{p.home}, Contacts: p.trusted,
		Print: func(_ context.Context, page handout.Page) (string, error) {
			return page.Write(allow.Folder(), time.Now())
		},
	}, nil
}

// trusted returns whom the person can trust, without the numbers of the own list.
func (p *parts) trusted(ctx context.Context) ([]blocklist.Contact, error) {
	saved, err := p.home.Contacts(ctx)
	if err != nil {
		return nil, err
	}
	var contacts []blocklist.Contact
	for _, c := range saved {
		if c.Kind == blocklist.ContactPerson || c.Kind == blocklist.ContactBank {
			contacts = append(contacts, c.Contact)
		}
	}
	return contacts, nil
}

// ticks keeps what was ticked off after a loss; it implements [ui.Ticks].
type ticks struct{ home *store.Home }

// Ticked implements [ui.Ticks].
func (t ticks) Ticked(ctx context.Context) ([]string, error) {
	kept, err := t.home.Ticks(ctx, store.PlanRecovery)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(kept))
	for id := range kept {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, nil
}

// Keep implements [ui.Ticks]. What stays ticked keeps its first time.
func (t ticks) Keep(ctx context.Context, ids []string) error {
	return t.home.KeepTicks(ctx, store.PlanRecovery, ids)
}
