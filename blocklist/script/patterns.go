package script

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hangup/blocklist"
)

// patternFile is one file of patterns/.
type patternFile struct {
	name   string
	record patternRecords
}

type patternRecords struct {
	Common   string              `toml:"common"`
	Within   int                 `toml:"within"`
	Not      []string            `toml:"not"`
	Concepts map[string][]string `toml:"concepts"`
	Parties  map[string][]string `toml:"parties"`
	Scripts  map[string][]string `toml:"scripts"`
	Pattern  []patternRecord     `toml:"pattern"`
	Latin    map[string]string   `toml:"latin"`
	Keyboard map[string]string   `toml:"keyboard"`
}

type patternRecord struct {
	All        []string `toml:"all"`
	Not        []string `toml:"not"`
	Within     int      `toml:"within"`
	Reach      int      `toml:"reach"`
	Order      bool     `toml:"order"`
	Weak       bool     `toml:"weak"`
	Flags      []string `toml:"flags"`
	Asks       []string `toml:"asks"`
	Parties    []string `toml:"parties"`
	Scripts    []string `toml:"scripts"`
	Clears     []string `toml:"clears"`
	Everywhere bool     `toml:"everywhere"`
}

// Distances that hold where a file gives none, in words.
const (
	defaultWithin = 10
	defaultReach  = 2
	defaultClears = 8
)

// What one language may hold, and how complicated a pattern may be.
const (
	maxPatterns = 100_000
	maxPhrases  = 200_000
	maxItems    = 8
	maxWithin   = 200
)

// pattern is a compiled pattern. Concepts are given by their numbers in the language.
type pattern struct {
	items         []concept
	guard         concept // or noConcept
	within, reach int
	ordered, weak bool
	topic         bool // a word of [scripts]
	flags         []blocklist.Flag
	asks          []blocklist.Ask
	parties       []blocklist.Party
	scripts       []string
	clears        []blocklist.Flag
	everywhere    bool
}

// compiler turns pattern files into a language.
type compiler struct {
	lang *language
	// concepts are the numbers of named concepts; parents of a concept are those it is a part of.
	concepts map[string]concept
	parents  [][]concept
	phrases  int
}

// newLanguage compiles the shared files and the language's own, without those it refuses.
func newLanguage(t *tongue, shared, own []patternFile) (*language, []Refusal) {
	var refused []Refusal
	for {
		c := &compiler{lang: emptyLanguage(t), concepts: make(map[string]concept)}
		bad, err := c.compile(shared, own)
		if err == nil {
			c.lang.finish(c.parents)
			return c.lang, refused
		}
		refused = append(refused, Refusal{bad, err})
		same := func(f patternFile) bool { return f.name == bad }
		shared, own = slices.DeleteFunc(slices.Clone(shared), same), slices.DeleteFunc(slices.Clone(own), same)
	}
}

// compile adds all files and returns the name of the first that fails.
func (c *compiler) compile(shared, own []patternFile) (string, error) {
	for _, f := range slices.Concat(shared, own) {
		for name := range f.record.Concepts {
			if _, known := c.concepts[name]; !known {
				c.concepts[name] = c.newConcept()
			}
		}
	}
	for _, f := range slices.Concat(shared, own) {
		if err := c.file(f.record); err != nil {
			return f.name, err
		}
	}
	return "", nil
}

