package check

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"hangup/blocklist"
)

// ErrEnded is returned for an answer after the outcome.
var ErrEnded = errors.New("check: the run has ended")

// Run is one walk through the questions. It is a value: [Run.Answer] and [Run.Back] return another one and leave it as
// it is. The same answers always give the same outcome.
type Run struct {
	checks *Checks
	trail  []choice
}

// choice is a question and what was answered.
type choice struct {
	question *question
	answers  []answer
}

// next names the question or outcome that the choice leads to.
func (c choice) next() string {
	if c.question.Several {
		return c.question.Next
	}
	return c.answers[0].Next
}

// at names where the run stands: a question or an outcome.
func (r Run) at() string {
	if len(r.trail) == 0 {
		return r.checks.start
	}
	return r.trail[len(r.trail)-1].next()
}

// Question returns the page to show. ok is false when the run has ended.
func (r Run) Question() (q Question, ok bool) {
	current := r.checks.questions[r.at()]
	if current == nil {
		return Question{}, false
	}
	return current.page(), true
}

// Answer goes on with the answers of these ids, in whatever order they were chosen. It fails when the run has ended,
// an id is not an answer of the question or stands twice, or there is not exactly one where one is wanted.
func (r Run) Answer(ids ...string) (Run, error) {
	current := r.checks.questions[r.at()]
	if current == nil {
		return r, ErrEnded
	}
	chosen := choice{question: current}
	for _, a := range current.Answer {
		if slices.Contains(ids, a.ID) {
			chosen.answers = append(chosen.answers, a)
		}
	}
	if len(chosen.answers) != len(ids) {
		return r, fmt.Errorf("check: %q has no such answers: %.100q", current.ID, ids)
	}
	if !current.Several && len(ids) != 1 {
		return r, fmt.Errorf("check: %q wants one answer, not %d", current.ID, len(ids))
	}
	return Run{r.checks, append(slices.Clip(r.trail), chosen)}, nil
}

// Back returns the run as it was before the last answer. ok is false at the first question.
func (r Run) Back() (before Run, ok bool) {
	if len(r.trail) == 0 {
		return r, false
	}
	return Run{r.checks, r.trail[:len(r.trail)-1]}, true
}

// Outcome returns how the run ended. ok is false while there is a question left.
func (r Run) Outcome() (o Outcome, ok bool) {
	end := r.checks.outcomes[r.at()]
	if end == nil {
		return Outcome{}, false
	}
	told := r.told()
	if end.level != blocklist.Stop && blocklist.LevelOf(told.Flags) == blocklist.Stop {
		end = r.checks.outcomes[end.Stricter]
	}
	o = Outcome{
		ID: end.ID, Level: end.level, Title: blocklist.Say(end.Title), Lead: blocklist.Say(end.Lead),
		Act: end.Act, Services: slices.Clone(end.Services), Advice: each(end.Advice),
		Reasons: append(r.reasons(), each(end.Reasons)...),
		Party:   told.Party, Asks: told.Asks, Flags: told.Flags, Recovery: end.Recovery, script: told.Script,
	}
	party := r.checks.parties[cmp.Or(told.Party, blocklist.PartyUnknown)]
	if o.Act == "" {
		o.Act, o.Services = party.Act, slices.Clone(party.Services)
		o.Advice = append(o.Advice, each(party.Advice)...)
	}
	if party.ID != blocklist.PartyUnknown {
		o.Reasons = append(o.Reasons,
			blocklist.Message{ID: "checks.reason.party", Args: blocklist.Args{"Party": party.ID.Message()}},
			blocklist.Say(party.Why))
	}
	return o, true
}

// answers returns all answers of the run in their order.
func (r Run) answers() []answer {
	var all []answer
	for _, c := range r.trail {
		all = append(all, c.answers...)
	}
	return all
}

// told returns what all answers tell of the caller. The last party and script count, for later questions are more
// exact.
func (r Run) told() answer {
	var all answer
	for _, a := range r.answers() {
		all.Party, all.Script = cmp.Or(a.Party, all.Party), cmp.Or(a.Script, all.Script)
		all.Asks = append(all.Asks, a.Asks...)
		all.Flags = append(all.Flags, a.raised()...)
	}
	all.Asks, all.Flags = distinct(all.Asks), distinct(all.Flags)
	return all
}

// reasons returns what the answers give as reasons: those that decide alone first, then the others as they were given.
func (r Run) reasons() []blocklist.Reason {
	var deciding, rest []string
	for _, a := range r.answers() {
		if a.Reason != "" {
			deciding = append(deciding, a.Reason)
			continue
		}
		for _, f := range a.raised() {
			if f.Decides() {
				deciding = append(deciding, f.Message().ID)
			} else {
				rest = append(rest, f.Message().ID)
			}
		}
	}
	return each(distinct(append(deciding, rest...)))
}

// distinct returns the values without those that stand earlier already.
func distinct[T comparable](values []T) []T {
	var kept []T
	for _, v := range values {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}
