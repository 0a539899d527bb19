package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/text/language"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/blocklist/screening"
	"hangup/blocklist/starter"
	"hangup/blocklist/store"
	"hangup/blocklist/tricks"
	"hangup/blocklist/update"
	"hangup/cmd/hangup/terminal"
	"hangup/i18n"
)

// options are what the command line and the environment decide.
type options struct {
	dir           string           // data folder; empty means the system's place for it
	region, guess blocklist.Region // the country for this run, and the one to assume
	bundle        *i18n.Bundle
	lang          string // language for this run
	locales       []string
	in            io.Reader
	out, errs     io.Writer
}

// parts are the opened stores and everything wired to them.
type parts struct {
	options
	log    *slog.Logger
	list   *store.List
	home   *store.Home
	desk   *screening.Desk
	keeper *follow.Keeper
	tricks *tricks.Shelf
	words  *i18n.Words
	// notices are what the person should know from the start: that a damaged file was set aside.
	notices []blocklist.Message
}

// open opens the stores in the data folder and wires the parts.
func open(ctx context.Context, o options) (*parts, error) {
	p := &parts{options: o, log: slog.New(slog.NewTextHandler(o.errs, &slog.HandlerOptions{Level: logLevel()}))}
	if p.dir == "" {
		dir, err := dataDir()
		if err != nil {
			return nil, err
		}
		p.dir = dir
	}
	first, err := starter.Read(assets.Starter())
	if err != nil {
		return nil, fmt.Errorf("starter list: %w", err)
	}
	so := store.Options{Log: p.log, Now: time.Now}
	if p.home, err = p.openHome(ctx, so); err != nil {
		return nil, err
	}
	if so.Synced, err = p.home.Synced(ctx); err != nil {
		return nil, errors.Join(err, p.home.Close())
	}
	if p.list, err = store.OpenList(ctx, filepath.Join(p.dir, "list.db"), so); err != nil {
		return nil, errors.Join(err, p.home.Close())
	}
	if notice := p.list.Notice(); notice != nil {
		p.notices = append(p.notices, *notice)
	}
	p.desk = &screening.Desk{Starter: first, List: p.list, Home: p.home, Guess: p.guess, Now: time.Now}
	p.desk.Override(p.region)
	p.keeper = &follow.Keeper{
		Client: &update.Client{
			List: p.list, TrustDir: filepath.Join(p.dir, "trust"), Now: time.Now, BuildTime: newest(buildTime(), first.Edition.Date), Log: p.log,
		},
		List: p.list, Home: p.home, Region: p.desk.Region, Now: time.Now, Log: p.log, Changed: p.newScripts,
	}
	p.tricks = &tricks.Shelf{
		Own: assets.Scripts(), Made: newest(buildTime(), first.Edition.Date), List: p.list, Home: p.home,
		Texts: p.bundle.SetScripts, Log: p.log,
	}
	settings, err := p.home.Settings(ctx)
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	p.words = p.bundle.Words(append([]string{p.lang, settings.Language}, p.locales...)...)
	return p, nil
}

// openHome opens home.db. When it cannot be read it was set aside, and an empty one takes its place, with a notice.
func (p *parts) openHome(ctx context.Context, o store.Options) (*store.Home, error) {
	path := filepath.Join(p.dir, "home.db")
	home, err := store.OpenHome(ctx, path, o)
	if errors.Is(err, store.ErrHomeDamaged) {
		p.notices = append(p.notices, blocklist.Explain(err))
		return store.OpenHome(ctx, path, o)
	}
	return home, err
}

// Close closes the stores.
func (p *parts) Close() error { return errors.Join(p.list.Close(), p.home.Close()) }

func (p *parts) terminal() *terminal.Terminal {
	return &terminal.Terminal{
		Words: p.words, Desk: p.desk, Keeper: p.keeper, Notices: p.notices,
		Fingerprints: fingerprintWords(p.words.Language().Code), In: p.in, Out: p.out, Err: p.errs, Log: p.log,
	}
}

// dataDir returns the folder for the program's data by the XDG base directory specification, and the system's own
// place on macOS and Windows.
func dataDir() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) && runtime.GOOS == "linux" {
		return filepath.Join(dir, "hangup"), nil
	}
	home, err := os.UserHomeDir()
	if runtime.GOOS == "linux" && err == nil {
		return filepath.Join(home, ".local", "share", "hangup"), nil
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return "", blocklist.Errorf(blocklist.Say("error.no_data_folder"), "%w", err)
	}
	return filepath.Join(config, "HangUp"), nil
}

// logLevel is silent about all but trouble, unless HANGUP_DEBUG is set.
func logLevel() slog.Level {
	if os.Getenv("HANGUP_DEBUG") != "" {
		return slog.LevelDebug
	}
	return slog.LevelError
}

// buildTime returns when the program's source was committed, as the Go tool recorded it, or the zero time. It keeps a
// clock with a dead battery from turning time back before the program existed.
func buildTime() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			if t, err := time.Parse(time.RFC3339, s.Value); err == nil {
				return t
			}
		}
	}
	return time.Time{}
}

func newest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// parseRegion reads the country of the command line; empty is allowed.
func parseRegion(s string) (blocklist.Region, error) {
	if s == "" {
		return "", nil
	}
	region, err := language.ParseRegion(strings.ToUpper(s))
	if err != nil || !region.IsCountry() || len(region.String()) != 2 {
		return "", blocklist.Errorf(blocklist.Say("error.no_such_region"), "region of %d bytes", len(s))
	}
	return blocklist.Region(region.String()), nil
}
