package i18n_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// scriptTexts is where the words of the scam scripts live, one file a language.
const scriptTexts = "../assets/scripts/texts."

// Scripts are read during or right after a call, so their sentences are as short as those of the crisis topics.
const (
	maxTitleWords  = 6
	storySentences = 3
	smallestEase   = 60 // Oborneva, over all texts
	highestGrade   = 6  // Flesch-Kincaid, over all texts
)

// requiredParts stand in every script; tell4 and next may be missing.
var requiredParts = []string{"title", "story", "tell1", "tell2", "tell3", "do1", "do2", "do3", "sign"}

var optionalParts = []string{"tell4", "next"}

// askForCode lists the scripts that only want a code: whoever told it must hear what the next caller will say.
var askForCode = []string{"gov_code", "sim_contract", "clinic_code", "intercom_keys", "delivery_code", "utility_meter"}

func TestScriptTextsAreWhole(t *testing.T) {
	for _, l := range load(t).Languages() {
		texts := scriptTextsOf(t, l.Code)
		for _, path := range scriptFiles(t) {
			script := strings.TrimSuffix(filepath.Base(path), ".toml")
			required := requiredParts
			if slices.Contains(askForCode, script) {
				required = append(slices.Clone(required), "next")
			}
			for _, part := range required {
				if texts["script."+script+"."+part] == "" {
					t.Errorf("%s: script.%s.%s is missing", l.Code, script, part)
				}
			}
			for _, part := range slices.Concat(requiredParts, optionalParts) {
				delete(texts, "script."+script+"."+part)
			}
		}
		for id := range texts {
			t.Errorf("%s: %s belongs to no script", l.Code, id)
		}
	}
}

func TestScriptTextsArePlain(t *testing.T) {
	for _, l := range load(t).Languages() {
		var m measures
		for id, text := range scriptTextsOf(t, l.Code) {
			limit := maxCrisisWords
			part := id[strings.LastIndex(id, ".")+1:]
			if part == "title" {
				limit = maxTitleWords
			}
			split := sentences(text)
			if part == "story" && len(split) != storySentences {
				t.Errorf("%s %s: %d sentences, want %d: %s", l.Code, id, len(split), storySentences, text)
			}
			for _, s := range split {
				if n := len(words(s)); n > limit {
					t.Errorf("%s %s: %d words, at most %d: %s", l.Code, id, n, limit, s)
				}
				m.sentences++
				for _, w := range words(s) {
					m.words++
					m.syllables += syllables(w, l.Code)
					if utf8.RuneCountInString(w) > 6 {
						m.longWords++
					}
				}
			}
			if found := unwelcome[l.Code].FindString(text); found != "" {
				t.Errorf("%s %s says %q: %s", l.Code, id, found, text)
			}
		}
		t.Logf("%s: %d words, sentence %.1f words, word %.2f syllables, LIX %.0f, grade %.1f, ease %.0f",
			l.Code, m.words, m.asl(), m.asw(), m.lix(), m.fleschKincaid(), m.oborneva())
		if l.Code == "en" && m.fleschKincaid() > highestGrade {
			t.Errorf("en: Flesch-Kincaid grade is %.1f, want at most %d", m.fleschKincaid(), highestGrade)
		}
		if l.Code == "ru" && m.oborneva() < smallestEase {
			t.Errorf("ru: ease is %.1f, want at least %d", m.oborneva(), smallestEase)
		}
	}
}

func scriptFiles(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(filepath.Dir(scriptTexts), "*.toml"))
	if err != nil {
		t.Fatal(err)
	}
	scripts := slices.DeleteFunc(paths, func(path string) bool { return strings.HasPrefix(filepath.Base(path), "texts.") })
	if len(scripts) == 0 {
		t.Fatal("there are no scripts")
	}
	return scripts
}

func scriptTextsOf(t *testing.T, lang string) map[string]string {
	t.Helper()
	texts := make(map[string]string)
	if _, err := toml.DecodeFile(scriptTexts+lang+".toml", &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}
