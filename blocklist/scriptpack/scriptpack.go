// Package scriptpack carries a library of scam scripts as one file, from the maker of a list to those who follow it.
//
// The file is a ZIP archive of the tree that package script reads: scripts and texts at the top, patterns and
// learned words below. Several libraries become one by [Merge]; of each script, and of each file below, the first library
// that has it counts.
package scriptpack

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"hangup/blocklist/repository"
	"hangup/blocklist/script"
)

// What an archive may weigh, unpacked, by its own word. The starter has a quarter of that; package script does not take its
// word for it.
const (
	maxFiles = 4096
	maxBytes = 32 << 20
)

// Errors of [Write] and [Open].
var (
	ErrTooLarge = errors.New("scriptpack: too large")
	ErrEmpty    = errors.New("scriptpack: holds no script that can be used")
)

// Write packs a tree of files. The same files make the same bytes, whatever their dates. Other files than those package
// script reads are left out.
func Write(tree fs.FS) ([]byte, error) {
	names, err := filesOf(tree)
	if err != nil {
		return nil, err
	}
	files := make([]file, 0, len(names))
	for _, name := range names {
		data, err := fs.ReadFile(tree, name)
		if err != nil {
			return nil, fmt.Errorf("scriptpack: %w", err)
		}
		files = append(files, file{name, data})
	}
	data, err := archive(files, zip.Deflate)
	if err == nil && len(data) > repository.MaxSupplement {
		err = ErrTooLarge
	}
	return data, err
}

// byLanguage match the files of which the first library that has one counts.
var byLanguage = []string{"patterns/*.toml", "words/*.txt"}

// filesOf returns the names of the files that package script reads, in order.
func filesOf(tree fs.FS) ([]string, error) {
	return glob(tree, append([]string{"*.toml"}, byLanguage...))
}

func glob(tree fs.FS, patterns []string) ([]string, error) {
	var all []string
	for _, pattern := range patterns {
		names, err := fs.Glob(tree, pattern)
		if err != nil {
			return nil, fmt.Errorf("scriptpack: %w", err)
		}
		all = append(all, names...)
	}
	slices.Sort(all)
	return all, nil
}

type file struct {
	name string
	data []byte
}

// archive writes files in their order, all with the same date.
func archive(files []file, method uint16) ([]byte, error) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range files {
		out, err := w.CreateHeader(&zip.FileHeader{
			Name: f.name, Method: method, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
		})
		if err == nil {
			_, err = out.Write(f.data)
		}
		if err != nil {
			return nil, fmt.Errorf("scriptpack: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("scriptpack: %w", err)
	}
	return buf.Bytes(), nil
}

// Layer is one library with the files it was read from.
type Layer struct {
	Tree    fs.FS
	Library *script.Library
}

// Open reads an archive. Files in it that are refused do not harm the rest; it fails when the archive as a whole is
// broken or too large, or when nothing usable is left of it.
func Open(data []byte) (Layer, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Layer{}, fmt.Errorf("scriptpack: %w", err)
	}
	var size uint64
	for _, f := range r.File {
		size += min(f.UncompressedSize64, maxBytes+1)
	}
	if len(r.File) > maxFiles || size > maxBytes {
		return Layer{}, ErrTooLarge
	}
	return Read(r)
}

// Read reads a library from a tree of files. It fails when the tree as a whole cannot be read, or holds no script.
func Read(tree fs.FS) (Layer, error) {
	library, err := script.Read(tree)
	if err != nil {
		return Layer{}, fmt.Errorf("scriptpack: %w", err)
	}
	if len(library.Scripts("")) == 0 {
		return Layer{}, ErrEmpty
	}
	return Layer{tree, library}, nil
}

// Covers reports whether a library that comes after this one would add nothing to it: each of its scripts and files of
// patterns or learned words is here under the same name. It reads names only.
func (l Layer) Covers(tree fs.FS) (bool, error) {
	names, err := filesOf(tree)
	if err != nil {
		return false, err
	}
	refused := make(map[string]bool)
	for _, r := range l.Library.Refused() {
		refused[r.File] = true
	}
	for _, name := range names {
		id := strings.TrimSuffix(name, ".toml")
		here := false
		switch {
		case strings.Contains(id, "/"):
			_, err := fs.Stat(l.Tree, name)
			here = err == nil && !refused[name]
		case strings.Contains(id, "."):
			here = true // texts, which go with their scripts
		default:
			_, here = l.Library.Script(id)
		}
		if !here {
			return false, nil
		}
	}
	return true, nil
}

// Merge makes one library of several. Of a script that more than one has, all comes from the first of them: its facts and
// its texts in every language. Of files of patterns or learned words with the same name the first is taken. What a library refused of its
// own files takes no other's place.
func Merge(layers ...Layer) (*script.Library, error) {
	if len(layers) == 1 {
		return layers[0].Library, nil
	}
	m := merge{has: make(map[string]bool)}
	for i, layer := range layers {
		if err := m.add(i, layer); err != nil {
			return nil, err
		}
	}
	data, err := archive(m.files, zip.Store)
	if err != nil {
		return nil, err
	}
	tree, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("scriptpack: %w", err)
	}
	library, err := script.Read(tree)
	if err != nil {
		return nil, fmt.Errorf("scriptpack: %w", err)
	}
	return library, nil
}

type merge struct {
	files []file
	has   map[string]bool // by name
}

func (m *merge) add(index int, layer Layer) error {
	owned := make(map[string]bool)
	for _, s := range layer.Library.Scripts("") {
		name := s.ID + ".toml"
		if m.has[name] {
			continue
		}
		owned[s.ID] = true
		if err := m.copy(layer.Tree, name); err != nil {
			return err
		}
	}
	refused := make(map[string]bool)
	for _, r := range layer.Library.Refused() {
		refused[r.File] = true
	}
	names, err := glob(layer.Tree, byLanguage)
	if err != nil {
		return err
	}
	for _, name := range names {
		if m.has[name] || refused[name] {
			continue
		}
		if err := m.copy(layer.Tree, name); err != nil {
			return err
		}
	}
	return m.addTexts(index, layer.Library, owned)
}

func (m *merge) copy(tree fs.FS, name string) error {
	f, err := tree.Open(name)
	if err != nil {
		return fmt.Errorf("scriptpack: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBytes)) // package script was content with it
	if err != nil {
		return fmt.Errorf("scriptpack: %w", err)
	}
	m.has[name] = true
	m.files = append(m.files, file{name, data})
	return nil
}

// addTexts adds the texts of the scripts that are taken from a library.
func (m *merge) addTexts(index int, l *script.Library, owned map[string]bool) error {
	for code, texts := range l.Texts() {
		mine := make(map[string]string)
		for id, text := range texts {
			if parts := strings.Split(id, "."); len(parts) == 3 && owned[parts[1]] {
				mine[id] = text
			}
		}
		if len(mine) == 0 {
			continue
		}
		data, err := toml.Marshal(mine)
		if err != nil {
			return fmt.Errorf("scriptpack: %w", err)
		}
		m.files = append(m.files, file{fmt.Sprintf("texts_%d.%s.toml", index, code), data})
	}
	return nil
}
