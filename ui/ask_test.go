package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/ui"
	"hangup/ui/look"
)

// scams are all known kinds of scam calls, by script, with the way their victims would go.
var scams = map[string]string{
	"police_officer":     "hung_up police code",
	"bank_security":      "hung_up bank code",
	"safe_account":       "hung_up bank money",
	"relay":              "held done police money",
	"gov_code":           "hung_up state code",
	"sim_contract":       "hung_up firm phone code",
	"relative_accident":  "hung_up known relative cash",
	"voice_clone":        "hung_up known relative money",
	"fake_boss":          "hung_up known officer",
	"cash_courier":       "hung_up police cash",
	"clinic_code":        "hung_up firm clinic code",
	"intercom_keys":      "hung_up firm house code",
	"delivery_code":      "hung_up firm delivery code",
	"parcel_crime":       "hung_up police papers",
	"tech_support":       "hung_up firm tech app",
	"screen_share_app":   "hung_up bank app",
	"investment_crypto":  "hung_up else investment cash",
	"romance":            "hung_up else friend money",
	"prize_compensation": "hung_up else prize money",
	"job_abroad":         "hung_up firm employer papers",
	"tax_office":         "hung_up state money",
	"digital_arrest":     "held done police money",
	"medicare_card":      "hung_up firm clinic papers",
	"grandparent_bail":   "hung_up known relative cash",
	"robocall_press1":    "hung_up else robot trouble",
	"one_ring":           "no_call call missed",
	"recovery":           "hung_up else recovery money",
	"mule":               "hung_up else unknown money",
	"utility_meter":      "hung_up firm house money",
	"fake_helpline":      "i_called message",
}

// fine are the cases in which nothing is wrong.
var fine = map[string]string{
	"PIN at a cash machine":      "no_call pin alone",
	"code in the bank's own app": "no_call app alone",
	"code shown to the courier":  "no_call courier mine",
}

// mostActs is how many keys may lead from the first screen to the outcome.
const mostActs = 5

// end returns the outcome of a way and the keys that lead there.
func end(t *testing.T, s *stage, way string) (check.Outcome, string) {
	t.Helper()
	run := s.parts.Guided.Checks.Start()
	for id := range strings.FieldsSeq(way) {
		next, err := run.Answer(id)
		if err != nil {
			t.Fatal(err)
		}
		run = next
	}
	o, ok := run.Outcome()
	if !ok {
		t.Fatalf("%s does not end", way)
	}
	keys := "1" + wayTo(t, s.parts.Guided.Checks, way)
	if len(keys) > mostActs {
		t.Errorf("%d acts from the first screen, at most %d", len(keys), mostActs)
	}
	return o, keys
}

func TestEveryScamEndsInStopWithItsReasons(t *testing.T) {
	for _, language := range []string{"en", "ru"} {
		s := newStage(t, ui.Preferences{Language: language, TextSize: 20, Region: "RU"}, ownBank)
		words := s.parts.Words.Words(language)
		if n := len(s.parts.Library().Scripts("")); n != len(scams) {
			t.Errorf("%d scams for %d scripts", len(scams), n)
		}
		for name, way := range scams {
			t.Run(language+"/"+name, func(t *testing.T) {
				s.t = t
				o, keys := end(t, s, way)
				s.keys(keys)
				if o.Level != blocklist.Stop {
					t.Errorf("%s is no Stop", way)
				}
				s.mustShow(words.Say(o.Title), words.Say(o.Act.Message()), s.desk.helper.Number, words.ID("checks.window.told"))
				for _, reason := range o.Reasons {
					s.mustShow(words.Say(reason))
				}
				if tricks := o.Tricks(s.parts.Library(), "RU"); len(tricks) > 0 {
					s.mustShow(words.Say(tricks[0].Title()))
				}
				s.home()
			})
		}
	}
}

func TestWhatIsFineIsDoneSafely(t *testing.T) {
	for _, language := range []string{"en", "ru"} {
		s := newStage(t, ui.Preferences{Language: language, TextSize: 20, Region: "RU"}, ownBank)
		for name, way := range fine {
			t.Run(language+"/"+name, func(t *testing.T) {
				s.t = t
				o, keys := end(t, s, way)
				s.keys(keys)
				s.mustShow(s.say("checks.do.title"), s.say("checks.act.go_on"), s.parts.Words.Words(language).Say(o.Lead))
				s.mustNotShow(s.say("checks.stop.title"), s.say("checks.window.told"))
				s.home()
			})
		}
	}
}

// home goes back to the first screen.
func (s *stage) home() {
	for range 8 {
		s.press(fyne.KeyEscape)
	}
	s.mustShow(s.say("home.title"))
}

// A family word can be asked for only where one was agreed.
func TestAFamilyWordIsAskedForWhereThereIsOne(t *testing.T) {
	s := newStage(t, english, ownBank)
	answered("hung_up known relative money")(s)
	s.mustShow("Ask something only they can know.")
	s.mustNotShow("Ask for your family word.")
	s.home()
	s.house.state.FamilyWord = today
	answered("hung_up known relative money")(s)
	s.mustShow("Ask for your family word.")
	s.mustNotShow("Ask something only they can know.")
}

