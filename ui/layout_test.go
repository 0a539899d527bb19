package ui_test

import (
	"fmt"
	"image/color"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"hangup/ui/look"
)

// Every screen, in every language, at the smallest and the largest text, on a wide and on small windows, looks as it
// should and is gone through by Tab as it is read. With -shots it leaves a picture of each.
func TestLayout(t *testing.T) {
	for _, c := range scenes() {
		for _, v := range views() {
			t.Run(c.name+"-"+v.String(), func(t *testing.T) {
				s := c.play(t, v)
				if *shots != "" {
					write(t, filepath.Join(*shots, c.name+"-"+v.String()+".png"), s.window.Canvas().Capture())
				}
				inspect(t, s, float32(v.text))
				inOrder(t, s)
			})
		}
	}
}

// inspector walks a window's objects in the order they are painted.
type inspector struct {
	t     *testing.T
	width float32
	text  float32 // the chosen text size
	// painted are the filled boxes painted so far.
	painted []box
}

type box struct {
	pos  fyne.Position
	size fyne.Size
	fill color.Color
}

func inspect(t *testing.T, s *stage, text float32) {
	t.Helper()
	i := &inspector{t: t, width: s.window.Canvas().Size().Width, text: text}
	i.walk(s.window.Canvas().Content(), fyne.Position{}, "")
}

func (i *inspector) walk(o fyne.CanvasObject, at fyne.Position, path string) {
	if !o.Visible() {
		return
	}
	path += fmt.Sprintf("/%T", o)
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
		i.apart(children, path)
	case *container.Scroll:
		children = []fyne.CanvasObject{o.Content} // its bars and shadows are the toolkit's
	case fyne.Widget:
		if strings.HasSuffix(path, "look.entry") {
			return // the toolkit's text box, which scrolls inside
		}
		children = test.WidgetRenderer(o).Objects()
	case *canvas.Rectangle:
		if _, _, _, alpha := o.FillColor.RGBA(); alpha == 0xffff {
			i.checkEdge(o, at, path)
			i.painted = append(i.painted, box{at, o.Size(), o.FillColor})
		}
	case *canvas.Image:
		i.checkPicture(o, at, path)
	case *canvas.Text:
		i.checkText(o, at, path)
	}
	if text, ok := o.(*look.Text); ok {
		i.whole(text)
	}
	if target, ok := o.(fyne.Tappable); ok {
		size := target.(fyne.CanvasObject).Size()
		if size.Width < 48 || size.Height < 48 {
			i.t.Errorf("target of %v at %s", size, path)
		}
		// The heights that controls ask for, 72 for an act, are told by the tests of package look.
		if want := look.HeightFor(o, size.Width); size.Height+0.6 < want {
			i.t.Errorf("target %v high at %s, it needs %v", size.Height, path, want)
		}
	}
	for _, child := range children {
		i.inside(child, o, path)
		i.walk(child, at.Add(child.Position()), path)
	}
}

// apart reports siblings that lie on each other.
func (i *inspector) apart(siblings []fyne.CanvasObject, path string) {
	for a, x := range siblings {
		for _, y := range siblings[a+1:] {
			if !x.Visible() || !y.Visible() {
				continue
			}
			wide := min(x.Position().X+x.Size().Width, y.Position().X+y.Size().Width) - max(x.Position().X, y.Position().X)
			high := min(x.Position().Y+x.Size().Height, y.Position().Y+y.Size().Height) - max(x.Position().Y, y.Position().Y)
			if wide > 0.5 && high > 0.5 {
				i.t.Errorf("%T and %T overlap by %v x %v in %s", x, y, wide, high, path)
			}
		}
	}
}

// inside reports a child that sticks out of its parent. The focus ring does on purpose, and a page is longer than its
// window.
func (i *inspector) inside(child, parent fyne.CanvasObject, path string) {
	if r, ok := child.(*canvas.Rectangle); ok && r.StrokeWidth == 4 || !child.Visible() {
		return
	}
	p, size := child.Position(), child.Size()
	_, scrolls := parent.(*container.Scroll)
	const slack = 0.6
	if p.X < -slack || p.X+size.Width > parent.Size().Width+slack ||
		!scrolls && (p.Y < -slack || p.Y+size.Height > parent.Size().Height+slack) {
		i.t.Errorf("%T at %v, %v, sticks out of %s, %v", child, p, size, path, parent.Size())
	}
}

func (i *inspector) checkText(o *canvas.Text, at fyne.Position, path string) {
	if o.TextSize < i.text*0.95-0.01 {
		i.t.Errorf("%q is %v, smaller than the text", o.Text, o.TextSize)
	}
	wide := fyne.MeasureText(o.Text, o.TextSize, o.TextStyle).Width
	if wide > o.Size().Width+0.6 {
		i.t.Errorf("%q is %v wide and has room for %v at %s", o.Text, wide, o.Size().Width, path)
	}
	if at.X < 0 || at.X+wide > i.width {
		i.t.Errorf("%q leaves the window", o.Text)
	}
	if n := utf8.RuneCountInString(o.Text); n > 80 {
		i.t.Errorf("a line of %d characters: %q", n, o.Text)
	}
	if ratio := contrast(o.Color, i.behind(at.AddXY(wide/2, o.Size().Height/2))); ratio < 7 {
		i.t.Errorf("%q has a contrast of %.2f:1", o.Text, ratio)
	}
}

// behind returns the colour that was painted last at a place.
func (i *inspector) behind(at fyne.Position) color.Color {
	behind := theme.Color(look.Paper)
	for _, b := range i.painted {
		if at.X >= b.pos.X && at.X <= b.pos.X+b.size.Width && at.Y >= b.pos.Y && at.Y <= b.pos.Y+b.size.Height {
			behind = b.fill
		}
	}
	return behind
}

// checkPicture reports an icon that cannot be told from what is behind it (WCAG 2.2, success criterion 1.4.11).
func (i *inspector) checkPicture(o *canvas.Image, at fyne.Position, path string) {
	tinted, ok := o.Resource.(*theme.ThemedResource)
	if !ok {
		return
	}
	middle := at.AddXY(o.Size().Width/2, o.Size().Height/2)
	if ratio := contrast(theme.Color(tinted.ColorName), i.behind(middle)); ratio < 3 {
		i.t.Errorf("%s has a contrast of %.2f:1 at %s", o.Resource.Name(), ratio, path)
	}
}

// checkEdge reports a box that can be told from what is around it neither by its border nor by its fill.
func (i *inspector) checkEdge(o *canvas.Rectangle, at fyne.Position, path string) {
	if o.StrokeWidth == 0 {
		return
	}
	around := i.behind(at.AddXY(o.Size().Width/2, -1))
	if ratio := contrast(o.StrokeColor, around); ratio < 3 && contrast(o.FillColor, around) < 3 {
		i.t.Errorf("a border has a contrast of %.2f:1 at %s", ratio, path)
	}
}

// whole reports a text of which something is not shown.
func (i *inspector) whole(text *look.Text) {
	var shown strings.Builder
	for _, o := range test.WidgetRenderer(text).Objects() {
		if line, ok := o.(*canvas.Text); ok { // and not what is behind marked words
			shown.WriteString(line.Text)
		}
	}
	squeeze := strings.NewReplacer(" ", "", "\n", "")
	if squeeze.Replace(shown.String()) != squeeze.Replace(text.String()) {
		i.t.Errorf("of %q only %q is shown", text.String(), shown.String())
	}
}
