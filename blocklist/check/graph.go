package check

import (
	"fmt"

	"hangup/blocklist"
)

// verify proves what holds of all ways through the questions together.
func (c *Checks) verify() error {
	if c.questions[c.start] == nil {
		return fmt.Errorf("the start %q is not a question", c.start)
	}
	for id, o := range c.outcomes {
		if o.Stricter != "" && (c.outcomes[o.Stricter] == nil || c.outcomes[o.Stricter].level != blocklist.Stop) {
			return fmt.Errorf("outcome %q: the stricter %q is not a Stop", id, o.Stricter)
		}
	}
	w := walk{checks: c, longest: make(map[string]int), open: make(map[string]bool)}
	n, err := w.from(c.start)
	if err != nil {
		return err
	}
	if n > MaxQuestions {
		return fmt.Errorf("a way of %d questions, at most %d", n, MaxQuestions)
	}
	for id := range c.questions {
		if _, reached := w.longest[id]; !reached {
			return fmt.Errorf("question %q cannot be reached", id)
		}
	}
	for id := range c.outcomes {
		if _, reached := w.longest[id]; !reached {
			return fmt.Errorf("outcome %q cannot be reached", id)
		}
	}
	return nil
}

// walk visits every question and outcome once, depth first.
type walk struct {
	checks  *Checks
	longest map[string]int  // questions on the longest way to an outcome, by id
	open    map[string]bool // ids on the way being walked
}

// from returns the number of questions on the longest way from a question or outcome.
func (w walk) from(id string) (int, error) {
	if n, done := w.longest[id]; done {
		return n, nil
	}
	if o := w.checks.outcomes[id]; o != nil {
		w.longest[id] = 0
		if o.Stricter != "" {
			w.longest[o.Stricter] = 0
		}
		return 0, nil
	}
	q := w.checks.questions[id]
	switch {
	case q == nil:
		return 0, fmt.Errorf("there is no question or outcome %q", id)
	case w.open[id]:
		return 0, fmt.Errorf("question %q leads back to itself", id)
	}
	w.open[id] = true
	defer delete(w.open, id)
	longest := 0
	for _, next := range q.nexts() {
		n, err := w.from(next)
		if err != nil {
			return 0, err
		}
		longest = max(longest, n)
	}
	if err := w.checks.stopsAtOnce(q); err != nil {
		return 0, fmt.Errorf("question %q: %w", id, err)
	}
	if q.Pause == 0 {
		longest++
	}
	w.longest[id] = longest
	return longest, nil
}

// nexts returns the ids a question leads to.
func (q *question) nexts() []string {
	if q.Several {
		return []string{q.Next}
	}
	ids := make([]string, len(q.Answer))
	for i, a := range q.Answer {
		ids[i] = a.Next
	}
	return ids
}

// stopsAtOnce refuses a question that goes on asking after an answer that is a Stop by itself, and a Stop for which
// neither the answer nor the outcome has a reason.
func (c *Checks) stopsAtOnce(q *question) error {
	for _, a := range q.Answer {
		next := a.Next
		if q.Several {
			next = q.Next
		}
		end := c.outcomes[next]
		isStop := end != nil && end.level == blocklist.Stop
		switch {
		case !isStop && blocklist.LevelOf(a.raised()) == blocklist.Stop:
			return fmt.Errorf("answer %q is a Stop by itself and must lead to one", a.ID)
		case isStop && len(end.Reasons) == 0 && (q.Several || len(a.raised()) == 0 && a.Reason == ""):
			return fmt.Errorf("answer %q leads to a Stop without a reason", a.ID)
		}
	}
	return nil
}
