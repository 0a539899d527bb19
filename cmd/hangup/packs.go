package main

import (
	"context"

	"hangup/cmd/hangup/terminal"
)

// packsCommand is `hangup packs`.
type packsCommand struct {
	Add     []string `placeholder:"CC"`
	Remove  []string `placeholder:"CC"`
	Metered string   `enum:"on,off," default:""`
	JSON    bool     `name:"json"`
}

func (c *packsCommand) run(ctx context.Context, t *terminal.Terminal) int {
	return t.Packs(ctx, terminal.PacksOptions{Add: c.Add, Remove: c.Remove, Metered: c.Metered, JSON: c.JSON})
}

// listsCommand is `hangup lists`. Names may hold commas.
type listsCommand struct {
	Mute   []string `sep:"none"`
	Unmute []string `sep:"none"`
	JSON   bool     `name:"json"`
}

func (c *listsCommand) run(ctx context.Context, t *terminal.Terminal) int {
	return t.Lists(ctx, terminal.ListsOptions{Mute: c.Mute, Unmute: c.Unmute, JSON: c.JSON})
}

// trustCommand is `hangup trust`.
type trustCommand struct {
	Card    string `arg:""`
	Replace string `xor:"how"`
	Beside  bool   `xor:"how"`
	Yes     bool
}

func (c *trustCommand) run(ctx context.Context, t *terminal.Terminal) int {
	return t.Trust(ctx, c.Card, terminal.TrustOptions{Replace: c.Replace, Beside: c.Beside, Yes: c.Yes})
}
