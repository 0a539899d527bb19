package main

import (
	"errors"
	"os"
	"path/filepath"

	"hangup/blocklist"
)

// errAutostart is what a person is told when the start with the computer cannot be changed.
var errAutostart = &blocklist.Error{Message: blocklist.Say("desktop.autostart.failed")}

// autostart is the start with the computer: at login the program starts hidden, ready in a moment. Each system keeps
// that where its own settings show it, so a person may change it there as well.
type autostart struct {
	command []string // the program and its arguments
}

// newAutostart returns the start of this very program, with the data folder of the command line if one was named.
func newAutostart(data string) (autostart, error) {
	program, err := os.Executable()
	if err != nil {
		return autostart{}, failedAutostart(err)
	}
	a := autostart{[]string{program, "window", "--hidden"}}
	if data != "" {
		if data, err = filepath.Abs(data); err != nil {
			return autostart{}, failedAutostart(err)
		}
		a.command = append(a.command, "--data", data)
	}
	return a, nil
}

// On reports whether the program starts with the computer. An error is errAutostart.
func (a autostart) On() (bool, error) {
	on, err := readAutostart()
	return on, failedAutostart(err)
}

// Set switches it on or off; that it is so already is no error. An error is errAutostart.
func (a autostart) Set(on bool) error {
	if on {
		return failedAutostart(writeAutostart(a.command))
	}
	return failedAutostart(removeAutostart())
}

func failedAutostart(err error) error {
	if err == nil || errors.Is(err, errAutostart) {
		return err
	}
	return &blocklist.Error{Message: errAutostart.Message, Err: err}
}
