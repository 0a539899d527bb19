package maker_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
)

// take imports a text and fails the test when that does not go well.
func take(t *testing.T, l *makertest.List, i maker.Import, text string) maker.Imported {
	t.Helper()
	done, err := importText(l, i, text)
	if err != nil {
		t.Fatalf("%s: %v", i.Feed, err)
	}
	return done
}

var yes, no = true, false

// A flood from one source cannot alone make a number a Stop, unless the maker trusts the source.
func TestFloodFromOneSource(t *testing.T) {
	const n = 442071838750
	flood := func(source string, trusted *bool) func(*testing.T, *makertest.List) {
		return func(t *testing.T, l *makertest.List) {
			take(t, l, maker.Import{Feed: maker.FeedNumbers, Source: source, Trusted: trusted},
				"number,reports,official\n+442071838750,900,yes\n")
		}
	}
	phoneBlock := func(t *testing.T, l *makertest.List) {
		take(t, l, maker.Import{Feed: maker.FeedPhoneBlock}, `{"numbers":[{"phone":"+442071838750","votes":100}]}`)
	}
	people := func(t *testing.T, l *makertest.List) {
		for i := range byte(20) {
			take(t, l, maker.Import{Feed: maker.FeedReports}, reportFile(i, "+442071838750 scam"))
		}
	}
	type step = func(*testing.T, *makertest.List)
	for name, c := range map[string]struct {
		steps []step
		want  blocklist.Strength
	}{
		"the maker's own":           {[]step{flood("", nil)}, blocklist.StrengthOfficial},
		"somebody's":                {[]step{flood("forum", nil)}, blocklist.StrengthSeveral},
		"somebody trusted":          {[]step{flood("police", &yes)}, blocklist.StrengthOfficial},
		"trusted no more":           {[]step{flood("police", &yes), flood("police", &no)}, blocklist.StrengthSeveral},
		"the maker's own, in doubt": {[]step{flood("", &no)}, blocklist.StrengthSeveral},
		"PhoneBlock":                {[]step{phoneBlock}, blocklist.StrengthSeveral},
		"many people":               {[]step{people}, blocklist.StrengthSeveral},
		"two that agree":            {[]step{phoneBlock, people}, blocklist.StrengthMany},
	} {
		t.Run(name, func(t *testing.T) {
			l := makertest.New(t, start, "")
			for _, s := range c.steps {
				s(t, l)
			}
			l.Publish()
			if got := entries(t, l)[n].Strength; got != c.want {
				t.Errorf("strength %d, want %d", got, c.want)
			}
		})
	}
}

