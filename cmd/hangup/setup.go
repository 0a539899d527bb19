package main

import (
	"context"

	"hangup/blocklist/store"
	"hangup/cmd/hangup/terminal"
)

// setupCommand is `hangup setup`.
type setupCommand struct {
	Save string `xor:"do" required:""`
	Open string `xor:"do" required:""`
	Undo bool   `xor:"do" required:""`
	Yes  bool
}

// run does what the command says and returns the exit code. Whether the program starts with the computer, the system
// knows best: that is read from there before, and put in force there afterwards.
func (c *setupCommand) run(ctx context.Context, p *parts, data string) int {
	t := p.terminal()
	start, err := newAutostart(data)
	if err != nil {
		return t.Fail(err)
	}
	on, err := start.On()
	if err != nil {
		return t.Fail(err)
	}
	if err := p.home.ChangeSettings(ctx, func(s *store.Settings) { s.StartsWithComputer = on }); err != nil {
		return t.Fail(err)
	}
	code := c.do(ctx, t)
	after, err := p.home.Settings(ctx)
	if err == nil && after.StartsWithComputer != on {
		err = start.Set(after.StartsWithComputer)
	}
	if err != nil {
		return t.Fail(err)
	}
	return code
}

func (c *setupCommand) do(ctx context.Context, t *terminal.Terminal) int {
	switch {
	case c.Save != "":
		return t.SaveSetup(ctx, c.Save)
	case c.Open != "":
		return t.OpenSetup(ctx, c.Open, c.Yes)
	}
	return t.UndoSetup(ctx, c.Yes)
}
