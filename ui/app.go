package ui

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hangup/blocklist"
	"hangup/i18n"
	"hangup/ui/look"
)

// App is the content of the window: the bar, the screen below it, and the way back.
type App struct {
	ctx    context.Context
	window fyne.Window
	parts  Parts
	chosen Preferences
	words  *i18n.Words

	root *fyne.Container
	page *look.Page
	// visits are the screens from the first to the one that is shown.
	visits []*visit
	keys   map[rune]func()
	held   held
	aloud  aloud
	opened time.Time // when the newest screen was

	notices []blocklist.Message
	home    homeFacts
	lists   listFacts

	unsaved atomic.Pointer[Preferences] // the newest preferences
	saving  sync.Mutex
}

// screen is one screen as it was built.
type screen struct {
	content []fyne.CanvasObject
	foot    fyne.CanvasObject // stays below the page, or nil
	focus   fyne.Focusable    // where the keyboard starts, if anywhere
	keys    map[rune]func()   // '\n' stands for Return where nothing has the focus
}

// visit is a stay on one screen. Building the screen again shows the same state in another language or size.
type visit struct {
	name    string // one of the screen names, or empty
	ctx     context.Context
	leave   context.CancelFunc
	build   func() screen
	shown   func()   // reads again what the screen tells, when the person comes back to it; may be nil
	control int      // which control has the focus while another screen is shown, or -1
	offset  float32  // how far the page is scrolled while another screen is shown
	written *written // the call that was written down from here, or nil
}

// The screens that others need to know of.
const (
	screenLanguages = "languages"
	screenLists     = "lists"
	screenList      = "list"
	screenPacks     = "packs"
	screenSaid      = "said"
	screenTricks    = "tricks"
	screenTrick     = "trick"
)

// New fills the window and shows the first screen. Work that was started ends with ctx. It must be called on the
// toolkit's main goroutine.
func New(ctx context.Context, window fyne.Window, parts Parts) *App {
	a := &App{ctx: ctx, window: window, parts: parts, chosen: parts.Start, notices: slices.Clone(parts.Notices)}
	a.words = parts.Words.Words(a.chosen.Language)
	a.chosen.TextSize = look.TextSize(a.chosen.TextSize)
	fyne.CurrentApp().Settings().SetTheme(look.New(a.chosen.TextSize))
	a.root = container.New(barAbove{})
	window.SetPadded(false)
	window.SetTitle(a.words.ID("app.name"))
	c := window.Canvas()
	c.SetOnTypedKey(a.typedKey)
	c.SetOnTypedRune(a.typedRune)
	a.addShortcuts(c)
	window.SetContent(a.root)
	a.open(a.homeScreen)
	a.loadHome()
	language := a.words.Language().Code
	a.do(ctx, func(context.Context) func() {
		warmUp(language)
		return func() {}
	})
	return a
}

// ListsChanged tells the window that a sync ended which it did not start. It may be called from any goroutine.
func (a *App) ListsChanged() {
	fyne.Do(func() {
		a.loadHome()
		a.loadLists()
		a.tricksChanged()
	})
}

// open shows a screen on top of the one that is shown.
func (a *App) open(build func() screen) {
	a.remember()
	ctx, leave := context.WithCancel(a.ctx)
	a.opened = a.parts.now()
	a.visits = append(a.visits, &visit{ctx: ctx, leave: leave, build: build, control: -1})
	a.show()
}

// back leaves the screen that is shown; the first one is never left.
func (a *App) back() { a.backTo(len(a.visits) - 2) }

// backTo leaves every screen above the one with an index.
func (a *App) backTo(index int) {
	if index < 0 {
		return
	}
	for _, v := range a.visits[index+1:] {
		v.leave()
	}
	a.visits = a.visits[:index+1]
	a.show()
	if again := a.top().shown; again != nil {
		again()
	}
}

func (a *App) top() *visit { return a.visits[len(a.visits)-1] }

