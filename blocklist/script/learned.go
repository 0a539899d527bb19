package script

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"hangup/blocklist"
)

var wordsName = regexp.MustCompile(`^([a-z]{2,3})\.txt$`)

// What the learned words of one language may be.
const (
	maxRows    = 200_000
	maxClasses = 1024
	maxTexts   = 10_000_000
)

// Names among the weights that are no flag.
const (
	wordsWeight   = "words"
	alarmWeight   = "alarm"   // patterns raise any flag
	decidesWeight = "decides" // patterns raise a flag that decides
	biasWeight    = "bias"
)

// unheard is added to every count, so that a word that no text of a class has is unlikely there, and not impossible.
const unheard = 0.3

// numberWord stands for every number.
const numberWord = "#"

// wordsFile is a file of learned words. Its rows are checked and indexed when they are needed.
type wordsFile struct {
	name         string
	common       string
	scam, honest float64            // texts that tell of a trick, and others
	weights      map[string]float64 // of the words as a whole and of what patterns find
	classes      []class
	rows         string
}

// class is a flag or a script, by which the rows count the texts on tricks further.
type class struct {
	name        string
	texts       float64
	words, bias float64 // of a flag: what its words weigh, and what is added; a script has none
}

// readWords reads a file of learned words but for its rows.
func readWords(name, data string) (*wordsFile, error) {
	head, rows, ok := strings.Cut(data, "\n\n")
	if !ok || strings.Count(rows, "\n") > maxRows {
		return nil, errors.New("no rows, or too many")
	}
	w := &wordsFile{name: name, weights: make(map[string]float64), rows: rows}
	for line := range strings.Lines(head) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := w.readHead(line); err != nil {
			return nil, fmt.Errorf("%.60q: %w", line, err)
		}
	}
	if w.scam == 0 || w.honest == 0 {
		return nil, errors.New("it does not tell how many texts it was learned from")
	}
	return w, nil
}

// check reports what is wrong with the rows.
func (w *wordsFile) check() error { return w.eachRow(func(string, float64, float64, string) {}) }

// readHead reads a line before the rows: what it is about, then its values.
func (w *wordsFile) readHead(line string) error {
	kind, rest, _ := strings.Cut(line, " ")
	fields := strings.Fields(rest)
	switch {
	case kind == "common":
		w.common = rest
		return nil
	case kind == "texts" && len(fields) == 2:
		return readNumbers(fields, 1, maxTexts, &w.scam, &w.honest)
	case kind == "weight" && len(fields) == 2:
		if name := fields[0]; name != wordsWeight && name != alarmWeight && name != decidesWeight && name != biasWeight {
			if _, err := blocklist.ParseFlag(name); err != nil {
				return err
			}
		}
		var weight float64
		err := readNumbers(fields[1:], -1000, 1000, &weight)
		w.weights[fields[0]] = weight
		return err
	case kind == "script" && len(fields) == 2 && idForm.MatchString(fields[0]):
		return w.addClass(fields[0], fields[1:], nil)
	case kind == "flag" && len(fields) == 4:
		if _, err := blocklist.ParseFlag(fields[0]); err != nil {
			return err
		}
		return w.addClass(fields[0], fields[1:2], fields[2:])
	}
	return errors.New("not understood")
}

func (w *wordsFile) addClass(name string, texts, weights []string) error {
	c := class{name: name}
	if err := readNumbers(texts, 1, maxTexts, &c.texts); err != nil {
		return err
	}
	if weights != nil {
		if err := readNumbers(weights, -1000, 1000, &c.words, &c.bias); err != nil {
			return err
		}
	}
	if w.classes = append(w.classes, c); len(w.classes) > maxClasses {
		return errors.New("too many flags and scripts")
	}
	return nil
}

func readNumbers(fields []string, least, most float64, into ...*float64) error {
	for i, field := range fields {
		n, err := strconv.ParseFloat(field, 64)
		if err != nil || !(n >= least && n <= most) {
			return fmt.Errorf("%.20q is not a number between %v and %v", field, least, most)
		}
		*into[i] = n
	}
	return nil
}

