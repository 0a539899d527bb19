package blocklist_test

import (
	"slices"
	"testing"
	"time"

	"hangup/blocklist"
)

var (
	mobile    = blocklist.Number{E164: "+79161234567", Region: "RU", Kind: blocklist.KindMobile, Display: "+7 916 123-45-67"}
	premium   = blocklist.Number{E164: "+78091234567", Region: "RU", Kind: blocklist.KindPremium}
	satellite = blocklist.Number{E164: "+881612345678", Region: "001", Kind: blocklist.KindSatellite}
	hidden    = blocklist.Number{Kind: blocklist.KindHidden}
	kazakh    = blocklist.Number{E164: "+77011234567", Region: "KZ", Kind: blocklist.KindMobile}
	short159  = blocklist.Number{Short: "159", Region: "GB", Kind: blocklist.KindShort, Display: "159"}
)

func reported(n int, c blocklist.Category) *blocklist.Evidence {
	return &blocklist.Evidence{
		Entry: blocklist.Entry{
			Category: c, Strength: blocklist.StrengthOf(n, false), Reports: blocklist.ReportsOf(n),
			LastSeen: blocklist.MonthOf(time.Date(2025, 12, 11, 0, 0, 0, 0, time.UTC)),
		},
		Source: "Test list",
	}
}

// nearby is a range in which n numbers were reported.
func nearby(n int) *blocklist.Nearby {
	return &blocklist.Nearby{Entry: reported(n, 0).Entry, Pattern: "7916123????", Source: "Test list"}
}

// fading is a number that nobody reported again for half a year.
func fading(n int, c blocklist.Category) *blocklist.Evidence {
	e := reported(n, c)
	e.Fading = true
	return e
}

func TestAssessSaysThatComplaintsAreOld(t *testing.T) {
	v := blocklist.Assess(blocklist.Facts{Number: mobile, Home: "RU", Evidence: fading(3, 0)})
	if v.Title.ID != "verdict.old_complaints.title" {
		t.Errorf("the title is %s", v.Title.ID)
	}
	if !slices.ContainsFunc(v.Reasons, func(r blocklist.Reason) bool { return r.ID == "reason.old_complaints" }) {
		t.Errorf("the reasons are %+v", v.Reasons)
	}
}

func TestAssess(t *testing.T) {
	official := &blocklist.Official{NameID: "official.bank"}
	never := &blocklist.Official{NameID: "official.never", NeverCalls: true}
	friend := &blocklist.Contact{Name: "Maria", Kind: blocklist.ContactPerson}
	byOfficials := reported(1, 0)
	byOfficials.Strength = blocklist.StrengthOfficial
	named := nearby(1)
	named.Strength = blocklist.StrengthOfficial
	telemarketing := &blocklist.Range{Use: blocklist.UseTelemarketing}

	for _, c := range []struct {
		name   string
		facts  blocklist.Facts
		level  blocklist.Level
		reason string // the first one
	}{
		{"nothing known", blocklist.Facts{Number: mobile, Home: "RU"}, blocklist.Unlisted, "reason.not_listed"},
		{"no list to look in", blocklist.Facts{Number: mobile, Home: "RU", NoList: true}, blocklist.Unlisted, "reason.no_list"},
		{"one complaint", blocklist.Facts{Number: mobile, Home: "RU", Evidence: reported(1, 0)}, blocklist.Unlisted, "reason.one_complained"},
		{"many complaints, half a year old", blocklist.Facts{Number: mobile, Home: "RU", Evidence: fading(12, 0)}, blocklist.Careful, "reason.complained_at_least"},
		{"several complaints, half a year old", blocklist.Facts{Number: mobile, Home: "RU", Evidence: fading(3, 0)}, blocklist.Unlisted, "reason.complained"},
		{"two complaints", blocklist.Facts{Number: mobile, Home: "RU", Evidence: reported(2, 0)}, blocklist.Careful, "reason.complained"},
		{"four complaints", blocklist.Facts{Number: mobile, Home: "RU", Evidence: reported(4, 0)}, blocklist.Careful, "reason.complained"},
		{"five complaints", blocklist.Facts{Number: mobile, Home: "RU", Evidence: reported(5, 0)}, blocklist.Stop, "reason.complained_at_least"},
		{"one official report", blocklist.Facts{Number: mobile, Home: "RU", Evidence: byOfficials}, blocklist.Stop, "reason.named_by_officials"},
		{"one-ring, two complaints, they called", blocklist.Facts{Number: mobile, Home: "RU", Evidence: reported(2, blocklist.CategoryOneRing)}, blocklist.Careful, "reason.complained"},
		{"one-ring, two complaints, calling", blocklist.Facts{Number: mobile, Home: "RU", Evidence: reported(2, blocklist.CategoryOneRing), Direction: blocklist.Calling}, blocklist.Stop, "reason.complained"},
		{"one-ring, one complaint, calling", blocklist.Facts{Number: mobile, Home: "RU", Evidence: reported(1, blocklist.CategoryOneRing), Direction: blocklist.Calling}, blocklist.Unlisted, "reason.one_complained"},
		{"premium called", blocklist.Facts{Number: premium, Home: "RU"}, blocklist.Careful, "reason.premium"},
		{"premium, calling", blocklist.Facts{Number: premium, Home: "RU", Direction: blocklist.Calling}, blocklist.Stop, "reason.premium"},
		{"premium with one complaint, calling", blocklist.Facts{Number: premium, Home: "RU", Evidence: reported(1, 0), Direction: blocklist.Calling}, blocklist.Stop, "reason.premium"},
		{"satellite, calling", blocklist.Facts{Number: satellite, Home: "RU", Direction: blocklist.Calling}, blocklist.Stop, "reason.satellite"},
		{"hidden", blocklist.Facts{Number: hidden, Home: "RU"}, blocklist.Careful, "reason.hidden"},
		{"impossible", blocklist.Facts{Number: blocklist.Number{E164: "+7000", Region: "RU", Kind: blocklist.KindImpossible}, Home: "RU"}, blocklist.Careful, "reason.impossible"},
		{"foreign", blocklist.Facts{Number: kazakh, Home: "RU"}, blocklist.Careful, "reason.foreign"},
		{"foreign but expected", blocklist.Facts{Number: kazakh, Home: "RU", HearsFrom: []blocklist.Region{"KZ"}}, blocklist.Unlisted, "reason.not_listed"},
		{"foreign, home not known", blocklist.Facts{Number: kazakh}, blocklist.Unlisted, "reason.not_listed"},
		{"listed outweighs foreign", blocklist.Facts{Number: kazakh, Home: "RU", Evidence: reported(7, 0)}, blocklist.Stop, "reason.complained_at_least"},
		{"telemarketing range", blocklist.Facts{Number: mobile, Home: "RU", Range: telemarketing}, blocklist.Careful, "reason.telemarketing_range"},
		{"next to others", blocklist.Facts{Number: mobile, Home: "RU", Nearby: nearby(12)}, blocklist.Careful, "reason.nearby"},
		{"in a range that officials name", blocklist.Facts{Number: mobile, Home: "RU", Nearby: named}, blocklist.Careful, "reason.nearby_named"},
		{"next to others, one complaint", blocklist.Facts{Number: mobile, Home: "RU", Nearby: nearby(12), Evidence: reported(1, 0)}, blocklist.Careful, "reason.nearby"},
		{"next to others, many complaints", blocklist.Facts{Number: mobile, Home: "RU", Nearby: nearby(12), Evidence: reported(7, 0)}, blocklist.Stop, "reason.complained_at_least"},
		{"next to others, calling", blocklist.Facts{Number: mobile, Home: "RU", Nearby: nearby(90), Direction: blocklist.Calling}, blocklist.Careful, "reason.nearby"},
		{"official, next to others", blocklist.Facts{Number: mobile, Home: "RU", Official: official, Nearby: named}, blocklist.Known, "reason.official"},
		{"my person, next to others", blocklist.Facts{Number: mobile, Home: "RU", Contact: friend, Nearby: named}, blocklist.Known, "reason.my_people"},
		{"official", blocklist.Facts{Number: mobile, Home: "RU", Official: official}, blocklist.Known, "reason.official"},
		{"official outweighs a list", blocklist.Facts{Number: mobile, Home: "RU", Official: official, Evidence: reported(50, 0)}, blocklist.Known, "reason.official"},
		{"159 called", blocklist.Facts{Number: short159, Home: "GB", Official: never}, blocklist.Stop, "reason.never_calls"},
		{"159 called, and is on the personal list", blocklist.Facts{Number: short159, Home: "GB", Official: never, Contact: friend}, blocklist.Stop, "reason.never_calls"},
		{"calling 159", blocklist.Facts{Number: short159, Home: "GB", Official: never, Direction: blocklist.Calling}, blocklist.Known, "reason.official"},
		{"a sender of messages", blocklist.Facts{Number: short159, Home: "GB", Official: &blocklist.Official{NameID: "official.sender", Service: blocklist.ServiceSender}}, blocklist.Known, "reason.official"},
		{"my person", blocklist.Facts{Number: kazakh, Home: "RU", Contact: friend, Evidence: reported(9, 0)}, blocklist.Known, "reason.my_people"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := blocklist.Assess(c.facts)
			if v.Level != c.level || v.Reasons[0].ID != c.reason {
				t.Errorf("got %v because of %s, want %v because of %s", v.Level, v.Reasons[0].ID, c.level, c.reason)
			}
			if v.Title.ID == "" || v.Lead.ID == "" || len(v.Advice) == 0 {
				t.Errorf("a verdict without title, lead or advice: %+v", v)
			}
		})
	}
}

// Whoever was called by a number that looks official must read that numbers can be faked.
func TestKnownNumbersAreNotCalledSafe(t *testing.T) {
	for _, f := range []blocklist.Facts{
		{Number: mobile, Official: &blocklist.Official{NameID: "official.bank"}},
		{Number: mobile, Contact: &blocklist.Contact{Kind: blocklist.ContactBank}},
		{Number: mobile, Contact: &blocklist.Contact{Kind: blocklist.ContactPerson}},
		{Number: mobile, Contact: &blocklist.Contact{Kind: blocklist.ContactAllowed}},
	} {
		v := blocklist.Assess(f)
		if v.Lead.ID != "verdict.known.lead" || !slices.ContainsFunc(v.Reasons, func(r blocklist.Reason) bool {
			return r.ID == "reason.number_can_be_faked"
		}) {
			t.Errorf("%+v: no warning that numbers can be faked: %+v", f, v)
		}
	}
}

func TestHelperIsNamed(t *testing.T) {
	v := blocklist.Assess(blocklist.Facts{Number: mobile, Helper: &blocklist.Contact{Name: "Maria", Number: "+7 916 000-00-00"}})
	last := v.Advice[len(v.Advice)-1]
	if last.ID != "advice.call_helper" || last.Args["Name"] != "Maria" || last.Args["Number"] != "+7 916 000-00-00" {
		t.Errorf("the helper is not the last advice: %+v", last)
	}
}
