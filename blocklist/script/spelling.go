package script

import (
	"maps"
	"slices"
	"unicode/utf8"
)

// spelling finds the stem a misspelled word was meant to be. As in SymSpell, the stems are indexed by what is left of
// them when letters are deleted, so that a word is looked up without comparing it to every stem.
type spelling struct {
	stems []stemEntry
	first map[uint64]int32 // hash of a remainder -> 1 + index in links
	links []link
}

type stemEntry struct {
	letters []rune
	term    term
}

type link struct{ stem, next int32 }

// Slips a word may have, by its letters; shorter words are too alike.
const (
	oneSlip    = 6
	twoSlips   = 10
	shortStem  = 5
	longStem   = 8
	longestAny = 24
)

func newSpelling(stems map[string]term) *spelling {
	s := &spelling{first: make(map[uint64]int32, 8*len(stems))}
	for _, stem := range slices.Sorted(maps.Keys(stems)) {
		letters := []rune(stem)
		if len(letters) < shortStem || len(letters) > longestAny || stem[0] >= '0' && stem[0] <= '9' {
			continue
		}
		number := int32(len(s.stems))
		s.stems = append(s.stems, stemEntry{letters, stems[stem]})
		deletions := 1
		if len(letters) >= longStem {
			deletions = 2
		}
		eachRemainder(letters, deletions, func(hash uint64) bool {
			s.links = append(s.links, link{number, s.first[hash]})
			s.first[hash] = int32(len(s.links))
			return true
		})
	}
	return s
}

// nearest returns the term of the stem that has the fewest slips, the first letter being right.
func (s *spelling) nearest(word, stem string) (term, bool) {
	length := utf8.RuneCountInString(word)
	letters := []rune(stem)
	if length < oneSlip || len(letters) < shortStem-1 || len(letters) > longestAny {
		return 0, false
	}
	slips := 1
	if length >= twoSlips && len(letters) >= longStem-1 {
		slips = 2
	}
	best, found := int32(-1), slips+1
	eachRemainder(letters, slips, func(hash uint64) bool {
		for i, tries := s.first[hash], 0; i != 0 && tries < 16; i, tries = s.links[i-1].next, tries+1 {
			number := s.links[i-1].stem
			entry := s.stems[number]
			if entry.letters[0] != letters[0] || slips == 2 && len(entry.letters) < longStem && found == 1 {
				continue
			}
			d := distance(letters, entry.letters, slips)
			if d == 2 && len(entry.letters) < longStem {
				continue
			}
			if d < found || d == found && number < best {
				best, found = number, d
			}
		}
		return found > 0
	})
	if best < 0 {
		return 0, false
	}
	return s.stems[best].term, true
}

// eachRemainder calls do with the hash of the word and of what is left after deleting up to n of its letters, until do
// returns false.
func eachRemainder(letters []rune, n int, do func(hash uint64) bool) {
	if !do(hashWithout(letters, -1, -1)) {
		return
	}
	for i := range letters {
		if !do(hashWithout(letters, i, -1)) {
			return
		}
		if n < 2 {
			continue
		}
		for j := i + 1; j < len(letters); j++ {
			if !do(hashWithout(letters, i, j)) {
				return
			}
		}
	}
}

// hashWithout is FNV-1a over the letters but two.
func hashWithout(letters []rune, i, j int) uint64 {
	hash := uint64(14695981039346656037)
	for k, r := range letters {
		if k != i && k != j {
			hash = (hash ^ uint64(r)) * 1099511628211
		}
	}
	return hash
}

// distance counts the letters that are wrong, missing, too many or swapped with a neighbour; more than most counts as
// most+1.
func distance(a, b []rune, most int) int {
	if max(len(a), len(b)) > longestAny || max(len(a)-len(b), len(b)-len(a)) > most {
		return most + 1
	}
	var rows [3][longestAny + 1]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, over := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			differs := 1
			if a[i-1] == b[j-1] {
				differs = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+differs)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], over[j-2]+1)
			}
		}
	}
	return min(rows[len(a)%3][len(b)], most+1)
}
