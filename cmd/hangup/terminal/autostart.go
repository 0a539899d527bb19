package terminal

import "hangup/blocklist"

// Autostart says whether the program starts with the computer, and returns the exit code.
func (t *Terminal) Autostart(on bool) int {
	if on {
		t.say(blocklist.Say("desktop.autostart.is_on"))
	} else {
		t.say(blocklist.Say("desktop.autostart.is_off"))
	}
	return ExitOK
}
