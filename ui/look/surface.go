package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// surface is a coloured box with content on it.
type surface struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
	radius     float32
	side, top  float32 // room around the content, in text sizes
	content    fyne.CanvasObject
}

func newSurface(fill, edge fyne.ThemeColorName, content fyne.CanvasObject) *surface {
	s := &surface{fill: fill, edge: edge, radius: corner, side: 1, top: 0.8, content: content}
	s.ExtendBaseWidget(s)
	return s
}

// HeightFor implements [Flowing].
func (s *surface) HeightFor(width float32) float32 {
	return ceil(HeightFor(s.content, width-2*em(s.side)) + 2*em(s.top))
}

// NaturalWidth is the width at which nothing wraps.
func (s *surface) NaturalWidth() float32 { return naturalWidth(s.content) + 2*em(s.side) }

// CreateRenderer implements [fyne.Widget].
func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	r := &surfaceRenderer{surface: s, box: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type surfaceRenderer struct {
	surface *surface
	box     *canvas.Rectangle
}

func (r *surfaceRenderer) Layout(size fyne.Size) {
	s := r.surface
	place(r.box, 0, 0, size.Width, size.Height)
	wide := size.Width - 2*em(s.side)
	place(s.content, em(s.side), em(s.top), wide, size.Height-2*em(s.top))
}

func (r *surfaceRenderer) paint() {
	r.box.FillColor, r.box.CornerRadius = named(r.surface.fill), r.surface.radius
	if r.surface.edge != "" {
		r.box.StrokeColor, r.box.StrokeWidth = named(r.surface.edge), border
	}
	r.box.Refresh()
}

func (r *surfaceRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(em(1)) }

func (r *surfaceRenderer) Refresh() {
	r.paint()
	r.surface.content.Refresh()
	r.Layout(r.surface.Size())
	canvas.Refresh(r.surface)
}

func (r *surfaceRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.surface.content}
}

func (r *surfaceRenderer) Destroy() {}

// Card is a white box with a heading; an empty heading is left out.
func Card(heading string, objects ...fyne.CanvasObject) fyne.CanvasObject {
	if heading != "" {
		objects = append([]fyne.CanvasObject{NewText(ActTitle, heading)}, objects...)
	}
	return newSurface(CardFill, Line, Column(0.5, objects...))
}

// Calm is a tinted box for what must be noticed without alarm.
func Calm(icon Icon, objects ...fyne.CanvasObject) fyne.CanvasObject {
	return newSurface(Tint, Act, withIcon(icon, Act, 1.8, Column(0.4, objects...)))
}

// Problem says under a field what is wrong with what was typed.
func Problem(sentence string) fyne.CanvasObject {
	return withIcon(IconCareful, Stop, 1.4, NewText(Strong.In(Stop), sentence))
}

// withIcon sets an icon of so many text sizes left of an object.
func withIcon(icon Icon, tint fyne.ThemeColorName, size float32, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{
		Layout:  beside{size: size, gap: min(size*0.5, 1)},
		Objects: []fyne.CanvasObject{picture(icon, tint), o},
	}
}

// beside keeps a square object of a fixed size left of a flowing one.
type beside struct {
	size, gap float32 // in text sizes
	// first is the height of the first line, in text sizes, on which a picture is centred; 0 centres it on the whole.
	first float32
}

// square is the side of the square. Large pictures grow more slowly than the text, as headings do, and are small where
// there is little room.
func (b beside) square(width float32) float32 {
	if width < em(24) {
		return ceil(heading(min(b.size, 1.5)))
	}
	return ceil(heading(b.size))
}

func (b beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	s := b.square(size.Width)
	x := s + em(b.gap)
	h := HeightFor(objects[1], size.Width-x)
	line := size.Height
	if b.first > 0 {
		line = em(b.first)
	}
	if _, ok := objects[0].(*Text); ok {
		place(objects[0], 0, 0, s, HeightFor(objects[0], s))
	} else {
		place(objects[0], 0, max(0, (line-s)/2), s, s)
	}
	place(objects[1], x, max(0, (size.Height-h)/2), size.Width-x, h)
}

func (b beside) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return max(b.square(width), HeightFor(objects[1], width-b.square(width)-em(b.gap)))
}

func (b beside) naturalWidth(objects []fyne.CanvasObject) float32 {
	return ceil(b.square(em(widestPage)) + em(b.gap) + naturalWidth(objects[1]))
}

func (beside) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
