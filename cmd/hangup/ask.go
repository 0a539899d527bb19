package main

import (
	"context"
	"fmt"

	"hangup/assets"
	"hangup/blocklist/check"
	"hangup/blocklist/script"
	"hangup/cmd/hangup/terminal"
)

// askCommand is `hangup ask`: the checks for somebody who is asked for something.
type askCommand struct{}

func (askCommand) run(ctx context.Context, p *parts, t *terminal.Terminal) int {
	checks, err := check.Read(assets.Checks())
	if err != nil {
		return t.Fail(fmt.Errorf("the program's own checks: %w", err))
	}
	library, err := script.Read(assets.Scripts())
	if err == nil {
		err = p.bundle.SetScripts(library.Texts())
	}
	if err != nil {
		return t.Fail(fmt.Errorf("the program's own scripts: %w", err))
	}
	t.Lost()
	return t.Ask(ctx, checks, library)
}
