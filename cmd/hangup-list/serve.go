package main

import (
	"context"
	"net"

	"hangup/blocklist"
)

// serveCommand serves the public folder.
type serveCommand struct {
	Addr string `default:"127.0.0.1:8080"`
}

var errListen = &blocklist.Error{Message: blocklist.Say("error.maker.listen")}

func (c *serveCommand) run(ctx context.Context, p *program) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return blocklist.Errorf(errListen.Message, "%w", err)
	}
	address := "http://" + listener.Addr().String()
	err = p.answer(map[string]string{"url": address},
		blocklist.Message{ID: "maker.serve.address", Args: blocklist.Args{"Dir": m.Public(), "Address": address}},
		blocklist.Say("maker.serve.stop"))
	if err != nil {
		return err
	}
	return m.Serve(ctx, listener)
}
