package script

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
)

// tongue is what is needed of a language to recognise it. Its patterns are compiled when a text is to be understood in it:
// of many languages a person speaks few.
type tongue struct {
	code    string
	stemmer func(*snowballstem.Env) bool
	// common are words by which the language is recognised.
	common       map[string]bool
	latin        map[string]string
	longestLatin int
	keyboard     map[rune]rune
	understood   bool // whether there are patterns or learned words
	compiled     func() compilation
}

// compilation is a language with its patterns, and the files that were refused.
type compilation struct {
	language *language
	refused  []Refusal
}

// newTongue reads what the files say of a language, without those it refuses. words may be nil.
func newTongue(code string, shared, own []patternFile, words *wordsFile) (*tongue, []Refusal) {
	t := &tongue{
		code: code, stemmer: stemmers[code], common: make(map[string]bool), latin: make(map[string]string),
		keyboard: make(map[rune]rune), understood: words != nil,
	}
	var refused []Refusal
	good := func(files []patternFile) []patternFile {
		return slices.DeleteFunc(slices.Clone(files), func(f patternFile) bool {
			err := t.addLetters(f.record)
			if err != nil {
				refused = append(refused, Refusal{f.name, err})
			}
			return err != nil
		})
	}
	shared, own = good(shared), good(own)
	for _, f := range own {
		t.understood = t.understood || len(f.record.Pattern)+len(f.record.Parties)+len(f.record.Scripts) > 0
	}
	if words != nil {
		t.addCommon(words.common)
	} else {
		t.addForms(own)
	}
	t.compiled = sync.OnceValue(func() compilation {
		l, refused := newLanguage(t, shared, own)
		if words == nil {
			return compilation{l, refused}
		}
		if err := words.check(); err != nil {
			return compilation{l, append(refused, Refusal{words.name, err})}
		}
		l.learned = words.index()
		return compilation{l, refused}
	})
	return t, refused
}

// language returns the language with its patterns.
func (t *tongue) language() *language { return t.compiled().language }

func (t *tongue) addCommon(words string) {
	for _, w := range tokenise(words) {
		t.common[w.fold] = true
	}
}

// addLetters adds what a file says about writing: frequent words and the ways to type without the own letters.
func (t *tongue) addLetters(r patternRecords) error {
	for from, to := range r.Latin {
		if from == "" || len(from) > 6 || len(to) > 8 {
			return errors.New("latin: a letter is empty or long")
		}
	}
	for from, to := range r.Keyboard {
		if utf8.RuneCountInString(from) != 1 || utf8.RuneCountInString(to) != 1 {
			return errors.New("keyboard: a key is not one character")
		}
	}
	t.addCommon(r.Common)
	maps.Copy(t.latin, r.Latin)
	for from := range r.Latin {
		t.longestLatin = max(t.longestLatin, len(from))
	}
	for from, to := range r.Keyboard {
		key, _ := utf8.DecodeRuneInString(from)
		types, _ := utf8.DecodeRuneInString(to)
		t.keyboard[key], t.keyboard[unicode.ToUpper(key)] = types, types
	}
	return nil
}

// addForms makes the words of phrases common ones, in a language of which nothing was learned.
func (t *tongue) addForms(files []patternFile) {
	add := func(phrases []string) {
		for _, alternatives := range phrases {
			for phrase := range strings.SplitSeq(alternatives, "|") {
				if strings.HasPrefix(strings.TrimSpace(phrase), "@") {
					continue
				}
				for word := range strings.FieldsSeq(phrase) {
					if !strings.HasSuffix(word, "*") {
						t.addCommon(word)
					}
				}
			}
		}
	}
	for _, f := range files {
		add(f.record.Not)
		for _, table := range []map[string][]string{f.record.Concepts, f.record.Parties, f.record.Scripts} {
			for _, phrases := range table {
				add(phrases)
			}
		}
		for _, p := range f.record.Pattern {
			add(p.All)
			add(p.Not)
		}
	}
}
