package script_test

import (
	"slices"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/script"
)

// TestJudgeSets keeps the yardstick straight: enough texts, every trick, nothing twice.
func TestJudgeSets(t *testing.T) {
	sets := readSets(t, ownSets)
	for _, name := range []string{"en.seen", "en.unseen", "ru.seen", "ru.unseen"} {
		if !slices.ContainsFunc(sets, func(s sampleSet) bool { return s.name == name }) {
			t.Errorf("there is no set %s", name)
		}
	}
	library := starter(t)
	measured := []blocklist.Flag{
		blocklist.FlagCode, blocklist.FlagMove, blocklist.FlagHandOver, blocklist.FlagRemote,
	}
	texts, ids := map[string]string{}, map[string]bool{}
	for _, set := range sets {
		var scam, benign int
		told := map[string]int{}
		for _, s := range set.samples {
			plain := strings.ToLower(strings.Join(strings.Fields(s.Text), " "))
			if other, ok := texts[plain]; ok {
				t.Errorf("%s says what %s says", s.ID, other)
			}
			if ids[s.ID] {
				t.Errorf("%s is there twice", s.ID)
			}
			texts[plain], ids[s.ID] = s.ID, true
			if lang, _, _ := strings.Cut(set.name, "."); s.Lang != lang {
				t.Errorf("%s is in %s, not in the language of its set", s.ID, s.Lang)
			}
			if slices.ContainsFunc(s.Flags, func(f blocklist.Flag) bool { return !slices.Contains(measured, f) }) {
				t.Errorf("%s has a flag that is not measured: %v", s.ID, s.Flags)
			}
			switch s.Label {
			case "scam":
				scam++
				told[s.Script]++
			case "benign":
				benign++
			default:
				t.Errorf("%s is neither scam nor benign", s.ID)
			}
		}
		if scam < 105 || benign < 105 {
			t.Errorf("%s has %d scam and %d benign texts, want 105 of each", set.name, scam, benign)
		}
		checkScripts(t, library, set.name, told)
	}
}

func checkScripts(t *testing.T, library *script.Library, set string, told map[string]int) {
	t.Helper()
	for id := range told {
		if _, ok := library.Script(id); !ok {
			t.Errorf("%s tells of a script %q that does not exist", set, id)
		}
	}
	for _, s := range library.Scripts("") {
		if told[s.ID] < 2 {
			t.Errorf("%s tells of %s %d times, want 2 or more", set, s.ID, told[s.ID])
		}
	}
}
