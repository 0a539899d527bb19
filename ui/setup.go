package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// openSetupFile carries the setup to another computer, and brings one from there.
func (a *App) openSetupFile() {
	saved := ""
	a.open(func() screen { return a.setupFileScreen(&saved) })
}

func (a *App) setupFileScreen(saved *string) screen {
	say := a.words.ID
	save := look.NewMainButton(look.IconFile, say("setup.file.save"), func() { a.saveSetup(saved) })
	content := []fyne.CanvasObject{
		look.NewText(look.Title, say("setup.file.title")), look.NewText(look.Body, say("setup.file.holds")), save,
	}
	if *saved != "" {
		content = append(content, look.Calm(look.IconDone, look.NewText(look.Body, a.words.Say(blocklist.Message{
			ID: "cli.setup.saved", Args: blocklist.Args{"File": *saved},
		})), look.NewText(look.Body, say("setup.file.carry"))))
	}
	content = append(content, look.Row(
		look.NewButton(look.IconFolder, say("setup.file.open"), func() { a.openFiles(a.setupSearch()) }),
		look.NewButton(look.IconBack, say("setup.file.undo"), func() {
			a.planSetup(a.parts.Setup.Before, func(why blocklist.Message) { a.tell(why) })
		})))
	return screen{content: content, focus: save}
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

func (a *App) saveSetup(saved *string) {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		path, err := a.parts.Setup.Save(ctx)
		return func() {
			if err != nil {
				a.failed("setup not saved", err)
				return
			}
			*saved = path
			if a.top() == at {
				a.rebuild()
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
			if err != nil {
				a.failed("setup not changed", err)
				return
			}
			a.chosen.Region = now.Region
			a.words = a.parts.Words.Words(now.Language)
			a.setTextSize(now.TextSize)
			a.setLanguage(a.words.Language().Code)
			a.backTo(0)
			a.ListsChanged()
			a.tell(blocklist.Say("setup.plan.done"))
		}
	})
}
