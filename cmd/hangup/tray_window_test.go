//go:build binaries && !windows && !darwin

package main

import (
	"bufio"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

// panel is a desktop's place for tray icons, on a bus of its own.
type panel struct {
	conn  *dbus.Conn
	bus   string
	items chan string // the bus names of icons that were registered
}

// RegisterStatusNotifierItem is called by programs on the bus.
func (p *panel) RegisterStatusNotifierItem(_ string, sender dbus.Sender) *dbus.Error {
	p.items <- string(sender)
	return nil
}

func startPanel(t *testing.T) *panel {
	t.Helper()
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { daemon.Process.Kill(); daemon.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	p := &panel{bus: strings.TrimSpace(line), items: make(chan string, 4)}
	if p.conn, err = dbus.Connect(p.bus); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.conn.Close() })
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	const path = "/StatusNotifierWatcher"
	must(p.conn.Export(p, path, watcher))
	_, err = prop.Export(p.conn, path, prop.Map{watcher: {
		"IsStatusNotifierHostRegistered": {Value: true},
		"RegisteredStatusNotifierItems":  {Value: []string{}},
		"ProtocolVersion":                {Value: int32(0)},
	}})
	must(err)
	_, err = p.conn.RequestName(watcher, dbus.NameFlagDoNotQueue)
	must(err)
	return p
}

// layout is a menu as com.canonical.dbusmenu gives it.
type layout struct {
	ID       int32
	Props    map[string]dbus.Variant
	Children []dbus.Variant
}

// menu returns the ids of the menu's items by their labels.
func (p *panel) menu(t *testing.T, icon string) (labels []string, ids map[string]int32) {
	t.Helper()
	var revision uint32
	var root layout
	err := p.conn.Object(icon, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.GetLayout", 0,
		int32(0), int32(-1), []string{}).Store(&revision, &root)
	if err != nil {
		t.Fatal(err)
	}
	ids = make(map[string]int32)
	for _, child := range root.Children {
		var item layout
		if err := dbus.Store(child.Value().([]any), &item.ID, &item.Props, &item.Children); err != nil {
			t.Fatal(err)
		}
		if label, ok := item.Props["label"].Value().(string); ok && label != "" {
			labels, ids[label] = append(labels, label), item.ID
		}
	}
	return labels, ids
}

func (p *panel) click(t *testing.T, icon string, id int32) {
	t.Helper()
	err := p.conn.Object(icon, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.Event", 0,
		id, "clicked", dbus.MakeVariant(""), uint32(0)).Err
	if err != nil {
		t.Fatal(err)
	}
}

// until reads the menu again and again until it has the labels.
func (p *panel) until(t *testing.T, icon string, want ...string) map[string]int32 {
	t.Helper()
	var labels []string
	for range 10_000 {
		var ids map[string]int32
		if labels, ids = p.menu(t, icon); slices.Equal(labels, want) {
			return ids
		}
	}
	t.Fatalf("the menu is %q, want %q", labels, want)
	return nil
}

// TestWindowTray starts the program hidden beside a panel and works it from the icon's menu alone.
func TestWindowTray(t *testing.T) {
	display, panel := startDisplay(t), startPanel(t)
	cmd := exec.Command(program(t, "hangup"), "window", "--hidden", "--data", t.TempDir(), "--lang", "ru", "--region", "RU")
	cmd.Env = append(display.env(), "DBUS_SESSION_BUS_ADDRESS="+panel.bus, "XDG_CONFIG_HOME="+t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() { cmd.Process.Kill() })

	icon := <-panel.items
	const check, open, quit = "Проверить номер", "Открыть HangUp", "Закрыть HangUp"
	const pause, resume = "Сегодня не обновлять списки", "Снова обновлять списки"
	ids := panel.until(t, icon, check, open, pause, quit)
	panel.click(t, icon, ids[pause])
	ids = panel.until(t, icon, check, open, resume, quit)
	panel.click(t, icon, ids[resume])
	ids = panel.until(t, icon, check, open, pause, quit)

	panel.click(t, icon, ids[check])
	command(t, display.env(), "xdotool", "search", "--sync", "--onlyvisible", "--name", "HangUp")
	display.until(t, "rus", regexp.MustCompile(`(?i)номер`))

	panel.click(t, icon, ids[quit])
	if err := <-ended; err != nil {
		t.Errorf("the program ended with %v", err)
	}
}

// closing counts what becomes of a window.
type closing struct {
	fyne.Window
	hidden, closed int
}

func (c *closing) Hide()  { c.hidden++ }
func (c *closing) Close() { c.closed++ }

// TestWindowCloses closes the window where the icon stays, where nobody asked for it, and where no icon is shown.
func TestWindowCloses(t *testing.T) {
	panel := startPanel(t)
	icon := &tray{beside: func() bool { return true }}
	for _, c := range []struct {
		name, bus string
		tray      *tray
		hides     bool
	}{
		{"at hand", panel.bus, icon, true},
		{"not asked for", panel.bus, &tray{beside: func() bool { return false }}, false},
		{"no panel", "unix:path=/nowhere", icon, false},
		{"no tray", panel.bus, nil, false},
	} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", c.bus)
		w := &closing{}
		c.tray.closes(w)
		if hides := w.hidden == 1 && w.closed == 0; hides != c.hides {
			t.Errorf("%s: hidden %d times, closed %d times", c.name, w.hidden, w.closed)
		}
	}
}
