package main

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
)

// autostartPath is the place of a launch agent of one person, as launchd.plist(5) tells it.
func autostartPath() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "LaunchAgents", appID+".plist"), err
}

func autostartEntry(command []string) (string, error) {
	var arguments strings.Builder
	for _, argument := range command {
		arguments.WriteString("<string>")
		if err := xml.EscapeText(&arguments, []byte(argument)); err != nil {
			return "", err
		}
		arguments.WriteString("</string>")
	}
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Label</key><string>` + appID + `</string>
<key>ProgramArguments</key><array>` + arguments.String() + `</array>
<key>RunAtLoad</key><true/>
<key>ProcessType</key><string>Interactive</string>
</dict></plist>
`, nil
}

// startsProgram is always true: macOS keeps elsewhere that an agent was switched off in its settings.
func startsProgram(string) bool { return true }
