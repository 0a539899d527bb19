// Package sealed writes and reads JSON files that carry a SHA-256 of their content, so that a damaged copy is noticed.
//
// A file is one object:
//
//	{
//	  "format": "hangup-setup",
//	  "version": 1,
//	  "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
//	  "content": {...}
//	}
//
// The sum is taken over content in the canonical form of RFC 8785 (JSON Canonicalization Scheme): no spaces, members
// sorted by name, strings with as few escapes as there can be. So it stays the same when a program indents the file or
// sorts it otherwise. Content has whole numbers only, of at most 15 digits, which need no rule for how fractions are
// written. Anybody can work the sum out with a library for RFC 8785 and a SHA-256.
//
// The sum tells accidents, not forgers: whoever changes a file can write a new sum.
package sealed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Why a file is refused.
var (
	ErrOther   = errors.New("sealed: a file of another kind")
	ErrNewer   = errors.New("sealed: a newer version of the format")
	ErrDamaged = errors.New("sealed: the content is not what was written")
)

// envelope is the file around the content.
type envelope struct {
	Format  string          `json:"format"`
	Version int             `json:"version"`
	SHA256  string          `json:"sha256"` // 64 lower case hexadecimal digits
	Content json.RawMessage `json:"content"`
}

// Seal returns the file for a content, indented, and the sum in hexadecimal digits.
func Seal(format string, version int, content any) (file []byte, sum string, err error) {
	canonical, err := Canonical(content)
	if err != nil {
		return nil, "", err
	}
	sum = Sum(canonical)
	compactContent, err := marshal(content)
	if err != nil {
		return nil, "", err
	}
	whole, err := marshal(envelope{format, version, sum, compactContent})
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, whole, "", "  "); err != nil {
		return nil, "", fmt.Errorf("sealed: %w", err)
	}
	return append(bytes.TrimSpace(out.Bytes()), '\n'), sum, nil
}

// Open checks a file and decodes its content into a pointer. The error is [ErrOther] for a file of another format,
// [ErrNewer] for another version of this one, and [ErrDamaged] when the content does not fit its sum or the pointer: a
// member that is not known is damage too.
func Open(file []byte, format string, version int, content any) error {
	var e envelope
	err := json.Unmarshal(file, &e)
	switch {
	case err != nil && !json.Valid(file):
		if bytes.Contains(file, []byte(format)) {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return fmt.Errorf("%w: %w", ErrOther, err)
	case e.Format != format:
		return fmt.Errorf("%w: format %.40q", ErrOther, e.Format)
	case e.Version != version:
		return fmt.Errorf("%w: version %d", ErrNewer, e.Version)
	case err != nil:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	canonical, err := Canonical(e.Content)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if Sum(canonical) != e.SHA256 {
		return fmt.Errorf("%w: another sum", ErrDamaged)
	}
	decoder := json.NewDecoder(bytes.NewReader(e.Content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(content); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// Sum returns the SHA-256 of some bytes in lower case hexadecimal digits.
func Sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// wholeNumber is one that JSON writes in one way only.
var wholeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,14})$`)

// Canonical returns a value as JSON in the form of RFC 8785. The value's numbers must be whole.
func Canonical(value any) ([]byte, error) {
	data, err := marshal(value)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("sealed: %w", err)
	}
	if err := checkNumbers(tree); err != nil {
		return nil, err
	}
	// Package json sorts the members of maps by bytes; RFC 8785 by UTF-16 units. Names here are ASCII, where both agree.
	data, err = marshal(tree)
	return unescapeSeparators(data), err
}

func checkNumbers(tree any) error {
	switch tree := tree.(type) {
	case json.Number:
		if !wholeNumber.MatchString(tree.String()) {
			return errors.New("sealed: a number that is not whole")
		}
	case []any:
		for _, item := range tree {
			if err := checkNumbers(item); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, item := range tree {
			if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r > '~' }) {
				return errors.New("sealed: a member's name is not plain ASCII")
			}
			if err := checkNumbers(item); err != nil {
				return err
			}
		}
	}
	return nil
}

func marshal(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("sealed: %w", err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// unescapeSeparators undoes the one escape of package json that RFC 8785 does not know: that of U+2028 and U+2029.
func unescapeSeparators(data []byte) []byte {
	return escape.ReplaceAllFunc(data, func(found []byte) []byte {
		switch string(found) {
		case `\u2028`:
			return []byte("\u2028")
		case `\u2029`:
			return []byte("\u2029")
		}
		return found
	})
}

// escape matches whole escapes from the left, so that the second half of `\\` never begins one.
var escape = regexp.MustCompile(`\\(u[0-9a-f]{4}|.)`)

// WriteFile puts data into the file at a path at once: it is the old one or the new one, whole, at every moment.
func WriteFile(path string, data []byte) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), ".hangup-*.tmp")
	if err != nil {
		return fmt.Errorf("sealed: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	_, err = temp.Write(data)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return fmt.Errorf("sealed: %w", err)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return fmt.Errorf("sealed: %w", err)
	}
	return nil
}

// ReadFile reads a file of at most so many bytes; a larger one is [ErrDamaged].
func ReadFile(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("sealed: %w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, fmt.Errorf("sealed: %w", err)
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrDamaged, most)
	}
	return data, nil
}
