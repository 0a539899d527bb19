package main

import (
	"context"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// rotateCommand replaces a key.
type rotateCommand struct {
	newKeyFlags
	Key maker.Key `arg:""`
}

// addSignerCommand adds a key to the root or targets role.
type addSignerCommand struct {
	newKeyFlags
	Threshold int
	Role      string `arg:"" enum:"root,targets"`
}

// newKeyFlags are those of both commands.
type newKeyFlags struct {
	PassphraseFile    string `type:"existingfile"`
	NewPassphraseFile string `type:"existingfile"`
	Request           string
}

func (c *rotateCommand) run(ctx context.Context, p *program) error {
	return c.newKey(ctx, p, c.Key != maker.KeyOnline, func(m *maker.Maker, n maker.NewKey) (maker.Rotated, error) {
		return m.Rotate(ctx, c.Key, n)
	})
}

func (c *addSignerCommand) run(ctx context.Context, p *program) error {
	return c.newKey(ctx, p, true, func(m *maker.Maker, n maker.NewKey) (maker.Rotated, error) {
		return m.AddSigner(ctx, c.Role, c.Threshold, n)
	})
}

// newKey makes a key by do, and tells what came of it.
func (c *newKeyFlags) newKey(
	ctx context.Context, p *program, encrypted bool, do func(*maker.Maker, maker.NewKey) (maker.Rotated, error),
) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	n := maker.NewKey{Offline: c.Request != ""}
	if n.Ask, err = p.asker(ctx, c.PassphraseFile); err != nil {
		return err
	}
	if encrypted {
		file := c.NewPassphraseFile
		if file == "" {
			file = c.PassphraseFile
		}
		if n.Passphrase, err = p.newPassphrase(ctx, file); err != nil {
			return err
		}
	}
	done, err := do(m, n)
	if err != nil {
		return err
	}
	said := []blocklist.Message{{ID: "maker.rotate.done", Args: blocklist.Args{"Key": string(done.Key)}}}
	if done.Request != nil {
		if err := writeRequest(c.Request, done.Request); err != nil {
			return err
		}
		said[0].ID = "maker.rotate.made"
		said = append(said, requested(c.Request)...)
	}
	if s := done.Signed; s != nil {
		said = append(said,
			blocklist.Message{ID: "maker.sign.roles", Args: blocklist.Args{"Roles": strings.Join(s.Roles, ", ")}},
			blocklist.Say("maker.next.publish"))
	}
	if strings.HasPrefix(string(done.Key), "root-") {
		said = append(said, blocklist.Message{ID: "maker.rotate.move", Args: blocklist.Args{"Key": string(done.Key)}})
	}
	return p.answer(done, said...)
}
