//go:build !windows && !darwin

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// autostartPath is by the Desktop Application Autostart Specification of freedesktop.org, version 0.5.
func autostartPath() (string, error) {
	config, err := os.UserConfigDir()
	return filepath.Join(config, "autostart", appID+".desktop"), err
}

// autostartEntry is by the Desktop Entry Specification of freedesktop.org, version 1.5.
func autostartEntry(command []string) (string, error) {
	quoted := make([]string, 0, len(command))
	for _, argument := range command {
		q, err := quoteExec(argument)
		if err != nil {
			return "", err
		}
		quoted = append(quoted, q)
	}
	return strings.Join([]string{
		"[Desktop Entry]", "Type=Application", "Version=1.5", "Name=HangUp", "Exec=" + strings.Join(quoted, " "),
		"Terminal=false", "StartupNotify=false", "X-GNOME-Autostart-enabled=true", "",
	}, "\n"), nil
}

// quoteExec quotes an argument of an Exec line: first as the quoting of arguments wants it, then as a value of type
// string. A percent sign would be a field code.
func quoteExec(argument string) (string, error) {
	if !utf8.ValidString(argument) || strings.ContainsFunc(argument, unicode.IsControl) {
		return "", errors.New("autostart: a path with control characters cannot stand in a desktop entry")
	}
	quoted := strings.NewReplacer(`"`, `\"`, "`", "\\`", `$`, `\$`, `\`, `\\`, `%`, `%%`).Replace(argument)
	return `"` + strings.ReplaceAll(quoted, `\`, `\\`) + `"`, nil
}

// startsProgram reports whether a desktop entry is in force; the settings of a desktop switch it off by a line.
func startsProgram(entry string) bool {
	for line := range strings.Lines(entry) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch strings.TrimSpace(key) + "=" + strings.TrimSpace(value) {
		case "Hidden=true", "X-GNOME-Autostart-enabled=false":
			return false
		}
	}
	return true
}
