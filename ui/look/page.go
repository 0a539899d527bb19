package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Page is the part of the window below the bar. It scrolls down only, and brings what gets the focus into view.
type Page struct {
	widget.BaseWidget
	content *fyne.Container
	paper   *fyne.Container
	scroll  *container.Scroll
	width   float32
}

// widestPage keeps a page from being drawn out on a wide screen, in text sizes.
const widestPage = 68

// NewPage returns a page with the objects in one column.
func NewPage(objects ...fyne.CanvasObject) *Page {
	p := &Page{content: Column(tileGap, objects...)}
	p.paper = container.New(paper{p}, p.content)
	p.scroll = container.NewVScroll(p.paper)
	p.ExtendBaseWidget(p)
	return p
}

// paper centres the content on the page. It answers the scroller, which asks for the least size, with the height that
// follows from the page's width.
type paper struct{ page *Page }

func (l paper) margins(width float32) (side, top float32) {
	side = max(min(em(1.6), width/24), ringGap+ringLine)
	return max(side, (width-em(widestPage))/2), em(1)
}

func (l paper) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, top := l.margins(size.Width)
	wide := size.Width - 2*side
	place(objects[0], side, top, wide, HeightFor(objects[0], wide))
}

func (l paper) MinSize(objects []fyne.CanvasObject) fyne.Size {
	side, top := l.margins(l.page.width)
	return fyne.NewSize(0, ceil(HeightFor(objects[0], l.page.width-2*side)+2*top))
}

// Offset returns how far the page is scrolled down.
func (p *Page) Offset() float32 { return p.scroll.Offset.Y }

// ScrollTo scrolls the page to an offset, as far as there is something to see.
func (p *Page) ScrollTo(y float32) {
	last := max(0, p.paper.MinSize().Height-p.Size().Height)
	p.scroll.ScrollToOffset(fyne.NewPos(0, min(max(y, 0), last)))
}

// ScrollBy scrolls by so many page heights; down is positive.
func (p *Page) ScrollBy(pages float32) { p.ScrollTo(p.Offset() + pages*p.Size().Height*0.9) }

// Relayout lays the page out again after something on it changed its height.
func (p *Page) Relayout() { p.Refresh() }

// CreateRenderer implements [fyne.Widget].
func (p *Page) CreateRenderer() fyne.WidgetRenderer { return &pageRenderer{p} }

type pageRenderer struct{ page *Page }

func (r *pageRenderer) Layout(size fyne.Size) {
	r.page.width = size.Width
	place(r.page.scroll, 0, 0, size.Width, size.Height)
	r.page.paper.Layout.Layout(r.page.paper.Objects, fyne.NewSize(size.Width, r.page.paper.Size().Height))
}

func (r *pageRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(theme.TextSize()) }

func (r *pageRenderer) Refresh() {
	r.page.paper.Refresh()
	r.page.scroll.Refresh()
	canvas.Refresh(r.page)
}

func (r *pageRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.page.scroll} }

func (r *pageRenderer) Destroy() {}

// pageOf returns the page of the window that o is in.
func pageOf(o fyne.CanvasObject) *Page {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	root, ok := c.Content().(*fyne.Container)
	if !ok {
		return nil
	}
	for _, child := range root.Objects {
		if page, ok := child.(*Page); ok {
			return page
		}
	}
	return nil
}

// reveal scrolls the page so that o can be seen.
func reveal(o fyne.CanvasObject) {
	if page := pageOf(o); page != nil {
		page.Reveal(o)
	}
}

// Reveal scrolls so that all of a control or field on the page can be seen, with its focus ring.
func (p *Page) Reveal(o fyne.CanvasObject) {
	top, bottom, ok := p.span(o)
	high := p.Size().Height
	if field, isField := o.(*Field); isField && bottom-top > high {
		top = max(bottom-high, top+field.labelHeight(field.Size().Width)) // the end is where the cursor is
	}
	switch {
	case !ok:
	case top < p.Offset():
		p.ScrollTo(top)
	case bottom > p.Offset()+high:
		p.ScrollTo(min(top, bottom-high))
	}
}

// Shows reports whether all of a control on the page can be seen. What is not on the page always can.
func (p *Page) Shows(f fyne.Focusable) bool {
	o, ok := f.(fyne.CanvasObject)
	if !ok {
		return true
	}
	top, bottom, ok := p.span(o)
	return !ok || top >= p.Offset() && bottom <= p.Offset()+p.Size().Height
}

// span returns where on the page an object begins and ends, with its focus ring. ok is false for what is not on it.
func (p *Page) span(o fyne.CanvasObject) (top, bottom float32, ok bool) {
	const room = ringGap + ringLine + 8
	walk(p.content, p.content.Position(), func(found fyne.CanvasObject, at fyne.Position) {
		if found == o {
			top, bottom, ok = at.Y-room, at.Y+o.Size().Height+room, true
		}
	})
	return top, bottom, ok
}

// walk calls visit for every object in a tree of our shapes, in the order of Tab, with its place.
func walk(o fyne.CanvasObject, at fyne.Position, visit func(o fyne.CanvasObject, at fyne.Position)) {
	visit(o, at)
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case *surface:
		children = []fyne.CanvasObject{o.content}
	case *Page:
		children = []fyne.CanvasObject{o.content}
	}
	for _, child := range children {
		if child.Visible() {
			walk(child, at.Add(child.Position()), visit)
		}
	}
}

// Controls returns what can get the keyboard focus in a tree of our shapes, in the order of Tab.
func Controls(o fyne.CanvasObject) []fyne.Focusable {
	var controls []fyne.Focusable
	walk(o, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		switch o := o.(type) {
		case *Field:
			controls = append(controls, o.entry)
		case fyne.Focusable:
			controls = append(controls, o)
		}
	})
	return controls
}

// RevealFocus scrolls so that the control with the focus can be seen.
func (p *Page) RevealFocus(focused fyne.Focusable) {
	switch o := focused.(type) {
	case *entry:
		p.Reveal(o.field)
	case fyne.CanvasObject:
		p.Reveal(o)
	}
}
