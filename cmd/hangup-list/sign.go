package main

import (
	"context"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// signCommand signs and publishes the newest edition.
type signCommand struct {
	PassphraseFile string `type:"existingfile"`
	Root           bool
}

func (c *signCommand) run(ctx context.Context, p *program) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	ask, err := p.asker(ctx, c.PassphraseFile)
	if err != nil {
		return err
	}
	signed, err := m.Sign(ctx, maker.Signing{Ask: ask, RenewRoot: c.Root})
	if err != nil {
		return err
	}
	said := []blocklist.Message{
		{ID: "maker.sign.done", Args: blocklist.Args{"Edition": signed.Edition, "Dir": m.Public()}},
		{ID: "maker.sign.roles", Args: blocklist.Args{"Roles": strings.Join(signed.Roles, ", ")}},
		{ID: "maker.sign.until", Args: blocklist.Args{"Date": signed.Until.Local()}},
	}
	if len(signed.Roles) == 0 {
		said[1] = blocklist.Say("maker.sign.nothing")
	}
	return p.answer(signed, said...)
}
