package script

import (
	"cmp"
	"maps"
	"slices"

	"hangup/blocklist"
)

// What evidence is worth.
const (
	enoughPoints  = 2 // raise a flag: one strong pattern, or two weak ones
	patternPoints = 3 // a pattern that names the script
	maxNamedBy    = 4 // patterns that count for one script
	maxTopics     = 4 // words of the story that count
	partyPoints   = 2
	askPoints     = 1
	foreignCost   = 2
	leastScore    = 2
	maxScripts    = 5
)

// matchIn returns what one reading of the text gives away: what the patterns found, and where weights were learned what
// they make of it.
func (l *Library) matchIn(r reading, text string, region blocklist.Region) Result {
	s := newSearch(r)
	matches := s.matches()
	found := s.weigh(matches)
	points := pointsOf(found)
	result := emptyResult(r.code)
	o := s.opinion(points)
	// Words that were learned before a trick was known cannot tell it from honest speech.
	if slices.ContainsFunc(found, func(e evidence) bool { return len(e.flags) > 0 && !o.knows(e.pattern.scripts) }) {
		o = opinion{}
	}
	// Patterns that clear have had their say in that. What is left to find out is which flags are raised.
	if o.learned != nil && !o.benign() {
		found = s.weigh(slices.DeleteFunc(matches, func(m match) bool { return len(m.pattern.clears) > 0 }))
		points = pointsOf(found)
	}
	flags := o.flags(points)
	for _, flag := range flags {
		words, spans := s.quote(text, reasonsOf(found, o, flag))
		result.Flags = append(result.Flags, FlagFound{flag, words, spans})
	}
	var counted []evidence
	for _, e := range found {
		if len(e.pattern.flags) == 0 && !e.pattern.weak || slices.ContainsFunc(e.flags, func(f blocklist.Flag) bool { return slices.Contains(flags, f) }) {
			counted = append(counted, e)
		}
	}
	result.Level = blocklist.LevelOf(flags)
	if places := o.telling(); len(flags) == 0 && len(places) > 0 {
		result.Level = blocklist.Careful
		result.Words, result.Spans = s.quote(text, places)
	}
	result.Asks = asksOf(counted, flags)
	result.Parties = s.parties(counted)
	result.Scripts = l.scriptsOf(s, text, o, namedBy(counted), result, region)
	return result
}

// reasonsOf returns the places of the patterns that raise a flag; without one, those of the words that speak for it.
func reasonsOf(found []evidence, o opinion, flag blocklist.Flag) []occurrence {
	var pieces []occurrence
	for _, e := range found {
		if slices.Contains(e.flags, flag) {
			pieces = append(pieces, e.pieces...)
		}
	}
	if len(pieces) == 0 {
		return o.reasonsFor(flag.String())
	}
	return pieces
}

// pointsOf adds up what different patterns say for each flag.
func pointsOf(found []evidence) map[blocklist.Flag]int {
	points := make(map[blocklist.Flag]int)
	last := int32(-1)
	for _, e := range found {
		if e.number == last {
			continue
		}
		last = e.number
		for _, flag := range e.flags {
			points[flag] += 2 - rank(e.pattern.weak)
		}
	}
	return points
}

// asksOf lists the asks of the matches, without those whose own flag was taken away.
func asksOf(found []evidence, flags []blocklist.Flag) []blocklist.Ask {
	seen := make(map[blocklist.Ask]bool)
	for _, e := range found {
		for _, ask := range e.pattern.asks {
			if f := ask.Flag(); f == 0 || slices.Contains(flags, f) && slices.Contains(e.flags, f) {
				seen[ask] = true
			}
		}
	}
	return slices.DeleteFunc(blocklist.Asks(), func(a blocklist.Ask) bool { return !seen[a] })
}

// parties lists who is named, the first named first.
func (s *search) parties(found []evidence) []blocklist.Party {
	first := make(map[blocklist.Party]int32)
	for _, e := range found {
		for _, p := range e.pattern.parties {
			if at, ok := first[p]; !ok || e.pieces[0].first < at {
				first[p] = e.pieces[0].first
			}
		}
	}
	parties := slices.DeleteFunc(blocklist.Parties(), func(p blocklist.Party) bool { _, ok := first[p]; return !ok })
	slices.SortStableFunc(parties, func(a, b blocklist.Party) int { return cmp.Compare(first[a], first[b]) })
	return parties
}

