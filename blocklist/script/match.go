package script

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"hangup/blocklist"
)

// MaxText is how many bytes of a text are read: an hour of talk.
const MaxText = 1 << 17

// Bounds of one search, which keep a hostile text from costing more than a long one.
const (
	maxMatches    = 16 // of one pattern
	maxCandidates = 2048
)

// Match finds what the text gives away. It understands the text in each language that may be meant and answers with the
// strictest result. The same text and options always give the same result.
func (l *Library) Match(text string, o Options) Result {
	cut := len(text) > MaxText
	if cut {
		text = text[:MaxText]
		for len(text) > 0 && !utf8.RuneStart(text[len(text)-1]) {
			text = text[:len(text)-1]
		}
	}
	readings, code := l.readings(text, o.Language)
	best := emptyResult(code)
	for i, r := range readings {
		result := l.matchIn(r, text, o.Region)
		if i == 0 || result.Level > best.Level {
			best = result
		}
	}
	best.Cut = cut
	return best
}

// reading is a text understood in one language, as it stands or as if the keyboard had been set wrongly.
type reading struct {
	*tongue
	tokens []token
	share  float64 // of the words that the language knows
}

// occurrence is a place where a phrase stands, by the indexes of its first token and of the one after its last.
type occurrence struct{ first, end int32 }

// match is a match of a pattern.
type match struct {
	pattern *pattern
	number  int32
	pieces  []occurrence // of the items, in the order of the text
}

// search is the work of one reading.
type search struct {
	lang   *language
	tokens []token
	// at lists the places of a concept's phrases in the order of the text.
	at map[concept][]occurrence
}

func newSearch(r reading) *search {
	lang := r.language()
	s := &search{lang, r.tokens, make(map[concept][]occurrence)}
	memo := make(map[string][]term)
	terms := make([][]term, len(r.tokens))
	for i, t := range r.tokens {
		known, ok := memo[t.fold]
		if !ok {
			known = lang.lookUp(t.fold)
			memo[t.fold] = known
		}
		terms[i] = known
	}
	var nodes, next []int32
	for i := range terms {
		nodes = append(nodes[:0], 0)
		for j := i; j < len(terms) && len(nodes) > 0 && j < i+maxPhraseWords; j++ {
			next = next[:0]
			for _, node := range nodes {
				for _, t := range terms[j] {
					if to, ok := lang.edges[edge{node, t}]; ok {
						next = append(next, to)
						s.accept(to, occurrence{int32(i), int32(j + 1)})
					}
				}
			}
			nodes, next = next, nodes
		}
	}
	return s
}

// accept notes that a phrase stands there. Of the phrases of one concept that begin at the same word the longest counts.
func (s *search) accept(node int32, o occurrence) {
	for _, c := range s.lang.accepts[node] {
		places := s.at[c]
		if n := len(places); n > 0 && places[n-1].first == o.first {
			places[n-1].end = max(places[n-1].end, o.end)
			continue
		}
		s.at[c] = append(places, o)
	}
}

// matches finds every pattern whose items all stand in the text, by the patterns' order.
func (s *search) matches() []match {
	missing := make(map[int32]uint8)
	var complete []int32
	for c := range s.at {
		for _, u := range s.lang.uses[c] {
			items := len(s.lang.patterns[u.pattern].items)
			missing[u.pattern] |= 1 << u.item
			if missing[u.pattern] == 1<<items-1 {
				complete = append(complete, u.pattern)
			}
		}
	}
	slices.Sort(complete)
	var all []match
	for _, number := range slices.Compact(complete) {
		all = append(all, s.matchesOf(number)...)
	}
	return all
}

// matchesOf finds where a pattern matches: around each place of its rarest item.
func (s *search) matchesOf(number int32) []match {
	p := &s.lang.patterns[number]
	rarest := 0
	for i, item := range p.items {
		if !p.ordered && len(s.at[item]) < len(s.at[p.items[rarest]]) {
			rarest = i
		}
	}
	var matches []match
	anchors := s.at[p.items[rarest]]
	for _, anchor := range anchors[:min(len(anchors), maxCandidates)] {
		pieces, ok := s.around(p, rarest, anchor)
		if !ok || s.guarded(p, pieces) {
			continue
		}
		if matches = append(matches, match{p, number, pieces}); len(matches) == maxMatches {
			break
		}
	}
	return matches
}

