package ui_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/blocklist/phone"
	"hangup/blocklist/script"
	"hangup/blocklist/starter"
	"hangup/i18n"
	"hangup/ui"
	"hangup/ui/look"
)

// today is the day the tests live in.
var today = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)

// desk answers from a few known numbers. It reads and decides with the program's own parts.
type desk struct {
	region func() blocklist.Region
	helper *blocklist.Contact
	facts  map[string]blocklist.Facts
	err    error
	asked  int
}

func (d *desk) reader() phone.Reader { return phone.Reader{Home: d.region()} }

func (d *desk) Find(_ context.Context, text string) ([]blocklist.Number, error) {
	return d.reader().Find(text)
}

func (d *desk) Format(_ context.Context, text string, cursor int) (string, int) {
	return d.reader().Format(text, cursor)
}

func (d *desk) Verdict(_ context.Context, n blocklist.Number, dir blocklist.Direction) (blocklist.Verdict, error) {
	d.asked++
	if d.err != nil {
		return blocklist.Verdict{}, d.err
	}
	f := d.facts[n.E164]
	f.Number, f.Direction, f.Home, f.Helper = n, dir, d.region(), d.helper
	return blocklist.Assess(f), nil
}

func (d *desk) Helper(context.Context) (*blocklist.Contact, error) { return d.helper, nil }

func (d *desk) Edition(context.Context) (blocklist.Edition, error) {
	return blocklist.Edition{List: "Open list", Version: 12, Date: today.AddDate(0, 0, -3), Entries: 298949}, nil
}

func (d *desk) Age(e blocklist.Edition) blocklist.Message {
	return blocklist.Message{ID: "list.edition", Args: blocklist.Args{
		"Date": e.Date, "Count": int(e.Entries), "Version": e.Version,
	}}
}

// shelf holds followed lists.
type shelf struct {
	followed []ui.ListStatus
	cards    map[string]ui.Card
	readErr  error
	syncErr  error
	syncing  func(ctx context.Context, progress func(ui.Progress)) // runs inside Sync
	choice   ui.PackChoice
	accepted string // ID of a list
}

func (s *shelf) Status(context.Context) ([]ui.ListStatus, error) { return s.followed, nil }

func (s *shelf) ReadCard(_ context.Context, pathOrText string) (ui.Card, error) {
	if c, ok := s.cards[pathOrText]; ok {
		return c, nil
	}
	return ui.Card{}, s.readErr
}

func (s *shelf) Follow(_ context.Context, c ui.Card) error {
	s.followed = append(s.followed, ui.ListStatus{ID: c.Name, Name: c.Name, Address: c.Address, Words: c.Words})
	return nil
}

func (s *shelf) list(id string) *ui.ListStatus {
	for i := range s.followed {
		if s.followed[i].ID == id {
			return &s.followed[i]
		}
	}
	return nil
}

func (s *shelf) Replace(_ context.Context, id string, c ui.Card) error {
	l := s.list(id)
	l.Name, l.Address, l.Words, l.Replaced = c.Name, c.Address, c.Words, true
	return nil
}

func (s *shelf) Mute(_ context.Context, id string, muted bool) error {
	s.list(id).Muted = muted
	return nil
}

func (s *shelf) AcceptChange(_ context.Context, id string) error {
	s.accepted = id
	return nil
}

func (s *shelf) Packs(context.Context) (ui.PackChoice, error) { return s.choice, nil }

func (s *shelf) AddPack(_ context.Context, code string) error { return s.choose(code, true) }

func (s *shelf) RemovePack(_ context.Context, code string) error { return s.choose(code, false) }

func (s *shelf) choose(code string, chosen bool) error {
	s.choice.Packs = slices.Clone(s.choice.Packs)
	for i := range s.choice.Packs {
		if s.choice.Packs[i].Code == code {
			s.choice.Packs[i].Chosen = chosen
		}
	}
	return nil
}

func (s *shelf) SetMetered(_ context.Context, metered bool) error {
	s.choice.Metered = metered
	return nil
}

func (s *shelf) Unfollow(_ context.Context, id string) error {
	for i, l := range s.followed {
		if l.ID == id {
			s.followed = append(s.followed[:i:i], s.followed[i+1:]...)
			break
		}
	}
	return nil
}

func (s *shelf) Sync(ctx context.Context, progress func(ui.Progress)) error {
	if s.syncing != nil {
		s.syncing(ctx, progress)
	}
	return s.syncErr
}

