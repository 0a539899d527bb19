package script

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"hangup/blocklist"
)

// Library holds scripts, their texts, and the patterns by which they are recognised. It does not change once read and
// is safe for concurrent use.
type Library struct {
	scripts   []*Script // by code, then id
	byID      map[string]*Script
	texts     map[string]map[string]string // language -> id -> text
	languages map[string]*tongue
	order     []string  // codes of languages, sorted
	unread    []Refusal // files that were not even read
}

// Refusal says why a file was left out.
type Refusal struct {
	File string
	Err  error
}

// Refused lists the files that were left out, by name. To know them it compiles the patterns of every language, which
// [Library.Match] does for those that it needs.
func (l *Library) Refused() []Refusal {
	all := slices.Clone(l.unread)
	var compiling sync.WaitGroup
	for _, t := range l.languages {
		compiling.Go(func() { t.compiled() })
	}
	compiling.Wait()
	for _, code := range l.order {
		all = append(all, l.languages[code].compiled().refused...)
	}
	slices.SortStableFunc(all, func(a, b Refusal) int { return cmp.Compare(a.File, b.File) })
	// A file of every language may be refused for several.
	return slices.CompactFunc(all, func(a, b Refusal) bool { return a.File == b.File })
}

// Texts returns the scripts' texts as language -> message id -> text, for the bundle of package i18n.
func (l *Library) Texts() map[string]map[string]string {
	texts := make(map[string]map[string]string, len(l.texts))
	for code, byID := range l.texts {
		texts[code] = maps.Clone(byID)
	}
	return texts
}

// Languages lists the languages that have patterns, by code.
func (l *Library) Languages() []string {
	var codes []string
	for _, code := range l.order {
		if l.languages[code].understood {
			codes = append(codes, code)
		}
	}
	return codes
}

// Scripts lists all scripts: those told in the region first, and each group by code.
func (l *Library) Scripts(region blocklist.Region) []Script {
	all := make([]Script, 0, len(l.scripts))
	for _, s := range l.scripts {
		all = append(all, *s)
	}
	slices.SortStableFunc(all, func(a, b Script) int {
		return -cmp.Compare(rank(a.Local(region)), rank(b.Local(region)))
	})
	return all
}

// Script returns the script of an id.
func (l *Library) Script(id string) (Script, bool) {
	s, ok := l.byID[id]
	if !ok {
		return Script{}, false
	}
	return *s, true
}

// Likely returns the scripts, at most three and the best first, that fit who the caller claims to be and what is wanted.
// party may be empty and asks may be none; a script that fits neither is left out.
func (l *Library) Likely(party blocklist.Party, asks []blocklist.Ask, region blocklist.Region) []Script {
	type candidate struct {
		script *Script
		score  float64
	}
	var found []candidate
	for _, s := range l.scripts {
		var score float64
		if slices.Contains(s.Parties, party) {
			score += 3
		}
		var shared int
		for _, ask := range asks {
			shared += rank(slices.Contains(s.Asks, ask))
		}
		if len(asks) > 0 {
			score += 3 * float64(shared) / float64(len(asks))
		}
		if score == 0 {
			continue
		}
		// Of two scripts that explain as much, the one that leaves less unexplained fits better.
		if shared > 0 {
			score += float64(shared) / float64(len(s.Asks))
		}
		if !s.Local(region) {
			score -= 2
		}
		found = append(found, candidate{s, score})
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return -cmp.Compare(a.score, b.score) })
	best := make([]Script, 0, 3)
	for _, c := range found[:min(3, len(found))] {
		best = append(best, *c.script)
	}
	return best
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Unknown lists the ids, sorted, that patterns name although the library has no such script: slips in a starter, and
// harmless in a list whose scripts were refused.
func (l *Library) Unknown() []string {
	unknown := make(map[string]bool)
	for _, t := range l.languages {
		for _, p := range t.language().patterns {
			for _, id := range p.scripts {
				unknown[id] = l.byID[id] == nil
			}
		}
	}
	maps.DeleteFunc(unknown, func(_ string, missing bool) bool { return !missing })
	return slices.Sorted(maps.Keys(unknown))
}
