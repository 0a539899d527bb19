// Package assets embeds the files that are part of the program: the sources of the starter list, the scam scripts, the words that spell
// a fingerprint, and the icons. It decides nothing.
package assets

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed starter/*.toml scripts/*.toml scripts/patterns/*.toml scripts/words/*.txt words/*.txt checks/*.toml icons/*.svg icon.svg icon.png
var files embed.FS

// Starter returns the TOML files of the starter list, which package starter reads.
func Starter() fs.FS {
	sub, _ := fs.Sub(files, "starter") // fails only on a name that is not a path
	return sub
}

// Scripts returns the scam scripts that are part of the program, with their texts and patterns, which package script reads.
func Scripts() fs.FS {
	sub, _ := fs.Sub(files, "scripts")
	return sub
}

// Checks returns the guided checks and the recovery steps, which package check reads.
func Checks() fs.FS {
	sub, _ := fs.Sub(files, "checks")
	return sub
}

// WordCount is the number of words in each language: one word says ten bits.
const WordCount = 1024

// Words returns the words of a language ("en" or "ru") in which a fingerprint is read out over the phone, sorted; nil
// when there are none in that language. Word i says the ten bits of i, so the lists never change.
func Words(language string) []string {
	text, err := files.ReadFile("words/" + language + ".txt")
	if err != nil {
		return nil
	}
	return strings.Fields(string(text))
}

// AppIcon returns the program's icon as SVG.
func AppIcon() []byte { return read("icon.svg") }

// AppIconPNG returns the program's icon as PNG, 512 by 512 pixels.
func AppIconPNG() []byte { return read("icon.png") }

// Icon returns a sign of the screens as SVG, 24 by 24 and black so that it can be tinted, by its file name without the
// ending, such as "hang_up"; nil when there is none of that name.
func Icon(name string) []byte { return read("icons/" + name + ".svg") }

func read(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		return nil
	}
	return data
}
