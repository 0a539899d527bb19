package ui_test

import "fyne.io/fyne/v2"

// founding is the story this program began with.
var founding = map[string]string{
	"en": "A police captain says someone is inside my account and needs only the PIN",
	"ru": "Капитан полиции говорит, что кто-то вошёл в мой счёт, и ему нужен только ПИН",
}

// saying types what was said.
func saying(byLanguage map[string]string) func(*stage) {
	return func(s *stage) {
		s.write("3")
		s.paste(byLanguage[s.parts.Start.Language])
	}
}

// paste pastes a text into the field with the focus.
func (s *stage) paste(text string) {
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent(text)
	s.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
}

// aTrick opens the page of a trick.
func aTrick(id string) func(*stage) {
	return func(s *stage) {
		s.tabTo(s.say("tricks.title"))
		s.press(fyne.KeyReturn)
		s.tabTo(s.say("script." + id + ".title"))
		s.press(fyne.KeyReturn)
	}
}

// saidScenes are the screens of what was said and of the known tricks.
func saidScenes() []scene {
	nothing := func(*stage) {}
	return []scene{
		{"said", nothing, func(s *stage) { s.write("3") }},
		{"said-empty", nothing, func(s *stage) {
			s.write("3")
			s.press(fyne.KeyReturn)
		}},
		{"said-stop", nothing, saying(founding)},
		{"said-careful", nothing, saying(map[string]string{
			"en": "He told me not to hang up and to tell nobody", "ru": "Велят не класть трубку и никому не говорить",
		})},
		{"said-unsure", nothing, saying(map[string]string{
			"en": "They asked how I like my new phone", "ru": "Спросили, нравится ли мне новый телефон",
		})},
		{"said-secret", nothing, saying(map[string]string{
			"en": "The bank asked for the PIN of my card, the PIN is 4821", "ru": "Банк просит ПИН карты, мой ПИН 4821",
		})},
		{"said-picked", nothing, func(s *stage) {
			s.write("3")
			s.tabTo(s.say("script.relay.tell1"))
			s.press(fyne.KeyReturn)
		}},
		{"tricks", nothing, func(s *stage) {
			s.tabTo(s.say("tricks.title"))
			s.press(fyne.KeyReturn)
		}},
		{"tricks-none", nothing, func(s *stage) {
			s.tabTo(s.say("tricks.title"))
			s.press(fyne.KeyReturn)
			s.paste("qqqq")
		}},
		{"trick", nothing, aTrick("police_officer")},
	}
}
