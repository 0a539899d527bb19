// Package learn learns from labelled texts which words tell of a trick: the table [learned] that package script reads.
package learn

import (
	"cmp"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/script"
)

// What is worth learning.
const (
	leastPairTexts = 2    // that hold a pair of words,
	oneTextIn      = 400  // unless each of the two stands in one text of so many: then the pair may well come again
	leastOfClass   = 5    // texts of a flag or script
	mostCommon     = 1500 // words by which the language is recognised
	// perOdds makes the words' odds a number of the size of the others.
	perOdds = 10
	// flagCounts is what a text with a flag counts against one without: not to see it is the worse mistake.
	flagCounts = 4
	// alarmCounts is what all texts on tricks count against all honest ones: a false alarm is the worse mistake, as a
	// text in which nothing is found still leads to the checks.
	alarmCounts = 0.45
	folds       = 8
)

// learner holds the texts as they are learned.
type learner struct {
	texts []Text
	signs []script.Signs
}

// Learn learns from texts of one language and from what the library's scripts say in it.
func Learn(library *script.Library, language string, texts []Text) (*Words, error) {
	l := &learner{texts: append(ownTexts(library, language), texts...)}
	for _, t := range l.texts {
		l.signs = append(l.signs, library.SignsOf(t.Text, language))
	}
	w := &Words{Language: language, Scam: l.count(isScam), Honest: l.count(isHonest), Rows: make(map[string]*Row)}
	if w.Scam < folds || w.Honest < folds {
		return nil, errors.New("learn: too few texts on tricks, or too few honest ones")
	}
	w.Common = l.common()
	l.learnRows(w)
	l.weighAlarm(w)
	for _, flag := range blocklist.Flags() {
		if name := flag.String(); l.count(has(name)) >= leastOfClass {
			w.Classes = append(w.Classes, l.weighFlag(flag))
		}
	}
	for _, id := range l.scripts() {
		if n := l.count(has(id)); n >= leastOfClass {
			w.Classes = append(w.Classes, Class{Name: id, Texts: n})
		}
	}
	return w, nil
}

var partOfScript = regexp.MustCompile(`^script\.([a-z0-9_]+)\.(tell|do|sign)[0-9]?$`)

// ownTexts are what callers say and what to do, as the library's scripts have it.
func ownTexts(library *script.Library, language string) []Text {
	var all []Text
	texts := library.Texts()[language]
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		switch part := partOfScript.FindStringSubmatch(id); {
		case part == nil:
		case part[2] == "tell":
			all = append(all, Text{Scam: true, Script: part[1], Text: texts[id], Known: true})
		default:
			all = append(all, Text{Text: texts[id], Known: true})
		}
	}
	return all
}

func isScam(t Text) bool   { return t.Scam }
func isHonest(t Text) bool { return !t.Scam }

// has returns whether texts are of a class: tell of a script, or have a flag.
func has(class string) func(Text) bool {
	return func(t Text) bool { return slices.Contains(t.classes(), class) }
}

func (l *learner) count(is func(Text) bool) int {
	n := 0
	for _, t := range l.texts {
		if is(t) {
			n++
		}
	}
	return n
}

