package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/i18n"
	"hangup/ui/handout"
	"hangup/ui/look"
)

// print writes a page and opens it in the browser, which prints it, and shows the screen with the page's path: where no
// browser opens, the page is found by that.
func (a *App) print(printed *string, show func(), write func(context.Context) (path string, err error)) {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		path, err := write(ctx)
		return func() {
			if err != nil {
				a.failed("page not written", err)
				return
			}
			if err := fyne.CurrentApp().OpenURL(handout.URL(path)); err != nil {
				a.parts.Log.Warn("no browser opens the page", "error", err)
			}
			*printed = path
			if a.top() == at {
				show()
			}
		}
	})
}

// printedNote says where a page is that was opened in the browser, if one was.
func (a *App) printedNote(path string) []fyne.CanvasObject {
	if path == "" {
		return nil
	}
	return []fyne.CanvasObject{look.Calm(look.IconDone, look.NewText(look.ActTitle, a.words.ID("told.window.printed")),
		look.NewText(look.Body, a.words.Say(blocklist.Message{ID: "told.window.file", Args: blocklist.Args{"File": path}})))}
}

// cardButton prints the card for the fridge.
func (a *App) cardButton(printed *string) *look.Button {
	return look.NewButton(look.IconPrint, a.words.ID("people.print_card"), func() {
		words, region := a.words, a.chosen.Region
		a.print(printed, a.rebuild, func(ctx context.Context) (string, error) {
			card, err := a.fridgeCard(ctx, words, region)
			if err != nil {
				return "", err
			}
			return a.parts.Guided.Print(ctx, handout.NewFridgeCard(words, card))
		})
	})
}

// fridgeCard holds the people and banks of the person, and the lines of the country.
func (a *App) fridgeCard(ctx context.Context, words *i18n.Words, region blocklist.Region) (handout.FridgeCard, error) {
	all, err := a.parts.People.List(ctx)
	if err != nil {
		return handout.FridgeCard{}, err
	}
	setup, err := a.parts.Setup.State(ctx)
	if err != nil {
		return handout.FridgeCard{}, err
	}
	card := handout.FridgeCard{FamilyWord: !setup.FamilyWord.IsZero()}
	for _, t := range all {
		row := handout.Row{Name: look.OneLine(t.Name), Value: look.KeepTogether(t.Number)}
		if t.Kind == blocklist.ContactBank {
			card.Banks = append(card.Banks, row)
		} else {
			card.People = append(card.People, row)
		}
	}
	for _, l := range a.parts.Hotlines(region) {
		card.Hotlines = append(card.Hotlines, handout.Row{Name: words.ID(l.NameID), Value: look.KeepTogether(l.Number)})
	}
	return card, nil
}
