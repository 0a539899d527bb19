package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// control is what everything that can be pressed has in common: one target, pressed by mouse, Return or Space, with a
// focus ring, and with keys it has no use for handed on to the window.
type control struct {
	widget.BaseWidget
	self    fyne.Widget
	tapped  func()
	label   string // for the accessibility interface of the toolkit
	fixed   bool   // outside the scrolled page
	hovered bool
	pressed bool
	focused bool
	// armed is the key that went down while the control had the focus. A key that is held down from the screen
	// before must not press what the next screen puts under it: slow hands hold keys long.
	armed fyne.KeyName
}

var (
	_ fyne.Tappable      = (*control)(nil)
	_ fyne.Focusable     = (*control)(nil)
	_ desktop.Hoverable  = (*control)(nil)
	_ desktop.Mouseable  = (*control)(nil)
	_ desktop.Keyable    = (*control)(nil)
	_ desktop.Cursorable = (*control)(nil)
)

func (c *control) become(self fyne.Widget, label string, tapped func()) {
	c.self, c.label, c.tapped = self, label, tapped
	c.ExtendBaseWidget(self)
}

// Tapped implements [fyne.Tappable].
func (c *control) Tapped(*fyne.PointEvent) {
	c.pressed = false
	if c.tapped != nil {
		c.tapped()
	}
}

// MouseIn implements [desktop.Hoverable].
func (c *control) MouseIn(*desktop.MouseEvent) { c.set(&c.hovered, true) }

// MouseMoved implements [desktop.Hoverable].
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (c *control) MouseOut() {
	c.pressed = false
	c.set(&c.hovered, false)
}

// MouseDown implements [desktop.Mouseable].
func (c *control) MouseDown(*desktop.MouseEvent) { c.set(&c.pressed, true) }

// MouseUp implements [desktop.Mouseable].
func (c *control) MouseUp(*desktop.MouseEvent) { c.set(&c.pressed, false) }

// Cursor implements [desktop.Cursorable].
func (c *control) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained implements [fyne.Focusable].
func (c *control) FocusGained() {
	c.armed = ""
	c.set(&c.focused, true)
	if !c.fixed {
		reveal(c.self)
	}
}

// FocusLost implements [fyne.Focusable].
func (c *control) FocusLost() { c.set(&c.focused, false) }

// KeyDown implements [desktop.Keyable].
func (c *control) KeyDown(e *fyne.KeyEvent) { c.armed = e.Name }

// KeyUp implements [desktop.Keyable].
func (c *control) KeyUp(*fyne.KeyEvent) {}

// TypedKey implements [fyne.Focusable].
func (c *control) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if c.armed == e.Name && c.tapped != nil {
			c.armed = ""
			c.tapped()
		}
	default:
		handOn(c.self, e)
	}
}

// TypedRune implements [fyne.Focusable].
func (c *control) TypedRune(r rune) {
	window := canvasOf(c.self)
	if window == nil {
		return
	}
	if typed := window.OnTypedRune(); typed != nil {
		typed(r)
	}
}

// AccessibilityLabel implements [fyne.Accessible].
func (c *control) AccessibilityLabel() string { return c.label }

// AccessibilityRole implements [fyne.Accessible].
func (c *control) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (c *control) set(state *bool, to bool) {
	if *state != to {
		*state = to
		c.Refresh()
	}
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// handOn gives a key to the window that the focused object has no use for.
func handOn(o fyne.CanvasObject, e *fyne.KeyEvent) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	if typed := c.OnTypedKey(); typed != nil {
		typed(e)
	}
}

// frame is the box of a control or a card, with the focus ring around it.
type frame struct {
	box, ring *canvas.Rectangle
}

func newFrame() frame {
	f := frame{box: canvas.NewRectangle(color.Transparent), ring: canvas.NewRectangle(color.Transparent)}
	f.box.CornerRadius = corner
	f.ring.CornerRadius = corner + ringGap + ringLine
	f.ring.StrokeWidth = ringLine
	f.ring.Hide()
	return f
}

func (f frame) layout(size fyne.Size) {
	place(f.box, 0, 0, size.Width, size.Height)
	const out = ringGap + ringLine/2
	place(f.ring, -out, -out, size.Width+2*out, size.Height+2*out)
}

// paint colours the box; an empty edge leaves the border out.
func (f frame) paint(fill, edge fyne.ThemeColorName, width float32, focused bool) {
	f.box.FillColor, f.box.StrokeWidth = named(fill), 0
	if edge != "" {
		f.box.StrokeColor, f.box.StrokeWidth = named(edge), width
	}
	f.ring.StrokeColor = named(Act)
	f.ring.Hidden = !focused
	f.box.Refresh()
	f.ring.Refresh()
}
