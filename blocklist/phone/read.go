package phone

import "github.com/nyaruka/phonenumbers"

// Limits of a number inside a longer run. They keep the time linear.
const (
	windowGroups = 9
	windowMin    = 5
	windowMax    = 20
)

// read finds the numbers of a run that holds no secret.
func (s *search) read(r run) {
	if r.glued || r.before.label == labelPaper && !r.plus {
		return
	}
	if s.readShort(r) {
		return
	}
	asked := r.whole || r.before.label == labelPhone
	if !asked {
		s.readStrict(r)
		return
	}
	all := s.understand(r)
	if all.ok() {
		s.keep(r, all)
		return
	}
	if parts, complete := s.parts(r, false); complete {
		s.keepAll(r, parts)
		return
	}
	if !r.whole {
		if parts, _ := s.parts(r, true); len(parts) > 0 {
			s.keepAll(r, parts)
			return
		}
	}
	if all.unknown != "" || all.possible && (r.whole || s.reader.isUsual(all)) {
		s.keep(r, all)
		return
	}
	s.fail(r, all.why)
}

// isUsual reports whether a number that is not issued has the length of ordinary numbers of its country, so that a
// forged number in a message is told from an account number.
func (r Reader) isUsual(w reading) bool {
	plan := planOfCode(int(w.number.GetCountryCode()))
	return usualLength(plan, len(phonenumbers.GetNationalSignificantNumber(w.number)))
}

// readStrict reads a run inside other words that nothing points to.
func (s *search) readStrict(r run) {
	if parts, _ := s.parts(r, true); len(parts) > 0 {
		s.keepAll(r, parts)
		return
	}
	all := s.understand(r)
	switch {
	case r.plus && (all.possible || all.unknown != "" || all.code != ""):
		s.keep(r, all)
	case r.plus || r.digitCount() >= e164Min && !all.possible:
		s.fail(r, all.why)
	}
}

// readShort reads a run that is one short code of the home country, and reports whether it was one.
func (s *search) readShort(r run) bool {
	digits := joined(r.groups)
	if r.plus || r.context != "" || !r.whole && r.before.label != labelPhone {
		return false
	}
	code := s.officialSharp(r)
	if code == "" {
		if !s.reader.isShort(digits, s.reader.Home) {
			return false
		}
		if !r.whole && (countsThings(s.f.text, r.to) || !s.reader.isTellingShort(digits)) {
			return false
		}
		code = digits
	}
	s.keep(r, reading{code: code, region: s.reader.Home})
	return true
}

// officialSharp returns the run as a short code with a sharp sign, such as Japan's #9110, or "".
func (s *search) officialSharp(r run) string {
	code := "#" + joined(r.groups)
	if s.f.text[r.from] != '#' || !s.reader.isOfficial(code, s.reader.Home) {
		return ""
	}
	return code
}

func (s *search) keep(r run, w reading) {
	s.add(s.reader.finished(w, s.f.original(r.from, r.to), r.extension))
}

// part is a range of groups that is one number.
type part struct {
	from, to int
	reading  reading
}

func (s *search) keepAll(r run, parts []part) {
	for _, p := range parts {
		s.keep(r.cut(p.from, p.to), p.reading)
	}
}

// phoneLike reports whether the run is one valid number or nothing but valid numbers.
func (s *search) phoneLike(r run) bool {
	if s.understand(r).ok() {
		return true
	}
	_, complete := s.parts(r, false)
	return complete
}

// parts splits a run into valid numbers so that they take up the most digits, and among equals into the fewest. It
// reports whether they take up all of it. Strict parts must be written as the country writes numbers.
func (s *search) parts(r run, strict bool) (found []part, complete bool) {
	n := len(r.groups)
	score := make([]int, n+1) // of the best split from a group to the end
	next := make([]part, n+1)
	for i := n - 1; i >= 0; i-- {
		score[i], next[i] = score[i+1], part{from: i, to: i + 1}
		digits := 0
		for j := i; j < n && j < i+windowGroups; j++ {
			digits += len(r.groups[j].digits)
			if digits > windowMax {
				break
			}
			worth := digits*windowGroups - 1 + score[j+1]
			if digits < windowMin || worth <= score[i] {
				continue
			}
			window := r.cut(i, j+1)
			if !s.reader.canBe(window) {
				continue
			}
			w := s.understand(window)
			if w.valid && (!strict || digits >= e164Min && s.reader.asWritten(w)) {
				score[i], next[i] = worth, part{i, j + 1, w}
			}
		}
	}
	complete = true
	for i := 0; i < n; i = next[i].to {
		if next[i].reading.valid {
			found = append(found, next[i])
		} else {
			complete = false
		}
	}
	return found, complete
}

// countsThings reports whether the word after text[at:] makes the digits before it a count: "called 112 times".
func countsThings(text string, at int) bool {
	after := words(text[at:min(len(text), at+reachBytes)])
	return len(after) > 0 && vocabularyOfCounts.of(after[0]) != labelNone
}

// vocabularyOfCounts holds what is counted, and the words inside a span of time ("from 10 to 18").
var vocabularyOfCounts = newVocabulary(map[label]string{
	labelPaper: `
		раз раза лет год* час* минут* мин секунд* дн* день дня недел* месяц* человек* людей штук* до по
		times years hours minutes min seconds days weeks months people to till until
		mal jahre* stunden minuten tage leute bis fois ans heures jours personnes veces años horas dias días`,
})