// book is an own list in memory. The desk answers by it.
type book struct {
	desk    *desk
	numbers []ui.OwnNumber
	reports int
	err     error
}

func (b *book) May(n blocklist.Number) bool { return n.E164 != "" }

func (b *book) Allow(_ context.Context, n blocklist.Number) error {
	if b.err != nil {
		return b.err
	}
	f := b.desk.facts[n.E164]
	f.Contact = &blocklist.Contact{Name: n.Display, Number: n.Display, Kind: blocklist.ContactAllowed}
	b.desk.facts[n.E164] = f
	b.numbers = append(b.numbers, ui.OwnNumber{Number: n.Display, Source: n.E164})
	return nil
}

func (b *book) Disallow(ctx context.Context, n blocklist.Number) error {
	return b.Remove(ctx, ui.OwnNumber{Number: n.Display, Source: n.E164})
}

func (b *book) Numbers(context.Context) ([]ui.OwnNumber, error) { return b.numbers, b.err }

func (b *book) Remove(_ context.Context, n ui.OwnNumber) error {
	f := b.desk.facts[n.Source.(string)]
	f.Contact = nil
	b.desk.facts[n.Source.(string)] = f
	b.numbers = slices.DeleteFunc(b.numbers, func(x ui.OwnNumber) bool { return x == n })
	return nil
}

func (b *book) PutBack(_ context.Context, n ui.OwnNumber) error {
	b.numbers = append(b.numbers, n)
	return nil
}

func (b *book) Report(context.Context, blocklist.Number) (string, error) {
	b.reports++
	return "/home/maria/Documents/HangUp/hangup-report-2026-11-23-9f86d081.json", b.err
}

// memory keeps the preferences that were saved last.
type memory struct{ saved ui.Preferences }

func (m *memory) SavePreferences(_ context.Context, p ui.Preferences) error {
	m.saved = p
	return nil
}

// stage is a window with all its parts.
type stage struct {
	t       testing.TB
	window  fyne.Window
	app     *ui.App
	desk    *desk
	shelf   *shelf
	book    *book
	house   *household
	log     *logbook
	memory  *memory
	parts   ui.Parts
	called  []string  // numbers in E.164
	callErr error     // of the next call
	clock   time.Time // a second later with each key
}

// What the program comes with is read once for all stages. Each stage sets the texts of the scripts again.
var (
	sharedWords   = sync.OnceValues(i18n.Load)
	sharedStarter = sync.OnceValues(func() (*starter.List, error) { return starter.Read(assets.Starter()) })
	sharedLibrary = sync.OnceValues(func() (*script.Library, error) { return script.Read(assets.Scripts()) })
	sharedChecks  = sync.OnceValues(func() (*check.Checks, error) { return check.Read(assets.Checks()) })
	sharedPlans   = sync.OnceValues(func() (*check.Plans, error) { return check.ReadPlans(assets.Checks()) })
)

func newStage(t testing.TB, start ui.Preferences, change ...func(*stage)) *stage {
	t.Helper()
	test.NewApp()
	words, err := sharedWords()
	if err != nil {
		t.Fatal(err)
	}
	// Nothing else in a test lets the toolkit forget the windows of the tests before, and they are thousands.
	software.NewTransparentCanvas().Capture()
	s := &stage{t: t, clock: today, window: test.NewWindow(nil), memory: &memory{saved: start}}
	t.Cleanup(s.window.Close)
	s.desk = &desk{
		region: func() blocklist.Region { return s.memory.saved.Region },
		helper: &blocklist.Contact{Name: personNames[start.Language], Number: "+7 916 123-45-67"},
		facts:  knownFacts(),
	}
	s.shelf = &shelf{
		cards:   map[string]ui.Card{"/media/stick/card.json": card},
		readErr: &blocklist.Error{Message: blocklist.Say("error.card.not_a_card")},
	}
	s.book = &book{desk: s.desk}
	s.house, s.log = settled(start.Language), &logbook{}
	s.parts = ui.Parts{
		Words: words, Checker: s.desk, Lists: s.shelf, Own: s.book, People: s.house, Setup: s.house, Diary: s.log, Settings: s.memory, Start: start, Log: slog.New(slog.DiscardHandler),
		Countries: []blocklist.Region{"RU", "GB", "US", "FR", "DE", "KZ", "BY", "UA", "ES", "IT", "PL", "CN", "IN", "BR"},
		Hotlines:  hotlines(t),
		Go:        func(task func()) { task() },
		Now:       func() time.Time { return s.clock },
		Guided:    guided(t), Library: library(t, words), Speaker: mute{},
	}
	for _, f := range change {
		f(s)
	}
	s.app = ui.New(t.Context(), s.window, s.parts)
	s.resize(1366, 700)
	return s
}

