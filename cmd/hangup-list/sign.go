package main

import (
	"context"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// signCommand signs and publishes the newest edition, here or with keys on another machine.
type signCommand struct {
	PassphraseFile string `type:"existingfile"`
	Root           bool
	Request        string `xor:"offline"`
	Sign           string `xor:"offline"`
	Response       string `xor:"offline"`
	Key            string
	Yes            bool
}

func (c *signCommand) run(ctx context.Context, p *program) error {
	switch {
	case c.Request != "":
		return c.request(ctx, p)
	case c.Sign != "":
		return c.sign(ctx, p)
	case c.Response != "":
		return c.respond(ctx, p)
	}
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
	return p.answer(signed, signedWords(m, signed)...)
}

func signedWords(m *maker.Maker, signed maker.Signed) []blocklist.Message {
	said := []blocklist.Message{
		{ID: "maker.sign.done", Args: blocklist.Args{"Edition": signed.Edition, "Dir": m.Public()}},
		{ID: "maker.sign.roles", Args: blocklist.Args{"Roles": strings.Join(signed.Roles, ", ")}},
		{ID: "maker.sign.until", Args: blocklist.Args{"Date": signed.Until.Local()}},
	}
	if len(signed.Roles) == 0 {
		said[1] = blocklist.Say("maker.sign.nothing")
	}
	return said
}
