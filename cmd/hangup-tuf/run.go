package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"hangup/blocklist/update"
)

// options are the flags, which stand before the command.
type options struct {
	metadataDir, metadataURL              string
	targetName, targetBaseURL, targetsDir string
}

// run does what the command line asks for and returns the exit code.
func run(ctx context.Context, args []string, errs io.Writer, now func() time.Time) int {
	var o options
	flags := flag.NewFlagSet("hangup-tuf", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&o.metadataDir, "metadata-dir", "", "`folder` of the trusted metadata")
	flags.StringVar(&o.metadataURL, "metadata-url", "", "`address` of the published metadata")
	flags.StringVar(&o.targetName, "target-name", "", "target `path` of the file to download")
	flags.StringVar(&o.targetBaseURL, "target-base-url", "", "`address` of the published target files")
	flags.StringVar(&o.targetsDir, "target-dir", "", "`folder` for downloaded target files")
	if err := flags.Parse(args); err != nil {
		return 1
	}
	client := &update.Metadata{Dir: o.metadataDir, URL: o.metadataURL, Now: now, Log: logger(errs)}
	if err := o.do(ctx, client, flags.Args()); err != nil {
		fmt.Fprintln(errs, "hangup-tuf:", err)
		return 1
	}
	return 0
}

func (o *options) do(ctx context.Context, client *update.Metadata, command []string) error {
	switch {
	case o.metadataDir == "":
		return errors.New("--metadata-dir is missing")
	case len(command) == 2 && command[0] == "init":
		root, err := os.ReadFile(command[1])
		if err != nil {
			return err
		}
		if err := os.MkdirAll(o.metadataDir, 0o700); err != nil {
			return err
		}
		return client.Init(root)
	case o.metadataURL == "":
		return errors.New("--metadata-url is missing")
	case len(command) == 1 && command[0] == "refresh":
		return client.Refresh(ctx)
	case len(command) == 1 && command[0] == "download":
		if o.targetName == "" || o.targetBaseURL == "" || o.targetsDir == "" {
			return errors.New("--target-name, --target-base-url or --target-dir is missing")
		}
		return client.Download(ctx, o.targetName, o.targetBaseURL, o.targetsDir)
	}
	return fmt.Errorf("no such command: %q", command)
}

func logger(errs io.Writer) *slog.Logger {
	if os.Getenv("HANGUP_DEBUG") == "" {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(errs, nil))
}
