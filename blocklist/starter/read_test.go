package starter_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/starter"
)

const edition = `
[edition]
date = 2026-03-31
`

const official = `
[[official]]
id = "gb_159"
region = "GB"
short = "159"
service = "bank"
name = "official.gb_159"
never_calls = "https://example.org/never"
hours = "Mo-Fr 08:00-20:00"
source = "https://example.org/159"
checked = 2026-03-01
`

const telemarketing = `
[[range]]
region = "FR"
use = "telemarketing"
prefixes = ["33162", "33163"]
source = "https://example.org/france"
checked = 2026-03-01
`

func read(content ...string) (*starter.List, error) {
	files := make(fstest.MapFS)
	for i, c := range content {
		files[string(rune('a'+i))+".toml"] = &fstest.MapFile{Data: []byte(c)}
	}
	return starter.Read(files)
}

func TestRead(t *testing.T) {
	l, err := read(edition, official+telemarketing)
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	want := blocklist.Official{
		ID: "gb_159", Region: "GB", Short: "159", Service: blocklist.ServiceBank, NameID: "official.gb_159",
		NeverCalls: true, Hours: "Mo-Fr 08:00-20:00",
		Source: blocklist.Source{URL: "https://example.org/159", Checked: day},
	}
	if len(l.Officials) != 1 || l.Officials[0] != want {
		t.Errorf("officials %+v, want %+v", l.Officials, want)
	}
	if len(l.Ranges) != 2 || l.Ranges[0].Prefix != "33162" || l.Ranges[1].Prefix != "33163" ||
		l.Ranges[1].Checked != day {
		t.Errorf("ranges %+v", l.Ranges)
	}
}

func TestReadTakesTheMostExactRangeFirst(t *testing.T) {
	exact := strings.NewReplacer("telemarketing", "fiction", `"33162", "33163"`, `"331?212"`)
	l, err := read(edition, telemarketing, exact.Replace(telemarketing))
	if err != nil {
		t.Fatal(err)
	}
	for digits, want := range map[string]blocklist.RangeUse{
		"33162123456": blocklist.UseFiction, "33162223456": blocklist.UseTelemarketing,
	} {
		if r := l.Range(digits); r == nil || r.Use != want {
			t.Errorf("the range of %s is %+v, want %s", digits, r, want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	nowhere := "web address"
	change := func(record, from, to string) string {
		if !strings.Contains(record, from) {
			t.Fatalf("nothing to change: %s", from)
		}
		return strings.Replace(record, from, to, 1)
	}
	tests := map[string]struct {
		content []string
		want    string // part of the error
	}{
		"no edition":          {[]string{official}, "no edition date"},
		"two editions":        {[]string{edition, edition}, "a second edition"},
		"not TOML":            {[]string{"[[official"}, "a.toml"},
		"unknown key":         {[]string{edition, change(official, "hours", "opens")}, "official.opens"},
		"unknown table":       {[]string{edition, "[other]\nkey = 1"}, "other"},
		"wrong type":          {[]string{edition, change(official, `"GB"`, "44")}, "region"},
		"the same id twice":   {[]string{edition, official, change(official, `"159"`, `"160"`)}, "id occurs twice"},
		"the same number":     {[]string{edition, official, change(official, "gb_159", "gb_other")}, "number occurs twice"},
		"no id":               {[]string{edition, change(official, `id = "gb_159"`, "")}, "the id must be"},
		"id of another place": {[]string{edition, change(official, `"gb_159"`, `"ru_159"`)}, "the id must be"},
		"no region":           {[]string{edition, change(official, `region = "GB"`, "")}, "the id must be"},
		"no number":           {[]string{edition, change(official, `short = "159"`, "")}, "one of e164 and short"},
		"two numbers":         {[]string{edition, official + `e164 = "+443001232040"`}, "one of e164 and short"},
		"letters in a number": {[]string{edition, change(official, `"159"`, `"15a"`)}, "not a short number"},
		"no plus":             {[]string{edition, change(official, `short = "159"`, `e164 = "443001232040"`)}, "E.164"},
		"no service":          {[]string{edition, change(official, `service = "bank"`, "")}, "no service"},
		"unknown service":     {[]string{edition, change(official, `"bank"`, `"shop"`)}, "no service"},
		"no name":             {[]string{edition, change(official, `name = "official.gb_159"`, "")}, "not a message id"},
		"a name in words":     {[]string{edition, change(official, `"official.gb_159"`, `"My bank"`)}, "not a message id"},
		"never, without page": {[]string{edition, change(official, `"https://example.org/never"`, `"yes"`)}, "never_calls"},
		"hours in words":      {[]string{edition, change(official, "Mo-Fr 08:00-20:00", "daytime")}, "hours"},
		"no source":           {[]string{edition, change(official, `source = "https://example.org/159"`, "")}, nowhere},
		"source on a disk":    {[]string{edition, change(official, "https://example.org/159", "file:///page")}, nowhere},
		"not checked":         {[]string{edition, change(official, "checked = 2026-03-01", "")}, "checked on"},
		"checked too early":   {[]string{edition, change(official, "2026-03-01", "2011-03-01")}, "checked on"},
		"checked tomorrow":    {[]string{edition, change(official, "2026-03-01", "2026-04-01")}, "checked on"},
		"range without use":   {[]string{edition, change(telemarketing, `use = "telemarketing"`, "")}, "no use"},
		"range of nowhere":    {[]string{edition, change(telemarketing, `"FR"`, `"France"`)}, "no region"},
		"range of nothing":    {[]string{edition, change(telemarketing, `"33162", "33163"`, "")}, "no prefixes"},
		"prefix with a plus":  {[]string{edition, change(telemarketing, `"33162"`, `"+33162"`)}, "not a prefix"},
		"prefix of any digit": {[]string{edition, change(telemarketing, `"33162"`, `"33?"`)}, "not a prefix"},
		"prefix twice":        {[]string{edition, change(telemarketing, `"33163"`, `"33162"`)}, "occurs twice"},
		"range not sourced":   {[]string{edition, change(telemarketing, "https://example.org/france", "")}, nowhere},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := read(test.content...)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want one about %q", err, test.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(edition + official + telemarketing))
	f.Add([]byte(edition + strings.Replace(official, `short = "159"`, `e164 = "+443001232040"`, 1)))
	f.Add([]byte("[[official"))
	f.Add([]byte("edition.date = 0001-01-01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := read(string(data))
		if err != nil {
			return
		}
		for _, o := range l.Officials {
			if l.Official(blocklist.Number{E164: o.E164, Short: o.Short, Region: o.Region}, "") == nil {
				t.Errorf("the line %+v cannot be found", o)
			}
			if o.URL == "" || o.Checked.After(l.Edition.Date) {
				t.Errorf("the line %+v is not sourced", o)
			}
		}
		for _, r := range l.Ranges {
			if l.Range(strings.ReplaceAll(r.Prefix, "?", "0")) == nil {
				t.Errorf("the range %+v holds nothing", r)
			}
		}
	})
}
