package follow_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"testing"

	"hangup/blocklist/follow"
	"hangup/blocklist/maker"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

func TestFindAList(t *testing.T) {
	k := newKeeper(t)
	_, first := serve(t, k, "+12026360106,,5,")
	if found, err := k.Find(t.Context(), " test LIST"); err != nil || found.ID != first.ID {
		t.Errorf("by its name: %v, %v", found.ID, err)
	}
	_, second := serve(t, k, "+12026360107,,5,")
	if _, err := k.Find(t.Context(), "Test list"); !errors.Is(err, follow.ErrSameName) {
		t.Errorf("by the name of two: %v", err)
	}
	if found, err := k.Find(t.Context(), second.ID); err != nil || found.ID != second.ID {
		t.Errorf("by its ID: %v, %v", found.ID, err)
	}
	if _, err := k.Find(t.Context(), "Another"); !errors.Is(err, follow.ErrNoSuchList) {
		t.Errorf("a list that is not followed: %v", err)
	}
}

func TestAMutedListIsKeptCurrent(t *testing.T) {
	k := newKeeper(t)
	_, f := serve(t, k, "+12026360106,,5,")
	must(t, k.Mute(t.Context(), f.ID, true))
	sync(t, k)
	if !has(t, k, 12026360106) {
		t.Error("a muted list was not synced")
	}
	muted, err := k.Home.Muted(t.Context())
	must(t, err)
	if len(muted) != 1 || muted[0] != f.ID {
		t.Errorf("muted: %v", muted)
	}
	must(t, k.Mute(t.Context(), f.ID, false))
	if muted, err = k.Home.Muted(t.Context()); err != nil || len(muted) != 0 {
		t.Errorf("after that: %v, %v", muted, err)
	}
}

func TestACardIsReplaced(t *testing.T) {
	k := newKeeper(t)
	_, old := serve(t, k, "+12026360106,,5,")
	sync(t, k)
	other := newKeeper(t)
	list, _ := serve(t, other, "+12026360107,,5,")
	card := list.Card()
	if namesake, err := k.Namesake(t.Context(), card); err != nil || namesake == nil || namesake.ID != old.ID {
		t.Fatalf("the list of that name: %v, %v", namesake, err)
	}
	must(t, k.Mute(t.Context(), old.ID, true))

	replaced, err := k.Replace(t.Context(), old.ID, card)
	must(t, err)
	if !has(t, k, 12026360106) {
		t.Error("the old numbers went before there were new ones")
	}
	statuses, err := k.Status(t.Context())
	must(t, err)
	s := statuses[0]
	if len(statuses) != 1 || !s.List.Added.Equal(old.Added) || !s.List.Muted || s.Edition == nil || s.List.Replaces != old.ID {
		t.Errorf("the list lost its place, or what is known of it: %+v", s)
	}
	if muted, _ := k.Home.Muted(t.Context()); len(muted) != 2 {
		t.Errorf("the old numbers are no longer muted: %v", muted)
	}

	hidden := list.Public() + "-away"
	must(t, os.Rename(list.Public(), hidden))
	if reports, err := k.SyncAll(t.Context(), nil); err != nil || reports[0].OK || !has(t, k, 12026360106) {
		t.Errorf("after a sync that failed the old numbers went: %v", err)
	}
	must(t, os.Rename(hidden, list.Public()))
	sync(t, k)
	if has(t, k, 12026360106) || !has(t, k, 12026360107) {
		t.Error("after a sync the old numbers stay, or the new ones lack")
	}
	f, err := k.Home.FollowedList(t.Context(), replaced.ID)
	must(t, err)
	if f.Replaces != "" {
		t.Error("the replacement is not over")
	}
	if _, err := os.Stat(k.Client.TrustDir + "/" + old.ID); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old metadata is still there: %v", err)
	}
}

func TestAReplacementIsTakenBack(t *testing.T) {
	k := newKeeper(t)
	first, old := serve(t, k, "+12026360106,,5,")
	sync(t, k)
	list, _ := serve(t, newKeeper(t), "+12026360107,,5,")
	next, err := k.Replace(t.Context(), old.ID, list.Card())
	must(t, err)
	back, err := k.Replace(t.Context(), next.ID, first.Card())
	must(t, err)
	if back.ID != old.ID || back.Replaces != "" {
		t.Errorf("back is %+v", back)
	}
	sync(t, k)
	if !has(t, k, 12026360106) {
		t.Error("its numbers went")
	}
}

func TestCardsThatReplaceNothing(t *testing.T) {
	k := newKeeper(t)
	list, f := serve(t, k, "+12026360106,,5,")
	if _, err := k.Replace(t.Context(), f.ID, list.Card()); !errors.Is(err, follow.ErrSameCard) {
		t.Errorf("the card of the list itself: %v", err)
	}
	other, _ := serve(t, newKeeper(t), "+12026360107,,5,")
	card := *other.Card()
	if _, err := k.Replace(t.Context(), "nonsense", &card); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a list that is not followed: %v", err)
	}
	card.Root = bytes.Replace(card.Root, []byte(`"version":1`), []byte(`"version":2`), 1)
	if _, err := k.Replace(t.Context(), f.ID, &card); !errors.Is(err, update.ErrCardRoot) {
		t.Errorf("a root that somebody changed: %v", err)
	}
	moved := *list.Card()
	moved.URL = "https://example.org/"
	if namesake, err := k.Namesake(t.Context(), &moved); err != nil || namesake != nil {
		t.Errorf("another address of the same list: %v, %v", namesake, err)
	}
	if got, err := k.Follow(t.Context(), &moved); err != nil || got.ID != f.ID || got.Card.URL != moved.URL {
		t.Errorf("the address did not change: %+v, %v", got.Card.URL, err)
	}
	if _, err := k.Namesake(t.Context(), &repository.Card{Name: "Another", Root: []byte("{}")}); err != nil {
		t.Error(err)
	}
}

func rows(first, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("+1202%07d,,5,", 2000000+first+i))
	}
	return all
}

func TestAChangeIsAcceptedOnce(t *testing.T) {
	k := newKeeper(t)
	list, f := serve(t, k, "+12026360106,,5,")
	sync(t, k)
	if err := k.AcceptChanges(t.Context()); !errors.Is(err, follow.ErrNotRefused) {
		t.Errorf("with nothing refused: %v", err)
	}
	list.Import(rows(0, 6000)...)
	_, err := list.Maker.Build(t.Context(), maker.Building{AcceptChange: true})
	must(t, err)
	list.Sign()
	for range 2 {
		reports, err := k.SyncAll(t.Context(), nil)
		must(t, err)
		if reports[0].OK || has(t, k, 12022000000) {
			t.Fatal("a list that grew beyond all measure was taken")
		}
	}
	if statuses, err := k.Status(t.Context()); err != nil || !statuses[0].Refused {
		t.Errorf("the status does not say so: %v", err)
	}
	must(t, k.AcceptChanges(t.Context()))
	sync(t, k)
	if !has(t, k, 12022000000) {
		t.Error("what was accepted did not come")
	}
	again, err := k.Home.FollowedList(t.Context(), f.ID)
	must(t, err)
	if again.Accepted != 0 {
		t.Error("the next one is accepted unseen")
	}
}