func (l *learner) scripts() []string {
	ids := make(map[string]bool)
	for _, t := range l.texts {
		if t.Script != "" {
			ids[t.Script] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// common lists the most frequent words.
func (l *learner) common() []string {
	texts := make(map[string]int)
	for _, s := range l.signs {
		for _, word := range s.Written {
			texts[word]++
		}
	}
	words := slices.SortedFunc(maps.Keys(texts), func(a, b string) int {
		return cmp.Or(-cmp.Compare(texts[a], texts[b]), cmp.Compare(a, b))
	})
	words = words[:min(len(words), mostCommon)]
	slices.Sort(words)
	return words
}

// learnRows counts the texts of each word and pair.
func (l *learner) learnRows(w *Words) {
	for i, t := range l.texts {
		for _, name := range l.signs[i].Words {
			row := w.Rows[name]
			if row == nil {
				row = &Row{Of: make(map[string]int)}
				w.Rows[name] = row
			}
			if !t.Scam {
				row.Honest++
				continue
			}
			row.Scam++
			for _, class := range t.classes() {
				row.Of[class]++
			}
		}
	}
	rare := func(word string) bool {
		r := w.Rows[word]
		return (r.Scam+r.Honest)*oneTextIn < len(l.texts)
	}
	maps.DeleteFunc(w.Rows, func(name string, r *Row) bool {
		first, second, two := strings.Cut(name, " ")
		return two && r.Scam+r.Honest < leastPairTexts && (rare(first) || rare(second))
	})
}

// likelihoods returns, for each text, how much likelier its words are in a text of a kind than in another: the natural
// logarithm, counted in the texts among which it is to be told, without those of the text's own fold.
func (l *learner) likelihoods(among, is func(Text) bool) []float64 {
	odds := make([]float64, len(l.texts))
	for fold := range folds {
		with, without := make(map[string]float64), make(map[string]float64)
		var all, others float64
		for i, t := range l.texts {
			if !among(t) || i%folds == fold {
				continue
			}
			into := without
			if is(t) {
				into = with
				all++
			} else {
				others++
			}
			for _, name := range l.signs[i].Words {
				into[name]++
			}
		}
		for i := fold; i < len(l.texts); i += folds {
			for _, name := range l.signs[i].Words {
				a, b := with[name], without[name]
				if a+b > 0 {
					odds[i] += script.Likelihood(a, all, b, others)
				}
			}
		}
	}
	return odds
}

// weighAlarm learns how far the words as a whole and the flags of patterns are to be trusted.
func (l *learner) weighAlarm(w *Words) {
	odds := l.likelihoods(func(Text) bool { return true }, isScam)
	flags := blocklist.Flags()
	var rows []row
	var scam []bool
	for i, t := range l.texts {
		if t.Known {
			continue
		}
		found := l.signs[i].Flags
		r := row{odds[i] / perOdds, float64(rank(len(found) > 0)), float64(rank(l.signs[i].Plain))}
		for _, flag := range flags {
			r = append(r, float64(rank(slices.Contains(found, flag))))
		}
		rows, scam = append(rows, r), append(scam, t.Scam)
	}
	fitted := fit(rows, scam, alarmCounts*share(scam, false)/share(scam, true))
	w.Weights = map[string]float64{
		"bias": fitted.bias, "words": fitted.weights[0] / perOdds, "alarm": fitted.weights[1], "plain": fitted.weights[2],
	}
	for k, flag := range flags {
		if weight := fitted.weights[3+k]; weight != 0 {
			w.Weights[flag.String()] = weight
		}
	}
	w.Held = judge(fitted, rows, scam)
}

// weighFlag learns how far words and patterns are to be trusted to tell a flag, in texts on tricks.
func (l *learner) weighFlag(flag blocklist.Flag) Class {
	is := has(flag.String())
	odds := l.likelihoods(isScam, is)
	var rows []row
	var of []bool
	for i, t := range l.texts {
		if t.Scam && !t.Known {
			rows = append(rows, row{odds[i] / perOdds, float64(rank(slices.Contains(l.signs[i].Flags, flag)))})
			of = append(of, is(t))
		}
	}
	fitted := fit(rows, of, flagCounts)
	return Class{flag.String(), l.count(is), fitted.weights[0] / perOdds, fitted.bias}
}

// Held says how well texts are told apart by words that were counted without them.
type Held struct{ Recall, FalseAlarms float64 }

func judge(r regression, rows []row, scam []bool) Held {
	var h Held
	var scams, honest float64
	for i, row := range rows {
		alarm := float64(rank(r.odds(row) > 0))
		if scam[i] {
			scams++
			h.Recall += alarm
		} else {
			honest++
			h.FalseAlarms += alarm
		}
	}
	return Held{h.Recall / max(scams, 1), h.FalseAlarms / max(honest, 1)}
}

// share returns how many are so, and at least one.
func share(of []bool, so bool) float64 {
	n := 0
	for _, b := range of {
		n += rank(b == so)
	}
	return float64(max(n, 1))
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}
