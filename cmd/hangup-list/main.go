// Command hangup-list makes a list: it turns complaints into a signed repository of static files.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"hangup/blocklist/maker"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, maker.DefaultWorkFactor)
	stop()
	os.Exit(code)
}
