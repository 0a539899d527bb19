//go:build !windows

package main

import (
	"errors"
	"os"
	"testing"
)

// Folders have permission bits here. On Windows the temporary folder is the person's own.
func TestOthersCannotReachIt(t *testing.T) {
	i := mustClaim(t, t.TempDir())
	info, err := os.Stat(i.folder)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder of the socket has the mode %v (%v), want 0700", info.Mode().Perm(), err)
	}
	folder := i.folder
	if err := errors.Join(i.Close(), i.Close()); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the socket is left behind: %v", err)
	}
}
