// Command hangup-tuf is the client under test of the TUF conformance tests, over the code with which HangUp syncs.
//
//	hangup-tuf --metadata-dir DIR init ROOT
//	hangup-tuf --metadata-url URL --metadata-dir DIR refresh
//	hangup-tuf --metadata-url URL --metadata-dir DIR --target-name PATH --target-base-url URL --target-dir DIR download
//
// It exits with 0 when the command was done in full, and with 1 otherwise. Its readers are developers, so it speaks in
// errors, which it writes to standard error. Set HANGUP_DEBUG to see what it asks for again.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stderr, time.Now)
	stop()
	os.Exit(code)
}
