package starter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/starter"
)

// builtIn reads the list that is part of the program.
func builtIn(tb testing.TB) *starter.List {
	tb.Helper()
	l, err := starter.Read(assets.Starter())
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func TestOfficialNumbersAreNumbers(t *testing.T) {
	l := builtIn(t)
	for _, o := range l.Officials {
		t.Run(o.ID, func(t *testing.T) {
			if o.E164 == "" {
				if !l.ShortCode(o.Short, o.Region) {
					t.Errorf("%s is not a short code of %s", o.Short, o.Region)
				}
				return
			}
			n, err := phonenumbers.Parse(o.E164, "")
			if err != nil {
				t.Fatal(err)
			}
			if !phonenumbers.IsValidNumber(n) || phonenumbers.Format(n, phonenumbers.E164) != o.E164 {
				t.Errorf("%s is not a valid number", o.E164)
			}
			if int(n.GetCountryCode()) != phonenumbers.GetCountryCodeForRegion(string(o.Region)) {
				t.Errorf("%s is not a number of %s", o.E164, o.Region)
			}
		})
	}
}

func TestOfficial(t *testing.T) {
	l := builtIn(t)
	tests := []struct {
		name   string
		number blocklist.Number
		home   blocklist.Region
		want   string // id, empty for nobody
	}{
		{"short number at home", blocklist.Number{Short: "159", Region: "GB"}, "GB", "gb_159"},
		{"short number, region from home", blocklist.Number{Short: "159"}, "GB", "gb_159"},
		{"another country's short number", blocklist.Number{Short: "159", Region: "RU"}, "RU", ""},
		{"its region counts, not home", blocklist.Number{Short: "159", Region: "GB"}, "RU", "gb_159"},
		{"one number, two countries", blocklist.Number{Short: "110", Region: "JP"}, "JP", "jp_police"},
		{"full number at home", blocklist.Number{E164: "+78003003000", Region: "RU"}, "RU", "ru_cbr"},
		{"full number abroad", blocklist.Number{E164: "+78003003000", Region: "RU"}, "DE", "ru_cbr"},
		{"hidden number", blocklist.Number{Kind: blocklist.KindHidden}, "RU", ""},
		{"somebody's number", blocklist.Number{E164: "+74951234567", Region: "RU"}, "RU", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			if o := l.Official(test.number, test.home); o != nil {
				got = o.ID
			}
			if got != test.want {
				t.Errorf("Official(%+v) is %q, want %q", test.number, got, test.want)
			}
		})
	}
}

func TestNumbersThatNeverCall(t *testing.T) {
	var got []string
	for _, o := range builtIn(t).Officials {
		if o.NeverCalls {
			got = append(got, string(o.Region)+" "+o.Dial())
		}
	}
	slices.Sort(got)
	want := []string{"DE 110", "DE 116116", "GB 159", "MY 997"}
	if !slices.Equal(got, want) {
		t.Errorf("numbers that never call: %q, want %q; 96110 in China does call", got, want)
	}
}

func TestHotlinesStandInTheOrderToTryThem(t *testing.T) {
	l := builtIn(t)
	tests := map[blocklist.Region]string{
		"GB": "159 +443001232040 101",
		"DE": "116116 +493040504050 110",
		"KR": "1394 112 1332 118",
		"RU": "102 300 +78003003000 +78001007010 115",
		"BR": "", // no line is confirmed
	}
	for region, want := range tests {
		var dial []string
		for _, o := range l.Hotlines(region) {
			dial = append(dial, o.Dial())
		}
		if got := strings.Join(dial, " "); got != want {
			t.Errorf("hotlines of %s: %s, want %s", region, got, want)
		}
	}
}

func TestNever(t *testing.T) {
	l := builtIn(t)
	for _, o := range l.Officials {
		value, ok := blocklist.Number{E164: o.E164}.Value()
		if ok && !l.Never(value) {
			t.Errorf("a list may hold %s of %s", o.E164, o.ID)
		}
	}
	if l.Never(74951234567) || l.Never(0) {
		t.Error("a number that is not official may never be listed")
	}
}

