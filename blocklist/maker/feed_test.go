package maker_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

func day(s string) maker.Day {
	d, err := maker.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// read reads a feed on 23 November 2026, with 20 November as the day of reports without one.
func read(f maker.Feed, region blocklist.Region, text string) ([]maker.Report, maker.Tally, error) {
	var all []maker.Report
	given := maker.FeedContext{Region: region, Seen: day("2026-11-20"), Today: day("2026-11-23")}
	tally, err := f.Read(strings.NewReader(text), given, func(r maker.Report) error {
		all = append(all, r)
		return nil
	})
	return all, tally, err
}

func TestReadFTC(t *testing.T) {
	all, tally, err := read(maker.FeedFTC, "", "\ufeffpattern\r\n2015550123\r\n\r\n2015550123\r\n0005550123\n911\n"+
		"12015550123\n+12015550123\n201555012x\n"+strings.Repeat("2", 10_000)+"\n2015550124")
	if err != nil {
		t.Fatal(err)
	}
	want := maker.Report{Code: 1, Number: 12015550123, Reports: 1, First: day("2026-11-20"), Last: day("2026-11-20")}
	if len(all) != 3 || all[0] != want || all[1] != want || all[2].Number != 12015550124 {
		t.Errorf("took %+v", all)
	}
	refused := map[maker.Refusal]int{maker.RefusedRow: 5, maker.RefusedUnissued: 1}
	if tally.Rows != 9 || tally.Taken != 3 || !maps.Equal(tally.Refused, refused) {
		t.Errorf("counted %+v, want %v refused", tally, refused)
	}
}

func TestReadNumbers(t *testing.T) {
	const header = "number,category,reports,first,last,official\n"
	seen := day("2026-11-20")
	for _, c := range []struct {
		name, text string
		region     blocklist.Region
		want       maker.Report // with a number when the row is taken
		refused    maker.Refusal
	}{
		{
			name: "number alone", text: "number\n+442071838750",
			want: maker.Report{Code: 44, Number: 442071838750, Reports: 1, First: seen, Last: seen},
		},
		{
			name: "everything", text: header + "+442071838750,bank,7,2026-10-01,2026-11-02,yes",
			want: maker.Report{
				Code: 44, Number: 442071838750, Category: blocklist.CategoryBank, Reports: 7,
				Official: true, First: day("2026-10-01"), Last: day("2026-11-02"),
			},
		},
		{
			name: "other order", text: "Reports, Number\n3, +442071838750",
			want: maker.Report{Code: 44, Number: 442071838750, Reports: 3, First: seen, Last: seen},
		},
		{
			name: "one date for both", text: "number,last\n+442071838750,2026-11-02",
			want: maker.Report{Code: 44, Number: 442071838750, Reports: 1, First: day("2026-11-02"), Last: day("2026-11-02")},
		},
		{
			name: "as people write it", text: "number\n8 (495) 123-45-67", region: "RU",
			want: maker.Report{Code: 7, Number: 74951234567, Reports: 1, First: seen, Last: seen},
		},
		{
			name: "quotes", text: "number,category\n\"+44 20 7183 8750\",\"bank\"",
			want: maker.Report{Code: 44, Number: 442071838750, Category: blocklist.CategoryBank, Reports: 1, First: seen, Last: seen},
		},

		{name: "no region", text: "number\n84951234567", refused: maker.RefusedRegion},
		{name: "emergency number", text: "number\n911", region: "US", refused: maker.RefusedNumber},
		{name: "short number with calling code", text: "number\n+44159", refused: maker.RefusedNumber},
		{name: "calling code of nobody", text: "number\n+9991234567", refused: maker.RefusedNumber},
		{name: "number of nobody", text: "number\n+10005550123", refused: maker.RefusedUnissued},
		{name: "not a number", text: "number\n+hello", refused: maker.RefusedNumber},
		{name: "column missing", text: header + "+442071838750,bank", refused: maker.RefusedRow},
		{name: "quote left open", text: header + "\"+442071838750,bank,1,,,", refused: maker.RefusedRow},
		{name: "category", text: header + "+442071838750,wizard,1,,,", refused: maker.RefusedCategory},
		{name: "no reports", text: header + "+442071838750,,0,,,", refused: maker.RefusedReports},
		{name: "too many reports", text: header + "+442071838750,,99999999999999999999,,,", refused: maker.RefusedReports},
		{name: "date", text: header + "+442071838750,,,01.11.2026,,", refused: maker.RefusedDate},
		{name: "future", text: header + "+442071838750,,,,2026-11-24,", refused: maker.RefusedDate},
		{name: "last before first", text: header + "+442071838750,,,2026-11-02,2026-11-01,", refused: maker.RefusedDate},
		{name: "official", text: header + "+442071838750,,,,,maybe", refused: maker.RefusedOfficial},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, tally, err := read(maker.FeedNumbers, c.region, c.text)
			switch {
			case err != nil:
				t.Fatal(err)
			case c.refused != "" && (len(all) > 0 || tally.Refused[c.refused] != 1):
				t.Errorf("took %+v and refused %v, want %s", all, tally.Refused, c.refused)
			case c.refused == "" && !slices.Equal(all, []maker.Report{c.want}):
				t.Errorf("took %+v and refused %v, want %+v", all, tally.Refused, c.want)
			}
		})
	}
}

