package ui_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"hangup/ui"
)

func TestAListIsMutedAndWarnsAgain(t *testing.T) {
	s := newStage(t, english, followed)
	toList(s)
	s.mustShow("The words of its card", card.Address)
	for _, word := range card.Words("en") {
		s.mustShow(word)
	}
	s.mustNotShow(s.say("list.muted"))
	s.tabTo("Mute this list")
	s.press(fyne.KeyReturn)
	s.mustShow(s.say("list.muted"))
	if !s.shelf.followed[0].Muted {
		t.Fatal("the list is not muted")
	}
	s.press(fyne.KeyEscape)
	s.mustShow("Update now", s.say("list.muted"))
	s.tabTo("About this list")
	s.press(fyne.KeyReturn)
	s.tabTo("Let this list warn again")
	s.press(fyne.KeyReturn)
	s.mustNotShow(s.say("list.muted"))
}

func TestAChangeIsAcceptedKnowingly(t *testing.T) {
	s := newStage(t, english, refused)
	synced := false
	s.shelf.syncing = func(context.Context, func(ui.Progress)) { synced = true }
	toList(s)
	s.mustShow("5,120 would leave and 611,204 would come")
	s.tabTo("The maker says it is right")
	s.press(fyne.KeyReturn)
	s.mustShow("Take the new list anyway?", "611,204")
	s.press(fyne.KeyReturn) // the focus is on the safe act
	if s.shelf.accepted != "" || synced {
		t.Fatal("accepted without being told so")
	}
	s.tabTo("The maker says it is right")
	s.press(fyne.KeyReturn)
	s.tabTo("They said it is right: take it")
	s.press(fyne.KeyReturn)
	if s.shelf.accepted != "a" || !synced {
		t.Errorf("accepted %q, synced %v", s.shelf.accepted, synced)
	}
	s.mustShow("Update now")
}

func TestACardOfTheSameNameIsComparedBeforeItReplaces(t *testing.T) {
	s := newStage(t, english, namesake)
	openCard(s)
	s.mustShow("A new card for your list?", "https://new.example.net/", card.Address)
	for _, word := range append(card.Words("en"), s.shelf.cards["/media/stick/card.json"].Words("en")...) {
		s.mustShow(word)
	}
	s.tabTo("All new words are the same: replace")
	s.press(fyne.KeyReturn)
	s.mustShow("Update now", s.say("list.replaced"))
	if len(s.shelf.followed) != 1 || s.shelf.followed[0].Address != "https://new.example.net/" {
		t.Errorf("followed: %+v", s.shelf.followed)
	}
}

func TestACardOfTheSameNameMayBeAnotherList(t *testing.T) {
	s := newStage(t, english, namesake)
	openCard(s)
	s.tabTo("It is another list: follow both")
	s.press(fyne.KeyReturn)
	s.tabTo("All words are the same: follow")
	s.press(fyne.KeyReturn)
	if len(s.shelf.followed) != 2 || s.shelf.followed[0].Replaced {
		t.Errorf("followed: %+v", s.shelf.followed)
	}
}

func TestACardIsForAListByChoice(t *testing.T) {
	s := newStage(t, english, followed)
	openCard(s)
	s.tabTo("It is a new card for a list I follow")
	s.press(fyne.KeyReturn)
	s.mustShow("A new card for your list?")
	s.mustNotShow("You follow a list of this name.")
	s.tabTo("A word is different")
	s.press(fyne.KeyReturn)
	s.mustShow("Do not use this card.")
	if s.shelf.followed[0].Replaced {
		t.Error("the card was replaced")
	}
}
