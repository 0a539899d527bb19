package script

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
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
	wordsWeight = "words"
	alarmWeight = "alarm" // patterns raise any flag
	plainWeight = "plain" // patterns raise a flag that decides, in a text of few words
	biasWeight  = "bias"
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

// check reports what is wrong with the rows, which stand in the order of their names.
func (w *wordsFile) check() error {
	before := ""
	for row := range strings.Lines(w.rows) {
		row = strings.TrimSuffix(row, "\n")
		name, scam, _, counts, err := w.readRow(row)
		if err == nil {
			err = w.eachCount(counts, scam, func(int32, float64) {})
		}
		if err == nil && name <= before {
			err = errors.New("it is out of order")
		}
		if err != nil {
			return fmt.Errorf("%.60q: %w", row, err)
		}
		before = name
	}
	return nil
}

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
		if name := fields[0]; name != wordsWeight && name != alarmWeight && name != plainWeight && name != biasWeight {
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

// readRow reads a row: a word or two, in how many texts on tricks and honest ones they stood, and the counts by class.
func (w *wordsFile) readRow(row string) (name string, scam, honest float64, counts string, err error) {
	name, rest, ok := strings.Cut(row, ": ")
	if !ok || name == "" || strings.Contains(name, ":") || strings.Count(name, " ") > 1 {
		return "", 0, 0, "", errors.New("it is no row")
	}
	first, rest, _ := strings.Cut(rest, " ")
	second, counts, _ := strings.Cut(rest, " ")
	if scam, err = readCount(first, w.scam); err == nil {
		honest, err = readCount(second, w.honest)
	}
	return name, scam, honest, counts, err
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
// together, counts by how many texts of either kind had it. Rows are looked up in the file as it stands: a table of them
// would take several times its size.
type learned struct {
	*wordsFile
	starts []uint32 // of the rows
}

// heard says in which texts a word or a pair stood.
type heard struct {
	weight float64 // natural logarithm of how much likelier it is in a text on a trick than in another
	scam   float64 // texts on tricks
	counts []classCount
}

type classCount struct {
	class int32
	texts float64
}

// index finds the rows, which [wordsFile.check] found right.
func (w *wordsFile) index() *learned {
	l := &learned{w, make([]uint32, 0, strings.Count(w.rows, "\n"))}
	start := 0
	for row := range strings.Lines(w.rows) {
		l.starts = append(l.starts, uint32(start))
		start += len(row)
	}
	return l
}

// find returns what was heard of a word, or of two with a space between them, and nil when it was nothing.
func (l *learned) find(name string) *heard {
	i, ok := slices.BinarySearchFunc(l.starts, name, func(start uint32, name string) int {
		row, _, _ := strings.Cut(l.rows[start:], ":")
		return cmp.Compare(row, name)
	})
	if !ok {
		return nil
	}
	row, _, _ := strings.Cut(l.rows[l.starts[i]:], "\n")
	_, scam, honest, counts, _ := l.readRow(row)
	h := &heard{weight: Likelihood(scam, l.scam, honest, l.honest), scam: scam}
	_ = l.eachCount(counts, scam, func(class int32, texts float64) {
		h.counts = append(h.counts, classCount{class, texts})
	})
	return h
}

// Likelihood is the natural logarithm of how much likelier a word is that stood in some of all texts of one kind, and in
// some of all of another. Package learn counts by it, too.
func Likelihood(some, all, others, allOthers float64) float64 {
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