func TestReadRefusesHeaders(t *testing.T) {
	for name, c := range map[string]struct {
		feed maker.Feed
		text string
		want error
	}{
		"empty file":       {maker.FeedFTC, "", maker.ErrHeader},
		"no header":        {maker.FeedFTC, "2015550123\n", maker.ErrHeader},
		"other feed":       {maker.FeedNumbers, "pattern\n2015550123\n", maker.ErrHeader},
		"no number column": {maker.FeedNumbers, "category\nbank\n", maker.ErrHeader},
		"column twice":     {maker.FeedNumbers, "number,number\n1,2\n", maker.ErrHeader},
		"endless line":     {maker.FeedNumbers, "number" + strings.Repeat(",x", 5000), maker.ErrHeader},
		"no such feed":     {"gossip", "number\n", maker.ErrFeed},
	} {
		if _, _, err := read(c.feed, "", c.text); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func FuzzFTC(f *testing.F) {
	for _, s := range []string{"pattern\n2015550123\n", "pattern\r\n\r\n0\n", "", "\ufeffpattern", "pattern\n\x00\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkFeed(t, maker.FeedFTC, "", text) })
}

func FuzzNumbers(f *testing.F) {
	for _, s := range []string{
		"number\n+442071838750\n", "number,reports\n\"+44 20 7183 8750\",3", "number,first,last\n84951234567,2026-01-01,",
		"number,official,category\n+442071838750,yes,bank", "number\n\"", ",\n,", "number\n+\n",
	} {
		f.Add("", s)
		f.Add("RU", s)
	}
	f.Fuzz(func(t *testing.T, region, text string) {
		checkFeed(t, maker.FeedNumbers, blocklist.Region(region), text)
	})
}

// checkFeed makes sure that every row is counted once and every report taken can stand in a list.
func checkFeed(t *testing.T, f maker.Feed, region blocklist.Region, text string) {
	all, tally, err := read(f, region, text)
	if err != nil {
		return
	}
	refused := 0
	for _, n := range tally.Refused {
		refused += n
	}
	if tally.Taken != len(all) || tally.Rows != tally.Taken+refused {
		t.Fatalf("%d reports, counted %+v", len(all), tally)
	}
	for _, r := range all {
		if r.Code < 1 || r.Number < 1_000 || r.Number >= 1e15 || (r.Reports < 1) != r.Withdrawn || r.First > r.Last ||
			r.Last > day("2026-11-23") {
			t.Fatalf("took %+v", r)
		}
	}
}
