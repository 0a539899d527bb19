package ui_test

import (
	"cmp"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// inOrder reports controls that Tab does not reach in the order they are read in: the page, then the bar above it, then
// the strip below.
func inOrder(t *testing.T, s *stage) {
	t.Helper()
	var want, got []string
	for _, part := range s.window.Canvas().Content().(*fyne.Container).Objects {
		for _, f := range readingOrder(part) {
			want = append(want, labelOf(f))
		}
	}
	s.window.Canvas().Unfocus()
	for range want {
		s.window.Canvas().FocusNext()
		got = append(got, labelOf(s.window.Canvas().Focused()))
	}
	if !slices.Equal(got, want) {
		t.Errorf("Tab goes through %q,\nread they are %q", got, want)
	}
}

// readingOrder returns what can get the focus as people read. Things are read row by row, in a row from left to right,
// and whatever holds several things, such as a card, is read to its end before what stands beside it.
func readingOrder(o fyne.CanvasObject) []fyne.Focusable {
	if !o.Visible() {
		return nil
	}
	if f, ok := o.(fyne.Focusable); ok {
		return []fyne.Focusable{f}
	}
	type cell struct {
		o        fyne.CanvasObject
		controls []fyne.Focusable
	}
	var cells []cell
	for _, child := range childrenOf(o) {
		if controls := readingOrder(child); len(controls) > 0 {
			cells = append(cells, cell{child, controls})
		}
	}
	slices.SortStableFunc(cells, func(a, b cell) int { return cmp.Compare(a.o.Position().Y, b.o.Position().Y) })
	var all []fyne.Focusable
	for len(cells) > 0 {
		// A row is what begins above the end of its highest thing.
		end, n := cells[0].o.Position().Y+cells[0].o.Size().Height, 1
		for n < len(cells) && cells[n].o.Position().Y < end-1 {
			n++
		}
		row := slices.Clone(cells[:n])
		slices.SortStableFunc(row, func(a, b cell) int { return cmp.Compare(a.o.Position().X, b.o.Position().X) })
		for _, c := range row {
			all = append(all, c.controls...)
		}
		cells = cells[n:]
	}
	return all
}

func childrenOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// TestReadingOrder holds the rule itself.
func TestReadingOrder(t *testing.T) {
	s := newStage(t, english)
	got := []string{}
	for _, f := range readingOrder(pageOf(s)) {
		got = append(got, labelOf(f))
	}
	want := []string{
		"They ask for a code, PIN or money. Hang up first. Then press here.",
		"Check a phone number. Who called, or before you call back", "What did they say?. The words that give a criminal away",
		"I already told them or paid. What to do now, in order", "Copy", "Copy",
		"Known tricks", "Call diary", "For relatives", "Help",
	}
	if !slices.Equal(got, want) {
		t.Errorf("Home is read as %q", got)
	}
}
