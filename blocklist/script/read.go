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
	maxFile  = 2 << 20
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
		patterns: make(map[string][]patternFile), words: make(map[string]*wordsFile),
	}
	var names []string
	for _, form := range []string{"*.toml", "patterns/*.toml", "words/*.txt"} {
		more, err := fs.Glob(fsys, form)
		if err != nil {
			return nil, fmt.Errorf("script: %w", err)
		}
		names = append(names, more...)
	}
	if len(names) > maxFiles {
		return nil, fmt.Errorf("script: more than %d files", maxFiles)
	}
	slices.Sort(names)
	files := make([]parsed, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		data, err := r.read(name)
		if r.total > maxTotal {
			return nil, fmt.Errorf("script: more than %d bytes", maxTotal)
		}
		if err != nil {
			files[i].err = err
			continue
		}
		all.Go(func() { files[i] = parse(name, data) })
	}
	all.Wait()
	for i, name := range names {
		if err := files[i].addTo(r); err != nil {
			r.refused = append(r.refused, Refusal{name, err})
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
	words    map[string]*wordsFile
	refused  []Refusal
}

func (r *reader) refuse(name string, err error) { r.refused = append(r.refused, Refusal{name, err}) }

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

// parsed is what a file holds, of one kind, or why it cannot be used.
type parsed struct {
	language string
	script   *Script
	texts    map[string]any
	patterns *patternFile
	words    *wordsFile
	err      error
}

// parse reads one file; by its name it holds patterns, learned words, texts or a script.
func parse(name, data string) (p parsed) {
	switch folder, base := path.Split(name); folder {
	case "patterns/":
		p.patterns = &patternFile{name: name}
		if p.language, p.err = languageOf(base, patternsName); p.err == nil {
			p.err = decode(data, &p.patterns.record)
		}
	case "words/":
		if p.language, p.err = languageOf(base, wordsName); p.err == nil {
			p.words, p.err = readWords(name, data)
		}
	default:
		if p.language, p.err = languageOf(base, textsName); p.err == nil {
			p.err = decode(data, &p.texts)
			return p
		}
		var record scriptRecord
		if p.err = decode(data, &record); p.err == nil {
			p.script, p.err = record.script(name)
		}
	}
	return p
}

// languageOf returns the language that the name of a file tells.
func languageOf(base string, form *regexp.Regexp) (string, error) {
	match := form.FindStringSubmatch(base)
	if match == nil || match[1] == anyLanguage && form == wordsName {
		return "", errors.New("the name does not tell a language")
	}
	return match[1], nil
}

func (p parsed) addTo(r *reader) error {
	switch {
	case p.err != nil:
		return p.err
	case p.patterns != nil:
		r.patterns[p.language] = append(r.patterns[p.language], *p.patterns)
	case p.words != nil:
		r.words[p.language] = p.words
	case p.texts != nil:
		if r.texts[p.language] == nil {
			r.texts[p.language] = make(map[string]string)
		}
		return readTexts(p.texts, r.texts[p.language])
	case p.script != nil:
		r.scripts[p.script.ID] = p.script
	}
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
	l := &Library{byID: make(map[string]*Script), texts: r.texts, languages: make(map[string]*tongue)}
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
	r.addLanguages(l)
	l.unread = r.refused
	return l
}

// addLanguages adds every language that has patterns or learned words.
func (r *reader) addLanguages(l *Library) {
	shared := r.patterns[anyLanguage]
	delete(r.patterns, anyLanguage)
	for code := range r.words {
		r.patterns[code] = slices.Clip(r.patterns[code])
	}
	l.order = slices.Sorted(maps.Keys(r.patterns))
	for _, code := range l.order {
		t, refused := newTongue(code, shared, r.patterns[code], r.words[code])
		l.languages[code] = t
		r.refused = append(r.refused, refused...)
	}
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
