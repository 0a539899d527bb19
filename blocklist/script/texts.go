package script

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	textPrefix = "script."
	// maxTextRunes bounds one text: three sentences and room.
	maxTextRunes = 800
)

// textParts are the parts a script's texts may have.
var textParts = []string{
	"title", "story", "sign", "next",
	"tell1", "tell2", "tell3", "tell4", "tell5", "tell6", "tell7", "tell8", "tell9",
	"do1", "do2", "do3", "do4", "do5", "do6", "do7", "do8", "do9",
}

var (
	textID    = regexp.MustCompile(`^script\.([a-z][a-z0-9_]{0,39})\.(title|story|sign|next|tell[1-9]|do[1-9])$`)
	textsName = regexp.MustCompile(`^[a-z0-9_]+\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.toml$`)
)

// readTexts adds the texts of one file to those of its language. Nothing is added when it fails.
func readTexts(data map[string]any, all map[string]string) error {
	more := make(map[string]string)
	if err := flatten("", data, more); err != nil {
		return err
	}
	for id, text := range more {
		switch {
		case !textID.MatchString(id):
			return fmt.Errorf("no text of a script is called %.60q", id)
		case all[id] != "":
			return fmt.Errorf("%s stands in two files", id)
		case strings.TrimSpace(text) == "":
			return fmt.Errorf("%s is empty", id)
		case strings.ContainsFunc(text, unicode.IsControl):
			return fmt.Errorf("%s holds control characters", id)
		case strings.Contains(text, "{{"):
			return fmt.Errorf("%s looks like a template", id)
		case utf8.RuneCountInString(text) > maxTextRunes || !utf8.ValidString(text):
			return fmt.Errorf("%s is too long or no text", id)
		}
	}
	for id, text := range more {
		all[id] = text
	}
	return nil
}

// flatten writes nested tables as ids with points between the names.
func flatten(prefix string, table map[string]any, into map[string]string) error {
	for name, value := range table {
		id := prefix + name
		switch value := value.(type) {
		case string:
			into[id] = value
		case map[string]any:
			if len(id) > 100 {
				return errors.New("tables stand too deep in each other")
			}
			if err := flatten(id+".", value, into); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%.60q is no text", id)
		}
	}
	return nil
}
