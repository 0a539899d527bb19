package ui_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"hangup/blocklist"
	"hangup/blocklist/script"
	"hangup/ui"
	"hangup/ui/look"
)

func TestTheFoundingStoryIsAStop(t *testing.T) {
	for _, language := range []string{"en", "ru"} {
		s := newStage(t, ui.Preferences{Language: language, TextSize: 20, Region: "RU"})
		s.write("3")
		s.write(founding[language])
		s.mustShow(s.say("said.stop.title"), s.say("flag.code"), s.say("script.police_officer.title"),
			s.say("script.police_officer.story"), s.say("script.police_officer.do1"), s.say("said.next"),
			s.say("script.police_officer.next"), s.desk.helper.Number)
		if marked := strings.Join(s.marked(), " "); !strings.Contains(marked, map[string]string{"en": "PIN", "ru": "ПИН"}[language]) {
			t.Errorf("%s: marked are %q", language, marked)
		}
	}
}

// marked returns the marked words on the screen.
func (s *stage) marked() []string {
	var words []string
	for _, o := range test.LaidOutObjects(s.window.Canvas().Content()) {
		if text, ok := o.(*look.Text); ok {
			shown := test.WidgetRenderer(text).Objects()
			for i := range shown[:max(len(shown)-1, 0)] {
				if _, ok := shown[i].(*canvas.Rectangle); ok {
					words = append(words, shown[i+1].(*canvas.Text).Text)
				}
			}
		}
	}
	return words
}

func TestTheAnswerFollowsWhatIsTyped(t *testing.T) {
	s := newStage(t, english)
	s.write("3")
	s.mustShow("Or press what you heard")
	s.write("He asked")
	s.mustShow("Or press what you heard") // too little to say anything
	s.write(" how I am today")
	s.mustShow("I am not sure.", "Answer a few questions")
	s.write(" and wants me to read him the code from the text message")
	s.mustShow("STOP. This sounds like a known trick.", "They want a code, PIN or password.")
	s.mustNotShow("I am not sure.")
	s.tabTo("Other words")
	s.press(fyne.KeyReturn)
	s.mustShow("Or press what you heard")
	if got := fieldText(s); got != "" {
		t.Errorf("the field holds %q", got)
	}
}

// However fast somebody types, one text is read at a time, and the newest is what is answered.
func TestTheNewestTextIsAnswered(t *testing.T) {
	var tasks []func()
	s := newStage(t, english, func(s *stage) {
		s.parts.Go = func(task func()) { tasks = append(tasks, task) }
	})
	s.write("3")
	tasks = nil
	s.write("I asked them how they are, and they want the code from my text message")
	s.mustNotShow("STOP.")
	if len(tasks) != 1 {
		t.Errorf("%d texts are read at once", len(tasks))
	}
	runs := 0
	for ; len(tasks) > 0; runs++ {
		task := tasks[0]
		tasks = tasks[1:]
		task()
	}
	s.mustShow("STOP.", "They want a code, PIN or password.")
	if runs > 2 {
		t.Errorf("%d texts were read, want the first and the newest", runs)
	}
}

func TestNotSureLeadsToTheChecks(t *testing.T) {
	s := newStage(t, english)
	s.write("3")
	s.write("hello")
	s.press(fyne.KeyReturn) // asks for an answer, however short the text is
	s.mustShow("I am not sure.", "That does not mean it is safe.")
	s.press(fyne.KeyTab)
	s.press(fyne.KeyReturn)
	s.mustShow("Hang up now.", "I hung up")
	s.press(fyne.KeyEscape)
	s.mustShow("I am not sure.")
}

func TestACommonSentenceIsAWarningOfItsTrick(t *testing.T) {
	for _, language := range []string{"en", "ru"} {
		s := newStage(t, ui.Preferences{Language: language, TextSize: 20, Region: "RU"})
		s.write("3")
		for _, trick := range s.parts.Library().Scripts("RU")[:6] {
			s.tabTo(s.say("script." + trick.ID + ".tell1"))
			s.press(fyne.KeyReturn)
			s.mustShow(s.say("script."+trick.ID+".title"), s.say("script."+trick.ID+".do1"))
			s.mustNotShow(s.say("said.unsure.title"))
			s.tabTo(s.say("said.window.again"))
			s.press(fyne.KeyReturn)
		}
		s.tabTo(s.say("said.window.others"))
		s.press(fyne.KeyReturn)
		s.mustNotShow(s.say("script.police_officer.tell1"))
	}
}

func TestOtherCountriesHearOtherSentences(t *testing.T) {
	for region, local := range map[blocklist.Region]bool{"RU": true, "GB": false} {
		s := newStage(t, ui.Preferences{Language: "en", TextSize: 20, Region: region})
		s.write("3")
		if s.shows(s.say("script.gov_code.tell1")) != local {
			t.Errorf("%s: the sentence about Gosuslugi is shown: %v", region, !local)
		}
	}
}

func TestASecretAmongTheWordsIsGone(t *testing.T) {
	enter := func(s *stage) { s.press(fyne.KeyReturn) }
	for text, then := range map[string]func(*stage){
		"The bank asked for the PIN of my card, the PIN is 4821 and": nil,
		"The bank asked for the PIN of my card, the PIN is 4821":     enter,
		"4276 3800 1234 4821": enter,
	} {
		s := newStage(t, english)
		s.write("3")
		s.write(text)
		if then != nil {
			then(s)
		}
		s.mustShow("Do not type secrets.")
		s.mustNotShow("4821")
		if got := fieldText(s); strings.Contains(got, "4821") || !strings.Contains(got, "0000") {
			t.Errorf("the field holds %q", got)
		}
	}
	s := newStage(t, english)
	s.write("3")
	s.paste("The PIN of my card is 4821")
	if got := fieldText(s); got != "The PIN of my card is 0000" {
		t.Errorf("pasted, the field holds %q", got)
	}
	s.mustShow("Do not type secrets.")
	s.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{})
	if got := fieldText(s); strings.Contains(got, "4821") {
		t.Errorf("undone, the field holds %q", got)
	}
}

