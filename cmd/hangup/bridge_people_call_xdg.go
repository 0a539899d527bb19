//go:build !windows && !darwin

package main

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// callsHere reports whether links to phone numbers have a program: a default one, one that was added, or one that says
// of itself that it opens them, by the Association between MIME types and applications of freedesktop.org, version 1.0.1.
func callsHere() bool {
	if _, err := exec.LookPath("xdg-open"); err != nil { // by which the toolkit opens links
		return false
	}
	removed := map[string]bool{}
	for _, path := range associations() {
		groups := keyFile(path)
		for _, name := range entries(groups["Default Applications"]) {
			if opensLinks(name) {
				return true
			}
		}
		for _, group := range []string{"Added Associations", "MIME Cache"} {
			for _, name := range entries(groups[group]) {
				if !removed[name] && opensLinks(name) {
					return true
				}
			}
		}
		for _, name := range entries(groups["Removed Associations"]) {
			removed[name] = true
		}
	}
	return false
}

// associations returns the files that say which programs open what, the one that counts most first. What desktop
// entries say of themselves is in the cache beside them.
func associations() []string {
	var names []string
	for desktop := range strings.SplitSeq(os.Getenv("XDG_CURRENT_DESKTOP"), ":") {
		if desktop != "" {
			names = append(names, strings.ToLower(desktop)+"-mimeapps.list")
		}
	}
	names = append(names, "mimeapps.list")
	var all []string
	add := func(folder string, names ...string) {
		for _, name := range names {
			all = append(all, filepath.Join(folder, name))
		}
	}
	config, _ := os.UserConfigDir() // absolute or empty
	for _, folder := range folders(config, cmp.Or(os.Getenv("XDG_CONFIG_DIRS"), "/etc/xdg")) {
		add(folder, names...)
	}
	for _, folder := range applications() {
		add(folder, append(slices.Clone(names), "mimeinfo.cache")...)
	}
	return all
}

// applications returns the folders of desktop entries.
func applications() []string {
	data := os.Getenv("XDG_DATA_HOME")
	if home, err := os.UserHomeDir(); data == "" && err == nil {
		data = filepath.Join(home, ".local", "share")
	}
	all := folders(data, cmp.Or(os.Getenv("XDG_DATA_DIRS"), "/usr/local/share:/usr/share"))
	for i := range all {
		all[i] = filepath.Join(all[i], "applications")
	}
	return all
}

// folders returns the absolute ones of one and a list; the others are to be ignored.
func folders(own, list string) []string {
	all := append([]string{own}, filepath.SplitList(list)...)
	return slices.DeleteFunc(all, func(folder string) bool { return !filepath.IsAbs(folder) })
}

// opensLinks reports whether a desktop entry is there and in force, and its program too. In its name a dash may stand
// for a folder.
func opensLinks(name string) bool {
	if name != filepath.Base(name) {
		return false
	}
	for _, folder := range applications() {
		for _, path := range []string{name, strings.Replace(name, "-", "/", 1)} {
			if entry := keyFile(filepath.Join(folder, path))["Desktop Entry"]; entry != nil {
				return entry["Hidden"] != "true" && installed(entry["Exec"])
			}
		}
	}
	return false
}

// installed reports whether the program of an Exec line is there.
func installed(command string) bool {
	program, _, _ := strings.Cut(command, " ")
	if quoted, ok := strings.CutPrefix(command, `"`); ok {
		program, _, _ = strings.Cut(quoted, `"`)
	}
	_, err := exec.LookPath(program)
	return err == nil
}

// entries are the desktop entries that a group names for links to phone numbers.
func entries(group map[string]string) []string {
	return strings.FieldsFunc(group["x-scheme-handler/"+callScheme], func(r rune) bool { return r == ';' })
}

// mostKeyFile is more than any key file of a desktop has, in bytes.
const mostKeyFile = 4 << 20

// keyFile reads the groups of a key file. One that cannot be read has none.
func keyFile(path string) map[string]map[string]string {
	if info, err := os.Stat(path); err != nil || info.Size() > mostKeyFile {
		return nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	groups := map[string]map[string]string{}
	var group map[string]string
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			group = map[string]string{}
			groups[strings.TrimSuffix(name, "]")] = group
		} else if key, value, ok := strings.Cut(line, "="); ok && group != nil {
			group[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return groups
}
