package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

var stemmers = map[string]func(*snowballstem.Env) bool{
	"da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem, "fr": french.Stem,
	"hu": hungarian.Stem, "it": italian.Stem, "nb": norwegian.Stem, "nl": dutch.Stem, "no": norwegian.Stem,
	"pt": portuguese.Stem, "ro": romanian.Stem, "ru": russian.Stem, "sv": swedish.Stem, "tr": turkish.Stem,
}

// term is a word of a phrase: a stem, an exact form, a beginning, or any number.
type term int32

// concept numbers a set of phrases that mean the same.
type concept int32

const (
	noConcept concept = -1
	anyNumber term    = 0
)

// maxPhraseWords bounds a phrase; in writing without spaces a character counts as a word.
const maxPhraseWords = 24

// language is what is known of one language: its words, its phrases and its patterns.
type language struct {
	*tongue

	terms                  term
	stems, exact, prefixes map[string]term
	longestPrefix          int
	apart                  map[string][]term // words of phrases, until the language is finished
	spelling               func() *spelling

	edges    map[edge]int32 // of the trie of phrases; node 0 is the root
	accepts  [][]concept    // by node
	patterns []pattern
	// uses lists the items of patterns that ask for a concept.
	uses    map[concept][]use
	learned *learned // what was learned of its words, or nil
}

type edge struct {
	node int32
	term term
}

type use struct{ pattern, item int32 }

func emptyLanguage(t *tongue) *language {
	l := &language{
		tongue: t, terms: anyNumber + 1,
		stems: make(map[string]term), exact: make(map[string]term), prefixes: make(map[string]term), apart: make(map[string][]term),
		edges: make(map[edge]int32), accepts: make([][]concept, 1), uses: make(map[concept][]use),
	}
	l.spelling = sync.OnceValue(func() *spelling { return newSpelling(l.stems) })
	return l
}

// stem returns the form that the forms of a folded word share.
func (l *language) stem(word string) string {
	if l.stemmer == nil || len(word) > 100 {
		return unaccent(word)
	}
	env := snowballstem.NewEnv(word)
	l.stemmer(env)
	return unaccent(env.Current())
}

// addPhrase makes the phrase a part of the concept.
func (l *language) addPhrase(phrase string, of concept) error {
	var node int32
	words := 0
	step := func(t term) {
		next, ok := l.edges[edge{node, t}]
		if !ok {
			next = int32(len(l.accepts))
			l.accepts = append(l.accepts, nil)
			l.edges[edge{node, t}] = next
		}
		node = next
		words++
	}
	for _, word := range strings.Fields(phrase) {
		terms, err := l.termsOf(word)
		if err != nil {
			return err
		}
		for _, t := range terms {
			step(t)
		}
	}
	if words == 0 || words > maxPhraseWords {
		return errors.New("no words, or too many")
	}
	if !slices.Contains(l.accepts[node], of) {
		l.accepts[node] = append(l.accepts[node], of)
	}
	return nil
}

// termsOf returns the terms of a word of a phrase: one, or several when it has hyphens or is written without spaces.
// The same words stand in many phrases, so each is taken apart once.
func (l *language) termsOf(word string) ([]term, error) {
	if terms, ok := l.apart[word]; ok {
		return terms, nil
	}
	terms, err := l.takeApart(word)
	if err == nil {
		l.apart[word] = terms
	}
	return terms, err
}

func (l *language) takeApart(word string) ([]term, error) {
	if word == "#" {
		return []term{anyNumber}, nil
	}
	exact := strings.HasPrefix(word, "=")
	open := strings.HasSuffix(word, "*")
	tokens := tokenise(word)
	if len(tokens) == 0 {
		return nil, errors.New("no word")
	}
	terms := make([]term, 0, len(tokens))
	for i, t := range tokens {
		switch {
		case open && i == len(tokens)-1:
			if utf8.RuneCountInString(t.fold) < 2 {
				return nil, fmt.Errorf("%.20q* is too short a beginning", t.fold)
			}
			l.longestPrefix = max(l.longestPrefix, len(t.fold))
			terms = append(terms, l.termOf(l.prefixes, t.fold))
			continue
		case exact:
			terms = append(terms, l.termOf(l.exact, t.fold))
		default:
			terms = append(terms, l.termOf(l.stems, l.stem(t.fold)))
		}
	}
	return terms, nil
}

func (l *language) termOf(table map[string]term, word string) term {
	t, ok := table[word]
	if !ok {
		t = l.terms
		l.terms++
		table[word] = t
	}
	return t
}

func (l *language) addPattern(p pattern) error {
	if len(l.patterns) >= maxPatterns {
		return errors.New("too many patterns")
	}
	number := int32(len(l.patterns))
	l.patterns = append(l.patterns, p)
	for i, item := range p.items {
		l.uses[item] = append(l.uses[item], use{number, int32(i)})
	}
	return nil
}

// finish makes every phrase speak for all concepts that its own are a part of.
func (l *language) finish(parents [][]concept) {
	for node, own := range l.accepts {
		all := slices.Clone(own)
		for i := 0; i < len(all); i++ {
			for _, parent := range parents[all[i]] {
				if !slices.Contains(all, parent) {
					all = append(all, parent)
				}
			}
		}
		l.accepts[node] = all
	}
	l.apart = nil
}

// lookUp returns the terms a folded word of a text stands for.
func (l *language) lookUp(word string) []term {
	word = oneAlphabet(word)
	terms := l.known(nil, word)
	if len(terms) > 0 || l.common[word] {
		return terms
	}
	if own := l.fromLatin(word); own != word {
		if terms = l.known(nil, own); len(terms) > 0 || l.common[own] {
			return terms
		}
		word = own
	}
	if t, ok := l.spelling().nearest(word, l.stem(word)); ok {
		terms = append(terms, t)
	}
	return terms
}

// known adds the terms of a word that is spelled as the phrases spell it.
func (l *language) known(terms []term, word string) []term {
	if t, ok := l.exact[word]; ok {
		terms = append(terms, t)
	}
	if t, ok := l.stems[l.stem(word)]; ok {
		terms = append(terms, t)
	}
	for end := 1; end <= min(len(word), l.longestPrefix); end++ {
		if t, ok := l.prefixes[word[:end]]; ok {
			terms = append(terms, t)
		}
	}
	if c := word[0]; c >= '0' && c <= '9' {
		terms = append(terms, anyNumber)
	}
	return terms
}

// fromLatin writes a word of Latin letters in the language's own, the longest match first.
func (t *tongue) fromLatin(word string) string {
	if t.longestLatin == 0 || !isPlainASCII(word) || len(word) > 100 {
		return word
	}
	var own strings.Builder
	for i := 0; i < len(word); {
		n := min(t.longestLatin, len(word)-i)
		for n > 0 && t.latin[word[i:i+n]] == "" {
			n--
		}
		if n == 0 {
			own.WriteByte(word[i])
			i++
			continue
		}
		own.WriteString(t.latin[word[i:i+n]])
		i += n
	}
	return own.String()
}