func TestRange(t *testing.T) {
	l := builtIn(t)
	const none blocklist.RangeUse = ""
	tests := []struct {
		digits string
		want   blocklist.RangeUse
		region blocklist.Region
	}{
		{"33162123456", blocklist.UseTelemarketing, "FR"},
		{"33949123456", blocklist.UseTelemarketing, "FR"},
		{"33947512345", blocklist.UseTelemarketing, "FR"},
		{"33164123456", none, ""},
		{"590947512345", blocklist.UseTelemarketing, "GP"},
		{"262947812345", blocklist.UseTelemarketing, "RE"},
		{"553031234567", blocklist.UseTelemarketing, "BR"},
		{"551132345678", none, ""},
		{"911409876543", blocklist.UseTelemarketing, "IN"},
		{"911600112345", none, ""}, // service calls, not sales
		{"56809123456", blocklist.UseTelemarketing, "CL"},
		{"390844123456", blocklist.UseTelemarketing, "IT"},
		{"12125550143", blocklist.UseFiction, "001"},
		{"14165550199", blocklist.UseFiction, "001"},
		{"12125550200", none, ""},
		{"12125551234", none, ""},
		{"441632960123", blocklist.UseFiction, "GB"},
		{"447700900123", blocklist.UseFiction, "GB"},
		{"447700901123", none, ""},
		{"33639981234", blocklist.UseFiction, "FR"},
		{"493023125123", blocklist.UseFiction, "DE"},
		{"491729925904", blocklist.UseFiction, "DE"},
		{"46701740604", none, ""},
		{"46701740605", blocklist.UseFiction, "SE"},
		{"46701740699", blocklist.UseFiction, "SE"},
		{"4768051234", blocklist.UseFiction, "NO"},
		{"353209123456", blocklist.UseFiction, "IE"},
		{"61491570006", blocklist.UseFiction, "AU"},
		{"61491570007", none, ""},
		{"61255501234", blocklist.UseFiction, "AU"},
		{"1212555", none, ""}, // shorter than the prefix
		{"", none, ""},
	}
	for _, test := range tests {
		t.Run(test.digits, func(t *testing.T) {
			var got blocklist.Range
			if r := l.Range(test.digits); r != nil {
				got = *r
			}
			if got.Use != test.want || got.Region != test.region {
				t.Errorf("a range of %s for %q, want %s for %q", got.Region, got.Use, test.region, test.want)
			}
		})
	}
}

// No range may swallow an official line: its owner would be called a seller, or nobody.
func TestNoOfficialNumberLiesInARange(t *testing.T) {
	l := builtIn(t)
	for _, o := range l.Officials {
		if o.E164 == "" {
			continue
		}
		if r := l.Range(strings.TrimPrefix(o.E164, "+")); r != nil {
			t.Errorf("%s lies in the range %s", o.ID, r.Prefix)
		}
	}
}

func TestEdition(t *testing.T) {
	l := builtIn(t)
	if got := l.Edition.Date.Format("2006-01-02"); got != "2026-03-31" {
		t.Errorf("the edition is of %s", got)
	}
	if l.Edition.Entries != int64(len(l.Officials)) || len(l.Officials) < 40 {
		t.Errorf("%d entries, %d officials", l.Edition.Entries, len(l.Officials))
	}
}

func TestEmptyListKnowsNothing(t *testing.T) {
	var l starter.List
	if l.Official(blocklist.Number{Short: "112", Region: "RU"}, "RU") != nil || l.ShortCode("112", "RU") ||
		l.Never(1) || l.Range("12125550143") != nil || l.Hotlines("RU") != nil {
		t.Error("the empty list knows something")
	}
}

func BenchmarkRead(b *testing.B) {
	files := assets.Starter()
	for b.Loop() {
		if _, err := starter.Read(files); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRange(b *testing.B) {
	l := builtIn(b)
	for _, digits := range []string{"33162123456", "79161234567"} {
		b.Run(fmt.Sprint(digits), func(b *testing.B) {
			for b.Loop() {
				l.Range(digits)
			}
		})
	}
}
