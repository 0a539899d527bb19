package main

import (
	"context"

	"hangup/blocklist"
	"hangup/cmd/hangup/terminal"
)

// peopleCommand is `hangup people`.
type peopleCommand struct {
	Add    bool     `xor:"do"`
	Bank   bool     `xor:"do"`
	Remove int      `xor:"do"`
	JSON   bool     `name:"json"`
	Text   []string `arg:"" optional:""`
}

func (c *peopleCommand) run(ctx context.Context, t *terminal.Terminal) int {
	switch {
	case c.Add:
		return t.AddPerson(ctx, blocklist.ContactPerson, c.Text)
	case c.Bank:
		return t.AddPerson(ctx, blocklist.ContactBank, c.Text)
	case c.Remove != 0:
		return t.RemovePerson(ctx, c.Remove)
	}
	return t.People(ctx, c.JSON)
}
