package main

import (
	"errors"
	"strings"
	"syscall"

	"golang.org/x/sys/windows/registry"
)

// runKey lists what starts when this person logs in; the value's name is the program's.
const (
	runKey   = `Software\Microsoft\Windows\CurrentVersion\Run`
	runValue = "HangUp"
)

func readAutostart() (bool, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer key.Close()
	_, _, err = key.GetStringValue(runValue)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func writeAutostart(command []string) error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer key.Close()
	quoted := make([]string, 0, len(command))
	for _, argument := range command {
		quoted = append(quoted, syscall.EscapeArg(argument))
	}
	return key.SetStringValue(runValue, strings.Join(quoted, " "))
}

func removeAutostart() error {
	key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer key.Close()
	if err := key.DeleteValue(runValue); !errors.Is(err, registry.ErrNotExist) {
		return err
	}
	return nil
}
