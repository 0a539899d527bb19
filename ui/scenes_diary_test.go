package ui_test

import (
	"errors"

	"fyne.io/fyne/v2"
)

// diaryScenes are the screens of the call diary.
func diaryScenes() []scene {
	nothing := func(*stage) {}
	form := func(key string) func(*stage) {
		return func(s *stage) {
			newCall(s)
			if key != "" {
				s.write(key)
			}
		}
	}
	statement := func(s *stage) {
		toDiary(s)
		s.tabTo(s.say("diary.statement.tile"))
		s.press(fyne.KeyReturn)
	}
	return []scene{
		{"diary-none", nothing, toDiary},
		{"diary", writtenDown, toDiary},
		{"diary-unread", func(s *stage) { s.log.fail = errors.New("disk") }, toDiary},
		{"diary-written", writtenDown, toCall},
		{"diary-deleted", writtenDown, func(s *stage) {
			toCall(s)
			s.tabTo(s.say("diary.delete"))
			s.press(fyne.KeyReturn)
		}},
		{"diary-statement", writtenDown, statement},
		{"diary-exported", writtenDown, func(s *stage) {
			statement(s)
			s.write("2")
		}},
		{"diary-erase", writtenDown, func(s *stage) {
			toDiary(s)
			s.tabTo(s.say("diary.erase"))
			s.press(fyne.KeyReturn)
		}},
		{"diary-call", nothing, form("")},
		{"diary-filled", nothing, func(s *stage) {
			checkOf("+1 202 555 0143")(s)
			s.tabTo(s.say("diary.save_to"))
			s.press(fyne.KeyReturn)
		}},
		{"diary-typed", nothing, func(s *stage) {
			saying(founding)(s)
			s.tabTo(s.say("diary.save_to"))
			s.press(fyne.KeyReturn)
			s.write("7")
		}},
		{"diary-saved", nothing, func(s *stage) {
			checkOf("+1 202 555 0143")(s)
			s.tabTo(s.say("diary.save_to"))
			s.press(fyne.KeyReturn)
			s.tabTo(s.say("people.save"))
			s.press(fyne.KeyReturn)
		}},
		{"diary-when", nothing, form("1")},
		{"diary-when-wrong", nothing, func(s *stage) {
			form("1")(s)
			for range 7 {
				s.press(fyne.KeyTab)
			}
			s.write("25")
			s.press(fyne.KeyReturn)
		}},
		{"diary-number-secret", nothing, func(s *stage) {
			form("2")(s)
			s.write("4276 3800 1234 5678")
			s.press(fyne.KeyReturn)
		}},
		{"diary-party", nothing, form("3")},
		{"diary-asks", nothing, form("4")},
		{"diary-words", nothing, form("6")},
	}
}