// remember notes where on the screen the person is.
func (a *App) remember() {
	if a.page == nil {
		return
	}
	v := a.top()
	v.offset = a.page.Offset()
	v.control = slices.Index(look.Controls(a.root), a.window.Canvas().Focused())
}

// rebuild builds the shown screen again, in place.
func (a *App) rebuild() {
	a.remember()
	a.show()
}

// show builds the screen on top and puts the person where they were on it.
func (a *App) show() {
	v := a.top()
	a.window.Canvas().Unfocus()
	s := v.build()
	a.page, a.keys = look.NewPage(a.withNotices(s.content)...), s.keys
	a.root.Objects = []fyne.CanvasObject{a.page, a.newBar()}
	if s.foot != nil {
		a.root.Objects = append(a.root.Objects, s.foot)
	}
	a.root.Refresh()
	a.hushIfLeft()
	focus := s.focus
	if controls := look.Controls(a.root); v.control >= 0 && v.control < len(controls) {
		focus = controls[v.control]
	}
	if focus != nil {
		a.window.Canvas().Focus(focus)
	}
	a.page.ScrollTo(v.offset)
	if v.control < 0 && !takesText(focus) && !a.page.Shows(focus) {
		a.window.Canvas().Unfocus() // a new page is read from its top, and nothing is pressed that is not seen
		return
	}
	a.page.RevealFocus(focus)
}

// takesText reports whether what has the focus is a field.
func takesText(f fyne.Focusable) bool {
	_, ok := f.(interface{ IgnoreHeld(rune) })
	return ok
}

func (a *App) newBar() fyne.CanvasObject {
	acts := look.BarActs{
		Smaller:  func() { a.setTextSize(a.chosen.TextSize - look.TextStep) },
		Larger:   func() { a.setTextSize(a.chosen.TextSize + look.TextStep) },
		Language: a.openLanguages,
		Aloud:    a.readAloud,
	}
	if len(a.visits) > 1 {
		acts.Back = a.back
	}
	bar, aloud := look.Bar(look.BarWords{
		Name: a.words.ID("app.name"), Back: a.words.ID("app.back"), Aloud: a.words.ID("desktop.aloud"),
		Smaller: a.words.ID("app.smaller"), Larger: a.words.ID("app.larger"), Language: a.words.Language().Name,
	}, acts, a.chosen.TextSize)
	a.aloud.button = aloud
	a.showReading()
	return bar
}

// withNotices puts what the person must be told once above the screen, whichever it is.
func (a *App) withNotices(content []fyne.CanvasObject) []fyne.CanvasObject {
	var above []fyne.CanvasObject
	for i, n := range a.notices {
		above = append(above, look.Calm(look.IconKnown, look.NewText(look.Body, a.words.Say(n)),
			look.Row(look.NewButton("", a.words.ID("app.understood"), func() {
				a.notices = slices.Delete(a.notices, i, i+1)
				a.top().control = -1
				a.show()
			}))))
	}
	return append(above, content...)
}

// tell shows a sentence above the screen until the person puts it away.
func (a *App) tell(m blocklist.Message) {
	if !slices.ContainsFunc(a.notices, func(n blocklist.Message) bool { return n.ID == m.ID }) {
		a.notices = append(a.notices, m)
		a.top().offset = 0
		a.show()
	}
}

func (a *App) typedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		if !a.hush() {
			a.back()
		}
	case fyne.KeyF1:
		if !a.held.still(aloudKey, a.parts.now()) {
			a.readAloud()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if a.parts.now().Sub(a.opened) >= heldFor { // else it is held down since the screen before
			a.typedRune('\n')
		}
	case fyne.KeyPageDown:
		a.page.ScrollBy(1)
	case fyne.KeyPageUp:
		a.page.ScrollBy(-1)
	case fyne.KeyHome:
		a.page.ScrollBy(-1e6)
	case fyne.KeyEnd:
		a.page.ScrollBy(1e6)
	case fyne.KeyDown, fyne.KeyRight:
		a.window.Canvas().FocusNext()
	case fyne.KeyUp, fyne.KeyLeft:
		a.window.Canvas().FocusPrevious()
	}
}

