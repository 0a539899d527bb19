package terminal

import (
	"context"

	"hangup/blocklist"
	"hangup/blocklist/check"
)

// Told asks what was given, writes the steps for it and returns the exit code. The end of the input, or q, ends it
// without steps. Nothing answered is kept.
func (t *Terminal) Told(ctx context.Context, plans *check.Plans) int {
	t.askGiven()
	var given []check.Given
	err := eachLine(t.In, func(line string) bool {
		choices, w := readWish(line, len(check.Givens()))
		switch {
		case w == wishEnd:
			return false
		case w == wishBack:
			t.say(blocklist.Say("checks.cli.first"))
			t.askGiven()
		case w == wishUnclear:
			t.say(blocklist.Say("checks.cli.not_understood"))
		case len(choices) == 0:
			t.say(blocklist.Say("told.none"))
		}
		for _, c := range choices {
			given = append(given, check.Givens()[c])
		}
		return len(given) == 0 && ctx.Err() == nil
	})
	if err == nil && len(given) > 0 {
		err = t.plan(ctx, plans, given)
	} else if err == nil {
		t.line("")
		t.say(blocklist.Say("told.cli.ended"))
	}
	if err != nil {
		return t.fail(err, false)
	}
	return ExitOK
}

func (t *Terminal) askGiven() {
	t.say(blocklist.Say("told.title"))
	var choices []blocklist.Message
	for _, g := range check.Givens() {
		choices = append(choices, g.Message())
	}
	t.offer(choices)
	t.say(blocklist.Say("checks.cli.several"))
}

// plan writes the steps in their order: what to do, whom to call, what to say, what to keep.
func (t *Terminal) plan(ctx context.Context, plans *check.Plans, given []check.Given) error {
	region, err := t.Desk.Region(ctx)
	if err != nil {
		return err
	}
	t.line("")
	t.say(blocklist.Say("checks.recover.lead"))
	t.say(blocklist.Say("told.plan"))
	var when blocklist.Message
	for i, step := range plans.Plan(given, region) {
		if step.When.ID != when.ID {
			when = step.When
			t.line("\n%s", t.Words.Say(when))
		}
		t.line("%d. %s", i+1, t.Words.Say(step.Title))
		if err := t.step(ctx, step, region); err != nil {
			return err
		}
	}
	return nil
}

// step writes what belongs to a step under its title.
func (t *Terminal) step(ctx context.Context, step check.Step, region blocklist.Region) error {
	for _, before := range step.Before {
		t.say(before)
	}
	numbers, err := t.numbersFor(ctx, step.Act, step.Services, region)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		t.line("%s", number)
	}
	if step.Say.ID != "" {
		t.say(blocklist.Message{ID: "told.say", Args: blocklist.Args{"Words": step.Say}})
	}
	for _, do := range step.Do {
		t.say(do)
	}
	for _, address := range step.Web {
		t.say(blocklist.Message{ID: "told.web", Args: blocklist.Args{"Address": address}})
	}
	for _, keep := range step.Keep {
		t.say(blocklist.Message{ID: "told.keep", Args: blocklist.Args{"What": keep}})
	}
	return nil
}
