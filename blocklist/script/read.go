package script

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

// What a library may weigh, unpacked. A list's maker is not trusted with the person's memory.
const (
	maxFiles = 10_000
	maxFile  = 1 << 20
	maxTotal = 64 << 20
	// maxPoints bounds the points of a line. Reading a key of many parts takes time by the square of their number; a key
	// stands on one line, with points between its parts.
	maxPoints = 16
)

// anyLanguage names the pattern files that belong to every language.
const anyLanguage = "any"

var patternsName = regexp.MustCompile(`^([a-z]{2,3})(?:-[a-z0-9_]+)?\.toml$`)

var errTooLarge = errors.New("the file is too large")

// Read reads a library from a tree of files: a folder, the program's own files, or a ZIP archive (a [zip.Reader]). A file
// that is refused does not harm the rest; Read fails only when the tree as a whole is too large or cannot be listed.
//
// [zip.Reader]: https://pkg.go.dev/archive/zip#Reader
func Read(fsys fs.FS) (*Library, error) {
	r := &reader{
		fsys: fsys, scripts: make(map[string]*Script), texts: make(map[string]map[string]string),
		patterns: make(map[string][]patternFile),
	}
	root, err := fs.Glob(fsys, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("script: %w", err)
	}
	patterns, err := fs.Glob(fsys, "patterns/*.toml")
	if err != nil {
		return nil, fmt.Errorf("script: %w", err)
	}
	if len(root)+len(patterns) > maxFiles {
		return nil, fmt.Errorf("script: more than %d files", maxFiles)
	}
	for _, name := range slices.Sorted(slices.Values(append(root, patterns...))) {
		if err := r.add(name); err != nil {
			r.refuse(name, err)
		}
		if r.total > maxTotal {
			return nil, fmt.Errorf("script: more than %d bytes", maxTotal)
		}
	}
	return r.library(), nil
}

// reader collects what the files hold.
type reader struct {
	fsys     fs.FS
	total    int
	scripts  map[string]*Script
	texts    map[string]map[string]string
	patterns map[string][]patternFile
	refused  []Refusal
}

func (r *reader) refuse(name string, err error) { r.refused = append(r.refused, Refusal{name, err}) }

// add reads one file; by its name it holds patterns, texts or a script.
func (r *reader) add(name string) error {
	data, err := r.read(name)
	if err != nil {
		return err
	}
	if base, ok := strings.CutPrefix(name, "patterns/"); ok {
		return r.addPatterns(name, base, data)
	}
	if match := textsName.FindStringSubmatch(name); match != nil {
		return r.addTexts(match[1], data)
	}
	var record scriptRecord
	if err := decode(data, &record); err != nil {
		return err
	}
	s, err := record.script(name)
	if err != nil {
		return err
	}
	r.scripts[s.ID] = s
	return nil
}

func (r *reader) read(name string) (string, error) {
	f, err := r.fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	r.total += len(data)
	if err == nil && len(data) > maxFile {
		err = errTooLarge
	}
	return string(data), err
}

func (r *reader) addTexts(code, data string) error {
	var table map[string]any
	if err := decode(data, &table); err != nil {
		return err
	}
	if r.texts[code] == nil {
		r.texts[code] = make(map[string]string)
	}
	return readTexts(table, r.texts[code])
}

func (r *reader) addPatterns(name, base, data string) error {
	match := patternsName.FindStringSubmatch(base)
	if match == nil {
		return errors.New("the name does not begin with a language")
	}
	file := patternFile{name: name}
	if err := decode(data, &file.record); err != nil {
		return err
	}
	r.patterns[match[1]] = append(r.patterns[match[1]], file)
	return nil
}

// decode reads TOML and refuses keys that nothing reads.
func decode(data string, into any) error {
	if deepest(data) > 12 {
		return errors.New("brackets stand too deep in each other")
	}
	for line := range strings.Lines(data) {
		if strings.Count(line, ".") > maxPoints {
			return fmt.Errorf("a line has more than %d points", maxPoints)
		}
	}
	meta, err := toml.Decode(data, into)
	if err != nil {
		return err
	}
	if _, anyKey := into.(*map[string]any); anyKey {
		return nil
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("unknown key %.60q", unknown[0].String())
	}
	return nil
}

// deepest returns how many brackets are open at most at the same time. The parser calls itself for each.
func deepest(data string) int {
	depth, most := 0, 0
	for i := range len(data) {
		switch data[i] {
		case '[', '{':
			depth++
			most = max(most, depth)
		case ']', '}':
			depth = max(depth-1, 0)
		case '\n':
			if most < 12 {
				continue
			}
			return most
		}
	}
	return most
}

func (r *reader) library() *Library {
	l := &Library{byID: make(map[string]*Script), texts: r.texts, languages: make(map[string]*language)}
	for _, id := range slices.Sorted(maps.Keys(r.scripts)) {
		s := r.scripts[id]
		s.parts = r.partsOf(id)
		if !s.parts["title"] {
			r.refuse(id+".toml", errors.New("no title in any language"))
			continue
		}
		l.byID[id] = s
		l.scripts = append(l.scripts, s)
	}
	slices.SortStableFunc(l.scripts, func(a, b *Script) int { return cmp.Compare(a.Code, b.Code) })
	l.keepTexts()
	for _, s := range l.scripts {
		s.Next = slices.DeleteFunc(slices.Clone(s.Next), func(id string) bool { return l.byID[id] == nil })
	}
	r.compile(l)
	slices.SortStableFunc(r.refused, func(a, b Refusal) int { return cmp.Compare(a.File, b.File) })
	// A file of every language may be refused for several.
	l.refused = slices.CompactFunc(r.refused, func(a, b Refusal) bool { return a.File == b.File })
	return l
}

// compile compiles the languages, all at once: most of the time of reading goes there.
func (r *reader) compile(l *Library) {
	shared := r.patterns[anyLanguage]
	delete(r.patterns, anyLanguage)
	l.order = slices.Sorted(maps.Keys(r.patterns))
	compiled, refused := make([]*language, len(l.order)), make([][]Refusal, len(l.order))
	var all sync.WaitGroup
	for i, code := range l.order {
		all.Go(func() { compiled[i], refused[i] = newLanguage(code, shared, r.patterns[code]) })
	}
	all.Wait()
	for i, code := range l.order {
		l.languages[code] = compiled[i]
	}
	r.refused = slices.Concat(r.refused, slices.Concat(refused...))
}

// partsOf returns which texts the script has in any language.
func (r *reader) partsOf(id string) map[string]bool {
	parts := make(map[string]bool)
	for _, part := range textParts {
		for _, byID := range r.texts {
			if byID[textPrefix+id+"."+part] != "" {
				parts[part] = true
			}
		}
	}
	return parts
}

// keepTexts drops the texts of scripts that the library does not have.
func (l *Library) keepTexts() {
	for _, byID := range l.texts {
		maps.DeleteFunc(byID, func(id, _ string) bool {
			return l.byID[strings.TrimPrefix(id[:len(id)-len(path.Ext(id))], textPrefix)] == nil
		})
	}
}
