//go:build !windows

package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// readAutostart reports whether there is a file that starts the program, and that does not say to leave it.
func readAutostart() (bool, error) {
	path, err := autostartPath()
	if err != nil {
		return false, err
	}
	entry, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && startsProgram(string(entry)), err
}

// writeAutostart puts the file in place whole, so that the system never reads half of it.
func writeAutostart(command []string) error {
	path, err := autostartPath()
	if err != nil {
		return err
	}
	entry, err := autostartEntry(command)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".hangup-*")
	if err != nil {
		return err
	}
	_, err = temp.WriteString(entry)
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}

func removeAutostart() error {
	path, err := autostartPath()
	if err != nil {
		return err
	}
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
