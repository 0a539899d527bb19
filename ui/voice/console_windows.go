package voice

import (
	"os/exec"
	"syscall"
)

// hideConsole keeps a black window from opening over the screen that is read.
func hideConsole(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }
