package screening_test

import (
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/ranges"
	"hangup/blocklist/repository"
	"hangup/blocklist/screening"
	"hangup/blocklist/store"
)

// applyRange gives a list one range of a strength.
func applyRange(t *testing.T, d *screening.Desk, list, pattern string, s blocklist.Strength) {
	t.Helper()
	entry := blocklist.Entry{Strength: s, Reports: blocklist.ReportsOf(20), LastSeen: blocklist.MonthOf(d.Now())}
	all := []ranges.Range{{Pattern: pattern, Symbol: entry.Symbol()}}
	data, err := ranges.Encode(all)
	must(t, err)
	m := repository.Describe(repository.KindRanges, 1, d.Now(), 1, data)
	must(t, d.List.ApplyRanges(t.Context(), store.ListInfo{ID: list, Name: "List " + list}, m, all))
}

func TestNumbersNextToThisOne(t *testing.T) {
	d := newDesk(t)
	applyRange(t, d, "a", "7916123????", blocklist.StrengthMany)
	v := verdict(t, d, "8 916 123-45-67")
	if v.Level != blocklist.Careful || v.Reasons[0].ID != "reason.nearby" || v.Reasons[0].Args["Count"] != 20 {
		t.Errorf("%v because of %v", v.Level, v.Reasons)
	}
	applyRange(t, d, "b", "79161234???", blocklist.StrengthOfficial)
	if v = verdict(t, d, "8 916 123-45-67"); v.Level != blocklist.Careful || v.Reasons[0].Args["List"] != "List b" {
		t.Errorf("the strictest: %v because of %v", v.Level, v.Reasons)
	}
	if v = verdict(t, d, "8 916 124-45-67"); v.Level != blocklist.Unlisted {
		t.Errorf("beyond the range: %v because of %v", v.Level, v.Reasons)
	}
}

// A range over the numbers of authorities, banks and the person's own people changes nothing of what is said of them.
func TestRangesCannotBlackenWhomToCall(t *testing.T) {
	d := newDesk(t)
	tried := 0
	for _, r := range []blocklist.Region{"RU", "US", "GB"} {
		for _, line := range d.Starter.Hotlines(r) {
			n := blocklist.Number{E164: line.E164, Short: line.Short, Region: r, Display: line.Dial()}
			value, ok := n.Value()
			if !ok {
				continue
			}
			for _, pattern := range ranges.Around(value) {
				tried++
				applyRange(t, d, "hostile", pattern, blocklist.StrengthOfficial)
				v, err := d.Verdict(t.Context(), n, blocklist.Calling)
				must(t, err)
				if v.Level != blocklist.Known {
					t.Errorf("%s in %s is %v because of %v", line.ID, pattern, v.Level, v.Reasons)
				}
			}
		}
	}
	if tried < 10 {
		t.Errorf("only %d ranges were tried", tried)
	}
	applyRange(t, d, "hostile", "7916123????", blocklist.StrengthOfficial)
	_, err := d.Home.SaveContact(t.Context(), store.Contact{
		Contact: blocklist.Contact{Name: "Maria", Number: "8 916 123-45-67", Kind: blocklist.ContactPerson}, Dial: "+79161234567",
	})
	must(t, err)
	if v := verdict(t, d, "8 916 123-45-67"); v.Level != blocklist.Known {
		t.Errorf("my person is %v", v.Level)
	}
}
