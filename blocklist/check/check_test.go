package check_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/blocklist/script"
	"hangup/i18n"
)

func read(t testing.TB) *check.Checks {
	t.Helper()
	checks, err := check.Read(assets.Checks())
	if err != nil {
		t.Fatal(err)
	}
	return checks
}

// walk answers the questions one by one. The answers of one page stand together with plus signs; a dash is none.
func walk(t *testing.T, way string) check.Run {
	t.Helper()
	run := read(t).Start()
	for _, answers := range strings.Fields(way) {
		ids := strings.Split(answers, "+")
		if answers == "-" {
			ids = nil
		}
		next, err := run.Answer(ids...)
		if err != nil {
			t.Fatalf("%s: %v", answers, err)
		}
		run = next
	}
	return run
}

func outcome(t *testing.T, way string) check.Outcome {
	t.Helper()
	o, ok := walk(t, way).Outcome()
	if !ok {
		t.Fatalf("%s does not end", way)
	}
	return o
}

// kinds are all known kinds of scam calls, by script, with a way their victims would go and reasons they must find.
var kinds = []struct {
	script, way string
	reasons     []string
	act         check.Act
}{
	{"police_officer", "hung_up police code", []string{"flag.code", "checks.why.police"}, check.CallHotline},
	{"bank_security", "hung_up bank code", []string{"flag.code", "checks.why.bank"}, check.CallBank},
	{"safe_account", "hung_up bank money", []string{"flag.move", "checks.why.bank"}, check.CallBank},
	{"relay", "held done police money", []string{"flag.move", "flag.hold", "checks.why.police"}, check.CallHotline},
	{"gov_code", "hung_up state code", []string{"flag.code", "checks.why.state"}, check.CallHotline},
	{"sim_contract", "hung_up firm phone code", []string{"flag.code", "checks.why.phone"}, check.CallKnown},
	{"relative_accident", "hung_up known relative cash", []string{"flag.hand_over", "checks.why.relative"}, check.CallSaved},
	{"voice_clone", "hung_up known relative money", []string{"flag.move", "checks.why.relative"}, check.CallSaved},
	{"fake_boss", "hung_up known officer", []string{"checks.reason.officer", "checks.why.boss"}, check.CallSaved},
	{"cash_courier", "hung_up police cash", []string{"flag.hand_over", "checks.why.police"}, check.CallHotline},
	{"clinic_code", "hung_up firm clinic code", []string{"flag.code", "checks.why.clinic"}, check.CallKnown},
	{"intercom_keys", "hung_up firm house code", []string{"flag.code", "checks.why.house"}, check.CallKnown},
	{"delivery_code", "hung_up firm delivery code", []string{"flag.code", "checks.why.delivery"}, check.CallKnown},
	{"parcel_crime", "hung_up police papers", []string{"checks.reason.papers", "checks.why.police"}, check.CallHotline},
	{"tech_support", "hung_up firm tech app", []string{"flag.remote", "checks.why.tech"}, check.CallPerson},
	{"screen_share_app", "hung_up bank app", []string{"flag.remote", "checks.why.bank"}, check.CallBank},
	{"investment_crypto", "hung_up else investment cash", []string{"flag.hand_over", "checks.why.investment"}, check.CallPerson},
	{"romance", "hung_up else friend money", []string{"flag.move", "checks.why.friend"}, check.CallPerson},
	{"prize_compensation", "hung_up else prize money", []string{"flag.move", "checks.why.prize"}, check.CallPerson},
	{"job_abroad", "hung_up firm employer papers", []string{"checks.reason.papers", "checks.why.employer"}, check.CallPerson},
	{"tax_office", "hung_up state money", []string{"flag.move", "checks.why.state"}, check.CallHotline},
	{"digital_arrest", "held done police money", []string{"flag.move", "flag.hold", "checks.why.police"}, check.CallHotline},
	{"medicare_card", "hung_up firm clinic papers", []string{"checks.reason.papers", "checks.why.clinic"}, check.CallKnown},
	{"grandparent_bail", "hung_up known relative cash", []string{"flag.hand_over", "checks.why.relative"}, check.CallSaved},
	{"robocall_press1", "hung_up else robot trouble", []string{"checks.reason.robot"}, check.CallPerson},
	{"one_ring", "no_call call missed", []string{"checks.reason.number_missed"}, check.CallKnown},
	{"recovery", "hung_up else recovery money", []string{"flag.move", "checks.why.recovery"}, check.CallBank},
	{"mule", "hung_up else unknown money", []string{"flag.move"}, check.CallPerson},
	{"utility_meter", "hung_up firm house money", []string{"flag.move", "checks.why.house"}, check.CallKnown},
	{"fake_helpline", "i_called message", []string{"checks.reason.number_message"}, check.CallPerson},
}

