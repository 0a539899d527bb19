package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// setupFile is what the page of the setup file shows.
type setupFile struct {
	saved   string // path of the file that was written just now, or empty
	canUndo bool   // a setup file was opened here
}

// openSetupFile carries the setup to another computer, and brings one from there.
func (a *App) openSetupFile() {
	f := &setupFile{}
	a.open(func() screen { return a.setupFileScreen(f) })
	at := a.top()
	a.do(at.ctx, func(ctx context.Context) func() {
		_, err := a.parts.Setup.Before(ctx)
		return func() {
			f.canUndo = err == nil
			if a.top() == at {
				a.rebuild()
			}
		}
	})
}

// setupFileScreen offers to write a setup file, to open one, and to undo the last one that was opened.
func (a *App) setupFileScreen(f *setupFile) screen {
	say := a.words.ID
	save := look.NewMainButton(look.IconFile, say("setup.file.save"), func() { a.openFiles(a.setupFolder(f)) })
	content := []fyne.CanvasObject{
		look.NewText(look.Title, say("setup.file.title")), look.NewText(look.Body, say("setup.file.holds")), save,
	}
	if f.saved != "" {
		content = append(content, look.Calm(look.IconDone, look.NewText(look.Body, a.words.Say(blocklist.Message{
			ID: "cli.setup.saved", Args: blocklist.Args{"File": f.saved},
		})), look.NewText(look.Body, say("setup.file.carry"))))
	}
	acts := []fyne.CanvasObject{
		look.NewButton(look.IconFolder, say("setup.file.open"), func() { a.openFiles(a.setupSearch()) }),
	}
	if f.canUndo {
		acts = append(acts, look.NewButton(look.IconBack, say("setup.file.undo"), func() {
			a.planSetup(a.parts.Setup.Before, a.tell)
		}))
	}
	return screen{content: append(content, look.Row(acts...)), focus: save}
}

// setupFolder is the search for a folder to write a setup file to. A stick is the first guess: it is what goes to
// another computer.
func (a *App) setupFolder(f *setupFile) search {
	s := search{title: "setup.file.save"}
	if found := sticks(); len(found) > 0 {
		s.folder = found[0]
	}
	s.keep = func(folder string, failed func(blocklist.Message)) { a.saveSetup(f, folder, failed) }
	return s
}

// setupSearch is the search for a setup file.
func (a *App) setupSearch() search {
	return search{
		title: "setup.file.open", field: "setup.file.field", none: "setup.file.none",
		read: func(path string, failed func(blocklist.Message)) {
			a.planSetup(func(ctx context.Context) (SetupPlan, error) { return a.parts.Setup.Open(ctx, path) }, failed)
		},
	}
}

// saveSetup writes a setup file and goes back to the page that says where it is.
func (a *App) saveSetup(f *setupFile, folder string, failed func(blocklist.Message)) {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		path, err := a.parts.Setup.Save(ctx, folder)
		return func() {
			if err == nil {
				f.saved = path
			}
			switch {
			case a.top() != at:
			case err != nil:
				a.parts.Log.Warn("setup not saved", "error", err)
				failed(blocklist.Explain(err))
			default:
				a.back()
			}
		}
	})
}

// planSetup reads a plan and shows what it would change, or says what is wrong.
func (a *App) planSetup(read func(context.Context) (SetupPlan, error), failed func(blocklist.Message)) {
	at := a.top()
	a.do(at.ctx, func(ctx context.Context) func() {
		plan, err := read(ctx)
		return func() {
			if a.top() != at {
				return
			}
			if err != nil {
				a.parts.Log.Warn("setup not read", "error", err)
				failed(blocklist.Explain(err))
				return
			}
			a.open(func() screen { return a.setupPlanScreen(plan) })
		}
	})
}

// setupPlanScreen says what a plan changes before anything is changed.
func (a *App) setupPlanScreen(p SetupPlan) screen {
	say := a.words.ID
	content := []fyne.CanvasObject{look.NewText(look.Title, say("setup.plan.title"))}
	if len(p.Changes) == 0 {
		back := look.NewMainButton(look.IconBack, say("setup.plan.leave"), a.back)
		return screen{content: append(content, look.NewText(look.Body, say("cli.setup.nothing")), back), focus: back}
	}
	leave := look.NewMainButton(look.IconBack, say("setup.plan.leave"), a.back)
	content = append(content,
		look.Card("", look.Points(look.LevelTint(blocklist.Known), a.sentences(p.Changes)...)),
		leave,
		look.Row(look.NewButton(look.IconDone, say("setup.plan.apply"), func() { a.applySetup(p) })))
	return screen{content: content, focus: leave}
}

// applySetup puts a plan in force, and the window with it, and shows the first screen.
func (a *App) applySetup(p SetupPlan) {
	a.do(a.ctx, func(ctx context.Context) func() {
		now, err := a.parts.Setup.Apply(ctx, p)
		return func() {
			if now == (Preferences{}) && err != nil {
				a.failed("setup not changed", err)
				return
			}
			a.prefer(now)
			a.backTo(0)
			a.loadHome()
			a.loadLists()
			a.tell(blocklist.Say("setup.plan.done"))
			a.failed("setup not all in force", err)
			if slices.ContainsFunc(p.Changes, func(m blocklist.Message) bool { return m.ID == "setup.change.list_added" }) {
				a.startSync()
			}
		}
	})
}

// prefer puts preferences in force, but for those that are empty.
func (a *App) prefer(now Preferences) {
	if now.Region != "" {
		a.setRegion(now.Region)
	}
	if now.Language != "" {
		a.setLanguage(now.Language)
	}
	if now.TextSize != 0 {
		a.setTextSize(now.TextSize)
	}
}
