package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/alecthomas/kong"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/maker"
	"hangup/blocklist/starter"
	"hangup/i18n"
)

// Exit codes, for scripts.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2 // the command line was not understood
)

// commandLine is what can be typed after the program's name. Flags may stand before or after the command.
type commandLine struct {
	Dir  string `default:"list" env:"HANGUP_LIST"`
	Lang string
	JSON bool `name:"json"`

	Init   initCommand   `cmd:""`
	Import importCommand `cmd:""`
	Learn  learnCommand  `cmd:""`
	Build  buildCommand  `cmd:""`
	Sign   signCommand   `cmd:""`
	Card   cardCommand   `cmd:""`
	Serve  serveCommand  `cmd:""`
	Verify verifyCommand `cmd:""`
	Status statusCommand `cmd:""`
	Help   helpCommand   `cmd:""`

	Publish   publishCommand   `cmd:""`
	Schedule  scheduleCommand  `cmd:""`
	Rotate    rotateCommand    `cmd:""`
	AddSigner addSignerCommand `cmd:""`
}

// command is one thing the program can do.
type command interface {
	run(ctx context.Context, p *program) error
}

// program is what commands work with.
type program struct {
	dir   string
	json  bool
	words *i18n.Words
	in    io.Reader
	out   io.Writer // answers
	errs  io.Writer // questions, progress and errors
	o     maker.Options
}

// run does what the command line asks for and returns the exit code. workFactor is as in [maker.Options].
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer, workFactor int) int {
	bundle, err := i18n.Load()
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitFailure
	}
	var line commandLine
	do, err := parse(&line, args)
	p := &program{
		dir: line.Dir, json: line.JSON, in: in, out: out, errs: errs,
		words: bundle.Words(line.Lang, os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")),
	}
	if err != nil {
		return p.fail(err)
	}
	first, err := starter.Read(assets.Starter())
	if err != nil {
		return p.fail(fmt.Errorf("starter list: %w", err))
	}
	log := slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: logLevel()}))
	p.o = maker.Options{Never: first.Never, Now: time.Now, Log: log, WorkFactor: workFactor}
	if err := do.run(ctx, p); err != nil {
		return p.fail(err)
	}
	return exitOK
}

// errCommandLine is for what kong could not read; its cause is kong's own sentence, in English.
var errCommandLine = &blocklist.Error{Message: blocklist.Say("error.maker.command_line")}

// errStopped is for a person who pressed Ctrl-C.
var errStopped = &blocklist.Error{Message: blocklist.Say("error.maker.stopped")}

// parse reads the command line. A request for help anywhere in it is a command of its own.
func parse(line *commandLine, args []string) (command, error) {
	if i := slices.IndexFunc(args, func(a string) bool { return a == "-h" || a == "--help" }); i >= 0 {
		topic := ""
		if i > 0 {
			topic = args[0]
		}
		return &helpCommand{Command: topic}, nil
	}
	if len(args) == 0 {
		return &helpCommand{}, nil
	}
	parser, err := kong.New(line, kong.Name("hangup-list"), kong.NoDefaultHelp(), kong.Exit(func(int) {}))
	if err != nil {
		return nil, fmt.Errorf("command line: %w", err)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return nil, blocklist.Errorf(errCommandLine.Message, "%w", err)
	}
	do, ok := parsed.Selected().Target.Addr().Interface().(command)
	if !ok {
		return nil, fmt.Errorf("command line: %s does nothing", parsed.Command())
	}
	return do, nil
}

// maker opens the list in the folder given.
func (p *program) maker(ctx context.Context) (*maker.Maker, error) {
	return maker.Open(ctx, p.dir, p.o)
}

// say writes sentences, a line each.
func (p *program) say(messages ...blocklist.Message) {
	for _, m := range messages {
		fmt.Fprintln(p.out, p.words.Say(m))
	}
}

// answer writes a report as JSON when that was asked for, and else the sentences.
func (p *program) answer(report any, messages ...blocklist.Message) error {
	if p.json {
		return writeJSON(p.out, report)
	}
	p.say(messages...)
	return nil
}

// fail tells an error: a sentence, and below it the cause, since list makers can read one.
func (p *program) fail(err error) int {
	if errors.Is(err, context.Canceled) {
		err = errStopped
	}
	m := blocklist.Explain(err)
	if p.json {
		report := map[string]any{"error": map[string]string{
			"id": m.ID, "text": p.words.Say(m), "cause": cause(err),
		}}
		if err := writeJSON(p.out, report); err != nil {
			fmt.Fprintln(p.errs, err)
		}
	} else {
		fmt.Fprintln(p.errs, p.words.Say(m))
		if c := cause(err); c != "" {
			fmt.Fprintf(p.errs, "  (%s)\n", c)
		}
	}
	if errors.Is(err, errCommandLine) {
		return exitUsage
	}
	return exitFailure
}

// cause returns what lies behind the sentence of an error, or nothing when the sentence says it all.
func cause(err error) string {
	var e *blocklist.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if e.Err == nil {
		return ""
	}
	return e.Err.Error()
}

// logLevel is silent about all but trouble, unless HANGUP_DEBUG is set.
func logLevel() slog.Level {
	if os.Getenv("HANGUP_DEBUG") != "" {
		return slog.LevelDebug
	}
	return slog.LevelError
}