// maxChoices is how many choices a Stop may take, so that with the one on Home it is at most five.
const maxChoices = 4

func TestEveryKindOfScamEndsInStop(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.script, func(t *testing.T) {
			o := outcome(t, k.way)
			if o.Level != blocklist.Stop || !o.Recovery {
				t.Errorf("level %s, recovery %v", o.Level, o.Recovery)
			}
			if n := len(strings.Fields(k.way)); n > maxChoices {
				t.Errorf("%d choices, at most %d", n, maxChoices)
			}
			for _, want := range k.reasons {
				if !slices.ContainsFunc(o.Reasons, func(r blocklist.Reason) bool { return r.ID == want }) {
					t.Errorf("no reason %s among %v", want, o.Reasons)
				}
			}
			if o.Act != k.act {
				t.Errorf("the safe act is %s, want %s", o.Act, k.act)
			}
		})
	}
}

func TestEveryKindIsNamed(t *testing.T) {
	library, err := script.Read(assets.Scripts())
	if err != nil {
		t.Fatal(err)
	}
	if len(kinds) != len(library.Scripts("")) {
		t.Errorf("%d kinds of %d scripts", len(kinds), len(library.Scripts("")))
	}
	for _, k := range kinds {
		trick, ok := library.Script(k.script)
		if !ok {
			t.Errorf("there is no script %s", k.script)
			continue
		}
		var region blocklist.Region
		if len(trick.Regions) > 0 {
			region = trick.Regions[0]
		}
		named := outcome(t, k.way).Tricks(library, region)
		if !slices.ContainsFunc(named, func(s script.Script) bool { return s.ID == k.script }) {
			t.Errorf("%s is not among the tricks named: %v", k.script, named)
		}
	}
}

func TestLegitimateCasesAreDoneSafely(t *testing.T) {
	for way, lead := range map[string]string{
		"no_call pin alone":    "checks.do_pin.lead",
		"no_call app alone":    "checks.do_app.lead",
		"no_call courier mine": "checks.do_courier.lead",
	} {
		o := outcome(t, way)
		if o.Level != blocklist.Known || o.Act != check.GoOn || o.Title.ID != "checks.do.title" || o.Lead.ID != lead {
			t.Errorf("%s ends in %+v", way, o)
		}
	}
}

// The same cases with a stranger in them are no longer fine.
func TestLegitimateCasesWithAStrangerStop(t *testing.T) {
	for way, reason := range map[string]string{
		"no_call pin guided":       "checks.reason.guided",
		"no_call app guided":       "checks.reason.guided",
		"no_call courier phone":    "checks.reason.order_phone",
		"no_call courier not_mine": "checks.reason.order_none",
		"i_called trusted code":    "flag.code",
	} {
		o := outcome(t, way)
		if o.Level != blocklist.Stop || o.Reasons[0].ID != reason {
			t.Errorf("%s ends in %s with the reasons %v", way, o.Level, o.Reasons)
		}
	}
}

