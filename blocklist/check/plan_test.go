package check_test

import (
	"slices"
	"strings"
	"testing"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/blocklist/starter"
	"hangup/i18n"
)

func plans(t testing.TB) *check.Plans {
	t.Helper()
	p, err := check.ReadPlans(assets.Checks())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func stepIDs(steps []check.Step) []string {
	var all []string
	for _, s := range steps {
		all = append(all, s.ID)
	}
	return all
}

func find(t *testing.T, steps []check.Step, id string) check.Step {
	t.Helper()
	i := slices.IndexFunc(steps, func(s check.Step) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("no step %s among %v", id, stepIDs(steps))
	}
	return steps[i]
}

func TestPlan(t *testing.T) {
	for _, c := range []struct {
		name   string
		given  []check.Given
		region blocklist.Region
		want   string
	}{
		{
			"code in Russia",
			[]check.Given{check.GivenCode},
			"RU",
			"hang_up bank ru_loans police advice_line tell_person proof they_call_again",
		},
		{
			"cash in Belarus: the police come first",
			[]check.Given{check.GivenCash},
			"BY",
			"hang_up lock_door police tell_person proof they_call_again",
		},
		{
			"money in Britain",
			[]check.Given{check.GivenMoney},
			"GB",
			"hang_up bank fraud_line police tell_person proof online_report_gb they_call_again",
		},
		{
			"money and cash in Malaysia: no call twice",
			[]check.Given{check.GivenMoney, check.GivenCash},
			"MY",
			"hang_up lock_door bank police fraud_line tell_person proof they_call_again",
		},
		{
			"an app in a country without lines",
			[]check.Given{check.GivenApp},
			"FI",
			"hang_up device_off bank police tell_person clean_device proof they_call_again",
		},
		{
			"a state account in Russia",
			[]check.Given{check.GivenAccount},
			"RU",
			"hang_up bank ru_gosuslugi ru_loans police password advice_line tell_person proof they_call_again",
		},
		{
			"a job abroad, country not known",
			[]check.Given{check.GivenAbroad},
			"",
			"hang_up do_not_travel embassy tell_route proof they_call_again",
		},
		{
			"a transfer in Brazil",
			[]check.Given{check.GivenMoney},
			"BR",
			"hang_up bank br_pix police tell_person proof they_call_again",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(stepIDs(plans(t).Plan(c.given, c.region)), " "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	if steps := plans(t).Plan(nil, "RU"); len(steps) != 0 {
		t.Errorf("nothing was given, and yet: %v", stepIDs(steps))
	}
}

// Whatever was given, wherever: no step stands twice, the call ends first, and the warning of the next caller comes
// last.
func TestPlansMergeWithoutDoubles(t *testing.T) {
	p := plans(t)
	all := check.Givens()
	for _, region := range []blocklist.Region{"", "RU", "BY", "KZ", "UA", "GB", "US", "CA", "DE", "FR", "IN", "AU", "BR", "FI"} {
		for set := 1; set < 1<<len(all); set++ {
			var given []check.Given
			for i, g := range all {
				if set&(1<<i) != 0 {
					given = append(given, g)
				}
			}
			got := stepIDs(p.Plan(given, region))
			if got[0] != "hang_up" || got[len(got)-1] != "they_call_again" {
				t.Fatalf("%s %v: %v", region, given, got)
			}
			if sorted := slices.Sorted(slices.Values(got)); len(slices.Compact(sorted)) != len(got) {
				t.Fatalf("%s %v: a step stands twice: %v", region, given, got)
			}
		}
	}
}

// A step for all that can be given is in the plan as soon as one of it was given, however the others are ticked.
func TestMoreGivenNeverTakesAStepAway(t *testing.T) {
	p := plans(t)
	for _, region := range []blocklist.Region{"", "RU", "GB"} {
		together := stepIDs(p.Plan(check.Givens(), region))
		for _, g := range check.Givens() {
			for _, id := range stepIDs(p.Plan([]check.Given{g}, region)) {
				if !slices.Contains(together, id) {
					t.Errorf("%s: %s is in the plan for %s and not in the one for all", region, id, g)
				}
			}
		}
	}
}

func TestWhatToSayFitsWhatWasGiven(t *testing.T) {
	p := plans(t)
	for given, want := range map[check.Given]string{
		check.GivenCode: "told.bank.say_code", check.GivenCard: "told.bank.say_card", check.GivenMoney: "told.bank.say_money",
		check.GivenApp: "told.bank.say_app", check.GivenPapers: "told.bank.say_papers",
	} {
		bank := find(t, p.Plan([]check.Given{given}, "RU"), "bank")
		if bank.Say.ID != want || bank.Act != check.CallBank {
			t.Errorf("%s: %s, %s", given, bank.Act, bank.Say.ID)
		}
	}
	both := find(t, p.Plan([]check.Given{check.GivenCode, check.GivenMoney}, "RU"), "bank")
	if both.Say.ID != "told.bank.say_money" {
		t.Errorf("money that can still be stopped comes first, not %s", both.Say.ID)
	}
	police := find(t, p.Plan([]check.Given{check.GivenCode, check.GivenCash}, "RU"), "police")
	if police.When.ID != "told.when.now" || police.Say.ID != "told.police.say_cash" {
		t.Errorf("the police for cash: %s, %s", police.When.ID, police.Say.ID)
	}
}

// A step for certain countries is there because a line or an address is: none of them leads to nobody.
func TestRegionalStepsFindTheirLines(t *testing.T) {
	list, err := starter.Read(assets.Starter())
	if err != nil {
		t.Fatal(err)
	}
	general := stepIDs(plans(t).Plan(check.Givens(), ""))
	for _, o := range list.Officials {
		for _, s := range plans(t).Plan(check.Givens(), o.Region) {
			if slices.Contains(general, s.ID) || s.Act != check.CallHotline {
				continue
			}
			if len(check.Lines(list.Hotlines(o.Region), s.Services)) == 0 {
				t.Errorf("%s: nobody answers for %s", o.Region, s.ID)
			}
		}
	}
	for region, want := range map[blocklist.Region]string{"RU": "102", "DE": "110", "UA": "102", "IT": "112"} {
		police := find(t, plans(t).Plan([]check.Given{check.GivenCash}, region), "police")
		lines := check.Lines(list.Hotlines(region), police.Services)
		if len(lines) == 0 || lines[0].Dial() != want {
			t.Errorf("%s: the police are %v, want %s", region, lines, want)
		}
	}
}

func TestStepsHaveSourcesAndWords(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, region := range []blocklist.Region{"", "RU", "GB", "US", "UA", "BR", "AU", "IN", "ID", "FR"} {
		for _, s := range plans(t).Plan(check.Givens(), region) {
			if len(s.Sources) == 0 || s.Sources[0].URL == "" || s.Sources[0].Checked.IsZero() {
				t.Errorf("%s has the sources %v", s.ID, s.Sources)
			}
			for _, language := range bundle.Languages() {
				words := bundle.Words(language.Code)
				for _, m := range slices.Concat([]blocklist.Message{s.Title, s.When}, s.Before, s.Do, s.Keep) {
					if said := words.Say(m); said == m.ID {
						t.Errorf("%s: nothing says %s", language.Code, m.ID)
					}
				}
			}
		}
	}
}

func TestReadPlansRefuses(t *testing.T) {
	const step = `
[[step]]
id = "hang_up"
given = ["code", "card", "account", "money", "cash", "app", "papers", "abroad"]
when = "now"
title = "told.title"
act = "call_hotline"
services = ["police"]
say = [{ given = ["code"], text = "told.say" }]
web = ["example.org"]
sources = [{ url = "https://example.org/page", checked = 2026-03-31 }]
`
	if _, err := check.ReadPlans(file("plans.toml", step)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to, why string }{
		{"unknown key", `when =`, "colour = 1\nwhen =", "unknown key"},
		{"unknown time", `"now"`, `"soon"`, "soon"},
		{"nothing known given", `given = ["code", "card"`, `given = ["code", "shoe"`, "shoe"},
		{"nothing known said", `{ given = ["code"]`, `{ given = ["shoe"]`, "shoe"},
		{"something without a step", `"papers", "abroad"]`, `"papers"]`, "abroad"},
		{"unknown act", `"call_hotline"`, `"shout"`, "shout"},
		{"hotline without service", `services = ["police"]`, ``, "services"},
		{"no source", `sources = [{ url = "https://example.org/page", checked = 2026-03-31 }]`, ``, "source"},
		{"source that is no address", `"https://example.org/page"`, `"my memory"`, "web address"},
		{"old source", `2026-03-31`, `2011-03-31`, "web address"},
		{"address with a scheme", `["example.org"]`, `["https://example.org"]`, "address"},
		{"template for a message", `"told.title"`, `"{{.Title}}"`, "not a message"},
		{"region that is none", `when =`, "regions = [\"Russia\"]\nwhen =", "Russia"},
		{"bad id", `"hang_up"`, `"Hang up"`, "lower case"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(step, c.from) {
				t.Fatalf("nothing to change: %s", c.from)
			}
			_, err := check.ReadPlans(file("plans.toml", strings.Replace(step, c.from, c.to, 1)))
			if err == nil || !strings.Contains(err.Error(), c.why) {
				t.Errorf("got %v, want a word of %q", err, c.why)
			}
		})
	}
	if _, err := check.ReadPlans(file("plans.toml", step+step)); err == nil {
		t.Error("a step that stands twice was taken")
	}
}

// What ReadPlans takes gives every country a plan for everything.
func FuzzReadPlans(f *testing.F) {
	f.Add("[[step]]\nid = \"x\"\nwhen = \"now\"\ntitle = \"told.x\"\nsources = [{ url = \"https://example.org\", checked = 2026-03-31 }]\n")
	f.Fuzz(func(t *testing.T, content string) {
		p, err := check.ReadPlans(file("plans.toml", content))
		if err != nil {
			return
		}
		for _, g := range check.Givens() {
			for _, region := range []blocklist.Region{"", "RU"} {
				if len(p.Plan([]check.Given{g}, region)) == 0 {
					t.Errorf("no step for %s in %q", g, region)
				}
			}
		}
	})
}
