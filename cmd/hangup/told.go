package main

import (
	"context"
	"fmt"

	"hangup/assets"
	"hangup/blocklist/check"
	"hangup/cmd/hangup/terminal"
)

// toldCommand is `hangup told`: the steps for somebody who told, paid or handed over something.
type toldCommand struct{}

func (toldCommand) run(ctx context.Context, t *terminal.Terminal) int {
	plans, err := check.ReadPlans(assets.Checks())
	if err != nil {
		return t.Fail(fmt.Errorf("the program's own steps: %w", err))
	}
	t.Lost()
	return t.Told(ctx, plans)
}
