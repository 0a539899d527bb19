package phone

import (
	"regexp"
	"strings"

	"hangup/blocklist"
)

// MaxText is the longest text in bytes that Find reads. A pasted page beyond it is refused, so that the answer
// always comes at once.
const MaxText = 20_000

// maxTries bounds the readings tried on one text. Only endless columns of figures come near it.
const maxTries = 5_000

// The errors of Find. None holds anything of the text.
var (
	ErrEmpty        = &blocklist.Error{Message: blocklist.Say("error.phone.empty")}
	ErrNothingFound = &blocklist.Error{Message: blocklist.Say("error.phone.nothing_found")}
	ErrTooShort     = &blocklist.Error{Message: blocklist.Say("error.phone.too_short")}
	ErrTooLong      = &blocklist.Error{Message: blocklist.Say("error.phone.too_long")}
	ErrLetters      = &blocklist.Error{Message: blocklist.Say("error.phone.letters")}
	ErrNoCountry    = &blocklist.Error{Message: blocklist.Say("error.phone.no_country")}
	ErrTextTooLong  = &blocklist.Error{Message: blocklist.Say("error.phone.text_too_long")}
	ErrSecret       = &blocklist.Error{Message: blocklist.Say("error.phone.secret")}
)

// Reader reads numbers as people in one country write them. It holds no state and may be used by many goroutines.
type Reader struct {
	// Home is the country the person lives in. When it is empty or not a country, only international forms are
	// understood.
	Home blocklist.Region
	// ShortCodes reports whether code is an official short code of the region. It adds to what the metadata know,
	// since they lack many help lines. The code is digits, or "#" and digits where the sign is part of it. Nil adds
	// none.
	ShortCodes func(code string, region blocklist.Region) bool
}

// Find returns every number in text, in order and without repeats. A caller's number that was withheld ("private
// number") comes out as one Number of [blocklist.KindHidden], if the text has no other number.
//
// With no number to return, the error is one of this package's Err values, chosen by what came nearest to a number.
func (r Reader) Find(text string) ([]blocklist.Number, error) {
	if len(text) > MaxText {
		return nil, ErrTextTooLong
	}
	f := fold(text)
	if strings.TrimSpace(f.text) == "" {
		return nil, ErrEmpty
	}
	s := r.search(f)
	if len(s.found) == 0 && s.bare && !s.secret && strings.Contains(f.text, ",") {
		spaced := f
		spaced.text = strings.ReplaceAll(f.text, ",", " ")
		if again := r.search(spaced); len(again.found) > 0 || again.secret {
			s = again
		}
	}
	if s.tries >= maxTries {
		return nil, ErrTextTooLong
	}
	if len(s.found) > 0 {
		return s.found, nil
	}
	if s.secret {
		return nil, ErrSecret
	}
	if n, ok := hidden(f); ok {
		return []blocklist.Number{n}, nil
	}
	return nil, s.failure()
}

// search is one pass over a text.
type search struct {
	reader Reader
	f      folded
	runs   []run
	bare   bool // nothing in the text but numbers and words for "telephone"
	found  []blocklist.Number
	seen   map[string]bool
	secret bool // something was left out because it looks like a card number, a PIN or a code
	why    *blocklist.Error
	tries  int // how many readings were tried
	digits int // how many digits the run had that why speaks of
}

func (r Reader) search(f folded) *search {
	s := &search{reader: r, f: f, seen: map[string]bool{}}
	s.runs, s.bare = scan(f)
	for _, run := range s.runs {
		for _, part := range s.withoutSecrets(run) {
			s.read(part)
		}
	}
	return s
}

// understand reads the run as one number, until too many were tried.
func (s *search) understand(r run) reading {
	if s.tries >= maxTries {
		return reading{why: ErrTextTooLong}
	}
	s.tries++
	return s.reader.understand(r)
}

// add keeps a number that was not found before.
func (s *search) add(n blocklist.Number) {
	key := n.E164
	if key == "" {
		key = string(n.Region) + " " + n.Short
	}
	if !s.seen[key] {
		s.seen[key] = true
		s.found = append(s.found, n)
	}
}

// fail keeps the reason of the longest run, the one most likely meant as the number.
func (s *search) fail(run run, why *blocklist.Error) {
	n := run.digitCount()
	if !run.whole && n < fewDigits {
		return // "press 1" is not an attempt at a number
	}
	if why != nil && n > s.digits {
		s.why, s.digits = why, n
	}
}

// failure says why nothing was found.
func (s *search) failure() error {
	if s.why != nil {
		return s.why
	}
	list := words(s.f.text)
	if len(list) == 0 || len(list) > fewWords {
		return ErrNothingFound
	}
	if digitsOf(s.f.text) == "" || lettersAmongDigits.MatchString(s.f.text) {
		return ErrLetters
	}
	return ErrNothingFound
}

// fewDigits is the least that counts as an attempt at a number inside other words.
const fewDigits = 4

// fewWords is the longest text that is taken for an attempt to type one number or name.
const fewWords = 5

var lettersAmongDigits = regexp.MustCompile(`\d-?\pL|\pL-?\d`)