func TestBackKeepsTheAnswers(t *testing.T) {
	s := newStage(t, english, ownBank)
	answered("hung_up bank else")(s)
	s.keys("13+")
	s.mustShow("Did they get anything from you?")
	s.press(fyne.KeyEscape)
	if got := s.chosen(); len(got) != 2 || got[0] != "They hurry you." {
		t.Errorf("back on the page, the ticks are %q", got)
	}
	s.press(fyne.KeyEscape)
	s.press(fyne.KeyEscape)
	s.mustShow("Who do they say they are?")
	if got := s.chosen(); len(got) != 1 || got[0] != "Bank or central bank" {
		t.Errorf("two pages back, the answer is %q", got)
	}
	s.keys("26")
	if got := s.chosen(); len(got) != 2 {
		t.Errorf("on again by another answer, the ticks are %q", got)
	}
	s.home()
	s.keys("1111")
	s.home()
	s.keys("11")
	if got := s.chosen(); len(got) != 0 {
		t.Errorf("a new walk begins with the answers %q", got)
	}
}

// chosen returns the answers on the screen that are marked.
func (s *stage) chosen() []string {
	var labels []string
	for _, o := range look.Controls(s.window.Canvas().Content()) {
		if tile, ok := o.(*look.Tile); ok && tile.Chosen() {
			labels = append(labels, tile.AccessibilityLabel())
		}
	}
	return labels
}

func TestTheWayOutIsOnEveryPage(t *testing.T) {
	for _, way := range []string{"", "hung_up", "hung_up bank", "hung_up bank else", "no_call", "i_called"} {
		s := newStage(t, english, ownBank)
		answered(way)(s)
		title := s.texts()[0]
		test.Tap(tile(s, "Hang up. Say: “I will call back”"))
		s.mustShow("“I will call back.”", "Nobody may forbid you to hang up.")
		s.press(fyne.KeyReturn)
		s.mustShow(title)
	}
}

// tile returns the tile that says a text.
func tile(s *stage, label string) *look.Tile {
	s.t.Helper()
	for _, o := range look.Controls(s.window.Canvas().Content()) {
		if t, ok := o.(*look.Tile); ok && t.AccessibilityLabel() == label {
			return t
		}
	}
	s.t.Fatalf("no tile %q on: %q", label, s.texts())
	return nil
}

func TestTheRestEndsByItselfAndLosesNothing(t *testing.T) {
	over := make(chan bool, 1)
	s := newStage(t, english, func(s *stage) {
		s.parts.Guided.Rest = func(_ context.Context, d time.Duration) bool {
			if d != 30*time.Second {
				t.Errorf("the rest takes %v", d)
			}
			return <-over
		}
	})
	over <- false
	answered("held")(s)
	s.mustNotShow("Go on when you are ready.")
	s.press(fyne.KeyReturn)
	s.mustShow("Who do they say they are?")
	s.press(fyne.KeyEscape)
	s.mustShow("“I will call back.”")
	s.press(fyne.KeyEscape)
	over <- true
	s.write("2")
	s.mustShow("“I will call back.”", "Go on when you are ready.")
	s.press(fyne.KeyReturn)
	s.mustShow("Who do they say they are?")
}

// Slow hands hold a key long, and the keyboard repeats it: that must not answer question after question.
func TestHeldKeyAnswersOneQuestion(t *testing.T) {
	s := newStage(t, english, ownBank)
	for range 20 {
		s.hold('1')
		s.clock = s.clock.Add(40 * time.Millisecond)
	}
	s.mustShow("I hung up")
	s.write("1")
	s.mustShow("Who do they say they are?")
	s.tabTo("Bank or central bank")
	s.press(fyne.KeyReturn)
	s.clock = s.clock.Add(-time.Second) // the press of Return goes on
	s.press(fyne.KeyReturn)
	s.mustShow("What do they want?")
}

func TestOutcomeWithNobodySavedSaysWhatToDo(t *testing.T) {
	s := newStage(t, ui.Preferences{Language: "en", TextSize: 20}, func(s *stage) { s.desk.helper = nil })
	answered("hung_up police code")(s)
	s.mustShow("STOP. Hang up.", "Call the official line yourself.", "Dial the number you know for them.")
}

func TestOutcomeShowsWhoseNumberReaches(t *testing.T) {
	for way, want := range map[string][]string{
		"hung_up bank code":            {"Sberbank", "8 800 555-55-50", "Maria, daughter"},
		"hung_up police code":          {"102", "Maria, daughter"},
		"hung_up known relative money": {"Maria, daughter", "+7 916 123-45-67", "Ask something only they can know."},
	} {
		s := newStage(t, english, ownBank)
		answered(way)(s)
		s.mustShow(want...)
	}
}

func TestAnswersAreLaidOutWithoutScrolling(t *testing.T) {
	for _, language := range []string{"en", "ru"} {
		for _, way := range []string{
			"", "hung_up", "hung_up known", "hung_up firm", "hung_up else", "hung_up bank",
			"hung_up bank else", "no_call", "i_called", "held",
		} {
			s := newStage(t, ui.Preferences{Language: language, TextSize: 20, Region: "RU"}, ownBank)
			answered(way)(s)
			page := pageOf(s)
			page.ScrollTo(1e6)
			if page.Offset() > 0 {
				t.Errorf("%s %q scrolls by %v", language, way, page.Offset())
			}
		}
	}
}
