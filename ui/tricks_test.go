package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hangup/ui"
)

func TestEveryTrickHasAPage(t *testing.T) {
	for _, language := range []string{"en", "ru"} {
		s := newStage(t, ui.Preferences{Language: language, TextSize: 20, Region: "RU"})
		words := s.parts.Words.Words(language)
		for _, trick := range s.parts.Library().Scripts("RU") {
			t.Run(language+"/"+trick.ID, func(t *testing.T) {
				s.t = t
				aTrick(trick.ID)(s)
				story, _ := trick.Story()
				sign, _ := trick.Sign()
				s.mustShow(words.Say(story), words.Say(sign), trick.Sources[0].URL, words.Date(trick.Sources[0].Checked))
				for _, m := range append(trick.Tells(), trick.Dos()...) {
					s.mustShow(words.Say(m))
				}
				if next, ok := trick.NextCall(); ok {
					s.mustShow(words.Say(next))
				}
				s.home()
			})
		}
	}
}

func TestATrickLeadsToTheNextOne(t *testing.T) {
	s := newStage(t, english)
	aTrick("police_officer")(s)
	s.mustShow("102", "Whom to call")
	s.tabTo(s.say("script.safe_account.title"))
	s.press(fyne.KeyReturn)
	s.mustShow(s.say("script.safe_account.story"))
	s.press(fyne.KeyEscape)
	s.mustShow(s.say("script.police_officer.story"))
}

func TestTricksAreFoundByAWord(t *testing.T) {
	for language, word := range map[string]string{"en": "POLICE captain", "ru": "КАПИТАН вошел"} {
		s := newStage(t, ui.Preferences{Language: language, TextSize: 20, Region: "RU"})
		s.tabTo(s.say("tricks.title"))
		s.press(fyne.KeyReturn)
		s.mustShow(s.say("script.one_ring.title"), s.say("tricks.elsewhere"))
		s.write(word)
		s.mustShow(s.say("script.police_officer.title"))
		s.mustNotShow(s.say("script.one_ring.title"), s.say("tricks.elsewhere"))
		s.write(" zzz")
		s.mustShow(s.say("tricks.none"))
	}
}

func TestLocalTricksComeFirst(t *testing.T) {
	s := newStage(t, english)
	s.tabTo(s.say("tricks.title"))
	s.press(fyne.KeyReturn)
	all := strings.Join(s.texts(), "\n")
	if strings.Index(all, s.say("script.intercom_keys.title")) > strings.Index(all, s.say("script.medicare_card.title")) {
		t.Error("in Russia, a trick told in the United States stands before one told in Russia")
	}
}

func TestAnOutcomeLeadsToItsTrick(t *testing.T) {
	s := newStage(t, english, ownBank)
	answered("hung_up police code")(s)
	s.tabTo("More about this trick")
	s.press(fyne.KeyReturn)
	s.mustShow("They say", "Where this was read")
}
