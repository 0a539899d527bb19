package script

import (
	"cmp"
	"math"
	"slices"

	"hangup/blocklist"
)

// windowWords is how many words are weighed together, half of which the next window shares: in a long text the trick may
// take up a small part.
const windowWords = 40

// windowCharacters is the same in writing in which every character is a token.
const windowCharacters = 100

// plainWords is how many words a text has at most that says little more than what is asked.
const plainWords = 14

// opinion is what the learned words say of a text, window by window. It says nothing where nothing was learned.
type opinion struct {
	*learned
	windows []window
	odds    float64 // natural logarithm of the odds that the text tells of a trick
}

// window holds what was heard before of a part of a text.
type window struct {
	heard  []*heard
	at     []occurrence
	weight float64
}

// opinion weighs the words of the text together with the flags that patterns raise. The likeliest window speaks for all;
// that the trick stands there and in no other has one chance in as many as there are windows, or a long honest talk
// would alarm for its length alone.
func (s *search) opinion(points map[blocklist.Flag]int) opinion {
	if s.lang.learned == nil {
		return opinion{}
	}
	w := s.lang.learned
	o := opinion{learned: w, windows: s.windows(w)}
	o.odds = w.weights[biasWeight] + w.weights[wordsWeight]*o.likeliest().weight
	o.odds -= math.Log(float64(len(o.windows)))
	flags := raised(points)
	for _, flag := range flags {
		o.odds += w.weights[flag.String()]
	}
	if len(flags) > 0 {
		o.odds += w.weights[alarmWeight]
	}
	if s.plain(flags) {
		o.odds += w.weights[plainWeight]
	}
	return o
}

// raised lists the flags of which there is enough evidence.
func raised(points map[blocklist.Flag]int) []blocklist.Flag {
	return slices.DeleteFunc(blocklist.Flags(), func(f blocklist.Flag) bool { return points[f] < enoughPoints })
}

// plain reports whether the text is an ask in few words.
func (s *search) plain(flags []blocklist.Flag) bool {
	return len(s.tokens) <= plainWords && slices.ContainsFunc(flags, blocklist.Flag.Decides)
}

// windows cuts the text into parts that overlap.
func (s *search) windows(w *learned) []window {
	words, pairs := s.heard(w)
	size := windowWords
	if len(s.tokens) > 0 && isCharacter(s.tokens[len(s.tokens)/2].fold) {
		size = windowCharacters
	}
	var all []window
	for from := 0; ; from += size / 2 {
		to := min(from+size, len(words))
		all = append(all, newWindow(words, pairs, from, to))
		if to == len(words) {
			return all
		}
	}
}

// heard looks up each token of the text, and each with the one before it; nil stands for those of which nothing was heard.
func (s *search) heard(w *learned) (words, pairs []*heard) {
	known := make(map[string]*heard)
	find := func(name string) *heard {
		h, ok := known[name]
		if !ok {
			h = w.find(name)
			known[name] = h
		}
		return h
	}
	words, pairs = make([]*heard, len(s.tokens)), make([]*heard, len(s.tokens))
	for i, name := range s.names() {
		words[i] = find(name.word)
		if name.pair != "" {
			pairs[i] = find(name.pair)
		}
	}
	return words, pairs
}

// name is a token in the form of the rows of [learned], alone and with the one it follows, if it follows one.
type name struct{ word, pair string }

func (s *search) names() []name {
	all := make([]name, len(s.tokens))
	for i, t := range s.tokens {
		all[i].word = s.lang.learnedWord(t.fold)
		if i > 0 && t.pos == s.tokens[i-1].pos+1 {
			all[i].pair = all[i-1].word + " " + all[i].word
		}
	}
	return all
}

// newWindow counts each word and pair of a part once.
func newWindow(words, pairs []*heard, from, to int) window {
	var found window
	seen := make(map[*heard]bool)
	add := func(h *heard, o occurrence) {
		if h != nil && !seen[h] {
			seen[h] = true
			found.heard, found.at = append(found.heard, h), append(found.at, o)
			found.weight += h.weight
		}
	}
	for i := from; i < to; i++ {
		add(words[i], occurrence{int32(i), int32(i + 1)})
		if i > from {
			add(pairs[i], occurrence{int32(i - 1), int32(i + 1)})
		}
	}
	return found
}

// benign reports whether the text as a whole is honest speech.
func (o opinion) benign() bool { return o.learned != nil && o.odds <= 0 }

// knows reports whether words were learned for one of the scripts; it does where there is none, and where nothing
// was learned at all.
func (o opinion) knows(scripts []string) bool {
	return o.learned == nil || len(scripts) == 0 || slices.ContainsFunc(scripts, func(id string) bool { return o.class(id) >= 0 })
}