func TestATelephoneNumberStaysAsItIsTyped(t *testing.T) {
	s := newStage(t, english)
	s.write("3")
	s.write("8 495 123-45-67")
	if got := fieldText(s); got != "8 495 123-45-67" {
		t.Errorf("the field holds %q", got)
	}
}

// What somebody types about a call is nobody's business: no file and no log holds it.
func TestNothingThatWasSaidIsKept(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	var log bytes.Buffer
	s := newStage(t, english, func(s *stage) {
		s.parts.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	s.write("3")
	s.write("A xylophone captain wants my PIN 4821")
	s.press(fyne.KeyReturn)
	s.press(fyne.KeyEscape)
	s.write("3")
	if got := fieldText(s); got != "" {
		t.Errorf("the field still holds %q", got)
	}
	if strings.Contains(log.String(), "xylophone") || strings.Contains(log.String(), "4821") {
		t.Errorf("the log holds what was typed: %s", log.String())
	}
	err := filepath.WalkDir(home, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			t.Errorf("a file was written: %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestALongTranscriptShowsWhatMatters(t *testing.T) {
	s := newStage(t, english)
	s.write("3")
	talk := strings.Repeat("We talked about the weather and the garden for a while. ", 60)
	s.paste(talk + "Then he told me to read him the code from the text message. " + talk)
	s.mustShow("STOP.", "the code from the text message")
	for _, text := range s.texts() {
		if len(text) > 2000 {
			t.Errorf("a text of %d bytes is shown", len(text))
		}
	}
	inspect(t, s, 20)
}

// The text came from a caller: a megabyte of anything is answered and leaves the window usable.
func TestHostilePasteOfWhatWasSaid(t *testing.T) {
	texts := map[string]string{
		"megabyte of words": strings.Repeat("code money police ", 1<<20/18),
		"megabyte in one":   strings.Repeat("x", 1<<20),
		"megabyte of marks": strings.Repeat("e\u0301\u0302", 1<<20/5),
	}
	for name, text := range hostile {
		texts[name] = text
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, english)
			s.write("3")
			start := time.Now()
			s.paste(text)
			t.Log(time.Since(start))
			s.press(fyne.KeyReturn)
			s.mustShow("What did they say?")
			if strings.HasPrefix(name, "megabyte") {
				s.mustShow("Only its beginning was read.")
			}
			inspect(t, s, 20)
		})
	}
}

// A sync brought other stories while the window is open.
func TestAChangedLibraryShowsAtOnce(t *testing.T) {
	for _, language := range []string{"en", "ru"} {
		now := (*script.Library)(nil)
		s := newStage(t, ui.Preferences{Language: language, TextSize: 20, Region: "RU"}, func(s *stage) {
			now = s.parts.Library()
			s.parts.Library = func() *script.Library { return now }
		})
		for name, path := range map[string]func(*stage){
			"said": func(s *stage) { s.write("3") }, "trick": aTrick("police_officer"), "answer": saying(founding),
			"tricks": func(s *stage) {
				s.tabTo(s.say("tricks.title"))
				s.press(fyne.KeyReturn)
			},
		} {
			t.Run(language+"/"+name, func(t *testing.T) {
				s.t = t
				now = libraryOf(t, s, "one", "раз")
				s.app.ListsChanged()
				path(s)
				now = libraryOf(t, s, "two", "два")
				s.app.ListsChanged()
				s.mustShow(map[string]string{"en": "two", "ru": "два"}[language])
				s.mustNotShow(map[string]string{"en": "one.", "ru": "раз."}[language])
				s.home()
			})
		}
	}
}

// libraryOf returns a library of one trick that says a word in English and in Russian, and puts its texts in use.
func libraryOf(t testing.TB, s *stage, english, russian string) *script.Library {
	t.Helper()
	texts := func(word string) *fstest.MapFile {
		var all strings.Builder
		for _, part := range []string{"title", "story", "tell1", "do1", "sign", "next"} {
			all.WriteString(`"script.police_officer.` + part + `" = "` + word + `."` + "\n")
		}
		return &fstest.MapFile{Data: []byte(all.String())}
	}
	pattern := func(words string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("common = \"a is my and the и в мой что\"\n[[pattern]]\nall = [\"" + words + "\"]\nasks = [\"PIN\"]\nscripts = [\"police_officer\"]\n")}
	}
	l, err := script.Read(fstest.MapFS{
		"police_officer.toml": {Data: []byte(`id = "police_officer"
code = "S01"
category = "police"
parties = ["police"]
asks = ["PIN"]
flags = ["R1"]
hotlines = ["police"]
[[source]]
url = "https://example.org/page"
checked = 2026-11-20
`)},
		"texts.en.toml": texts(english), "texts.ru.toml": texts(russian),
		"patterns/en.toml": pattern("PIN"), "patterns/ru.toml": pattern("ПИН"),
	})
	if err != nil || len(l.Refused()) > 0 {
		t.Fatal(err, l.Refused())
	}
	if err := s.parts.Words.SetScripts(l.Texts()); err != nil {
		t.Fatal(err)
	}
	return l
}
