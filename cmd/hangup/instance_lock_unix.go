//go:build !windows

package main

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// lockInstance takes the lock file for this process until it is closed, or fails with errClaimed. The system lets go of
// it when the process ends, however it ends.
func lockInstance(path string) (io.Closer, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return file, nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = errClaimed
	}
	return nil, errors.Join(err, file.Close())
}
