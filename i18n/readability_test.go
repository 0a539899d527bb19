package i18n_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// crisisTopics are read during or right after a call. Their sentences have at most 12 words, and their text as a whole
// stays within the limits below. Every other sentence has at most 20 words in English and 18 in other languages.
var crisisTopics = []string{
	"verdict", "reason", "advice", "guide", "home", "check", "level", "notice", "flag", "said", "checks", "told",
}

const (
	maxCrisisWords  = 12
	maxEnglishWords = 20
	maxWords        = 18
)

// measures are taken over all crisis sentences of a language together: the formulas are not stable on short text.
type measures struct {
	sentences, words, syllables, longWords int
}

// asl is the average sentence length in words, asw the average number of syllables a word.
func (m measures) asl() float64 { return float64(m.words) / float64(m.sentences) }
func (m measures) asw() float64 { return float64(m.syllables) / float64(m.words) }

// lix is Björnsson's readability index: sentence length plus the share of words of more than six letters.
func (m measures) lix() float64 { return m.asl() + 100*float64(m.longWords)/float64(m.words) }

// fleschKincaid is the US school grade of an English text (Kincaid 1975).
func (m measures) fleschKincaid() float64 { return 0.39*m.asl() + 11.8*m.asw() - 15.59 }

// oborneva is the reading ease of a Russian text (Oborneva 2006); school books of the first grade score 67.
func (m measures) oborneva() float64 { return 206.835 - 1.3*m.asl() - 60.1*m.asw() }

func TestCrisisTextIsPlain(t *testing.T) {
	for _, l := range load(t).Languages() {
		m := measure(t, l.Code)
		t.Logf("%s: %d words, sentence %.1f words, word %.2f syllables, LIX %.0f, grade %.1f, ease %.0f",
			l.Code, m.words, m.asl(), m.asw(), m.lix(), m.fleschKincaid(), m.oborneva())
		if m.lix() > 40 {
			t.Errorf("%s: LIX is %.1f, want at most 40", l.Code, m.lix())
		}
		switch l.Code {
		case "en":
			if m.fleschKincaid() > 5 {
				t.Errorf("en: Flesch-Kincaid grade is %.1f, want at most 5", m.fleschKincaid())
			}
		case "ru":
			if m.oborneva() < 65 || m.asl() > 8 || m.asw() > 2.2 {
				t.Errorf("ru: ease %.1f, want at least 65; %.1f words a sentence, want at most 8; %.2f syllables a word, want at most 2.2",
					m.oborneva(), m.asl(), m.asw())
			}
		}
	}
}

func TestSentencesAreShort(t *testing.T) {
	for _, l := range load(t).Languages() {
		limit := maxWords
		if l.Code == "en" {
			limit = maxEnglishWords
		}
		for id, forms := range catalogue(t, l.Code) {
			limit := limit
			if isCrisis(id) {
				limit = maxCrisisWords
			}
			for _, text := range forms {
				for _, s := range sentences(text) {
					if n := len(words(s)); n > limit {
						t.Errorf("%s %s: %d words, at most %d: %s", l.Code, id, n, limit, s)
					}
				}
			}
		}
	}
}

// unwelcome words: jargon, blame, guesses at the reader's sex, and promises nobody can keep.
var unwelcome = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)phish|\botp\b|spoof|vishing|you fell for|100 ?%|guarantee`),
	"ru": regexp.MustCompile(`(?i)фишинг|спуфинг|вишинг|\(а\)|\(ла\)|ый/ая|вы попались|гарантир|100 ?%`),
}

func TestNoUnwelcomeWords(t *testing.T) {
	for lang, pattern := range unwelcome {
		for id, forms := range catalogue(t, lang) {
			for _, text := range forms {
				if found := pattern.FindString(text); found != "" {
					t.Errorf("%s %s says %q: %s", lang, id, found, text)
				}
			}
		}
	}
}

func isCrisis(id string) bool {
	topic, _, _ := strings.Cut(id, ".")
	return slices.Contains(crisisTopics, topic)
}

func measure(t *testing.T, lang string) measures {
	t.Helper()
	var m measures
	messages := catalogue(t, lang)
	for _, id := range slices.Sorted(maps.Keys(messages)) {
		if !isCrisis(id) {
			continue
		}
		for _, s := range sentences(messages[id]["other"]) {
			m.sentences++
			for _, w := range words(s) {
				m.words++
				m.syllables += syllables(w, lang)
				if utf8.RuneCountInString(w) > 6 {
					m.longWords++
				}
			}
		}
	}
	if m.words < 100 {
		t.Fatalf("%s: %d words are too few to measure", lang, m.words)
	}
	return m
}

// sentences cuts a text at full stops, marks and line ends.
func sentences(text string) []string {
	text = parameter.ReplaceAllString(text, "X")
	parts := regexp.MustCompile(`[.!?]+(\s+|$)|\n`).Split(text, -1)
	return slices.DeleteFunc(parts, func(s string) bool { return len(words(s)) == 0 })
}

func words(sentence string) []string {
	return strings.FieldsFunc(sentence, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' && r != '-'
	})
}

// syllables counts vowels in Russian, where that is exact, and groups of vowels in English, less a silent final e.
func syllables(word, lang string) int {
	word = strings.ToLower(word)
	n := 0
	if lang == "ru" {
		for _, r := range word {
			if strings.ContainsRune("аеёиоуыэюя", r) {
				n++
			}
		}
		return n
	}
	inVowels := false
	for _, r := range word {
		vowel := strings.ContainsRune("aeiouy", r)
		if vowel && !inVowels {
			n++
		}
		inVowels = vowel
	}
	if n > 1 && strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") {
		n--
	}
	return max(n, 1)
}