// Five complaints to the authority itself are a Stop, with either of its feeds, and one complaint in both counts once.
func TestFTCIsTrustedAndCountsOnce(t *testing.T) {
	const n = 12015550123
	daily := ftcHeader
	for _, second := range []string{"1", "2", "3", "4", "5"} {
		daily += "2015550123,2026-11-20 00:00:0" + second + ",,,,,Other,N\n"
	}
	dump := "pattern\n" + strings.Repeat("2015550123\n", 5)
	for name, files := range map[string]map[maker.Feed]string{
		"dump":  {maker.FeedFTC: dump},
		"daily": {maker.FeedFTCDaily: daily},
		"both":  {maker.FeedFTC: dump, maker.FeedFTCDaily: daily},
	} {
		l := makertest.New(t, start, "")
		for feed, text := range files {
			take(t, l, maker.Import{Feed: feed}, text)
		}
		l.Publish()
		if got := entries(t, l)[n]; got.Strength != blocklist.StrengthMany || got.Reports != blocklist.ReportsOf(5) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A complaint counts once whatever file it comes in, and complaints of different files add up.
func TestComplaintsAreTakenOnce(t *testing.T) {
	const n = 12015550123
	const first, second = "2015550123,2026-11-20 00:00:01,,,,,Other,N\n", "2015550123,2026-11-20 00:00:02,,,,,Other,N\n"
	l := makertest.New(t, start, "")
	daily := maker.Import{Feed: maker.FeedFTCDaily}
	take(t, l, daily, ftcHeader+first+first)
	again := take(t, l, daily, ftcHeader+first+"\n")
	if again.Taken != 0 || again.Refused[maker.RefusedTwice] != 1 {
		t.Errorf("the same complaint in another file: %+v", again.Tally)
	}
	take(t, l, daily, ftcHeader+second)
	l.Publish()
	if got := entries(t, l)[n]; got.Reports.AtLeast() != 2 {
		t.Errorf("two complaints count as %d", got.Reports.AtLeast())
	}

	// What is too old for the list is refused, and no longer told apart.
	const old = "2015550123,2025-11-23 00:00:01,,,,,Other,N\n"
	if done, err := importText(l, daily, ftcHeader+old); !errors.Is(err, maker.ErrNothing) || done.Refused[maker.RefusedOld] != 1 {
		t.Errorf("a complaint of a year ago: %+v, %v", done.Tally, err)
	}
	if n := complaintsNoted(t, l); n != 2 {
		t.Errorf("%d complaints are noted, want 2", n)
	}
	l.Time = l.Time.AddDate(1, 0, 0)
	l.Publish("+442071838750,,1,2027-11-20")
	if n := complaintsNoted(t, l); n != 0 {
		t.Errorf("%d complaints are noted a year later", n)
	}
	l.Time = start

	// So does a person, who may hand over a file twice or name a number often.
	people := maker.Import{Feed: maker.FeedReports}
	take(t, l, people, reportFile(1, "+442071838750 scam", "+442071838750 scam"))
	again = take(t, l, people, strings.Replace(reportFile(1, "+442071838750 scam"), ",", ", ", 1))
	if again.Taken != 0 || again.Before != nil {
		t.Errorf("the same person again: %+v", again)
	}
}

// complaintsNoted returns how many complaints the maker can tell from new ones.
func complaintsNoted(t *testing.T, l *makertest.List) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(filepath.Dir(l.Public()), "evidence.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT count(*) FROM complaint").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A pattern lists no number. It counts for numbers that others reported, once enough of them were.
func TestPatternsNeedEvidence(t *testing.T) {
	patterns := maker.Import{Feed: maker.FeedPatterns}
	l := makertest.New(t, start, "")
	done := take(t, l, patterns, "44207183875#\n44207183####\n442079460001\n")
	if done.Patterns != 2 || done.Numbers != 1 {
		t.Errorf("imported %+v", done)
	}
	reports := func(n uint64) int {
		e, listed := entries(t, l)[n]
		if !listed {
			return 0
		}
		return e.Reports.AtLeast()
	}
	l.Publish("+442071838750,bank,1,2026-11-01", "+442071838751,bank,2,2026-11-01")
	if a, b, own := reports(442071838750), reports(442071838751), reports(442079460001); a != 1 || b != 2 || own != 1 {
		t.Errorf("with two numbers a pattern counted: %d, %d; its own number %d", a, b, own)
	}
	l.Time = l.Time.AddDate(0, 0, 1)
	l.Publish("+442071839999,bank,1,2026-11-02")
	for n, want := range map[uint64]int{442071838750: 2, 442071838751: 3, 442071839999: 2, 442071838752: 0, 442079460001: 1} {
		if got := reports(n); got != want {
			t.Errorf("+%d has %d reports, want %d", n, got, want)
		}
	}
}

// What people call harmless is told to the maker, and leaves the list once the maker trusts it.
func TestDisputes(t *testing.T) {
	const n = 442071838750
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,3,2026-11-01", "+442071838751,bank,3,2026-11-01")
	file := reportFile(1, "+442071838750 harmless", "+74951234567 harmless")
	done := take(t, l, maker.Import{Feed: maker.FeedReports}, file)
	if len(done.Disputed) != 1 || done.Disputed[0] != (maker.Dispute{Number: "+442071838750", People: 1, Reports: 3}) ||
		done.Trusted {
		t.Errorf("imported %+v", done)
	}
	l.Publish()
	if _, listed := entries(t, l)[n]; !listed {
		t.Error("one untrusted person took a number off the list")
	}
	// The same file again, trusted now.
	l.Time = l.Time.AddDate(0, 0, 1)
	if done = take(t, l, maker.Import{Feed: maker.FeedReports, Trusted: &yes}, file); done.Before == nil {
		t.Errorf("the same file: %+v", done)
	}
	l.Publish()
	verify(t, l)
	if found := verify(t, l); found.Entries != 1 {
		t.Errorf("%d numbers, want the one nobody disputes", found.Entries)
	}
	// A newer complaint brings the number back.
	l.Time = l.Time.AddDate(0, 0, 1)
	l.Publish("+442071838750,bank,4,2026-11-24")
	if found := verify(t, l); found.Entries != 2 {
		t.Errorf("%d numbers after a newer complaint, want 2", found.Entries)
	}
}

func TestTwiceKnownFeedKeepsItsForm(t *testing.T) {
	l := makertest.New(t, start, "")
	take(t, l, maker.Import{Feed: maker.FeedReports, Source: "helpline"}, reportFile(1, "+442071838750 scam"))
	_, err := importText(l, maker.Import{Feed: maker.FeedPatterns, Source: "helpline"}, "44207183875#\n")
	if !errors.Is(err, maker.ErrSource) {
		t.Errorf("another feed of the same source: %v", err)
	}
}

// A changes-only file of PhoneBlock takes numbers back, and leaves what others say of them.
func TestWithdrawnNumbersLeave(t *testing.T) {
	const gone, kept = 4930901820, 4930901821
	l := makertest.New(t, start, "")
	blocks := maker.Import{Feed: maker.FeedPhoneBlock}
	take(t, l, blocks, `{"numbers":[{"phone":"+4930901820","votes":10},{"phone":"+4930901821","votes":4}]}`)
	l.Publish("+4930901821,bank,1,2026-11-20")
	done := take(t, l, blocks, `{"numbers":[{"phone":"+4930901820","votes":0},{"phone":"+4930901821","votes":0},
		{"phone":"+4930901829","votes":0}],"version":43}`)
	if done.Withdrawn != 2 || done.Numbers != 0 {
		t.Errorf("%+v", done)
	}
	l.Publish()
	now := entries(t, l)
	if _, listed := now[gone]; listed || now[kept].Reports.AtLeast() != 1 {
		t.Errorf("listed %+v", now)
	}
}
