package ui_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/ui"
)

var shots = flag.String("shots", "", "write a picture of every screen to this folder")

// scene is a screen and how to get there from the first one, by keyboard alone.
type scene struct {
	name  string
	setup func(*stage)
	path  func(*stage)
}

func checkOf(number string) func(*stage) {
	return func(s *stage) {
		s.write("2")
		s.write(number)
		s.press(fyne.KeyReturn)
	}
}

// doubtOf says on a verdict that it is not right, and allowOf that the number is known.
func doubtOf(number string) func(*stage) {
	return func(s *stage) {
		checkOf(number)(s)
		s.tabTo(s.say("verdict.doubt"))
		s.press(fyne.KeyReturn)
	}
}

func allowOf(number string) func(*stage) {
	return func(s *stage) {
		doubtOf(number)(s)
		s.tabTo(s.say("verdict.doubt.allow"))
		s.press(fyne.KeyReturn)
	}
}

func toOwn(s *stage) {
	s.tabTo(s.say("home.relatives"))
	s.press(fyne.KeyReturn)
	s.write("6")
}

func ownNumbers(s *stage) {
	s.book.numbers = []ui.OwnNumber{
		{Number: "+1 202-555-0143", Source: "+12025550143"}, {Number: "8 (495) 987-65-43", Source: "+74959876543"},
	}
}

func toLists(s *stage) {
	s.tabTo(s.say("home.relatives"))
	s.press(fyne.KeyReturn)
	s.write("4")
}

// toList opens the page of the first list.
func toList(s *stage) {
	toLists(s)
	s.tabTo(s.say("list.more"))
	s.press(fyne.KeyReturn)
}

// toPacks opens the countries of the lists.
func toPacks(s *stage) {
	toLists(s)
	s.tabTo(s.say("packs.title"))
	s.press(fyne.KeyReturn)
}

// openCard opens the card on the stick.
func openCard(s *stage) {
	toLists(s)
	s.tabTo(s.say("list.follow_another"))
	s.press(fyne.KeyReturn)
	s.write("/media/stick/card.json")
	s.press(fyne.KeyReturn)
}

// namesake gives the card on the stick the name of a list that is followed.
func namesake(s *stage) {
	followed(s)
	c := card
	c.Namesake, c.Address = "a", "https://new.example.net/"
	c.Words = func(language string) []string { return assets.Words(language)[200:208] }
	s.shelf.cards["/media/stick/card.json"] = c
}

// refused is a list whose newest edition changes too much.
func refused(s *stage) {
	followed(s)
	l := &s.shelf.followed[0]
	l.Refused = true
	l.LastSync = &ui.SyncReport{At: today, Message: blocklist.Message{ID: "error.sync.change", Args: blocklist.Args{
		"Version": 13, "Had": 298949, "Gone": 5120, "Come": 611204, "Most": 35873,
	}}}
}

// someParts are what a list offers to somebody in Russia.
func someParts(s *stage) {
	followed(s)
	keeper := func(code string, state func(*follow.Pack)) ui.Pack {
		p := follow.Pack{Code: code, Entries: 298949, Bytes: 431 << 10, Regions: []blocklist.Region{
			map[string]blocklist.Region{"7": "RU", "374": "AM", "44": "GB", "1": "US", "49": "DE"}[code],
		}}
		if code == "1" {
			p.Regions = []blocklist.Region{"US", "CA", "BS"}
		}
		state(&p)
		return ui.Pack{
			Code: code, Name: p.Name(), State: p.State(), Home: p.Home, Chosen: p.Wanted, Bytes: p.Bytes, Countries: p.Regions,
		}
	}
	here := func(p *follow.Pack) { p.Wanted, p.Here, p.Date, p.Bytes = true, true, today.AddDate(0, 0, -3), 0 }
	s.shelf.choice.Packs = []ui.Pack{
		keeper("7", func(p *follow.Pack) { here(p); p.Home = true }),
		keeper("374", func(p *follow.Pack) { here(p); p.Old = true }),
		keeper("44", func(p *follow.Pack) { p.Wanted = true }),
		keeper("1", func(*follow.Pack) {}),
		keeper("49", func(*follow.Pack) {}),
	}
}

func followed(s *stage) {
	e := blocklist.Edition{Version: 12, Date: today.AddDate(0, 0, -3), Entries: 298949}
	s.shelf.followed = []ui.ListStatus{{
		ID: "a", Name: card.Name, Address: card.Address, Words: card.Words, Edition: &e,
		LastSync: &ui.SyncReport{At: today, OK: true},
	}}
}

