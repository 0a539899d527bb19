//go:build unix

package update_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hangup/blocklist"
	keeping "hangup/blocklist/follow"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// childTask names, in the environment, what a copy of the test program does in place of the tests.
const childTask = "HANGUP_UPDATE_TASK"

func TestMain(m *testing.M) {
	task := os.Getenv(childTask)
	if task == "" {
		os.Exit(m.Run())
	}
	if err := childTasks[task](context.Background(), os.Args[1]); err != nil {
		fmt.Println(blocklist.Explain(err).ID, err)
		os.Exit(1)
	}
}

// childTasks do what a person's computer does, in a data folder.
var childTasks = map[string]func(ctx context.Context, dir string) error{
	// Syncs once and prints the id of the message that says how it went.
	"sync": func(ctx context.Context, dir string) error {
		limitFiles()
		c, err := openComputer(ctx, dir)
		if err != nil {
			return err
		}
		reports, err := c.keeper.SyncAll(ctx, nil)
		if err != nil {
			return errors.Join(err, c.close())
		}
		fmt.Println(reports[0].Message.ID)
		return c.close()
	},
	// Syncs until it is killed, and says when it is about to begin.
	"sync-for-ever": func(ctx context.Context, dir string) error {
		c, err := openComputer(ctx, dir)
		if err != nil {
			return err
		}
		fmt.Println("syncing")
		for {
			reports, err := c.keeper.SyncAll(ctx, nil)
			if err != nil {
				return err
			}
			if !reports[0].OK {
				return fmt.Errorf("sync: %s", reports[0].Message.ID)
			}
		}
	},
}

// computer is what a person has, with a data folder on the disk.
type computer struct {
	home   *store.Home
	list   *store.List
	keeper *keeping.Keeper
}

func openComputer(ctx context.Context, dir string) (*computer, error) {
	log, now := slog.New(slog.DiscardHandler), func() time.Time { return start.Add(24 * time.Hour) }
	options := store.Options{Log: log, Now: now}
	home, err := store.OpenHome(ctx, filepath.Join(dir, "home.db"), options)
	if err != nil {
		return nil, err
	}
	list, err := store.OpenList(ctx, filepath.Join(dir, "list.db"), options)
	if err != nil {
		return nil, errors.Join(err, home.Close())
	}
	return &computer{home, list, &keeping.Keeper{
		Client: &update.Client{
			List: list, TrustDir: filepath.Join(dir, "trust"), Now: now, Log: log, Limits: update.Limits{Tries: 2, Pause: 1},
		},
		List: list, Home: home, Now: now, Log: log,
		Region: func(context.Context) (blocklist.Region, error) { return "RU", nil },
	}}, nil
}

func (c *computer) close() error { return errors.Join(c.list.Close(), c.home.Close()) }

// personal is what a person would miss most.
type personal struct {
	Settings store.Settings
	Contacts []store.Contact
	Followed []store.Followed
}

func (c *computer) personal(ctx context.Context) (string, error) {
	var p personal
	var errs [3]error
	p.Settings, errs[0] = c.home.Settings(ctx)
	p.Contacts, errs[1] = c.home.Contacts(ctx)
	p.Followed, errs[2] = c.home.Followed(ctx)
	data, err := json.Marshal(p)
	return string(data), errors.Join(errs[0], errs[1], errs[2], err)
}

// newComputer makes a data folder of somebody in Russia who hears from Britain and follows the list at an address.
func newComputer(t *testing.T, dir, url string, root []byte) {
	t.Helper()
	ctx := t.Context()
	c, err := openComputer(ctx, dir)
	must(t, err)
	must(t, c.home.SaveSettings(ctx, store.Settings{Language: "ru", HearsFrom: []blocklist.Region{"GB"}}))
	contact := store.Contact{Contact: blocklist.Contact{Name: "Daughter"}, Dial: "+447700900123"}
	_, err = c.home.SaveContact(ctx, contact)
	must(t, err)
	_, err = c.home.Follow(ctx, &repository.Card{Name: "Test list", URL: url, Root: root})
	must(t, err)
	must(t, c.close())
}

// child is a running copy of the test program.
type child struct {
	*exec.Cmd
	t      *testing.T
	stdout *bufio.Reader
}

// startChild starts a copy of the test program with a task. It is killed when the test ends before it does.
func startChild(t *testing.T, task, dir string, environment ...string) *child {
	t.Helper()
	return startChanged(t, task, dir, func(cmd *exec.Cmd) { cmd.Env = append(cmd.Env, environment...) })
}

func startChanged(t *testing.T, task, dir string, change func(*exec.Cmd)) *child {
	t.Helper()
	program, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), program, dir)
	cmd.Env = append(os.Environ(), childTask+"="+task)
	cmd.Stderr = os.Stderr
	change(cmd)
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	return &child{cmd, t, bufio.NewReader(stdout)}
}

// line returns the next line the child prints.
func (c *child) line() string {
	c.t.Helper()
	line, err := c.stdout.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		c.t.Fatal(err)
	}
	return strings.TrimSpace(line)
}