func TestFlagsThatOnlyAddUp(t *testing.T) {
	for _, c := range []struct {
		way   string
		level blocklist.Level
		act   check.Act
		end   string
	}{
		{"hung_up bank else - nothing", blocklist.Careful, check.CallBank, "wait"},
		{"hung_up known boss else hurry+secrecy nothing", blocklist.Careful, check.CallSaved, "wait"},
		{"hung_up known relative else - nothing", blocklist.Careful, check.CallSaved, "wait"},
		{"hung_up bank else hurry+threat+secrecy nothing", blocklist.Stop, check.CallBank, "stop"},
		{"held done bank else threat+hurry nothing", blocklist.Stop, check.CallBank, "stop"},
		{"held done bank else hold+hurry nothing", blocklist.Careful, check.CallBank, "wait"},
		{"hung_up police else - something", blocklist.Stop, check.Recover, "recover"},
		{"i_called trusted papers", blocklist.Careful, check.GoOn, "dialled"},
		{"no_call call trusted", blocklist.Careful, check.CallKnown, "dial"},
	} {
		o := outcome(t, c.way)
		if o.Level != c.level || o.Act != c.act || o.ID != c.end {
			t.Errorf("%s ends in %s, %s, %s", c.way, o.ID, o.Level, o.Act)
		}
	}
}

func TestKnownVoicesAreAskedForTheFamilyWord(t *testing.T) {
	for _, way := range []string{"hung_up known relative money", "hung_up known friend else - nothing"} {
		o := outcome(t, way)
		if o.Act != check.CallSaved || !slices.Contains(ids(o.Advice), "checks.advice.family_word") {
			t.Errorf("%s: %s, %v", way, o.Act, o.Advice)
		}
		with, without := ids(o.AdviceFor(true)), ids(o.AdviceFor(false))
		if !slices.Equal(with, ids(o.Advice)) || slices.Contains(without, "checks.advice.family_word") ||
			!slices.Contains(without, "checks.advice.own_question") || len(without) != len(with) {
			t.Errorf("%s: where a word was agreed %v, where none was %v", way, with, without)
		}
	}
}

func TestReasonsThatDecideComeFirst(t *testing.T) {
	got := ids(outcome(t, "held done bank code").Reasons)
	want := []string{"flag.code", "flag.hold", "checks.reason.party", "checks.why.bank"}
	if !slices.Equal(got, want) {
		t.Errorf("reasons %v, want %v", got, want)
	}
}

// Whoever is kept on the line is told what to say and do, and nobody has to wait.
func TestQuietPage(t *testing.T) {
	q, ok := walk(t, "held").Question()
	if !ok || q.Pause != 30*time.Second || q.Lead.ID != "checks.held.say" || len(q.Acts) < 3 || len(q.Answers) != 1 {
		t.Errorf("the page is %+v", q)
	}
}

// Every outcome and question is said in both languages, with nothing left unsaid.
func TestEverythingIsSaid(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range bundle.Languages() {
		words := bundle.Words(language.Code)
		titles := make(map[string]string) // words -> kind
		for _, k := range kinds {
			o := outcome(t, k.way)
			all := slices.Concat([]blocklist.Message{o.Title, o.Lead, o.Act.Message()}, o.Advice, o.Reasons)
			for _, m := range all {
				if said := words.Say(m); said == m.ID || strings.Contains(said, "<no value>") {
					t.Errorf("%s: %s says %q", language.Code, k.script, said)
				}
			}
			titles[words.Say(o.Title)] = k.script
		}
		for _, way := range []string{"no_call pin alone", "no_call app alone", "no_call courier mine"} {
			if said := words.Say(outcome(t, way).Title); titles[said] != "" {
				t.Errorf("%s: %s says %q, as %s does", language.Code, way, said, titles[said])
			}
		}
	}
}

func ids(messages []blocklist.Message) []string {
	var all []string
	for _, m := range messages {
		all = append(all, m.ID)
	}
	return all
}