// speaks is the evidence for one script.
type speaks struct {
	patterns, topics int
	pieces           []occurrence
}

// namedBy collects what the matches say of each script.
func namedBy(found []evidence) map[string]*speaks {
	named := make(map[string]*speaks)
	last := int32(-1)
	for _, e := range found {
		again := e.number == last
		last = e.number
		for _, id := range e.pattern.scripts {
			n := named[id]
			if n == nil {
				n = new(speaks)
				named[id] = n
			}
			n.pieces = append(n.pieces, e.pieces...)
			if !again {
				n.topics += rank(e.pattern.topic)
				n.patterns += rank(!e.pattern.topic)
			}
		}
	}
	return named
}

// scriptsOf ranks the scripts: by patterns and words that name them, then by how well who calls and what is wanted fit,
// and by the words that were learned.
func (l *Library) scriptsOf(s *search, text string, o opinion, named map[string]*speaks, r Result, region blocklist.Region) []ScriptFound {
	if o.benign() {
		return []ScriptFound{}
	}
	scores := l.scores(named, r, region)
	if o.learned != nil {
		scores = o.scores(scores)
	}
	ranked := make([]ScriptFound, 0, maxScripts)
	for _, id := range slices.Sorted(maps.Keys(scores)) {
		s := l.byID[id]
		if s == nil || o.learned == nil && (scores[id] < leastScore || r.Level == blocklist.Unlisted && named[id].weak()) {
			continue
		}
		ranked = append(ranked, ScriptFound{ID: id, Score: scores[id]})
	}
	slices.SortStableFunc(ranked, func(a, b ScriptFound) int { return -cmp.Compare(a.Score, b.Score) })
	ranked = ranked[:min(len(ranked), maxScripts)]
	for i, f := range ranked {
		places := o.reasonsFor(f.ID)
		if n := named[f.ID]; n != nil {
			places = n.pieces
		}
		ranked[i].Words, _ = s.quote(text, places)
	}
	return ranked
}

// scores rates the scripts by the patterns that name them and by the general fit.
func (l *Library) scores(named map[string]*speaks, r Result, region blocklist.Region) map[string]int {
	scores := make(map[string]int)
	for id, n := range named {
		if s := l.byID[id]; s != nil {
			scores[id] = patternPoints*min(n.patterns, maxNamedBy) + rank(n.topics > 0) + min(n.topics, maxTopics) + s.fit(r, region)
		}
	}
	if len(r.Parties) > 0 && len(r.Asks) > 0 {
		for _, likely := range l.Likely(r.Parties[0], r.Asks, region) {
			if _, ok := scores[likely.ID]; !ok {
				scores[likely.ID] = likely.fit(r, region)
			}
		}
	}
	return scores
}

// weak reports whether nothing but the general fit speaks for a script.
func (n *speaks) weak() bool { return n == nil || n.patterns == 0 && n.topics < 2 }

// fit says how well the script explains who calls and what is wanted.
func (s Script) fit(r Result, region blocklist.Region) int {
	score := -foreignCost * rank(!s.Local(region))
	for _, p := range r.Parties {
		if slices.Contains(s.Parties, p) {
			score += partyPoints
			break
		}
	}
	for _, a := range r.Asks {
		score += askPoints * rank(slices.Contains(s.Asks, a))
	}
	return score
}

// quote returns the words at the places, in the order of the text and each once. Places that touch are one quotation.
func (s *search) quote(text string, places []occurrence) ([]string, []Span) {
	places = slices.Clone(places)
	slices.SortFunc(places, func(a, b occurrence) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.end, b.end)) })
	var joined []occurrence
	for _, o := range places {
		if n := len(joined); n > 0 && o.first <= joined[n-1].end {
			joined[n-1].end = max(joined[n-1].end, o.end)
			continue
		}
		joined = append(joined, o)
	}
	words, spans := make([]string, 0, len(joined)), make([]Span, 0, len(joined))
	for _, o := range joined {
		span := Span{s.tokens[o.first].start, s.tokens[o.end-1].end}
		spans = append(spans, span)
		if word := text[span.Start:span.End]; !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words, spans
}
