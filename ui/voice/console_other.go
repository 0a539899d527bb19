//go:build !windows

package voice

import "os/exec"

func hideConsole(*exec.Cmd) {}