func (c *compiler) file(r patternRecords) error {
	for _, name := range slices.Sorted(maps.Keys(r.Concepts)) {
		if err := c.alternatives(r.Concepts[name], c.concepts[name]); err != nil {
			return fmt.Errorf("concept %.40q: %w", name, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Parties)) {
		party, err := blocklist.ParseParty(name)
		if err != nil {
			return err
		}
		if err := c.lone(r.Parties[name], pattern{parties: []blocklist.Party{party}}); err != nil {
			return fmt.Errorf("party %s: %w", name, err)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.Scripts)) {
		for _, phrase := range r.Scripts[id] {
			if err := c.lone([]string{phrase}, pattern{scripts: []string{id}, topic: true}); err != nil {
				return fmt.Errorf("script %.40q: %w", id, err)
			}
		}
	}
	guard, err := c.guard(r.Not)
	if err != nil {
		return err
	}
	for i, p := range r.Pattern {
		if err := c.pattern(p, guard, r.Within); err != nil {
			return fmt.Errorf("pattern %d (%.80q): %w", i+1, p.All, err)
		}
	}
	return nil
}

// lone adds a pattern of one item.
func (c *compiler) lone(alternatives []string, p pattern) error {
	item := c.newConcept()
	if err := c.alternatives(alternatives, item); err != nil {
		return err
	}
	p.items, p.guard, p.within = []concept{item}, noConcept, maxWithin
	return c.lang.addPattern(p)
}

func (c *compiler) guard(alternatives []string) (concept, error) {
	if len(alternatives) == 0 {
		return noConcept, nil
	}
	guard := c.newConcept()
	if err := c.alternatives(alternatives, guard); err != nil {
		return noConcept, fmt.Errorf("not: %w", err)
	}
	return guard, nil
}

func (c *compiler) pattern(r patternRecord, guard concept, within int) error {
	p := pattern{guard: guard, ordered: r.Order, weak: r.Weak, scripts: r.Scripts, everywhere: r.Everywhere}
	if len(r.All) == 0 || len(r.All) > maxItems {
		return fmt.Errorf("%d items", len(r.All))
	}
	var err error
	if r.Not != nil {
		if p.guard, err = c.guard(r.Not); err != nil {
			return err
		}
	}
	for _, alternatives := range r.All {
		item, err := c.item(alternatives)
		if err != nil {
			return err
		}
		p.items = append(p.items, item)
	}
	if p.asks, err = each(r.Asks, blocklist.ParseAsk); err != nil {
		return err
	}
	if p.parties, err = each(r.Parties, blocklist.ParseParty); err != nil {
		return err
	}
	if p.flags, err = each(r.Flags, blocklist.ParseFlag); err != nil {
		return err
	}
	for _, ask := range p.asks {
		if f := ask.Flag(); f != 0 && !slices.Contains(p.flags, f) {
			p.flags = append(p.flags, f)
		}
	}
	if slices.Equal(r.Clears, []string{"*"}) {
		p.clears = blocklist.Flags()
	} else if p.clears, err = each(r.Clears, blocklist.ParseFlag); err != nil {
		return err
	}
	if len(p.clears) > 0 && len(p.flags)+len(p.asks)+len(p.scripts)+len(p.parties) > 0 {
		return errors.New("it both clears and raises")
	}
	if len(p.clears)+len(p.flags)+len(p.asks)+len(p.scripts)+len(p.parties) == 0 {
		return errors.New("it says nothing")
	}
	reach := defaultReach
	if len(p.clears) > 0 {
		reach = defaultClears
	}
	p.within, p.reach = firstSet(r.Within, within, defaultWithin), firstSet(r.Reach, reach)
	if p.within < 1 || p.within > maxWithin || p.reach < 0 || p.reach > maxWithin {
		return errors.New("a distance is out of range")
	}
	return c.lang.addPattern(p)
}

func firstSet(numbers ...int) int {
	for _, n := range numbers {
		if n != 0 {
			return n
		}
	}
	return 0
}

func (c *compiler) newConcept() concept {
	c.parents = append(c.parents, nil)
	return concept(len(c.parents) - 1)
}

// item returns the concept of a pattern's item: a named one when the item is just that, else a new one.
func (c *compiler) item(alternatives string) (concept, error) {
	if name, ok := strings.CutPrefix(alternatives, "@"); ok && c.has(name) {
		return c.concepts[name], nil
	}
	item := c.newConcept()
	return item, c.alternatives(strings.Split(alternatives, "|"), item)
}

func (c *compiler) has(name string) bool {
	_, ok := c.concepts[name]
	return ok
}

// alternatives makes each phrase and each named concept a part of the concept.
func (c *compiler) alternatives(alternatives []string, of concept) error {
	if len(alternatives) == 0 {
		return errors.New("no words")
	}
	for _, a := range alternatives {
		a = strings.TrimSpace(a)
		if name, ok := strings.CutPrefix(a, "@"); ok {
			part, known := c.concepts[name]
			if !known {
				return fmt.Errorf("no concept is called %.40q", name)
			}
			c.parents[part] = append(c.parents[part], of)
			continue
		}
		if c.phrases++; c.phrases > maxPhrases {
			return errors.New("too many phrases")
		}
		if err := c.lang.addPhrase(a, of); err != nil {
			return fmt.Errorf("%.60q: %w", a, err)
		}
	}
	return nil
}
