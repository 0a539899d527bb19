package main

import (
	"context"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// initCommand makes a new list.
type initCommand struct {
	Name           string `required:""`
	URL            string `name:"url" required:""`
	PassphraseFile string `type:"existingfile"`
}

func (c *initCommand) run(ctx context.Context, p *program) error {
	passphrase, err := p.newPassphrase(ctx, c.PassphraseFile)
	if err != nil {
		return err
	}
	config := maker.Config{Name: c.Name, URL: c.URL}
	if err := maker.Init(ctx, p.dir, config, passphrase, p.o); err != nil {
		return err
	}
	return p.answer(config,
		blocklist.Message{ID: "maker.init.done", Args: blocklist.Args{"Dir": p.dir}},
		blocklist.Say("maker.init.keys"),
		blocklist.Say("maker.next.import"))
}