// around chooses a place for every other item near the anchor.
func (s *search) around(p *pattern, rarest int, anchor occurrence) ([]occurrence, bool) {
	pieces := append(make([]occurrence, 0, len(p.items)), anchor)
	for i, item := range p.items {
		if i == rarest {
			continue
		}
		near, ok := s.nearest(s.at[item], pieces, p.ordered)
		if !ok {
			return nil, false
		}
		pieces = append(pieces, near)
		if s.width(pieces) > p.within {
			return nil, false
		}
	}
	slices.SortFunc(pieces, func(a, b occurrence) int { return cmp.Compare(a.first, b.first) })
	return pieces, true
}

// nearest returns the place that widens the pieces least and overlaps none of them; after is true when it must follow
// the last piece.
func (s *search) nearest(places, pieces []occurrence, after bool) (occurrence, bool) {
	from := pieces[0].first
	if after {
		from = pieces[len(pieces)-1].end
	}
	i, _ := slices.BinarySearchFunc(places, from, func(o occurrence, at int32) int { return cmp.Compare(o.first, at) })
	var best occurrence
	width := -1
	try := func(o occurrence) bool {
		if slices.ContainsFunc(pieces, o.overlaps) {
			return false
		}
		if w := s.width(append(pieces, o)); width < 0 || w < width {
			best, width = o, w
		}
		return true
	}
	const enough = 6
	for j := i; j < min(len(places), i+enough) && !try(places[j]); j++ {
	}
	for j := i - 1; !after && j >= max(0, i-enough) && !try(places[j]); j-- {
	}
	return best, width >= 0
}

func (o occurrence) overlaps(p occurrence) bool { return o.first < p.end && p.first < o.end }

// width is how many words the pieces span, sentence ends included.
func (s *search) width(pieces []occurrence) int {
	first, last := s.ends(pieces)
	return last - first + 1
}

func (s *search) ends(pieces []occurrence) (first, last int) {
	first, last = s.tokens[pieces[0].first].pos, s.tokens[pieces[0].end-1].pos
	for _, o := range pieces[1:] {
		first, last = min(first, s.tokens[o.first].pos), max(last, s.tokens[o.end-1].pos)
	}
	return first, last
}

// guarded reports whether a guard stands among the pieces or just before them and is not itself part of a piece.
func (s *search) guarded(p *pattern, pieces []occurrence) bool {
	if p.guard == noConcept {
		return false
	}
	first, last := s.ends(pieces)
	guards := s.at[p.guard]
	i, _ := slices.BinarySearchFunc(guards, first-p.reach-maxPhraseWords, func(o occurrence, pos int) int {
		return cmp.Compare(s.tokens[o.first].pos, pos)
	})
	for ; i < len(guards) && s.tokens[guards[i].first].pos <= last; i++ {
		within := func(piece occurrence) bool { return piece.first <= guards[i].first && guards[i].end <= piece.end }
		if s.tokens[guards[i].end-1].pos >= first-p.reach && !slices.ContainsFunc(pieces, within) {
			return true
		}
	}
	return false
}

// evidence is a match with what is left of its flags after honest speech took some away.
type evidence struct {
	match
	flags []blocklist.Flag
}

// weigh applies the clearing matches to the others.
func (s *search) weigh(matches []match) []evidence {
	var left []evidence
	for _, m := range matches {
		if len(m.pattern.clears) > 0 {
			continue
		}
		e := evidence{m, slices.Clone(m.pattern.flags)}
		for _, c := range matches {
			if len(c.pattern.clears) > 0 && s.clears(c, m) {
				e.flags = slices.DeleteFunc(e.flags, func(f blocklist.Flag) bool { return slices.Contains(c.pattern.clears, f) })
			}
		}
		if len(e.flags) > 0 || len(m.pattern.flags) == 0 {
			left = append(left, e)
		}
	}
	return left
}

func (s *search) clears(c, m match) bool {
	if c.pattern.everywhere {
		return true
	}
	first, last := s.ends(m.pieces)
	from, to := s.ends(c.pieces)
	return first <= to+c.pattern.reach && from <= last+c.pattern.reach
}