func (a *App) typedRune(r rune) {
	act := a.keys[r]
	if act == nil || a.held.still(r, a.parts.now()) {
		return
	}
	act()
	if field, ok := a.window.Canvas().Focused().(interface{ IgnoreHeld(rune) }); ok {
		field.IgnoreHeld(r)
	}
}

func (a *App) setTextSize(size int) {
	if size = look.TextSize(size); size != a.chosen.TextSize {
		a.chosen.TextSize = size
		a.remember()
		fyne.CurrentApp().Settings().SetTheme(look.New(size))
		a.show()
		a.save()
	}
}

func (a *App) setLanguage(code string) {
	a.chosen.Language = code
	a.words = a.parts.Words.Words(code)
	a.window.SetTitle(a.words.ID("app.name"))
	a.save()
}

func (a *App) setRegion(r blocklist.Region) {
	a.chosen.Region = r
	a.save()
}

// save keeps the preferences. Saves wait for each other and each writes the newest, so the newest is what stays.
func (a *App) save() {
	newest := a.chosen
	a.unsaved.Store(&newest)
	a.do(a.ctx, func(ctx context.Context) func() {
		a.saving.Lock()
		defer a.saving.Unlock()
		err := a.parts.Settings.SavePreferences(ctx, *a.unsaved.Load())
		return func() { a.failed("settings not saved", err) }
	})
}

// failed logs an error and tells the person; nil is no failure.
func (a *App) failed(what string, err error) {
	if err != nil {
		a.parts.Log.Error(what, "error", err)
		a.tell(blocklist.Explain(err))
	}
}

// patience is how long the main goroutine waits for work that is nearly always done in less. What is done by then is
// drawn with the frame of the key press itself, and not with the one after it.
const patience = 8 * time.Millisecond

// do runs work off the main goroutine, and what it returns on the main one, unless ctx ended in between. It must be
// called on the main goroutine.
func (a *App) do(ctx context.Context, work func(context.Context) (then func())) {
	start := a.parts.Go
	if start == nil {
		start = func(task func()) { go task() }
	}
	finish := func(then func()) {
		if ctx.Err() == nil {
			then()
		}
	}
	done := make(chan func(), 1)
	var taken atomic.Bool // by whoever comes first: the end of the work, or the end of the patience
	start(func() {
		then := work(ctx)
		if taken.CompareAndSwap(false, true) {
			done <- then
		} else {
			fyne.Do(func() { finish(then) })
		}
	})
	select {
	case then := <-done:
		finish(then)
	case <-time.After(patience):
		if !taken.CompareAndSwap(false, true) {
			finish(<-done)
		}
	}
}

// barAbove sets the bar over the page, and the foot below it if there is one. The page comes first among the objects,
// and so in the order of Tab.
type barAbove struct{}

func (barAbove) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if len(objects) < 2 {
		return // before the first screen
	}
	page, bar := objects[0], objects[1]
	high := min(look.HeightFor(bar, size.Width), size.Height)
	bar.Move(fyne.Position{})
	bar.Resize(fyne.NewSize(size.Width, high))
	bottom := size.Height
	if len(objects) > 2 {
		foot := objects[2]
		bottom = max(high, bottom-look.HeightFor(foot, size.Width))
		foot.Move(fyne.NewPos(0, bottom))
		foot.Resize(fyne.NewSize(size.Width, size.Height-bottom))
	}
	page.Move(fyne.NewPos(0, high))
	page.Resize(fyne.NewSize(size.Width, bottom-high))
}

// MinSize keeps the window usable on the smallest screens.
func (barAbove) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 360) }
