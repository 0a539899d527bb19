package main

import (
	"context"
	"fmt"

	"hangup/blocklist"
)

// helpCommand explains the program, or one of its commands.
type helpCommand struct {
	Command string `arg:"" optional:""`
}

var usages = map[string]string{
	"":       "maker.usage.overview",
	"init":   "maker.usage.init",
	"import": "maker.usage.import",
	"learn":  "maker.usage.learn",
	"build":  "maker.usage.build",
	"sign":   "maker.usage.sign",
	"card":   "maker.usage.card",
	"serve":  "maker.usage.serve",
	"verify": "maker.usage.verify",
	"status": "maker.usage.status",

	"publish":    "maker.usage.publish",
	"schedule":   "maker.usage.schedule",
	"rotate":     "maker.usage.rotate",
	"add-signer": "maker.usage.add_signer",
}

func (c *helpCommand) run(_ context.Context, p *program) error {
	id, ok := usages[c.Command]
	if !ok {
		id = usages[""]
	}
	_, err := fmt.Fprintln(p.out, p.words.Say(blocklist.Say(id)))
	return err
}