// raises reports whether the words speak for a flag, in a text that tells of a trick.
func (o opinion) raises(flag blocklist.Flag) bool {
	class := o.class(flag.String())
	if class < 0 {
		return false
	}
	c := o.classes[class]
	best, likelihood := o.best(class)
	return c.words != 0 && c.bias+c.words*likelihood > 0 && len(o.reasons(best, class)) > 0
}

// class returns the place of a flag or script, and -1 when nothing was learned of it.
func (o opinion) class(name string) int32 {
	if o.learned == nil {
		return -1
	}
	return int32(slices.IndexFunc(o.classes, func(c class) bool { return c.name == name }))
}

// best returns the window that is likeliest in a text on a trick of a class, with the natural logarithm of how much
// likelier it is there than in a text on another.
func (o opinion) best(class int32) (window, float64) {
	var best window
	most := math.Inf(-1)
	for _, w := range o.windows {
		if likelihood := o.likelihoodOf(w, class); likelihood > most {
			best, most = w, likelihood
		}
	}
	return best, most
}

func (o opinion) likelihoodOf(w window, class int32) float64 {
	var sum float64
	for _, h := range w.heard {
		sum += o.speaksFor(h, class)
	}
	return sum
}

// speaksFor is what one word adds. One that only honest texts had says nothing of the kind of trick.
func (o opinion) speaksFor(h *heard, class int32) float64 {
	if h.scam == 0 {
		return 0
	}
	var texts float64
	for _, count := range h.counts {
		if count.class == class {
			texts = count.texts
		}
	}
	all := o.classes[class].texts
	return Likelihood(texts, all, h.scam-texts, o.scam-all)
}

// likeliest returns the window that tells most of a trick.
func (o opinion) likeliest() window {
	return slices.MaxFunc(o.windows, func(a, b window) int { return cmp.Compare(a.weight, b.weight) })
}

// flags returns the flags that are raised: those of patterns and those of words, when the text is no honest speech.
func (o opinion) flags(points map[blocklist.Flag]int) []blocklist.Flag {
	if o.benign() {
		return nil
	}
	return slices.DeleteFunc(blocklist.Flags(), func(f blocklist.Flag) bool { return points[f] < enoughPoints && !o.raises(f) })
}

// mostReasons is how many words are given as the reason for what was learned.
const mostReasons = 4

// reasons returns the places of the words that speak most for a class.
func (o opinion) reasons(w window, class int32) []occurrence {
	return w.strongest(func(h *heard) float64 { return o.speaksFor(h, class) })
}

// reasonsFor returns the places of the words that speak most for a flag or a script.
func (o opinion) reasonsFor(name string) []occurrence {
	class := o.class(name)
	if class < 0 {
		return nil
	}
	best, _ := o.best(class)
	return o.reasons(best, class)
}

// telling returns the places of the words that tell most of a trick of any kind, in a text that is no honest speech.
func (o opinion) telling() []occurrence {
	if o.learned == nil || o.benign() {
		return nil
	}
	return o.likeliest().strongest(func(h *heard) float64 { return h.weight })
}

func (w window) strongest(value func(*heard) float64) []occurrence {
	type reason struct {
		at    occurrence
		value float64
	}
	var all []reason
	for i, h := range w.heard {
		if v := value(h); v > 0 {
			all = append(all, reason{w.at[i], v})
		}
	}
	slices.SortFunc(all, func(a, b reason) int {
		return cmp.Or(-cmp.Compare(a.value, b.value), cmp.Compare(a.at.first, b.at.first))
	})
	places := make([]occurrence, 0, mostReasons)
	for _, r := range all[:min(len(all), mostReasons)] {
		places = append(places, r.at)
	}
	return places
}

// What a script's best score by patterns adds to what its words tell, and the score at even odds.
const (
	patternShare = 8.0
	bestScore    = 9.0
	evenScore    = 100
)

// scores rates the scripts by their words and by their scores from patterns. Of a script that no text told of, the words
// know nothing: one that a pattern names comes before those that are known.
func (o opinion) scores(byPatterns map[string]int) map[string]int {
	scores := make(map[string]int)
	w, most := o.likeliest(), evenScore
	for i, c := range o.classes {
		odds := o.likelihoodOf(w, int32(i)) + patternShare*min(1, float64(byPatterns[c.name])/bestScore)
		if odds > 0 {
			scores[c.name] = evenScore + int(10*odds)
			most = max(most, scores[c.name])
		}
	}
	for name, score := range byPatterns {
		if o.class(name) < 0 && score >= patternPoints {
			scores[name] = most + score
		}
	}
	return scores
}
