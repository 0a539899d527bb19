package maker_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

const ftcHeader = "Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code," +
	"Subject,Recorded_Message_Or_Robocall\n"

func TestReadFTCDaily(t *testing.T) {
	for _, c := range []struct {
		name, row string
		number    uint64
		category  blocklist.Category
		day       string
		refused   maker.Refusal
	}{
		{
			name: "as published", number: 12015550123, day: "2026-11-19", category: blocklist.CategoryTechSupport,
			row: `2015550123,2026-11-19 00:03:04,2026-11-18 23:01:00,Antioch,California,925,"Computer  & technical support",Y`,
		},
		{
			name: "commas in the subject", number: 12015550123, day: "2026-11-19", category: blocklist.CategoryTelemarketing,
			row: `2015550123,11/19/2026 0:03,11/18/2026 23:01,,,,"Reducing your debt (credit cards, mortgage, student loans)",N`,
		},
		{
			name: "several posed as", number: 12015550123, day: "2026-11-19",
			row: `2015550123,2026-11-19,,,,,"Calls pretending to be government, businesses, or family and friends",N`,
		},
		{name: "a subject nobody knows", number: 12015550123, day: "2026-11-19", row: "2015550123,2026-11-19T01:02:03,,,,,New one,"},
		{name: "with its calling code", number: 12015550123, day: "2026-11-19", row: "+1 (201) 555-0123,2026-11-19 00:03,,,,,,"},
		{name: "day of the call", number: 12015550123, day: "2026-11-18", row: "2015550123,,11/18/26,,,,,"},

		{name: "no number", row: ",2026-11-19 00:03:04,,,,,Other,N", refused: maker.RefusedNumber},
		{name: "short number", row: "911,2026-11-19 00:03:04,,,,,Other,N", refused: maker.RefusedNumber},
		{name: "number of nobody", row: "0005550123,2026-11-19 00:03:04,,,,,Other,N", refused: maker.RefusedUnissued},
		{name: "no date", row: "2015550123,,,,,,Other,N", refused: maker.RefusedDate},
		{name: "future", row: "2015550123,2026-11-24 00:00:01,,,,,Other,N", refused: maker.RefusedDate},
		{name: "before there was a list", row: "2015550123,1900-01-01,,,,,Other,N", refused: maker.RefusedDate},
		{name: "cut off", row: "2015550123,2026-11-19 00:03:04,,An", refused: maker.RefusedRow},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, tally, err := read(maker.FeedFTCDaily, "", ftcHeader+c.row+"\n")
			switch {
			case err != nil:
				t.Fatal(err)
			case c.refused != "":
				if len(all) > 0 || tally.Refused[c.refused] != 1 {
					t.Errorf("took %+v and refused %v, want %s", all, tally.Refused, c.refused)
				}
			case len(all) != 1 || all[0].Number != c.number || all[0].Category != c.category || all[0].Last != day(c.day) ||
				all[0].Reports != 1 || all[0].Identity == 0:
				t.Errorf("took %+v and refused %v", all, tally.Refused)
			}
		})
	}
}

const phoneBlockFile = `{"version": 42, "more": {"deep": [1, 2]}, "numbers": [
	{"phone": "+4930901820", "votes": 10, "rating": "G_FRAUD", "lastActivity": 1795392000000},
	{"phone": "004930901821", "votes": 2, "rating": "C_PING"},
	{"phone": "+4930901822", "votes": 4, "rating": "E_ADVERTISING", "comment": "new field"},
	{"phone": "+4930901823", "votes": 20, "rating": "A_LEGITIMATE"},
	{"phone": "+4930901824", "votes": 0, "rating": "G_FRAUD"},
	{"phone": "+4930901820", "votes": 100, "rating": "G_FRAUD"},
	{"phone": "+49", "votes": 4}, {"phone": 7}, "text", null,
	{"phone": "+4930901826", "votes": -1},
	{"phone": "+4930901825", "votes": 4, "lastActivity": 9999999999999}
]}`

func TestReadPhoneBlock(t *testing.T) {
	all, tally, err := read(maker.FeedPhoneBlock, "", phoneBlockFile)
	if err != nil {
		t.Fatal(err)
	}
	seen, active := day("2026-11-20"), day("2026-11-23")
	want := []maker.Report{
		{Code: 49, Number: 4930901820, Reports: 10, First: active, Last: active},
		{Code: 49, Number: 4930901821, Reports: 2, Category: blocklist.CategoryOneRing, First: seen, Last: seen},
		{Code: 49, Number: 4930901822, Reports: 4, Category: blocklist.CategoryTelemarketing, First: seen, Last: seen},
		{Code: 49, Number: 4930901824, Withdrawn: true, First: seen, Last: seen},
	}
	if !slices.Equal(all, want) {
		t.Errorf("took %+v, want %+v", all, want)
	}
	refused := map[maker.Refusal]int{
		maker.RefusedHarmless: 1, maker.RefusedReports: 1, maker.RefusedTwice: 1, maker.RefusedNumber: 1,
		maker.RefusedRow: 2, maker.RefusedRegion: 1, maker.RefusedDate: 1,
	}
	if !maps.Equal(tally.Refused, refused) || tally.Rows != 12 {
		t.Errorf("counted %+v, want %v refused", tally, refused)
	}
}