// eachRow reads every row: a word or two, and in how many texts on tricks and honest ones they stood.
func (w *wordsFile) eachRow(do func(name string, scam, honest float64, counts string)) error {
	for row := range strings.Lines(w.rows) {
		row = strings.TrimSuffix(row, "\n")
		name, counts, ok := strings.Cut(row, ": ")
		first, rest, _ := strings.Cut(counts, " ")
		second, rest, _ := strings.Cut(rest, " ")
		scam, err := readCount(first, w.scam)
		if err != nil || !ok || name == "" || strings.Count(name, " ") > 1 {
			return fmt.Errorf("%.60q is no row", row)
		}
		honest, err := readCount(second, w.honest)
		if err != nil {
			return fmt.Errorf("%.60q: %w", row, err)
		}
		if err := w.eachCount(rest, scam, func(int32, float64) {}); err != nil {
			return fmt.Errorf("%.60q: %w", row, err)
		}
		do(name, scam, honest, rest)
	}
	return nil
}

// eachCount reads the rest of a row: the places of classes in the file, each with the texts of that class.
func (w *wordsFile) eachCount(counts string, scam float64, do func(class int32, texts float64)) error {
	for counts != "" {
		var count string
		count, counts, _ = strings.Cut(counts, " ")
		number, texts, _ := strings.Cut(count, "=")
		c, err := strconv.Atoi(number)
		if err != nil || c < 0 || c >= len(w.classes) {
			return fmt.Errorf("%.20q names no flag or script", count)
		}
		n, err := readCount(texts, min(scam, w.classes[c].texts))
		if err != nil {
			return err
		}
		do(int32(c), n)
	}
	return nil
}

func readCount(text string, most float64) (float64, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || float64(n) > most {
		return 0, fmt.Errorf("%.20q is no count", text)
	}
	return float64(n), nil
}

// learned tells from the words of a text what it is, by naive Bayes: each word, and each pair of words that stand
// together, counts by how many texts of either kind had it.
type learned struct {
	*wordsFile
	words  map[string]int32
	heard  map[pair]heard
	counts []classCount
}

// pair is two words that stand together, or one and noWord.
type pair struct{ first, second int32 }

const noWord int32 = -1

// heard says in which texts a pair stood.
type heard struct {
	weight   float32 // natural logarithm of how much likelier it is in a text on a trick than in another
	scam     float32 // texts on tricks
	from, to int32   // of the counts by class
}

type classCount struct {
	class int32
	texts float32
}

// index makes the rows quick to find, which [wordsFile.check] found right.
func (w *wordsFile) index() *learned {
	rows := strings.Count(w.rows, "\n")
	l := &learned{wordsFile: w, words: make(map[string]int32, rows/2), heard: make(map[pair]heard, rows)}
	_ = w.eachRow(func(name string, scam, honest float64, counts string) {
		h := heard{float32(likelihood(scam, w.scam, honest, w.honest)), float32(scam), int32(len(l.counts)), 0}
		_ = w.eachCount(counts, scam, func(class int32, texts float64) {
			l.counts = append(l.counts, classCount{class, float32(texts)})
		})
		h.to = int32(len(l.counts))
		first, second, two := strings.Cut(name, " ")
		p := pair{l.word(first), noWord}
		if two {
			p.second = l.word(second)
		}
		l.heard[p] = h
	})
	return l
}

func (l *learned) word(name string) int32 {
	number, ok := l.words[name]
	if !ok {
		number = int32(len(l.words))
		l.words[name] = number
	}
	return number
}

// likelihood is the natural logarithm of how much likelier a word is that stood in some of all texts of one kind, and in
// some of all of another.
func likelihood(some, all, others, allOthers float64) float64 {
	return math.Log((some+unheard)/(all+2*unheard)) - math.Log((others+unheard)/(allOthers+2*unheard))
}

// learnedWord is a folded word of a text in the form that is counted: its stem, in the language's own letters.
func (l *language) learnedWord(word string) string {
	word = oneAlphabet(word)
	if c := word[0]; c >= '0' && c <= '9' {
		return numberWord
	}
	stem := l.stem(word)
	if _, known := l.stems[stem]; known || l.longestLatin == 0 {
		return stem
	}
	return l.stem(l.fromLatin(word))
}
