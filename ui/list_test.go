package ui_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hangup/blocklist"
	"hangup/ui"
)

func TestFollowAList(t *testing.T) {
	s := newStage(t, english)
	toLists(s)
	s.mustShow("No list is followed yet")
	s.mustNotShow("Update now")
	s.tabTo("Open a list card")
	s.press(fyne.KeyReturn)
	s.write("nonsense")
	s.press(fyne.KeyReturn)
	s.mustShow(s.say("error.card.not_a_card"))
	for range len("nonsense") {
		s.press(fyne.KeyBackspace)
	}
	s.write("/media/stick/card.json")
	s.press(fyne.KeyReturn)
	s.mustShow("Is this the right list?", card.Name, card.Address)
	for _, word := range card.Words("en") {
		s.mustShow(word)
	}
	synced := false
	s.shelf.syncing = func(_ context.Context, progress func(ui.Progress)) {
		synced = true
		progress(ui.Progress{Done: 512 << 10, Total: 1 << 20})
	}
	s.tabTo("All words are the same: follow")
	s.press(fyne.KeyReturn)
	s.mustShow("List of scam numbers", card.Name, "The list is up to date.", "Update now")
	if !synced {
		t.Error("following a list did not fetch it")
	}
	s.press(fyne.KeyEscape)
	s.mustShow("For relatives")
}

func TestDifferentWordsAreNotFollowed(t *testing.T) {
	s := newStage(t, english)
	toLists(s)
	s.tabTo("Open a list card")
	s.press(fyne.KeyReturn)
	s.write("/media/stick/card.json")
	s.press(fyne.KeyReturn)
	s.tabTo("A word is different")
	s.press(fyne.KeyReturn)
	s.mustShow("Do not use this card.")
	if len(s.shelf.followed) != 0 {
		t.Error("the list is followed")
	}
}

func TestCardIsChosenFromAFolder(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	folder := filepath.Join(home, "Downloads", "From Ann")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "card.json")
	for _, file := range []string{path, filepath.Join(folder, "letter.txt"), filepath.Join(folder, ".hidden.json")} {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := newStage(t, english, func(s *stage) { s.shelf.cards[path] = card })
	toLists(s)
	s.tabTo("Open a list card")
	s.press(fyne.KeyReturn)
	s.mustShow("No list cards in this folder.")
	s.tabTo("From Ann")
	s.press(fyne.KeyReturn)
	s.mustShow("One folder up", "card.json")
	s.mustNotShow("letter.txt", ".hidden.json", "No list cards in this folder.")
	s.tabTo("card.json")
	s.press(fyne.KeyReturn)
	s.mustShow("Is this the right list?")
}

func TestSyncShowsBytesAndCanBeCancelled(t *testing.T) {
	s := newStage(t, english, followed)
	toLists(s)
	s.shelf.syncing = func(ctx context.Context, progress func(ui.Progress)) {
		s.mustShow("Getting the newest list", "Connecting…")
		progress(ui.Progress{Done: 256 << 10, Total: 1 << 20})
		s.mustShow("256 of 1,024 KB")
		s.mustNotShow("Update now")
		s.tabTo("Cancel")
		s.press(fyne.KeyReturn)
		if ctx.Err() == nil {
			t.Error("Cancel did not reach the sync")
		}
	}
	s.shelf.syncErr = context.Canceled
	s.tabTo("Update now")
	s.press(fyne.KeyReturn)
	s.mustShow("Cancelled. The old list stays in use.", "Update now")
	s.mustNotShow("Getting the newest list")
}

func TestSyncGoesOnOnOtherScreens(t *testing.T) {
	s := newStage(t, english, followed)
	toLists(s)
	s.shelf.syncing = func(ctx context.Context, progress func(ui.Progress)) {
		s.press(fyne.KeyEscape)
		s.press(fyne.KeyEscape)
		progress(ui.Progress{Done: 1, Total: 2})
		if ctx.Err() != nil {
			t.Error("going back cancelled the sync")
		}
	}
	test.Tap(button(s, "Update now"))
	s.mustShow("What is happening?")
}

func TestSyncFailureSaysWhatToDo(t *testing.T) {
	s := newStage(t, english, followed)
	s.shelf.syncErr = &blocklist.Error{Message: blocklist.Say("error.sync.unreachable")}
	toLists(s)
	test.Tap(button(s, "Update now"))
	s.mustShow(s.say("error.sync.unreachable"), "298,949", "Update now")
}

func TestUnfollowAsksFirst(t *testing.T) {
	s := newStage(t, english, followed)
	toList(s)
	s.tabTo("Stop following this list")
	s.press(fyne.KeyReturn)
	s.mustShow("Stop following this list?", card.Name)
	s.press(fyne.KeyReturn) // the focus is on the safe act
	s.mustShow("Mute this list")
	s.tabTo("Stop following this list")
	s.press(fyne.KeyReturn)
	s.tabTo("Stop following")
	s.press(fyne.KeyReturn)
	s.mustShow("No list is followed yet")
}
