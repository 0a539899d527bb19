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
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver/desktop"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/people"
	"hangup/blocklist/phone"
	"hangup/i18n"
	"hangup/ui"
)

// appID names the program to the desktop, as in FyneApp.toml.
const appID = "app.hangup.HangUp"

// windowCommand opens the window; it is what the program does when nothing else is asked of it.
type windowCommand struct {
	// Hidden starts the program without showing the window, as at the start of the computer. Where the desktop shows no
	// icons, the next start of the program brings the window forward.
	Hidden bool
	// Check opens the check of a number at once.
	Check bool

	door *instance `kong:"-"`
}

// handOverPatience is how long the program that runs may take to come forward before it is said to hang.
const handOverPatience = 6 * time.Second

// claim makes this the only program with a window for the data folder of the command line, and must come before
// anything in that folder is opened. The errors that matter are those of the function claim; on any other the window
// opens without that safeguard, and whoever opens the folder next says what is wrong with it.
func (c *windowCommand) claim(ctx context.Context, data string) error {
	if data == "" {
		dir, err := dataDir()
		if err != nil {
			return err
		}
		data = dir
	}
	var err error
	c.door, err = claim(ctx, data, request{Show: !c.Hidden, Check: c.Check}, handOverPatience)
	return err
}

// errNoWindow means that this machine cannot show a window.
var errNoWindow = errors.New("no display")

// window shows the window until it is closed. Without a display it returns errNoWindow; without OpenGL, which shows
// only after the toolkit has started, it goes on in the terminal and ends the program from there.
func (p *parts) window(ctx context.Context, how windowCommand) error {
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
			how.door.Close()
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
	return p.showWindow(ctx, how)
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

// showWindow opens the window and runs the toolkit until the window is closed, or, with an icon in the tray, until the
// program is ended there.
func (p *parts) showWindow(ctx context.Context, how windowCommand) error {
	reader, err := p.newReader(ctx)
	if err != nil {
		return err
	}
	defer reader.wait()
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.AppIconPNG()))
	w := a.NewWindow(p.words.ID("app.name"))
	w.SetMaster()
	parts, err := p.uiParts(ctx)
	if err != nil {
		return err
	}
	var content *ui.App
	s := newSyncs(func(ctx context.Context) { p.keeper.Run(ctx, content.ListsChanged) }, time.Now)
	t := p.newTray(a, w, s, how)
	parts.Settings = trayedSettings{parts.Settings, p.bundle, t}
	parts.Speaker = reader
	content = ui.New(ctx, w, parts)
	w.Resize(fyne.NewSize(1100, 700))
	w.SetCloseIntercept(func() { t.closes(w) })
	a.Lifecycle().SetOnStarted(func() {
		go s.Run(ctx)
		go how.door.serve(func(r request) { fyne.DoAndWait(func() { comply(w, r) }) })
	})
	stop := context.AfterFunc(ctx, func() { fyne.Do(a.Quit) })
	defer stop()
	if !how.Hidden {
		comply(w, request{Show: true, Check: how.Check})
	}
	a.Run()
	return nil
}

// comply does what a start of the program asks of the window.
func comply(w fyne.Window, r request) {
	if r.Check {
		openCheck(w)
	}
	if r.Show || r.Check {
		w.Show()
		w.RequestFocus()
	}
}

// openCheck opens the check of a number from wherever the person is, by the keys that every screen keeps: Escape goes
// back, on the first screen does nothing, and 2 is the key of the check there.
func openCheck(w fyne.Window) {
	const deepest = 64 // screens on top of each other
	c := w.Canvas()
	for range deepest {
		c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	}
	c.OnTypedRune()('2')
	if field, ok := c.Focused().(desktop.Keyable); ok {
		field.KeyUp(&fyne.KeyEvent{Name: fyne.Key2}) // or the field waits for the key to be let go
	}
}

// newTray puts the icon beside the clock where the desktop can show one, else it returns nil. When the program was
// started hidden, the desktop may get to its icons only later.
func (p *parts) newTray(a fyne.App, w fyne.Window, s *syncs, how windowCommand) *tray {
	app, ok := a.(desktop.App)
	if !ok || !trayShown(trayPatience) && !(how.Hidden && trayPossible(trayPatience)) {
		return nil
	}
	t := &tray{
		app: app, words: p.words, syncs: s, quit: a.Quit,
		open:   func() { comply(w, request{Show: true}) },
		check:  func() { comply(w, request{Check: true}) },
		beside: func() bool { return how.Hidden || startsWithComputer() },
	}
	t.show()
	return t
}

// startsWithComputer reports whether somebody set the program to be at hand all the time.
func startsWithComputer() bool {
	on, err := autostart{}.On()
	return err == nil && on
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
	if _, err := p.library(ctx); err != nil {
		return ui.Parts{}, err
	}
	guided, err := p.guided()
	if err != nil {
		return ui.Parts{}, err
	}
	setup, err := p.newWindowSetup()
	if err != nil {
		return ui.Parts{}, err
	}
	start := ui.Preferences{Language: p.words.Language().Code, TextSize: saved.TextSize, Region: region}
	return ui.Parts{
		Words: p.bundle, Checker: p.desk, Lists: lists{p.keeper}, Own: ownList{p.own()}, Settings: settings{p, start},
		People: trustedPeople{&people.Book{Desk: p.desk}}, Setup: setup, Diary: callDiary{p},
		Hotlines: p.hotlines, Countries: phone.Regions(), Notices: p.notices, Start: start, Log: p.log,
		Guided: guided, Library: p.tricks.Library, Call: caller(openLink),
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
