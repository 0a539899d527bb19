package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/ui/handout"
	"hangup/ui/look"
)

// openSteps shows the steps for what was given, with the numbers of the person's own people and banks.
func (a *App) openSteps(l *loss) {
	at := a.top()
	a.do(at.ctx, func(ctx context.Context) func() {
		trusted, err := a.parts.Guided.Contacts(ctx)
		return func() {
			if a.top() != at {
				return
			}
			a.open(func() screen { return a.stepsScreen(l, trusted) })
			a.failed("people not read", err)
		}
	})
}

// stepsScreen lists the steps in their order, by how soon they are to be done.
func (a *App) stepsScreen(l *loss, trusted []blocklist.Contact) screen {
	steps := a.parts.Guided.Plans.Plan(l.gifts(), a.chosen.Region)
	content := []fyne.CanvasObject{
		look.Band(blocklist.Careful, a.words.ID("checks.recover.title"), a.words.ID("checks.recover.lead"), ""),
	}
	var when blocklist.Message
	for _, step := range steps {
		if step.When.ID != when.ID {
			when = step.When
			content = append(content, look.NewText(look.Title, a.words.Say(when)))
		}
		content = append(content, a.stepCard(l, step, trusted))
	}
	content = append(content, look.NewText(look.Second, a.words.ID("told.window.kept")))
	content = append(content, a.printedNote(l.printed)...)
	content = append(content, look.Row(
		look.NewButton(look.IconPrint, a.words.ID("told.window.print"), func() { a.printSteps(l, steps, trusted) }),
		look.NewButton(look.IconSync, a.words.ID("told.window.again"), func() { a.startAgain(l) }),
		a.saveButton(Call{Given: names(l.gifts())})))
	return screen{content: content}
}

// stepCard is a step with its box. What is done shows its title alone, so that the next step is easy to find.
func (a *App) stepCard(l *loss, step check.Step, trusted []blocklist.Contact) fyne.CanvasObject {
	done := slices.Contains(l.ticked, step.ID)
	box := look.NewTick(a.words.Say(step.Title), "", done, func() {
		l.ticked = toggled(l.ticked, step.ID)
		a.keepTicks(l)
		a.rebuild()
	})
	if done {
		return box
	}
	lines := a.bodies(step.Before)
	lines = append(lines, a.numberRows(step.Act, a.whom(step.Act, step.Services, trusted))...)
	if step.Say.ID != "" {
		lines = append(lines, look.NewText(look.ActTitle, a.sayThis(step)))
	}
	lines = append(lines, a.bodies(step.Do)...)
	for _, address := range step.Web {
		lines = append(lines, look.NewText(look.Strong, a.words.Say(blocklist.Message{
			ID: "told.web", Args: blocklist.Args{"Address": address},
		})))
	}
	for _, keep := range step.Keep {
		lines = append(lines, look.NewText(look.Body, a.words.Say(blocklist.Message{
			ID: "told.keep", Args: blocklist.Args{"What": keep},
		})))
	}
	if len(lines) == 0 {
		return box
	}
	return look.Column(0, box, look.Inset(stepInset, 0.6, look.Column(0.35, lines...)))
}

// stepInset sets what belongs to a step in from its box, in text sizes.
const stepInset = 1

func (a *App) sayThis(step check.Step) string {
	return a.words.Say(blocklist.Message{ID: "told.say", Args: blocklist.Args{"Words": step.Say}})
}

func (a *App) bodies(messages []blocklist.Message) []fyne.CanvasObject {
	texts := make([]fyne.CanvasObject, 0, len(messages))
	for _, m := range messages {
		texts = append(texts, look.NewText(look.Body, a.words.Say(m)))
	}
	return texts
}

// printSteps writes the steps as a page and opens it in the browser, which prints it. Where no browser opens, the page
// is found by its path.
func (a *App) printSteps(l *loss, steps []check.Step, trusted []blocklist.Contact) {
	page := handout.NewRecovery(a.words, a.recovery(l, steps, trusted))
	a.print(&l.printed, a.rebuild, func(ctx context.Context) (string, error) { return a.parts.Guided.Print(ctx, page) })
}

// recovery is the page to print.
func (a *App) recovery(l *loss, steps []check.Step, trusted []blocklist.Contact) handout.Recovery {
	r := handout.Recovery{Made: a.parts.now()}
	for _, step := range steps {
		printed := handout.Step{
			Act: a.words.Say(step.Title), When: a.words.Say(step.When), Done: slices.Contains(l.ticked, step.ID),
		}
		if step.Say.ID != "" {
			printed.Say = a.words.Say(step.Say)
		}
		if people := a.whom(step.Act, step.Services, trusted); len(people) > 0 {
			printed.Name, printed.Number = people[0].Name, people[0].Number
		}
		r.Steps = append(r.Steps, printed)
		for _, keep := range a.sentences(step.Keep) {
			if !slices.Contains(r.Keep, keep) {
				r.Keep = append(r.Keep, keep)
			}
		}
	}
	return r
}
