package maker_test

import (
	"context"
	"testing"

	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
)

func TestStatusSaysWhatIsNext(t *testing.T) {
	l := makertest.New(t, start, "")
	next := func(when string, want maker.Step) maker.Status {
		t.Helper()
		s, err := l.Maker.Status(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if s.Next != want {
			t.Errorf("%s: next is %s, want %s", when, s.Next, want)
		}
		return s
	}
	next("new", maker.StepImport)
	l.Import("+442071838750,bank,5,2026-11-01", "+74951234567,,1,2026-01-01")
	s := next("imported", maker.StepBuild)
	if len(s.Sources) != 1 || s.Sources[0].Numbers != 2 || s.Sources[0].Fresh != 1 || s.Edition != nil {
		t.Errorf("imported: %+v", s)
	}
	if !s.Sources[0].Trusted {
		t.Error("the maker's own file is not trusted")
	}
	build(t, l)
	next("built", maker.StepSign)
	l.Sign()
	s = next("signed", maker.StepNothing)
	if s.Edition == nil || s.Edition.Number != 1 || s.Edition.Entries != 1 || !s.Edition.Published || len(s.Roles) != 6 {
		t.Errorf("signed: %+v", s)
	}
	l.Time = start.AddDate(0, 0, 8)
	next("a week later", maker.StepSign)
	l.Time = start.AddDate(1, 9, 0)
	next("before the root ends", maker.StepRenewRoot)
}