// scenes are all screens in all their states that look different.
func scenes() []scene {
	nothing := func(*stage) {}
	all := []scene{
		{"home", nothing, nothing},
		{"home-first-start", func(s *stage) { s.desk.helper, s.parts.Start.Region = nil, "" }, nothing},
		{"home-notice", func(s *stage) {
			s.parts.Notices = []blocklist.Message{blocklist.Say("error.unexpected")}
		}, nothing},
		{"check", nothing, func(s *stage) { s.write("2") }},
		{"check-problem", nothing, checkOf("12x")},
		{"check-secret", nothing, checkOf("4276 3800 1234 5678")},
		{"check-message", nothing, func(s *stage) {
			s.write("2")
			s.write("Call +1 202 555 0143 or +1 202 555 0172 or 8 495 123-45-67 today, your account will be closed forever.")
		}},
		{"check-numbers", nothing, checkOf("+1 202 555 0143, +1 202 555 0172, 8 495 123-45-67")},
		{"verdict-stop", nothing, checkOf("+1 202 555 0143")},
		{"verdict-careful", nothing, checkOf("+1 202 555 0172")},
		{"verdict-unlisted", nothing, checkOf("8 495 987-65-43")},
		{"verdict-known", nothing, checkOf("8 495 123-45-67")},
		{"verdict-one-complaint", func(s *stage) {
			s.desk.facts["+12025550143"] = blocklist.Facts{Evidence: &blocklist.Evidence{
				Source: "Open list", Entry: blocklist.Entry{LastSeen: blocklist.MonthOf(today)},
			}}
		}, checkOf("+1 202 555 0143")},
		{"verdict-doubt", nothing, doubtOf("+1 202 555 0143")},
		{"verdict-allowed", nothing, allowOf("+1 202 555 0143")},
		{"verdict-report", nothing, func(s *stage) {
			allowOf("+1 202 555 0143")(s)
			s.tabTo(s.say("verdict.report.write"))
			s.press(fyne.KeyReturn)
		}},
		{"own-none", nothing, toOwn},
		{"own", ownNumbers, toOwn},
		{"own-removed", ownNumbers, func(s *stage) {
			toOwn(s)
			s.tabTo(s.say("relatives.own.remove"))
			s.press(fyne.KeyReturn)
		}},
		{"relatives", nothing, func(s *stage) {
			s.tabTo(s.say("home.relatives"))
			s.press(fyne.KeyReturn)
		}},
		{"country", nothing, func(s *stage) {
			s.tabTo(s.say("home.relatives"))
			s.press(fyne.KeyReturn)
			s.write("5")
		}},
		{"language", nothing, func(s *stage) {
			s.tabTo(s.parts.Words.Words(s.parts.Start.Language).Language().Name)
			s.press(fyne.KeyReturn)
		}},
		{"list-none", nothing, toLists},
		{"list-fresh", followed, toLists},
		{"list-failed", func(s *stage) {
			followed(s)
			s.shelf.followed[0].LastSync = &ui.SyncReport{At: today, Message: blocklist.Say("error.unexpected")}
		}, toLists},
		{"list-open", nothing, func(s *stage) {
			toLists(s)
			s.tabTo(s.say("list.follow"))
			s.press(fyne.KeyReturn)
		}},
		{"list-card", nothing, func(s *stage) {
			toLists(s)
			s.tabTo(s.say("list.follow"))
			s.press(fyne.KeyReturn)
			s.write("/media/stick/card.json")
			s.press(fyne.KeyReturn)
		}},
		{"list-one", followed, toList},
		{"list-one-refused", refused, toList},
		{"list-one-muted", func(s *stage) {
			followed(s)
			s.shelf.followed[0].Muted, s.shelf.followed[0].Replaced = true, true
		}, toList},
		{"list-change", refused, func(s *stage) {
			toList(s)
			s.tabTo(s.say("list.change"))
			s.press(fyne.KeyReturn)
		}},
		{"list-replace", namesake, openCard},
		{"list-replace-which", func(s *stage) {
			followed(s)
			s.shelf.followed = append(s.shelf.followed, s.shelf.followed[0])
			s.shelf.followed[1].ID, s.shelf.followed[1].Name = "b", "Another list"
		}, func(s *stage) {
			openCard(s)
			s.tabTo(s.say("list.replace.choose"))
			s.press(fyne.KeyReturn)
		}},
		{"packs", someParts, toPacks},
		{"packs-offline", func(s *stage) {
			someParts(s)
			s.shelf.choice.Packs = s.shelf.choice.Packs[:2]
			s.shelf.choice.Metered = true
			s.shelf.choice.Offered = &blocklist.Error{Message: blocklist.Say("error.sync.unreachable")}
		}, toPacks},
		{"packs-none", nothing, func(s *stage) {
			s.shelf.followed = nil
			followed(s)
			toPacks(s)
		}},
		{"list-unfollow", followed, func(s *stage) {
			toList(s)
			s.tabTo(s.say("list.unfollow"))
			s.press(fyne.KeyReturn)
		}},
	}
	return slices.Concat(all, barScenes(), guidedScenes(), saidScenes(), relativesScenes(), diaryScenes())
}

// view is a way of looking at a scene.
type view struct {
	language      string
	text          int
	width, height float32
}

func (v view) String() string {
	return fmt.Sprintf("%s-%d-%dx%d", v.language, v.text, int(v.width), int(v.height))
}

func views() []view {
	var all []view
	for _, language := range []string{"en", "ru"} {
		for _, text := range []int{20, 40} {
			all = append(all, view{language, text, 1366, 700}, view{language, text, 800, 600})
		}
		all = append(all, view{language, 40, 1024, 600})
	}
	return all
}

// play shows a scene in a view.
func (c scene) play(t testing.TB, v view) *stage {
	t.Helper()
	home := t.TempDir()
	for _, dir := range []string{"Downloads", "Downloads/Photos", "Downloads/Letters"} {
		if err := os.MkdirAll(filepath.Join(home, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(home, "Downloads", "list-card.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if tt, ok := t.(*testing.T); ok {
		tt.Setenv("HOME", home)
	}
	s := newStage(t, ui.Preferences{Language: v.language, TextSize: v.text, Region: "RU"}, c.setup)
	s.resize(v.width, v.height)
	c.path(s)
	return s
}
