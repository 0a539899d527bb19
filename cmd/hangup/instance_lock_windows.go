package main

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// errorSharingViolation is a system error code that package syscall does not name.
const errorSharingViolation = syscall.Errno(32)

// lockInstance takes the lock file for this process until it is closed, or fails with errClaimed: the file is opened
// shared with nobody. The system lets go of it when the process ends, however it ends.
func lockInstance(path string) (io.Closer, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	const shareWithNobody = 0
	handle, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, shareWithNobody, nil,
		syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, errorSharingViolation) {
		return nil, errClaimed
	}
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), nil
}
