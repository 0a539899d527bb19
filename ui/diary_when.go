package ui

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// whenForm is when a call was, while that is being changed.
type whenForm struct {
	at        time.Time
	day, hour string // as typed; empty leaves at as it is
	problem   *blocklist.Message
}

// daysOffered are how many days back can be chosen with one press.
const daysOffered = 6

// openCallTime asks when the call was: a day to choose or to type, and a time.
func (a *App) openCallTime(f *callForm) {
	w := &whenForm{at: f.call.At}
	a.open(func() screen { return a.whenScreen(f, w) })
}

func (a *App) whenScreen(f *callForm, w *whenForm) screen {
	say := a.words.ID
	said := look.NewText(look.ActTitle, a.callTime(w.at))
	change := func(text *string) func(string, int) (string, int) {
		return func(typed string, cursor int) (string, int) {
			*text = typed
			if at, problem := w.read(a.parts.now()); problem == nil {
				said.SetText(a.callTime(at))
				a.page.Relayout()
			}
			return typed, cursor
		}
	}
	keep := func() {
		at, problem := w.read(a.parts.now())
		if w.problem = problem; problem != nil {
			a.showAgain(a.top())
			return
		}
		f.call.At = at
		a.back()
	}
	hour, day := look.NewField(say("diary.when.hour"), w.hour), look.NewField(say("diary.when.day"), w.day)
	hour.Typed, day.Typed = change(&w.hour), change(&w.day)
	hour.Submitted, day.Submitted = keep, keep
	content := []fyne.CanvasObject{look.NewText(look.Title, say("diary.row.when")), said}
	if w.problem != nil {
		content = append(content, look.Problem(a.words.Say(*w.problem)))
	}
	return screen{keys: map[rune]func(){'\n': keep}, content: append(content,
		look.Columns(choiceColumn, a.dayTiles(w)...), look.Columns(actColumn, hour, day),
		look.NewMainButton(look.IconDone, say("diary.form.go_on"), keep))}
}

// dayTiles offer today and the days before it.
func (a *App) dayTiles(w *whenForm) []fyne.CanvasObject {
	now := a.parts.now().In(w.at.Location())
	var tiles []fyne.CanvasObject
	for back := range daysOffered {
		day := now.AddDate(0, 0, -back)
		label := a.words.Date(day)
		switch back {
		case 0:
			label = a.words.ID("diary.when.today")
		case 1:
			label = a.words.ID("diary.when.yesterday")
		}
		tiles = append(tiles, look.NewChoice(label, sameDay(day, w.at), func() {
			w.at, w.day, w.problem = onDay(w.at, day), "", nil
			a.rebuild()
		}))
	}
	return tiles
}

// callTime says a time in words.
func (a *App) callTime(at time.Time) string {
	return a.words.Say(blocklist.Message{ID: "diary.time", Args: blocklist.Args{"Date": at, "Time": at.Format("15:04")}})
}

// read returns the time as it was chosen and typed, or what is wrong with it.
func (w *whenForm) read(now time.Time) (time.Time, *blocklist.Message) {
	now = now.In(w.at.Location())
	wrong := func(id string) (time.Time, *blocklist.Message) {
		m := blocklist.Say(id)
		return time.Time{}, &m
	}
	at := w.at
	if strings.TrimSpace(w.day) != "" {
		day, ok := parseDay(w.day, now)
		if !ok {
			return wrong("diary.when.no_day")
		}
		at = onDay(at, day)
	}
	if strings.TrimSpace(w.hour) != "" {
		hour, minute, ok := parseHour(w.hour)
		if !ok {
			return wrong("diary.when.no_hour")
		}
		at = time.Date(at.Year(), at.Month(), at.Day(), hour, minute, 0, 0, at.Location())
	}
	if at.After(now) {
		return wrong("diary.when.future")
	}
	return at, nil
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }

// onDay moves a time to another day.
func onDay(at, day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), at.Second(), 0, at.Location())
}

var (
	dayFirst  = regexp.MustCompile(`^(\d{1,2})[ ./-]+(\d{1,2})(?:[ ./-]+(\d{4}|\d{2}))?[ .]*$`)
	yearFirst = regexp.MustCompile(`^(\d{4})[ ./-]+(\d{1,2})[ ./-]+(\d{1,2})[ .]*$`)
	clock     = regexp.MustCompile(`^(\d{1,2})(?:[ .:,-]*(\d{2}))?$`)
)

// parseDay reads a day as it is typed, day before month or as ISO 8601 has it. Without a year it is the last such day.
func parseDay(text string, now time.Time) (time.Time, bool) {
	text = strings.TrimSpace(text)
	year, month, day := now.Year(), 0, 0
	withYear := true
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		year, month, day = number(m[1]), number(m[2]), number(m[3])
	} else if m := dayFirst.FindStringSubmatch(text); m != nil {
		day, month = number(m[1]), number(m[2])
		if withYear = m[3] != ""; withYear {
			year = number(m[3])
		}
		if year < 100 {
			year += now.Year() / 100 * 100
		}
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, now.Location())
	if !withYear && at.After(now) {
		at = time.Date(year-1, time.Month(month), day, 0, 0, 0, 0, now.Location())
	}
	// A day such as 31 February would be moved to the next month.
	return at, at.Day() == day && int(at.Month()) == month
}

// parseHour reads a time of day as it is typed: 14:30, 14.30, 1430 or 14.
func parseHour(text string) (hour, minute int, ok bool) {
	m := clock.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, 0, false
	}
	hour, minute = number(m[1]), number(m[2])
	return hour, minute, hour < 24 && minute < 60
}

// number reads digits that a pattern let through; none are 0.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