var personNames = map[string]string{"en": "Maria, daughter", "ru": "Мария, дочь"}

var card = ui.Card{
	Name: "Open list of scam numbers", Address: "https://lists.example.org/hangup/",
	Words: func(language string) []string { return assets.Words(language)[500:508] },
}

func knownFacts() map[string]blocklist.Facts {
	entry := func(reports int, c blocklist.Category) *blocklist.Evidence {
		return &blocklist.Evidence{Source: "Open list", Entry: blocklist.Entry{
			Category: c, Strength: blocklist.StrengthOf(reports, false), Reports: blocklist.ReportsOf(reports),
			LastSeen: blocklist.MonthOf(today),
		}}
	}
	return map[string]blocklist.Facts{
		"+12025550143": {Evidence: entry(12, blocklist.CategoryBank)},
		"+12025550172": {Evidence: entry(3, blocklist.CategoryUnspecified)},
		"+74951234567": {Contact: &blocklist.Contact{Name: "Bank", Kind: blocklist.ContactBank}},
	}
}

// hotlines are the real ones, from the starter list.
func hotlines(t testing.TB) func(blocklist.Region) []ui.Hotline {
	list, err := sharedStarter()
	if err != nil {
		t.Fatal(err)
	}
	return func(r blocklist.Region) []ui.Hotline {
		var lines []ui.Hotline
		for _, o := range list.Hotlines(r) {
			line := ui.Hotline{Official: o, Number: o.Dial()}
			if found, err := (phone.Reader{Home: r, ShortCodes: list.ShortCode}).Find(o.Dial()); err == nil {
				line.Number = found[0].Display
			}
			lines = append(lines, line)
		}
		return lines
	}
}

func (s *stage) resize(width, height float32) { s.window.Resize(fyne.NewSize(width, height)) }

// press presses a key as a keyboard does: down, typed and up.
func (s *stage) press(key fyne.KeyName) {
	s.clock = s.clock.Add(time.Second)
	c, e := s.window.Canvas(), &fyne.KeyEvent{Name: key}
	if k, ok := c.Focused().(desktop.Keyable); ok {
		k.KeyDown(e)
	}
	switch {
	case key == fyne.KeyTab:
		c.FocusNext()
	case c.Focused() != nil:
		c.Focused().TypedKey(e)
	default:
		c.OnTypedKey()(e)
	}
	if k, ok := c.Focused().(desktop.Keyable); ok {
		k.KeyUp(e)
	}
}

// write types text into whatever has the focus.
func (s *stage) write(text string) {
	for _, r := range text {
		s.clock = s.clock.Add(time.Second)
		s.hold(r)
		if k, ok := s.window.Canvas().Focused().(desktop.Keyable); ok {
			k.KeyUp(&fyne.KeyEvent{Name: fyne.KeyUnknown})
		}
	}
}

// hold types a character by a key that is not let go.
func (s *stage) hold(r rune) {
	if f := s.window.Canvas().Focused(); f != nil {
		f.TypedRune(r)
	} else {
		s.window.Canvas().OnTypedRune()(r)
	}
}

// tabTo moves the focus to the control that says a text.
func (s *stage) tabTo(label string) {
	s.t.Helper()
	c := s.window.Canvas()
	for range 300 {
		c.FocusNext()
		if a, ok := c.Focused().(fyne.Accessible); ok && a.AccessibilityLabel() == label {
			return
		}
	}
	s.t.Fatalf("Tab never reaches %q on: %v", label, s.texts())
}

// texts returns every text on the screen, one for each text object of ours.
func (s *stage) texts() []string {
	var all []string
	for _, o := range test.LaidOutObjects(s.window.Canvas().Content()) {
		if t, ok := o.(*look.Text); ok && t.String() != "" {
			all = append(all, t.String())
		}
	}
	return all
}

// say returns the words of a message id in the language the stage started with.
func (s *stage) say(id string) string {
	return s.parts.Words.Words(s.parts.Start.Language).ID(id)
}
