//go:build windows || darwin

package main

import "time"

// trayShown is always true: the system has a place for icons.
func trayShown(time.Duration) bool { return true }

func trayPossible(time.Duration) bool { return true }
