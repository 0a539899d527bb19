package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"hangup/blocklist"
	"hangup/blocklist/phone"
	"hangup/cmd/hangup/terminal"
	"hangup/i18n"
)

// commandLine is what can be typed after the program's name. Flags may stand before or after the command.
type commandLine struct {
	Data   string `placeholder:"DIR"`
	Lang   string
	Region string

	Window windowCommand `cmd:"" default:"1"`
	Check  struct {
		JSON       bool     `name:"json"`
		TheyCalled bool     `xor:"direction"`
		Calling    bool     `xor:"direction"`
		Text       []string `arg:""`
	} `cmd:""`
	Trust trustCommand `cmd:""`
	Sync  struct {
		JSON         bool `name:"json"`
		LimitRate    string
		AcceptChange bool
	} `cmd:""`
	Packs packsCommand `cmd:""`
	Lists listsCommand `cmd:""`
	Said  saidCommand  `cmd:""`
	Ask   askCommand   `cmd:""`
	Told  toldCommand  `cmd:""`
	Allow struct {
		Remove bool `xor:"do"`
		List   bool `xor:"do"`
		Report bool
		JSON   bool     `name:"json"`
		Text   []string `arg:"" optional:""`
	} `cmd:""`
	Status struct {
		JSON bool `name:"json"`
	} `cmd:""`
	People    peopleCommand    `cmd:""`
	Diary     diaryCommand     `cmd:""`
	Setup     setupCommand     `cmd:""`
	Autostart autostartCommand `cmd:""`
	Help      struct{}         `cmd:""`
}

// run does what the command line asks for and returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	bundle, err := i18n.Load()
	if err != nil {
		fmt.Fprintln(errs, err)
		return terminal.ExitFailure
	}
	locales := []string{os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")}
	var line commandLine
	command, err := parse(&line, args)
	words := bundle.Words(append([]string{line.Lang}, locales...)...)
	switch {
	case err != nil:
		fmt.Fprintf(errs, "%s\n\n%s\n", words.ID("error.command_line"), words.ID("cli.usage"))
		return terminal.ExitNoNumber
	case command == "help":
		fmt.Fprintln(out, words.ID("cli.usage"))
		return terminal.ExitOK
	}
	region, err := parseRegion(line.Region)
	if err != nil {
		fmt.Fprintln(errs, words.Say(blocklist.Explain(err)))
		return terminal.ExitNoNumber
	}
	rate, err := parseRate(line.Sync.LimitRate)
	if err != nil {
		fmt.Fprintln(errs, words.Say(blocklist.Explain(err)))
		return terminal.ExitNoNumber
	}
	if command == "window" && hasDisplay() {
		switch err := line.Window.claim(ctx, line.Data); {
		case errors.Is(err, errHandedOver):
			return terminal.ExitOK
		case errors.Is(err, errNoAnswer):
			fmt.Fprintln(errs, words.Say(blocklist.Explain(err)))
			showFailure(words, blocklist.Explain(err))
			return terminal.ExitFailure
		}
		defer line.Window.door.Close()
	}
	p, err := open(ctx, options{
		dir: line.Data, region: region, guess: i18n.RegionOf(locales...), bundle: bundle,
		lang: line.Lang, locales: locales, in: in, out: out, errs: errs,
	})
	if err != nil {
		fmt.Fprintln(errs, words.Say(blocklist.Explain(err)))
		if command == "window" && hasDisplay() {
			showFailure(words, blocklist.Explain(err))
		}
		return terminal.ExitFailure
	}
	defer p.Close()
	p.keeper.Client.Limits.MaxRate = rate
	return p.run(ctx, command, &line)
}

// parse reads the command line and returns the command's name.
func parse(line *commandLine, args []string) (string, error) {
	if slices.ContainsFunc(args, func(a string) bool { return a == "-h" || a == "--help" }) {
		return "help", nil
	}
	parser, err := kong.New(line, kong.Name("hangup"), kong.NoDefaultHelp(), kong.Exit(func(int) {}))
	if err != nil {
		return "", fmt.Errorf("command line: %w", err)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return "", fmt.Errorf("command line: %w", err)
	}
	command, _, _ := strings.Cut(parsed.Command(), " ")
	return command, nil
}

// parseRate reads a number of bytes a second such as 32k or 1M, with k and M as powers of 1024; empty means no limit.
func parseRate(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	digits, unit := s, 1.0
	switch s[len(s)-1] {
	case 'k', 'K':
		digits, unit = s[:len(s)-1], 1<<10
	case 'm', 'M':
		digits, unit = s[:len(s)-1], 1<<20
	}
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil || !(n*unit >= 1 && n*unit <= 1<<40) {
		return 0, blocklist.Errorf(blocklist.Say("error.no_such_rate"), "rate of %.20q", s)
	}
	return int64(n * unit), nil
}

// readText returns the text of a command: its arguments, or for "-" standard input, which keeps it out of the system's
// list of commands. Of standard input it reads one byte more than most, so that too much is noticed.
func readText(arguments []string, in io.Reader, most int64) (string, error) {
	text := strings.Join(arguments, " ")
	if text != "-" {
		return text, nil
	}
	read, err := io.ReadAll(io.LimitReader(in, most+1))
	return string(read), err
}

// run runs one command and returns its exit code.
func (p *parts) run(ctx context.Context, command string, line *commandLine) int {
	t := p.terminal()
	switch command {
	case "check":
		direction := blocklist.TheyCalled
		if line.Check.Calling {
			direction = blocklist.Calling
		}
		t.Lost()
		text, err := readText(line.Check.Text, p.in, phone.MaxText)
		if err != nil {
			return t.Fail(err)
		}
		return t.Check(ctx, text, direction, line.Check.JSON)
	case "said":
		return line.Said.run(ctx, p, t)
	case "ask":
		return line.Ask.run(ctx, p, t)
	case "told":
		return line.Told.run(ctx, t)
	case "allow":
		text, err := readText(line.Allow.Text, p.in, phone.MaxText)
		if err != nil {
			return t.Fail(err)
		}
		o := line.Allow
		return t.Allow(ctx, text, terminal.AllowOptions{Remove: o.Remove, List: o.List, Report: o.Report, JSON: o.JSON})
	case "trust":
		return line.Trust.run(ctx, t)
	case "sync":
		return t.Sync(ctx, line.Sync.AcceptChange, line.Sync.JSON)
	case "packs":
		return line.Packs.run(ctx, t)
	case "lists":
		return line.Lists.run(ctx, t)
	case "people":
		return line.People.run(ctx, t)
	case "diary":
		return line.Diary.run(ctx, t, p.in)
	case "setup":
		return line.Setup.run(ctx, p, line.Data)
	case "autostart":
		return line.Autostart.run(p, line.Data)
	case "status":
		t.Lost()
		return t.Status(ctx, line.Status.JSON)
	}
	if err := p.window(ctx, line.Window); !errors.Is(err, errNoWindow) {
		if err != nil {
			return t.Fail(err)
		}
		return terminal.ExitOK
	}
	return t.InsteadOfWindow(ctx)
}
