package check_test

import (
	"errors"
	"reflect"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/check"
)

// everyWay calls visit with every run there is, questions asked so far included; also with those that have ended.
func everyWay(t *testing.T, run check.Run, asked int, visit func(run check.Run, asked int)) {
	t.Helper()
	visit(run, asked)
	q, ok := run.Question()
	if !ok {
		return
	}
	if q.Pause == 0 {
		asked++
	}
	for _, ids := range everyAnswer(q) {
		next, err := run.Answer(ids...)
		if err != nil {
			t.Fatalf("%s %v: %v", q.ID, ids, err)
		}
		everyWay(t, next, asked, visit)
	}
}

// everyAnswer returns each answer alone, or each set of them where several may be chosen.
func everyAnswer(q check.Question) [][]string {
	var all [][]string
	if !q.Several {
		for _, a := range q.Answers {
			all = append(all, []string{a.ID})
		}
		return all
	}
	for set := range 1 << len(q.Answers) {
		var ids []string
		for i, a := range q.Answers {
			if set&(1<<i) != 0 {
				ids = append(ids, a.ID)
			}
		}
		all = append(all, ids)
	}
	return all
}

func TestEveryWayEnds(t *testing.T) {
	checks := read(t)
	ends := make(map[string]int)
	everyWay(t, checks.Start(), 0, func(run check.Run, asked int) {
		if asked > check.MaxQuestions {
			t.Fatalf("%d questions", asked)
		}
		q, more := run.Question()
		o, ended := run.Outcome()
		switch {
		case more == ended:
			t.Fatalf("a way neither goes on nor ends, or does both: %q %q", q.ID, o.ID)
		case more && len(q.Answers) > check.MaxAnswers:
			t.Errorf("%s has %d answers", q.ID, len(q.Answers))
		case ended:
			ends[o.ID]++
			verify(t, o)
		}
	})
	for _, id := range []string{
		"stop", "stop_number", "stop_guided", "stop_code", "recover", "wait", "dial", "dialled", "do_pin", "do_app", "do_courier",
	} {
		if ends[id] == 0 {
			t.Errorf("no way ends in %s", id)
		}
	}
	t.Logf("ways to each outcome: %v", ends)
}

// verify checks what holds for every outcome.
func verify(t *testing.T, o check.Outcome) {
	t.Helper()
	if o.Title.ID == "" || o.Lead.ID == "" || o.Act == "" || len(o.Advice) == 0 || len(o.Reasons) == 0 {
		t.Errorf("something is missing in %+v", o)
	}
	if blocklist.LevelOf(o.Flags) == blocklist.Stop && o.Level != blocklist.Stop {
		t.Errorf("%s is no Stop, with the flags %v", o.ID, o.Flags)
	}
	if o.Level == blocklist.Unlisted {
		t.Errorf("%s says nothing", o.ID)
	}
}

func TestBackWorksFromEverywhere(t *testing.T) {
	checks := read(t)
	everyWay(t, checks.Start(), 0, func(run check.Run, _ int) {
		q, ok := run.Question()
		if !ok {
			return
		}
		for _, ids := range everyAnswer(q) {
			next, err := run.Answer(ids...)
			if err != nil {
				t.Fatal(err)
			}
			before, ok := next.Back()
			if !ok {
				t.Fatalf("no way back from %s", q.ID)
			}
			if again, _ := before.Question(); again.ID != q.ID {
				t.Fatalf("back from an answer to %s leads to %s", q.ID, again.ID)
			}
		}
	})
	if _, ok := checks.Start().Back(); ok {
		t.Error("there is something before the first question")
	}
}

func TestSameAnswersSameOutcome(t *testing.T) {
	for _, k := range kinds {
		first, second := outcome(t, k.way), outcome(t, k.way)
		if !reflect.DeepEqual(first, second) {
			t.Errorf("%s ends in %+v and in %+v", k.script, first, second)
		}
	}
	one, other := outcome(t, "hung_up bank else hurry+threat nothing"), outcome(t, "hung_up bank else threat+hurry nothing")
	if !reflect.DeepEqual(one, other) {
		t.Errorf("the order of ticks changes the outcome: %+v, %+v", one, other)
	}
}

// Two runs that go on from the same question do not disturb each other.
func TestRunsAreIndependent(t *testing.T) {
	from := walk(t, "hung_up known relative")
	money, err := from.Answer("money")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := from.Answer("code"); err != nil {
		t.Fatal(err)
	}
	if o, _ := money.Outcome(); o.Reasons[0].ID != "flag.move" {
		t.Errorf("the reasons of the first run became %v", o.Reasons)
	}
}

func TestAnswerRefuses(t *testing.T) {
	for _, c := range []struct {
		way string
		ids []string
	}{
		{"", nil},
		{"", []string{"nobody"}},
		{"", []string{"hung_up", "held"}},
		{"", []string{"hung_up", "hung_up"}},
		{"hung_up bank else", []string{"hurry", "hurry"}},
		{"hung_up bank else", []string{"hurry", "code"}},
	} {
		run := walk(t, c.way)
		before, _ := run.Question()
		after, err := run.Answer(c.ids...)
		if err == nil {
			t.Errorf("%q: %v was taken for an answer", c.way, c.ids)
		}
		if q, _ := after.Question(); q.ID != before.ID {
			t.Errorf("%q: a refused answer led to %q", c.way, q.ID)
		}
	}
	if _, err := walk(t, "hung_up bank code").Answer("code"); !errors.Is(err, check.ErrEnded) {
		t.Errorf("after the end: %v", err)
	}
}