func TestReadPhoneBlockRefusesFiles(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"empty":            {"", maker.ErrHeader},
		"page":             {"<!DOCTYPE html>", maker.ErrHeader},
		"array":            {"[]", maker.ErrHeader},
		"no numbers":       {`{"version": 42}`, maker.ErrHeader},
		"numbers no array": {`{"numbers": {}}`, maker.ErrHeader},
		"cut off":          {phoneBlockFile[:200], maker.ErrBroken},
		"cut at the end":   {strings.TrimSuffix(phoneBlockFile, "}"), maker.ErrBroken},
		"more after it":    {phoneBlockFile + "{}", maker.ErrBroken},
		"endless value":    {`{"x": "` + strings.Repeat("x", 1<<20), maker.ErrBroken},
		"endless element":  {`{"numbers": [{"phone": "` + strings.Repeat("x", 1<<20), maker.ErrBroken},
		"endless space":    {`{"numbers": [` + strings.Repeat(" ", 1<<20), maker.ErrBroken},
	} {
		if _, _, err := read(maker.FeedPhoneBlock, "", c.text); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

// A long document is read in pieces, so that its length does not matter.
func TestReadPhoneBlockOfAnyLength(t *testing.T) {
	var text strings.Builder
	text.WriteString(`{"numbers":[`)
	for i := range 20_000 {
		if i > 0 {
			text.WriteString(",")
		}
		fmt.Fprintf(&text, `{"phone":"+4930%08d","votes":4,"rating":"G_FRAUD"}`, i)
	}
	text.WriteString(`]}`)
	if _, tally, err := read(maker.FeedPhoneBlock, "", text.String()); err != nil || tally.Rows != 20_000 {
		t.Errorf("%+v, %v", tally, err)
	}
}

func TestReadPatterns(t *testing.T) {
	all, tally, err := read(maker.FeedPatterns, "", "\ufeff; ranges of ARCEP\r\n33162012####\n\n+33162999##\n+33162990123\n"+
		"33162######\n331#2012345\n####\nhello\n999########\n33162\n")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range all {
		got = append(got, fmt.Sprintf("%d %d+%d", r.Code, r.Number, r.Span))
	}
	wantRows := []string{"33 331620120000+10000", "33 3316299900+100", "33 33162990123+0"}
	if !slices.Equal(got, wantRows) {
		t.Errorf("took %v, want %v", got, wantRows)
	}
	refused := map[maker.Refusal]int{maker.RefusedWide: 1, maker.RefusedRow: 3, maker.RefusedNumber: 2}
	if !maps.Equal(tally.Refused, refused) {
		t.Errorf("refused %v, want %v", tally.Refused, refused)
	}
}

// reportFile is a file in which one person tells of numbers; each line is number and what it says.
func reportFile(id byte, lines ...string) string {
	var all []string
	for i, line := range lines {
		number, says, _ := strings.Cut(line, " ")
		all = append(all, fmt.Sprintf(`{"id":"%030x%02x","number":%q,"date":"2026-11-22","says":%q}`, int(id), i, number, says))
	}
	return `{"format":"hangup-report","version":1,"reports":[` + strings.Join(all, ",") + `]}`
}

func TestReadReports(t *testing.T) {
	all, tally, err := read(maker.FeedReports, "", reportFile(1, "+442071838750 scam", "+442071838750 scam",
		"+442071838751 harmless", "+10005550123 scam", "hello scam"))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].Disputed || !all[1].Disputed || all[0].Last != day("2026-11-22") || all[0].Identity == 0 {
		t.Errorf("took %+v", all)
	}
	refused := map[maker.Refusal]int{maker.RefusedTwice: 1, maker.RefusedUnissued: 1, maker.RefusedRow: 1}
	if !maps.Equal(tally.Refused, refused) {
		t.Errorf("refused %v, want %v", tally.Refused, refused)
	}
	if _, _, err := read(maker.FeedReports, "", `{"numbers":[]}`); !errors.Is(err, maker.ErrHeader) {
		t.Errorf("another JSON file: %v", err)
	}
}

func FuzzFTCDaily(f *testing.F) {
	f.Add(ftcHeader + "2015550123,2026-11-19 00:03:04,11/18/2026 23:01,Antioch,California,925,\"Vacation  & timeshares\",Y\n")
	f.Add("company_phone_number,created_date\n2015550123,11/19/26\n")
	f.Add("\xef\xbb\xbfCreated_Date,Company_Phone_Number\n,\n\"")
	f.Fuzz(func(t *testing.T, text string) { checkFeed(t, maker.FeedFTCDaily, "", text) })
}

func FuzzPhoneBlock(f *testing.F) {
	f.Add(phoneBlockFile)
	f.Add(`{"numbers":[{"phone":"030 901820","votes":-1}]}`)
	f.Add(`{"numbers":[{}],"numbers":[]}`)
	f.Fuzz(func(t *testing.T, text string) { checkFeed(t, maker.FeedPhoneBlock, "DE", text) })
}

func FuzzPatterns(f *testing.F) {
	for _, s := range []string{"33162012####\n", "+33162990123", ";\n#", "999999999999999####", "1##########"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkFeed(t, maker.FeedPatterns, "", text) })
}

func FuzzReports(f *testing.F) {
	f.Add(reportFile(1, "+442071838750 scam", "+442071838751 harmless"))
	f.Add(`{"format":"hangup-report","version":1,"reports":[null]}`)
	f.Fuzz(func(t *testing.T, text string) { checkFeed(t, maker.FeedReports, "", text) })
}
