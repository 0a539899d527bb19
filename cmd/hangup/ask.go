package main

import (
	"context"
	"fmt"

	"hangup/assets"
	"hangup/blocklist/check"
	"hangup/cmd/hangup/terminal"
)

// askCommand is `hangup ask`: the checks for somebody who is asked for something.
type askCommand struct{}

func (askCommand) run(ctx context.Context, p *parts, t *terminal.Terminal) int {
	checks, err := check.Read(assets.Checks())
	if err != nil {
		return t.Fail(fmt.Errorf("the program's own checks: %w", err))
	}
	library, err := p.library(ctx)
	if err != nil {
		return t.Fail(err)
	}
	t.Lost()
	return t.Ask(ctx, checks, library)
}
