package follow_test

import (
	"errors"
	"os"
	"slices"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/blocklist/store"
)

func packs(t *testing.T, k *follow.Keeper) map[string]follow.Pack {
	t.Helper()
	choice, err := k.Packs(t.Context())
	must(t, err)
	found := map[string]follow.Pack{}
	for _, p := range choice.Packs {
		found[p.Code] = p
	}
	return found
}

func has(t *testing.T, k *follow.Keeper, number uint64) bool {
	t.Helper()
	found, err := k.List.Find(t.Context(), number)
	must(t, err)
	return len(found) > 0
}

func sync(t *testing.T, k *follow.Keeper) []follow.Report {
	t.Helper()
	reports, err := k.SyncAll(t.Context(), nil)
	must(t, err)
	for _, r := range reports {
		if !r.OK {
			t.Fatalf("sync of %s: %v", r.List.Card.Name, r.Message)
		}
	}
	return reports
}

func TestPacksAreChosenByTheirSize(t *testing.T) {
	k := newKeeper(t)
	serve(t, k, "+12026360106,,5,", "+79161234567,,5,", "+79161234568,,5,", "+442071838750,,5,")
	offered := packs(t, k)
	if p := offered["1"]; !p.Home || !p.Wanted || p.Here || p.Entries != 1 || p.Bytes == 0 || p.Regions[0] != "US" {
		t.Errorf("the home pack: %+v", p)
	}
	if p := offered["7"]; p.Wanted || p.Here || p.Entries != 2 || p.Bytes == 0 || !slices.Contains(p.Regions, "KZ") {
		t.Errorf("another pack: %+v", p)
	}
	sync(t, k)
	if has(t, k, 79161234567) {
		t.Error("a pack came that nobody chose")
	}

	must(t, k.AddPack(t.Context(), "7"))
	if p := packs(t, k)["7"]; !p.Wanted || p.Here || p.State().ID != "packs.to_come" {
		t.Errorf("once chosen: %+v", p)
	}
	reports := sync(t, k)
	if !has(t, k, 79161234567) || !slices.Equal(reports[0].Result.Changed, []string{"7"}) {
		t.Errorf("what was chosen did not come, or not it alone: %v", reports[0].Result.Changed)
	}
	if p := packs(t, k)["7"]; !p.Here || p.Bytes != 0 || p.Old || p.State().ID != "packs.here" {
		t.Errorf("once it is here: %+v", p)
	}

	must(t, k.RemovePack(t.Context(), "7"))
	if has(t, k, 79161234567) {
		t.Error("what is no longer chosen is still here")
	}
	if sync(t, k); has(t, k, 79161234567) || !has(t, k, 12026360106) {
		t.Error("a sync brings back what is no longer chosen, or took more")
	}
}

func TestSomePacksStay(t *testing.T) {
	k := newKeeper(t)
	serve(t, k, "+12026360106,,5,", "+79161234567,,5,")
	must(t, k.Home.SaveSettings(t.Context(), store.Settings{HearsFrom: []blocklist.Region{"RU"}}))
	for code, want := range map[string]error{"1": follow.ErrHomePack, "7": follow.ErrHeardPack, "44": nil} {
		if err := k.RemovePack(t.Context(), code); !errors.Is(err, want) {
			t.Errorf("removing %s: %v, want %v", code, err, want)
		}
	}
}

func TestMeteredKeepsOnlyTheHomePackFresh(t *testing.T) {
	k := newKeeper(t)
	list, _ := serve(t, k, "+12026360106,,5,", "+79161234567,,5,", "+442071838750,,5,")
	must(t, k.AddPack(t.Context(), "7"))
	sync(t, k)
	must(t, k.SetMetered(t.Context(), true))
	must(t, k.AddPack(t.Context(), "44"))
	list.Time = list.Time.AddDate(0, 0, 1)
	list.Publish("+12026360107,,5,", "+79161234568,,5,")
	sync(t, k)
	for number, want := range map[uint64]bool{12026360107: true, 79161234567: true, 79161234568: false, 442071838750: false} {
		if has(t, k, number) != want {
			t.Errorf("%d is here: %v, want %v", number, !want, want)
		}
	}
	now := packs(t, k)
	for code, want := range map[string]string{"1": "packs.here", "7": "packs.old", "44": "packs.waits"} {
		if got := now[code].State().ID; got != want {
			t.Errorf("%s is said to be %s, want %s", code, got, want)
		}
	}
	must(t, k.SetMetered(t.Context(), false))
	sync(t, k)
	if !has(t, k, 79161234568) || !has(t, k, 442071838750) || packs(t, k)["7"].Old {
		t.Error("what waited did not come")
	}
}

func TestPacksWithoutTheServer(t *testing.T) {
	k := newKeeper(t)
	list, _ := serve(t, k, "+12026360106,,5,", "+79161234567,,5,")
	sync(t, k)
	must(t, os.RemoveAll(list.Public()))
	choice, err := k.Packs(t.Context())
	must(t, err)
	if choice.Offered == nil || len(choice.Packs) != 1 || !choice.Packs[0].Here {
		t.Errorf("without the server: %v, %+v", choice.Offered, choice.Packs)
	}
}

func TestPackOf(t *testing.T) {
	for name, want := range map[string]string{"KZ": "7", "ru": "7", "GB": "44", "+44": "44", "1": "1", "800": "800", " us ": "1"} {
		if got, err := follow.PackOf(name); got != want || err != nil {
			t.Errorf("%q is %q, %v; want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"", "XX", "+", "999", "-7", "007", "Russia"} {
		if got, err := follow.PackOf(name); !errors.Is(err, follow.ErrNoSuchPack) {
			t.Errorf("%q is %q, %v", name, got, err)
		}
	}
}
