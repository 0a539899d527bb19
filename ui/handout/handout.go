// Package handout makes the pages people print: the recovery steps, the card for the fridge, and the statement about a
// call.
//
// A page is one HTML file that needs nothing else: the browser shapes and prints every script right. It runs no script
// and fetches nothing, by a policy of its own that the browser enforces, so that a name or a sentence in it can do no
// harm whoever wrote it. Text is 14 points and larger, black on white.
package handout

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"

	"hangup/blocklist"
	"hangup/i18n"
)

// Errors of this package.
var (
	// ErrNotWritten is returned when the file of a page cannot be written.
	ErrNotWritten = &blocklist.Error{Message: blocklist.Say("print.not_written")}
	// ErrNotErased is returned when a page cannot be erased.
	ErrNotErased = &blocklist.Error{Message: blocklist.Say("print.not_erased")}
)

// Page is a page to print. The functions named after the pages make one.
type Page struct {
	name     string // part of the file's name
	words    *i18n.Words
	title    string
	lead     string
	sections []section
	foot     []string
}

// section is a part of a page that is not broken over two sheets where that can be helped.
type section struct {
	Heading string
	Big     string // one sentence in very large type
	Text    []string
	Own     string // what a person wrote, kept as it is
	Rows    []Row
	Steps   []Step
	Blanks  []string // what to fill in by hand
	Code    string   // a long code, broken anywhere
}

// Row is a line of a table: what it is, and its value.
type Row struct{ Name, Value string }

//go:embed handout.html
var layout string

//go:embed handout.css
var style string

var pages = template.Must(template.New("handout").Parse(layout))

// HTML returns the page as one file.
func (p Page) HTML() ([]byte, error) {
	var out bytes.Buffer
	code := p.words.Language().Code
	err := pages.Execute(&out, map[string]any{
		"Language": code, "Direction": direction(code), "Policy": policy(), "Style": template.CSS(style),
		"Name": p.words.ID("app.name"), "Title": p.title, "Lead": p.lead, "Sections": p.sections, "Foot": p.foot,
	})
	if err != nil {
		return nil, fmt.Errorf("handout: %w", err)
	}
	return out.Bytes(), nil
}

// policy allows the one style sheet that is part of the page, and nothing else (W3C Content Security Policy Level 3).
func policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// direction returns in which direction a language is written.
func direction(code string) string {
	script, _ := language.Make(code).Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return "rtl"
	}
	return "ltr"
}

// Write writes the page into a folder, which it makes if it is missing, and returns the file's path. Nobody else on the
// computer can read the file. Its name holds the page's kind and the day, and nothing that was typed. An error is
// [ErrNotWritten], with the folder.
func (p Page) Write(folder string, now time.Time) (path string, err error) {
	page, err := p.HTML()
	if err != nil {
		return "", err
	}
	failed := func(err error) error {
		return &blocklist.Error{
			Message: blocklist.Message{ID: ErrNotWritten.Message.ID, Args: blocklist.Args{"Folder": folder}}, Err: err,
		}
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", failed(err)
	}
	// The name is new each time, so that no file is ever written over and nobody else's is written through.
	file, err := os.CreateTemp(folder, "hangup-"+p.name+"-"+now.Format("2006-01-02")+"-*.html")
	if err != nil {
		return "", failed(err)
	}
	_, err = file.Write(page)
	if err = errors.Join(err, file.Close()); err != nil {
		return "", failed(errors.Join(err, os.Remove(file.Name())))
	}
	return filepath.Abs(file.Name())
}

// written is what [Page.Write] calls its files.
var written = regexp.MustCompile(`^hangup-[a-z]+-\d{4}-\d\d-\d\d-\d+\.html$`)

// Erase removes every page that was written into a folder, and nothing else. A folder that is missing holds none. An
// error is [ErrNotErased], with the folder; all that could be removed is then gone.
func Erase(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if e.Type().IsRegular() && written.MatchString(e.Name()) {
			err = errors.Join(err, os.Remove(filepath.Join(folder, e.Name())))
		}
	}
	if err != nil {
		return &blocklist.Error{
			Message: blocklist.Message{ID: ErrNotErased.Message.ID, Args: blocklist.Args{"Folder": folder}}, Err: err,
		}
	}
	return nil
}

// URL returns the address of a file that [Page.Write] wrote, to be opened in the browser.
func URL(path string) *url.URL {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive of Windows
	}
	return &url.URL{Scheme: "file", Path: path}
}
