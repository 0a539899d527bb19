package look

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Field is a large box to type or paste in, with its name above. Return submits it. A long text wraps, and the field
// grows to show some lines of it.
type Field struct {
	widget.BaseWidget
	label *Text
	entry *entry
	theme *Theme
	// Typed is called after each change by the person with the text and the cursor, both counted in characters, and
	// returns what they become. It may be nil.
	Typed func(text string, cursor int) (string, int)
	// Submitted is called when Return is pressed.
	Submitted func()
	// Rows is how many lines are shown of a text too long for one; 0 stands for four.
	Rows   int
	inside bool // the text is being changed by the field itself
}

// fieldScale is the size of text in a field, as a multiple of the text size.
const fieldScale = 1.25

// fieldPad is the room around the text, in sizes of that text.
const fieldPad = 0.68

// rowsGrown is how many lines a field shows of a text too long for one, unless it says so itself.
const rowsGrown = 4

// NewField returns a field with a label above and some text in it.
func NewField(label, text string) *Field {
	f := &Field{label: NewText(Strong, label), theme: &Theme{text: em(fieldScale), pad: fieldPad}}
	f.entry = newEntry(f)
	f.entry.SetText(text)
	f.entry.OnChanged = f.changed
	f.ExtendBaseWidget(f)
	return f
}

// Text returns what is in the field.
func (f *Field) Text() string { return f.entry.Text }

// SetText puts text into the field, with the cursor behind it.
func (f *Field) SetText(text string) { f.put(text, utf8.RuneCountInString(text)) }

// Focus returns what gets the keyboard focus.
func (f *Field) Focus() fyne.Focusable { return f.entry }

func (f *Field) changed(text string) {
	if f.inside || f.Typed == nil {
		return
	}
	cursor := f.entry.CursorTextOffset()
	better, moved := f.Typed(text, cursor)
	if better != text || moved != cursor {
		f.put(better, moved)
	}
	f.regrow()
}

func (f *Field) put(text string, cursor int) {
	f.inside = true
	f.entry.SetText(text)
	f.inside = false
	f.entry.moveTo(cursor)
	f.regrow()
}

// regrow lays the page out again when the field needs another height.
func (f *Field) regrow() {
	if page := pageOf(f); page != nil && f.Size().Height != f.HeightFor(f.Size().Width) {
		page.Relayout()
	}
}

func (f *Field) rows(width float32) int {
	text := f.entry.Text
	room := width - 4*f.theme.text
	if !strings.Contains(text, "\n") && fyne.MeasureText(text, f.theme.text, fyne.TextStyle{}).Width <= room {
		return 1
	}
	return cmp.Or(f.Rows, rowsGrown)
}

func (f *Field) entryHeight(width float32) float32 {
	line := fyne.MeasureText("M", f.theme.text, fyne.TextStyle{}).Height
	return ceil(max(mainAct, float32(f.rows(width))*line+2*fieldPad*f.theme.text+2*border))
}

// HeightFor implements [Flowing].
func (f *Field) HeightFor(width float32) float32 {
	return f.labelHeight(width) + f.entryHeight(width)
}

func (f *Field) labelHeight(width float32) float32 {
	if f.label.String() == "" {
		return 0
	}
	return f.label.HeightFor(width) + em(0.45)
}

// CreateRenderer implements [fyne.Widget].
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	r := &fieldRenderer{field: f, frame: newFrame()}
	r.over = container.NewThemeOverride(f.entry, f.theme)
	r.paintField()
	return r
}

type fieldRenderer struct {
	frame
	field *Field
	over  *container.ThemeOverride
}

func (r *fieldRenderer) Layout(size fyne.Size) {
	f := r.field
	y := f.labelHeight(size.Width)
	place(f.label, 0, 0, size.Width, y)
	h := size.Height - y
	place(r.over, 0, y, size.Width, h)
	r.frame.layout(fyne.NewSize(size.Width, h))
	r.ring.Move(r.ring.Position().AddXY(0, y))
}

func (r *fieldRenderer) paintField() {
	r.ring.StrokeColor = named(Act)
	r.ring.Hidden = !r.field.entry.focused
	r.ring.Refresh()
}

func (r *fieldRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(smallest) }

func (r *fieldRenderer) Refresh() {
	r.paintField()
	r.field.label.Refresh()
	r.Layout(r.field.Size())
	canvas.Refresh(r.field)
}

func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.field.label, r.over}
}

func (r *fieldRenderer) Destroy() {}

// entry is the toolkit's text box with our keys: Return submits, Tab leaves, and what it has no use for goes to the
// window.
type entry struct {
	widget.Entry
	field   *Field
	focused bool
	visited bool // had the focus before
	armed   fyne.KeyName
	held    rune // typed by a key that has been down since before the focus came here, or 0
}

func newEntry(f *Field) *entry {
	e := &entry{field: f}
	e.MultiLine, e.Wrapping, e.Scroll = true, fyne.TextWrapWord, fyne.ScrollVerticalOnly
	e.ExtendBaseWidget(e)
	return e
}

// AcceptsTab lets Tab leave the field: a field that keeps it is a trap for the keyboard.
func (e *entry) AcceptsTab() bool { return false }

// FocusGained implements [fyne.Focusable].
func (e *entry) FocusGained() {
	e.focused, e.armed = true, ""
	e.Entry.FocusGained()
	if !e.visited { // whoever comes back to a text goes on at its end
		e.visited = true
		e.moveTo(utf8.RuneCountInString(e.Text))
	}
	e.field.Refresh()
	reveal(e.field)
}

// FocusLost implements [fyne.Focusable].
func (e *entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.field.Refresh()
}

// mostSteps bounds how far the cursor is moved step by step; only formatted numbers need it, and they are short.
const mostSteps = 64

// moveTo sets the cursor behind so many characters. The toolkit counts in rows, and knows alone where they end.
func (e *entry) moveTo(cursor int) {
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // the end of the text
	if e.CursorTextOffset() <= cursor || cursor > mostSteps {
		return
	}
	e.CursorRow, e.CursorColumn = 0, 0
	for range 2*cursor + 2 { // going past the end of a row may take a step of its own
		if e.CursorTextOffset() >= cursor {
			break
		}
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	e.Refresh()
}

// KeyDown implements [desktop.Keyable].
func (e *entry) KeyDown(key *fyne.KeyEvent) {
	e.armed, e.held = key.Name, 0
	e.Entry.KeyDown(key)
}

// KeyUp implements [desktop.Keyable].
func (e *entry) KeyUp(key *fyne.KeyEvent) {
	e.held = 0
	e.Entry.KeyUp(key)
}

// IgnoreHeld makes the field ignore a character until the key that opened its screen is let go: a key held down a
// little long must not fill the field.
func (e *entry) IgnoreHeld(r rune) { e.held = r }

// TypedRune implements [fyne.Focusable].
func (e *entry) TypedRune(r rune) {
	if r != e.held {
		e.held = 0
		e.Entry.TypedRune(r)
	}
}

// TypedKey implements [fyne.Focusable].
func (e *entry) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.armed == key.Name && e.field.Submitted != nil {
			e.armed = ""
			e.field.Submitted()
		}
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyPageUp, fyne.KeyPageDown:
		handOn(e, key)
	default:
		e.Entry.TypedKey(key)
	}
}
