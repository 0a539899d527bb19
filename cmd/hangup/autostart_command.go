package main

// autostartCommand switches the start with the computer on or off, or says which it is.
type autostartCommand struct {
	Do string `arg:"" optional:"" enum:"on,off,ask" default:"ask"`
}

// run does what the command says and returns the exit code.
func (c autostartCommand) run(p *parts, data string) int {
	t := p.terminal()
	a, err := newAutostart(data)
	if err != nil {
		return t.Fail(err)
	}
	if c.Do != "ask" {
		if err := a.Set(c.Do == "on"); err != nil {
			return t.Fail(err)
		}
	}
	on, err := a.On()
	if err != nil {
		return t.Fail(err)
	}
	return t.Autostart(on)
}
