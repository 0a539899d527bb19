package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hangup/blocklist"
)

// Tile is one big target: an icon, what it does, a line that says when to use it, and its key in a ring.
type Tile struct {
	control
	kind          TileKind
	icon          Icon
	tint, badge   fyne.ThemeColorName // of the icon, and of what is behind it, if anything
	title, second *Text
	key           *Text
}

// TileKind is how a tile looks.
type TileKind uint8

// The kinds of tile.
const (
	TilePlain  TileKind = iota // an act
	TileStop                   // the act that comes first in danger
	TileAnswer                 // an answer or an entry of a list
	TileChosen                 // the answer that is chosen
	tileStrip                  // the way out below a page
)

// NewTile returns a tile. second and key may be empty.
func NewTile(kind TileKind, icon Icon, title, second, key string, tapped func()) *Tile {
	ink, muted, size := Ink, Muted, float32(1.25)
	switch kind {
	case TileStop:
		ink, muted, size = OnStop, OnStop, 1.6
	case tileStrip:
		ink, muted = OnStop, OnStop
	}
	t := &Tile{kind: kind, icon: icon, tint: Act}
	if t.red() {
		t.tint = OnStop
	}
	t.title = NewText(Voice{size, true, ink}, title)
	t.second = NewText(Second.In(muted), second)
	t.key = NewText(Voice{0.95, true, muted}, key)
	label := t.title.String()
	if second != "" {
		label += ". " + t.second.String()
	}
	t.become(t, label, tapped)
	return t
}

// NewChoice returns a tile for one of several answers of which one is chosen.
func NewChoice(label string, chosen bool, tapped func()) *Tile {
	if chosen {
		return NewTile(TileChosen, IconChosen, label, "", "", tapped)
	}
	return NewTile(TileAnswer, IconNotChosen, label, "", "", tapped)
}

// NewLevelTile returns a tile for a number with its level, told by colour and picture beside the words.
func NewLevelTile(l blocklist.Level, title, second string, tapped func()) *Tile {
	t := NewTile(TileAnswer, levels[l].icon, title, second, "", tapped)
	t.tint, t.badge = levels[l].on, levels[l].fill
	return t
}

// Chosen reports whether the tile shows an answer that is chosen.
func (t *Tile) Chosen() bool { return t.kind == TileChosen }

func (t *Tile) red() bool { return t.kind == TileStop || t.kind == tileStrip }

func (t *Tile) answer() bool { return t.kind == TileAnswer || t.kind == TileChosen }

// spacing returns the measures of the tile at a width. Narrow tiles spend less on the icon.
func (t *Tile) spacing(width float32) (side, top, icon, key float32) {
	side, top, icon = em(0.9), em(0.8), em(2.1)
	switch {
	case t.answer():
		top, icon = em(0.75), em(1.8)
	case t.kind == tileStrip:
		top, icon = em(0.5), em(1.8)
	case t.kind == TileStop:
		icon = em(3)
	}
	if width < em(24) {
		side, icon = em(0.6), em(1.5)
	}
	if t.key.String() != "" {
		key = em(1.6)
	}
	return side, top, icon, key
}

func (t *Tile) textWidth(width float32) float32 {
	side, _, icon, key := t.spacing(width)
	if key > 0 {
		key += side
	}
	return width - 3*side - icon - key
}

// NaturalWidth is the width at which nothing wraps.
func (t *Tile) NaturalWidth() float32 {
	text := max(t.title.NaturalWidth(), t.second.NaturalWidth())
	return ceil(text + 1 + (em(100) - t.textWidth(em(100))))
}

// HeightFor implements [Flowing].
func (t *Tile) HeightFor(width float32) float32 {
	_, top, icon, _ := t.spacing(width)
	least := float32(mainAct)
	if t.answer() || t.kind == tileStrip {
		least = smallest
	}
	return ceil(max(least, max(icon, t.textHeight(t.textWidth(width)))+2*top))
}

func (t *Tile) textHeight(width float32) float32 {
	h := t.title.HeightFor(width)
	if t.second.String() != "" {
		h += em(0.15) + t.second.HeightFor(width)
	}
	return h
}

// CreateRenderer implements [fyne.Widget].
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	r := &tileRenderer{tile: t, frame: newFrame()}
	r.icon = picture(t.icon, t.tint)
	r.badge = canvas.NewRectangle(color.Transparent)
	r.badge.CornerRadius = corner / 2
	r.keyRing = canvas.NewCircle(color.Transparent)
	r.keyRing.StrokeWidth = border
	r.objects = []fyne.CanvasObject{r.ring, r.box, r.badge, r.icon, t.title, t.second}
	if t.key.String() != "" {
		r.objects = append(r.objects, r.keyRing, t.key)
	}
	r.paintTile()
	return r
}

type tileRenderer struct {
	frame
	tile    *Tile
	icon    *canvas.Image
	badge   *canvas.Rectangle
	keyRing *canvas.Circle
	objects []fyne.CanvasObject
}

func (r *tileRenderer) Layout(size fyne.Size) {
	r.layout(size)
	t := r.tile
	side, _, icon, key := t.spacing(size.Width)
	place(r.badge, side, (size.Height-icon)/2, icon, icon)
	room := float32(0)
	if t.badge != "" {
		room = icon * 0.14
	}
	place(r.icon, side+room, (size.Height-icon)/2+room, icon-2*room, icon-2*room)
	wide := t.textWidth(size.Width)
	x, y := 2*side+icon, (size.Height-t.textHeight(wide))/2
	h := t.title.HeightFor(wide)
	place(t.title, x, y, wide, h)
	place(t.second, x, y+h+em(0.15), wide, t.second.HeightFor(wide))
	if key > 0 {
		x, y = size.Width-side-key, (size.Height-key)/2
		place(r.keyRing, x, y, key, key)
		w, h := t.key.NaturalWidth(), t.key.HeightFor(key)
		place(t.key, x+(key-w)/2, y+(key-h)/2, w, h)
	}
}

func (r *tileRenderer) paintTile() {
	t := r.tile
	r.keyRing.StrokeColor = named(t.key.voice.Color)
	if t.badge != "" {
		r.badge.FillColor = named(t.badge)
	}
	switch {
	case t.red() && (t.hovered || t.pressed):
		r.paint(StopHover, "", 0, t.focused)
	case t.red():
		r.paint(Stop, "", 0, t.focused)
	case t.pressed:
		r.paint(Pressed, r.edge(), r.edgeWidth(), t.focused)
	case t.hovered:
		r.paint(Hover, r.edge(), r.edgeWidth(), t.focused)
	case t.kind == TileChosen:
		r.paint(Tint, Act, 2*border, t.focused)
	default:
		r.paint(CardFill, Line, border, t.focused)
	}
}

func (r *tileRenderer) edge() fyne.ThemeColorName {
	if r.tile.kind == TileChosen {
		return Act
	}
	return Line
}

func (r *tileRenderer) edgeWidth() float32 {
	if r.tile.kind == TileChosen {
		return 2 * border
	}
	return border
}

func (r *tileRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(smallest) }

func (r *tileRenderer) Refresh() {
	r.paintTile()
	for _, text := range []*Text{r.tile.title, r.tile.second, r.tile.key} {
		text.Refresh()
	}
	r.Layout(r.tile.Size())
	canvas.Refresh(r.tile)
}

func (r *tileRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *tileRenderer) Destroy() {}
