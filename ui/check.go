package ui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/phone"
	"hangup/ui/look"
)

// inquiry is what the person asks about a number, and what came of it.
type inquiry struct {
	text      string
	direction blocklist.Direction
	problem   *blocklist.Message // what is wrong with the text
	refused   *blocklist.Message // the text was a secret and is gone
}

// answer is a number with what is known about it.
type answer struct {
	number  blocklist.Number
	verdict blocklist.Verdict
}

func (a *App) openCheck() {
	q := &inquiry{}
	a.open(func() screen { return a.checkScreen(q) })
}

func (a *App) checkScreen(q *inquiry) screen {
	say := a.words.ID
	field := look.NewField(say("check.field"), q.text)
	field.Typed = func(text string, cursor int) (string, int) {
		text, cursor = a.parts.Checker.Format(a.ctx, text, cursor)
		q.text = text
		return text, cursor
	}
	status := look.NewText(look.Body, "")
	ask := func() {
		status.SetText(say("check.asking"))
		a.page.Relayout()
		a.ask(q, field.Text())
	}
	field.Submitted = ask

	content := []fyne.CanvasObject{look.NewText(look.Title, say("check.title"))}
	if q.refused != nil {
		content = append(content, look.Calm(look.IconCode,
			look.NewText(look.ActTitle, say("check.refused.title")), look.NewText(look.Body, a.words.Say(*q.refused))))
	}
	content = append(content, field)
	switch {
	case q.problem != nil:
		content = append(content, look.Problem(a.words.Say(*q.problem)))
	default:
		content = append(content, look.NewText(look.Second, say("check.hint")))
	}
	content = append(content, a.directions(q.direction, func(d blocklist.Direction) {
		q.direction = d
		a.rebuild()
	}), look.NewMainButton(look.IconCheckNumber, say("check.act"), ask), status)
	return screen{content: content, focus: field.Focus()}
}

// directions are the two answers to who called whom, the chosen one marked.
func (a *App) directions(chosen blocklist.Direction, choose func(blocklist.Direction)) fyne.CanvasObject {
	tile := func(d blocklist.Direction, id string) *look.Tile {
		return look.NewChoice(a.words.ID(id), d == chosen, func() {
			if d != chosen {
				choose(d)
			}
		})
	}
	return look.Columns(choiceColumn,
		tile(blocklist.TheyCalled, "check.they_called"), tile(blocklist.Calling, "check.calling"))
}

// choiceColumn is the least width of an answer that stands beside another, in text sizes.
const choiceColumn = 15

// ask looks up the numbers of a text and shows the answer: a verdict, the numbers to choose from, or what is wrong.
func (a *App) ask(q *inquiry, text string) {
	v := a.top()
	if strings.TrimSpace(text) == "" {
		empty := phone.ErrEmpty.Message
		q.problem, q.refused = &empty, nil
		a.showField(v)
		return
	}
	language, direction := a.words.Language().Code, q.direction
	a.do(v.ctx, func(ctx context.Context) func() {
		warmUp(language)
		answers, err := a.answers(ctx, text, direction)
		return func() {
			q.problem, q.refused = nil, nil
			if a.top() != v {
				return
			}
			if err != nil {
				a.askFailed(q, err)
				a.showField(v)
				return
			}
			if len(answers) == 1 {
				a.openVerdict(answers[0], direction)
				return
			}
			a.open(func() screen { return a.numbersScreen(answers, direction) })
		}
	})
}

// askFailed says what is wrong with the text. A secret leaves the screen at once.
func (a *App) askFailed(q *inquiry, err error) {
	said := blocklist.Explain(err)
	if errors.Is(err, phone.ErrSecret) {
		q.text, q.refused = "", &said
		return
	}
	q.problem = &said
	a.parts.Log.Info("check not answered", "message", said.ID)
}

// showField builds the screen again with the keyboard in the field.
func (a *App) showField(v *visit) {
	v.control, v.offset = -1, 0
	a.show()
}

func (a *App) answers(ctx context.Context, text string, d blocklist.Direction) ([]answer, error) {
	numbers, err := a.parts.Checker.Find(ctx, text)
	if err != nil {
		return nil, err
	}
	answers := make([]answer, 0, len(numbers))
	for _, n := range numbers {
		verdict, err := a.parts.Checker.Verdict(ctx, n, d)
		if err != nil {
			return nil, err
		}
		answers = append(answers, answer{n, verdict})
	}
	return answers, nil
}

// numbersScreen offers the numbers of a message, each with its level.
func (a *App) numbersScreen(answers []answer, d blocklist.Direction) screen {
	content := []fyne.CanvasObject{look.NewText(look.Title, a.words.ID("check.numbers.title"))}
	var first fyne.Focusable
	for _, x := range answers {
		level := a.words.ID(levelNames[x.verdict.Level])
		tile := look.NewLevelTile(x.verdict.Level, look.KeepTogether(a.display(x.number)),
			join(level, a.place(x.number)), func() { a.openVerdict(x, d) })
		if first == nil {
			first = tile
		}
		content = append(content, tile)
	}
	return screen{content: content, focus: first}
}

// levelNames are the message ids of the levels' names.
var levelNames = map[blocklist.Level]string{
	blocklist.Stop:     "level.stop",
	blocklist.Careful:  "level.careful",
	blocklist.Unlisted: "level.unlisted",
	blocklist.Known:    "level.known",
}

// display is the number as people write it; a hidden one has only its kind.
func (a *App) display(n blocklist.Number) string {
	if n.Display != "" {
		return n.Display
	}
	if n.Short != "" {
		return n.Short
	}
	if n.E164 != "" {
		return n.E164
	}
	return a.words.Say(n.Kind.Message())
}

// place says where a number belongs and, where that tells something, what kind of line it is.
func (a *App) place(n blocklist.Number) string {
	var where []string
	if n.Region != "" && n.Region != "001" {
		where = append(where, a.words.Country(n.Region))
	}
	if area := phone.Place(n, a.words.Language().Code); area != "" {
		where = append(where, area)
	}
	kind := ""
	switch n.Kind {
	case blocklist.KindUnknown, blocklist.KindFixedLineOrMobile, blocklist.KindHidden:
	default:
		kind = a.words.Say(n.Kind.Message())
	}
	return join(strings.Join(where, ", "), kind)
}

// warmUp loads the names of areas, which takes a quarter of a second the first time and must not hold up a screen.
func warmUp(language string) {
	phone.Place(blocklist.Number{E164: "+12025550143", Region: "US", Kind: blocklist.KindFixedLine}, language)
}

// join sets dots between the parts that are not empty.
func join(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " · ")
}
