package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"hangup/blocklist"
)

// scheduleCommand prints systemd units that keep a list alive without anybody at the keyboard.
type scheduleCommand struct {
	User           bool
	PassphraseFile string
	Fetch          string
	To             string
}

// unit is one file for systemd.
type unit struct {
	name, text string
}

func (c *scheduleCommand) run(ctx context.Context, p *program) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	units, err := c.units(p)
	if err != nil {
		return err
	}
	if p.json {
		files := make(map[string]string)
		for _, u := range units {
			files[u.name] = u.text
		}
		return writeJSON(p.out, files)
	}
	timers := ""
	for _, u := range units {
		if strings.HasSuffix(u.name, ".timer") {
			timers += " " + u.name
		}
	}
	folder, control := "/etc/systemd/system", "systemctl"
	if c.User {
		folder, control = "~/.config/systemd/user", "systemctl --user"
	}
	c.comment(p, blocklist.Message{ID: "maker.schedule.install", Args: blocklist.Args{
		"Folder": folder, "Command": control + " daemon-reload && " + control + " enable --now" + timers,
	}})
	for _, u := range units {
		fmt.Fprintf(p.out, "\n# %s/%s\n%s", folder, u.name, u.text)
	}
	return nil
}

// comment prints a message as comment lines.
func (c *scheduleCommand) comment(p *program, m blocklist.Message) {
	for line := range strings.Lines(p.words.Say(m)) {
		fmt.Fprintln(p.out, strings.TrimRight("# "+line, " \n"))
	}
}

func (c *scheduleCommand) units(p *program) ([]unit, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("schedule: %w", err)
	}
	dir, err := filepath.Abs(p.dir)
	if err != nil {
		return nil, fmt.Errorf("schedule: %w", err)
	}
	sign := []string{program, "--dir", dir, "sign"}
	var credential string
	if c.PassphraseFile != "" {
		file, err := filepath.Abs(c.PassphraseFile)
		if err != nil {
			return nil, fmt.Errorf("schedule: %w", err)
		}
		credential = file
	}
	last := [][]string{sign}
	if c.To != "" {
		last = append(last, []string{program, "--dir", dir, "publish", "--to", c.To})
	}
	weekly, err := c.service(p, "maker.schedule.weekly", dir, credential, last)
	if err != nil {
		return nil, err
	}
	units := []unit{
		{"hangup-list-weekly.service", weekly},
		{"hangup-list-weekly.timer", c.timer(p, "maker.schedule.weekly", "weekly")},
	}
	if c.Fetch == "" {
		return units, nil
	}
	all := append([][]string{{"/bin/sh", "-c", c.Fetch}, {program, "--dir", dir, "build"}}, last...)
	daily, err := c.service(p, "maker.schedule.daily", dir, credential, all)
	if err != nil {
		return nil, err
	}
	return append(units,
		unit{"hangup-list-daily.service", daily},
		unit{"hangup-list-daily.timer", c.timer(p, "maker.schedule.daily", "daily")}), nil
}

// service returns a unit that runs commands one after the other, until one fails, with no more rights than they need.
func (c *scheduleCommand) service(p *program, what, dir, credential string, commands [][]string) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "[Unit]\nDescription=%s\nWants=network-online.target\nAfter=network-online.target\n\n", p.words.ID(what))
	fmt.Fprintf(&b, "[Service]\nType=oneshot\nWorkingDirectory=%s\n", specifier(filepath.Dir(dir)))
	environment := "/etc/hangup-list.env"
	if c.User {
		environment = "%h/.config/hangup-list.env"
	} else {
		account, err := user.Current()
		if err != nil {
			return "", fmt.Errorf("schedule: %w", err)
		}
		fmt.Fprintf(&b, "User=%s\n", account.Username)
	}
	fmt.Fprintf(&b, "EnvironmentFile=-%s\n", environment)
	if credential != "" {
		fmt.Fprintf(&b, "LoadCredential=passphrase:%s\n", specifier(credential))
	}
	for _, command := range commands {
		line := make([]string, len(command))
		for i, word := range command {
			line[i] = quoted(word)
		}
		if credential != "" && command[len(command)-1] == "sign" {
			line = append(line, "--passphrase-file", "%d/passphrase")
		}
		fmt.Fprintf(&b, "ExecStart=%s\n", strings.Join(line, " "))
	}
	fmt.Fprint(&b, "NoNewPrivileges=yes\n")
	if !c.User { // a user's own service manager may not set these up
		writable := quoted(filepath.Dir(dir))
		if u, err := url.Parse(c.To); err == nil && u.Scheme == "file" {
			writable += " " + quoted("-"+filepath.FromSlash(u.Path))
		}
		fmt.Fprintf(&b, "ProtectSystem=strict\nPrivateTmp=yes\nReadWritePaths=%s\n", writable)
	}
	return b.String(), nil
}

// timer returns a unit that starts the service of its name, later the same day when the machine was off.
func (c *scheduleCommand) timer(p *program, what, when string) string {
	return fmt.Sprintf("[Unit]\nDescription=%s\n\n[Timer]\nOnCalendar=%s\nRandomizedDelaySec=1h\nPersistent=true\n\n"+
		"[Install]\nWantedBy=timers.target\n", p.words.ID(what), when)
}

// specifier keeps systemd from reading a percent sign as its own.
func specifier(s string) string { return strings.ReplaceAll(s, "%", "%%") }

// quoted writes a word of a command line so that systemd passes it on as it is.
func quoted(word string) string {
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%", "$", "$$", "\n", `\n`).Replace(word)
	if word != "" && !strings.ContainsAny(word, " \t\n\"'\\;") {
		return escaped
	}
	return `"` + escaped + `"`
}
