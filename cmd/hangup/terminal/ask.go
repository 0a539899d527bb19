package terminal

import (
	"context"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/blocklist/script"
)

// Ask walks the checks as numbered questions and returns the exit code of the outcome. The end of the input, or q, ends
// it without one. Nothing answered is kept.
func (t *Terminal) Ask(ctx context.Context, checks *check.Checks, library *script.Library) int {
	run := checks.Start()
	t.question(run)
	exit, ended := ExitOK, false
	err := eachLine(t.In, func(line string) bool {
		run, ended = t.answer(run, line)
		if outcome, done := run.Outcome(); done {
			exit, ended = t.outcome(ctx, outcome, library), true
		}
		return !ended && ctx.Err() == nil
	})
	switch _, done := run.Outcome(); {
	case err != nil:
		return t.fail(err, false)
	case !done:
		t.line("")
		t.say(blocklist.Say("checks.cli.ended"))
	}
	return exit
}

// answer goes on by what was typed and shows the next question, if there is one. ended is true when the person wants
// to stop.
func (t *Terminal) answer(run check.Run, line string) (next check.Run, ended bool) {
	question, _ := run.Question()
	choices, w := readWish(line, len(question.Answers))
	switch w {
	case wishEnd:
		return run, true
	case wishBack:
		before, ok := run.Back()
		if !ok {
			t.say(blocklist.Say("checks.cli.first"))
		}
		t.question(before)
		return before, false
	}
	ids := make([]string, len(choices))
	for i, c := range choices {
		ids[i] = question.Answers[c].ID
	}
	next, err := run.Answer(ids...)
	if w == wishUnclear || err != nil {
		t.say(blocklist.Say("checks.cli.not_understood"))
		return run, false
	}
	t.question(next)
	return next, false
}

// question writes the page a run stands at; nothing when it has ended.
func (t *Terminal) question(run check.Run) {
	q, ok := run.Question()
	if !ok {
		return
	}
	t.line("")
	t.say(q.Title)
	if q.Lead.ID != "" {
		t.say(q.Lead)
	}
	for _, act := range q.Acts {
		t.say(act)
	}
	answers := make([]blocklist.Message, len(q.Answers))
	for i, a := range q.Answers {
		answers[i] = a.Text
	}
	t.offer(answers)
	if q.Several {
		t.say(blocklist.Say("checks.cli.several"))
		t.say(blocklist.Say("checks.cli.if_none"))
		return
	}
	t.say(blocklist.Say("checks.cli.choose"))
}

// outcome writes how the checks ended, in the order of the verdict page, and returns the exit code.
func (t *Terminal) outcome(ctx context.Context, o check.Outcome, library *script.Library) int {
	region, err := t.Desk.Region(ctx)
	if err != nil {
		return t.fail(err, false)
	}
	numbers, err := t.numbersFor(ctx, o.Act, o.Services, region)
	if err != nil {
		return t.fail(err, false)
	}
	settings, err := t.Desk.Home.Settings(ctx)
	if err != nil {
		return t.fail(err, false)
	}
	t.line("")
	t.say(o.Title)
	t.say(o.Lead)
	t.line("\n%s", t.Words.ID("verdict.what_to_do"))
	t.line("1. %s", t.Words.Say(o.Act.Message()))
	for _, number := range numbers {
		t.line("%s", number)
	}
	for i, advice := range o.AdviceFor(!settings.FamilyWord.IsZero()) {
		t.line("%d. %s", i+2, t.Words.Say(advice))
	}
	t.line("\n%s", t.Words.ID("verdict.why"))
	for _, reason := range o.Reasons {
		t.line("- %s", t.Words.Say(reason))
	}
	if tricks := o.Tricks(library, region); len(tricks) > 0 {
		t.trick(tricks[0])
	}
	if o.Recovery {
		t.line("")
		t.say(blocklist.Say("checks.cli.told"))
	}
	return exitCode(o.Level)
}

// numbersFor returns whom an act means, one a line with name and number: the person's own bank or people, and the
// country's lines. Where an act names a line and none is known, it says what to do instead.
func (t *Terminal) numbersFor(ctx context.Context, act check.Act, services []blocklist.Service, region blocklist.Region) ([]string, error) {
	var lines []string
	if kind, ok := act.Contact(); ok {
		contacts, err := t.Desk.Home.Contacts(ctx)
		if err != nil {
			return nil, err
		}
		for _, c := range contacts {
			if c.Kind == kind {
				lines = append(lines, c.Name+": "+c.Number)
			}
		}
	}
	for _, o := range check.Lines(t.Desk.Starter.Hotlines(region), services) {
		number := o.Dial()
		if found, err := t.Desk.Find(ctx, number); err == nil {
			number = found[0].Display
		}
		lines = append(lines, t.Words.ID(o.NameID)+": "+number)
	}
	if act == check.CallHotline && len(lines) == 0 {
		lines = append(lines, t.Words.Say(check.NoLine()))
	}
	return lines, nil
}
