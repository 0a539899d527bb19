package ui

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// listFacts are what is known about the followed lists, and the sync that is under way.
type listFacts struct {
	followed []ListStatus
	loaded   bool
	cancel   context.CancelFunc // nil when no sync is under way
	done     Progress
	shown    *transfer // what shows the sync on the screen, or nil
	outcome  *blocklist.Message
}

// transfer is the part of a screen that changes while a sync runs.
type transfer struct {
	bar   *look.Progress
	bytes *look.Text
}

func (a *App) openLists() {
	a.lists.outcome = nil
	a.open(a.listScreen)
	a.top().name = screenLists
	a.loadLists()
}

// loadLists reads which lists are followed, and shows them when they are on the screen.
func (a *App) loadLists() {
	a.do(a.ctx, func(ctx context.Context) func() {
		followed, err := a.parts.Lists.Status(ctx)
		return func() {
			if err == nil {
				a.lists.followed, a.lists.loaded = followed, true
			}
			if name := a.top().name; name == screenLists || name == screenList {
				a.rebuild()
			}
			a.failed("lists not read", err)
		}
	})
}

// listScreen shows the followed lists, how the last sync went, and what can be done about them.
func (a *App) listScreen() screen {
	say := a.words.ID
	content := []fyne.CanvasObject{look.NewText(look.Title, say("list.title"))}
	if a.lists.outcome != nil && !a.toldByList(*a.lists.outcome) {
		content = append(content, look.Calm(look.IconKnown, look.NewText(look.Body, a.words.Say(*a.lists.outcome))))
	}
	follow := func() { a.openFiles(a.cardSearch()) }
	switch {
	case !a.lists.loaded:
		content = append(content, look.NewText(look.Body, say("list.reading")))
	case len(a.lists.followed) == 0:
		content = append(content, look.Card(say("list.none.title"),
			look.NewText(look.Body, say("list.none.now")), look.NewText(look.Body, say("list.none.how"))),
			look.NewMainButton(look.IconList, say("list.follow"), follow))
		return screen{content: content}
	}
	for _, l := range a.lists.followed {
		content = append(content, a.listCard(l))
	}
	a.lists.shown = nil
	if a.lists.cancel != nil {
		content = append(content, a.transferCard())
	} else if len(a.lists.followed) > 0 {
		content = append(content, look.NewMainButton(look.IconSync, say("list.sync"), a.startSync))
	}
	if a.lists.loaded {
		content = append(content, look.Row(look.NewButton("", say("packs.title"), a.openPacks),
			look.NewButton(look.IconList, say("list.follow_another"), follow)))
	}
	return screen{content: content}
}

// toldByList reports whether the card of some list says already what a sync came to.
func (a *App) toldByList(outcome blocklist.Message) bool {
	return slices.ContainsFunc(a.lists.followed, func(l ListStatus) bool {
		return l.LastSync != nil && !l.LastSync.OK && l.LastSync.Message.ID == outcome.ID
	})
}

// listCard says what is known about one list, and leads to its page.
func (a *App) listCard(l ListStatus) fyne.CanvasObject {
	lines := append([]fyne.CanvasObject{look.NewText(look.ActTitle, look.OneLine(l.Name))}, a.listState(l)...)
	return look.Card("", append(lines, look.Row(
		look.NewButton("", a.words.ID("list.more"), func() { a.openList(l.ID) })))...)
}

// listState says which edition of a list is in use and how its last sync went.
func (a *App) listState(l ListStatus) []fyne.CanvasObject {
	say := a.words.ID
	var lines []fyne.CanvasObject
	if l.Edition != nil {
		lines = append(lines, look.NewText(look.Body, a.words.Say(blocklist.Message{ID: "list.edition", Args: blocklist.Args{
			"Date": l.Edition.Date, "Count": int(l.Edition.Entries), "Version": l.Edition.Version,
		}})))
	} else {
		lines = append(lines, look.NewText(look.Body, say("list.no_edition")))
	}
	if l.Muted {
		lines = append(lines, look.NewText(look.Strong, say("list.muted")))
	}
	if l.Replaced {
		lines = append(lines, look.NewText(look.Body, say("list.replaced")))
	}
	if s := l.LastSync; s != nil {
		if s.OK {
			return append(lines, look.NewText(look.Body, a.moment("list.synced", s.At)))
		}
		lines = append(lines, look.NewText(look.Body, a.moment("list.sync_failed", s.At)),
			look.Problem(a.words.Say(s.Message)))
	}
	return lines
}

// moment says a message with a date and a time of day in the person's own zone.
func (a *App) moment(id string, t time.Time) string {
	t = t.Local()
	return a.words.Say(blocklist.Message{ID: id, Args: blocklist.Args{"Date": t, "Time": t.Format("15:04")}})
}

func (a *App) transferCard() fyne.CanvasObject {
	t := &transfer{bar: look.NewProgress(), bytes: look.NewText(look.Body, "")}
	a.lists.shown = t
	a.showTransfer()
	return look.Card(a.words.ID("list.syncing"), t.bar, t.bytes,
		look.Row(look.NewButton(look.IconHangUp, a.words.ID("list.cancel"), func() {
			if a.lists.cancel != nil {
				a.lists.cancel()
			}
		})))
}

// showTransfer writes how far the sync is. Only these two objects change, so that no button moves under the pointer.
func (a *App) showTransfer() {
	t, p := a.lists.shown, a.lists.done
	if t == nil {
		return
	}
	if p.Total <= 0 {
		t.bytes.SetText(a.words.ID("list.connecting"))
		return
	}
	t.bar.Set(float32(float64(p.Done) / float64(p.Total)))
	m := blocklist.Message{ID: "list.bytes", Args: blocklist.Args{
		"Done": int(p.Done / 1024), "Total": int(p.Total / 1024),
	}}
	if p.Left > 0 {
		m.ID, m.Args["Left"] = "list.bytes_left", p.Left
	}
	t.bytes.SetText(a.words.Say(m))
}

func (a *App) startSync() {
	if a.lists.cancel != nil {
		return
	}
	ctx, cancel := context.WithCancel(a.ctx)
	a.lists.cancel, a.lists.done, a.lists.outcome = cancel, Progress{}, nil
	a.rebuild()
	a.do(a.ctx, func(context.Context) func() {
		err := a.parts.Lists.Sync(ctx, a.report())
		cancelled := ctx.Err() != nil
		cancel()
		return func() { a.syncEnded(err, cancelled) }
	})
}

// report returns a function that shows how far a sync is, at most once a percent.
func (a *App) report() func(Progress) {
	shown := atomic.Int64{}
	return func(p Progress) {
		if percent := 1 + p.Done*100/max(p.Total, 1); shown.Swap(percent) != percent {
			fyne.Do(func() {
				a.lists.done = p
				a.showTransfer()
			})
		}
	}
}

func (a *App) syncEnded(err error, cancelled bool) {
	a.lists.cancel = nil
	outcome := blocklist.Say("list.sync_done")
	switch {
	case cancelled:
		outcome = blocklist.Say("list.sync_cancelled")
	case err != nil:
		a.parts.Log.Warn("sync failed", "error", err)
		outcome = blocklist.Explain(err)
	}
	a.lists.outcome = &outcome
	a.loadLists()
	a.loadHome()
}
