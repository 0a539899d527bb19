package main

import (
	"bytes"
	"context"
	"errors"
	"log"
	"log/slog"
	"os"
	"runtime"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/phone"
	"hangup/i18n"
	"hangup/ui"
)

// appID names the program to the desktop, as in FyneApp.toml.
const appID = "app.hangup.HangUp"

// errNoWindow means that this machine cannot show a window.
var errNoWindow = errors.New("no display")

// window shows the window until it is closed. Without a display it returns errNoWindow; without OpenGL, which shows
// only after the toolkit has started, it goes on in the terminal and ends the program from there.
func (p *parts) window(ctx context.Context) error {
	if !hasDisplay() {
		return errNoWindow
	}
	watch := &windowWatch{log: p.log, failed: make(chan struct{})}
	log.SetOutput(watch)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-watch.failed:
			code := p.terminal().InsteadOfWindow(ctx)
			p.Close()
			os.Exit(code)
		case <-ctx.Done():
		}
	}()
	defer func() {
		// The toolkit panics when it has no display server to talk to, after it logged why.
		if r := recover(); r != nil {
			if !watch.hasFailed() {
				panic(r)
			}
			select {} // the terminal goes on, and ends the program
		}
	}()
	return p.showWindow(ctx)
}

func hasDisplay() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// showFailure tells in a window why the program cannot start, to a person who sees no terminal.
func showFailure(words *i18n.Words, why blocklist.Message) {
	w := app.NewWithID(appID).NewWindow(words.ID("app.name"))
	ui.ShowFailure(w, words, why)
	w.Resize(fyne.NewSize(800, 400))
	w.ShowAndRun()
}

// showWindow opens the window and runs the toolkit until the window is closed.
func (p *parts) showWindow(ctx context.Context) error {
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.AppIconPNG()))
	w := a.NewWindow(p.words.ID("app.name"))
	w.SetMaster()
	parts, err := p.uiParts(ctx)
	if err != nil {
		return err
	}
	content := ui.New(ctx, w, parts)
	w.Resize(fyne.NewSize(1100, 700))
	a.Lifecycle().SetOnStarted(func() { go p.keeper.Run(ctx, content.ListsChanged) })
	stop := context.AfterFunc(ctx, func() { fyne.Do(a.Quit) })
	defer stop()
	w.ShowAndRun()
	return nil
}

// uiParts gives the window what it needs.
func (p *parts) uiParts(ctx context.Context) (ui.Parts, error) {
	saved, err := p.home.Settings(ctx)
	if err != nil {
		return ui.Parts{}, err
	}
	region, err := p.desk.Region(ctx)
	if err != nil {
		return ui.Parts{}, err
	}
	start := ui.Preferences{Language: p.words.Language().Code, TextSize: saved.TextSize, Region: region}
	return ui.Parts{
		Words: p.bundle, Checker: p.desk, Lists: lists{p.keeper}, Own: ownList{p.own()}, Settings: settings{p, start},
		Hotlines: p.hotlines, Countries: phone.Regions(), Notices: p.notices, Start: start, Log: p.log,
	}, nil
}

// windowWatch takes the toolkit's log and notices when it says that no window can be made, for it tells nobody else.
type windowWatch struct {
	log    *slog.Logger
	once   sync.Once
	failed chan struct{}
}

// Write implements [io.Writer] for package log.
func (w *windowWatch) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte("window creation error")) || bytes.Contains(line, []byte("failed to initialise GLFW")) {
		w.once.Do(func() { close(w.failed) })
	}
	w.log.Debug("toolkit", "says", string(bytes.TrimSpace(line)))
	return len(line), nil
}

func (w *windowWatch) hasFailed() bool {
	select {
	case <-w.failed:
		return true
	default:
		return false
	}
}
