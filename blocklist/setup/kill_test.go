package setup_test

import (
	"bufio"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"hangup/blocklist"
	"hangup/blocklist/diary"
	"hangup/blocklist/sealed"
	"hangup/blocklist/store"
)

var kills = flag.Int("kills", 200, "kill the program `n` times while it writes")

// lanes is how many computers are killed side by side.
const lanes = 2

// childDir names, in the environment, the data folder in which a copy of the test program acts for ever.
const childDir = "HANGUP_SETUP_DIR"

func TestMain(m *testing.M) {
	dir := os.Getenv(childDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	if err := actForEver(context.Background(), dir); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// actForEver does one act after another, from the one after the number in its argument, and prints the number of each
// that was said to be saved.
func actForEver(ctx context.Context, dir string) error {
	last, err := strconv.Atoi(os.Args[1])
	if err != nil {
		return err
	}
	c, err := openComputer(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Println("open")
	for n := last + 1; ; n++ {
		if err := c.act(ctx, n); err != nil {
			return fmt.Errorf("act %d: %w", n, err)
		}
		fmt.Println(n)
	}
}

// saved is what a data folder holds, each thing by the number of the act that wrote it.
type saved struct {
	people   []int // people and banks, in their order
	settings int
	calls    []int // the oldest first
	ticks    []int
}

// after is what there must be after an act.
func (s saved) after(n int) saved {
	s.people, s.calls, s.ticks = slices.Clone(s.people), slices.Clone(s.calls), slices.Clone(s.ticks)
	switch n % 6 {
	case 0, 3:
		s.calls = append(s.calls, n)
	case 1:
		if len(s.people) == 0 {
			s.people = []int{n}
		} else {
			s.people[0] = n
		}
	case 2:
		s.settings = n
	case 4:
		s.settings, s.people = n, []int{n, n, n}
	case 5:
		switch {
		case n%30 == 5:
			s.calls = nil
		case n%30 == 11:
			s.ticks = nil
		default:
			s.ticks = append(s.ticks, n)
		}
	}
	return s
}

// act does what after says.
func (c *computer) act(ctx context.Context, n int) error {
	book := diary.Book{Desk: c.People.Desk}
	switch n % 6 {
	case 0, 3:
		_, err := book.Add(ctx, store.Call{At: stamp(n), Words: words(n), Party: blocklist.PartyBank, Given: []string{"code"}})
		return err
	case 1:
		list, err := c.People.List(ctx, blocklist.ContactPerson)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			_, _, err = c.People.Add(ctx, blocklist.ContactPerson, name(n), number(1, n))
		default:
			_, _, err = c.People.Change(ctx, list[0].ID, name(n), number(1, n))
		}
		return err
	case 2:
		return c.home.ChangeSettings(ctx, func(s *store.Settings) {
			s.FamilyWord, s.TextSize, s.Region = stamp(n), textSize(n), "RU"
		})
	case 4:
		return c.applySetup(ctx, n)
	}
	switch {
	case n%30 == 5:
		return book.EraseAll(ctx)
	case n%30 == 11:
		return c.home.KeepTicks(ctx, store.PlanRecovery, nil)
	}
	ticked, err := c.home.Ticks(ctx, store.PlanRecovery)
	if err != nil {
		return err
	}
	return c.home.KeepTicks(ctx, store.PlanRecovery, append(slices.Collect(maps.Keys(ticked)), strconv.Itoa(n)))
}

func (c *computer) applySetup(ctx context.Context, n int) error {
	contact := func(kind int) map[string]any { return map[string]any{"name": name(n), "number": number(kind, n)} }
	file, _, err := sealed.Seal("hangup-setup", 1, map[string]any{
		"startsWithComputer": true, "familyWord": stamp(n), "textSize": textSize(n),
		"people": []any{contact(1), contact(2)}, "banks": []any{contact(3)},
	})
	if err != nil {
		return err
	}
	plan, err := c.Read(ctx, file)
	if err != nil {
		return err
	}
	return c.Apply(ctx, plan)
}

func stamp(n int) time.Time { return today.Add(-time.Duration(1_000_000-n) * time.Minute) }
func textSize(n int) int    { return 20 + n%20 }

// number returns a number that tells the act and the kind.
func number(kind, n int) string { return fmt.Sprintf("+7916%d%06d", kind, n) }

// name spells the number of an act in letters, for digits would look like a code.
func name(n int) string {
	return "Anna " + strings.Map(func(digit rune) rune { return digit - '0' + 'a' }, strconv.Itoa(n))
}

func words(n int) string { return strings.Repeat(name(n)+" called. ", 100) + "End." }

// look opens a data folder as the program does, checks that everything in it is whole, and says what it is.
func look(t *testing.T, dir string) (s saved) {
	t.Helper()
	ctx := t.Context()
	c, err := openComputer(ctx, dir)
	must(t, err)
	contacts, err := c.home.Contacts(ctx)
	must(t, err)
	for _, contact := range contacts {
		n, err := strconv.Atoi(contact.Dial[len("+79161"):])
		if err != nil || contact.Name != name(n) {
			t.Fatalf("half a contact: %+v", contact)
		}
		s.people = append(s.people, n)
	}
	settings, err := c.home.Settings(ctx)
	must(t, err)
	if !settings.FamilyWord.IsZero() {
		s.settings = 1_000_000 - int(today.Sub(settings.FamilyWord)/time.Minute)
		if settings.TextSize != textSize(s.settings) {
			t.Fatalf("half of the settings: %+v", settings)
		}
	}
	calls, err := c.home.Calls(ctx)
	must(t, err)
	for _, call := range slices.Backward(calls) {
		n := 1_000_000 - int(today.Sub(call.At)/time.Minute)
		if call.Words != words(n) || call.Party != blocklist.PartyBank || len(call.Given) != 1 {
			t.Fatalf("half a call: %+v", call)
		}
		s.calls = append(s.calls, n)
	}
	ticks, err := c.home.Ticks(ctx, store.PlanRecovery)
	must(t, err)
	for step := range ticks {
		n, err := strconv.Atoi(step)
		must(t, err)
		s.ticks = append(s.ticks, n)
	}
	slices.Sort(s.ticks)
	must(t, c.close())
	checkIntegrity(t, filepath.Join(dir, "home.db"))
	return s
}

func checkIntegrity(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path)
	must(t, err)
	defer db.Close()
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Fatalf("%s: %s %v", path, verdict, err)
	}
}

// The program may be killed at any moment. Whatever was said to be saved is there, and nothing is half there: the act
// it was killed in is done or not begun.
func TestKilledAtAnyMoment(t *testing.T) {
	var mu sync.Mutex
	acts, cut := 0, 0
	t.Run("lanes", func(t *testing.T) {
		for lane := range lanes {
			t.Run(strconv.Itoa(lane), func(t *testing.T) {
				t.Parallel()
				dir, last, want := t.TempDir(), 0, saved{}
				for range (*kills + lanes - 1) / lanes {
					told := killOnce(t, dir, last)
					for n := last + 1; n <= told; n++ {
						want = want.after(n)
					}
					got, next := look(t, dir), want.after(told+1)
					mu.Lock()
					acts += told - last
					mu.Unlock()
					switch last = told; {
					case same(got, next): // saved, and killed before it could say so
						last, want = told+1, next
						mu.Lock()
						cut++
						mu.Unlock()
					case !same(got, want):
						t.Fatalf("after act %d there is %+v, want %+v", told, got, want)
					}
				}
			})
		}
	})
	t.Logf("%d kills, %d acts said to be saved, %d saved and not said", *kills, acts, cut)
	if acts < *kills {
		t.Errorf("only %d acts in %d kills", acts, *kills)
	}
}

func same(a, b saved) bool {
	return slices.Equal(a.people, b.people) && a.settings == b.settings && slices.Equal(a.calls, b.calls) &&
		slices.Equal(a.ticks, b.ticks)
}

// killOnce starts a program that acts from the act after last on, kills it at a random moment after a random act, and
// returns the last act that it said was saved.
func killOnce(t *testing.T, dir string, last int) int {
	t.Helper()
	program, err := os.Executable()
	must(t, err)
	child := exec.CommandContext(t.Context(), program, strconv.Itoa(last))
	child.Env = append(os.Environ(), childDir+"="+dir)
	child.Stderr = os.Stderr
	stdout, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	lines := bufio.NewScanner(stdout)
	if !lines.Scan() || lines.Text() != "open" {
		t.Fatalf("child says %q", lines.Text())
	}
	for range rand.N(12) {
		if !lines.Scan() {
			t.Fatal("child says nothing more")
		}
		last = told(t, lines.Text())
	}
	<-time.After(rand.N(10 * time.Millisecond))
	must(t, child.Process.Kill())
	for lines.Scan() {
		last = told(t, lines.Text())
	}
	if err := child.Wait(); err == nil {
		t.Fatal("child ended by itself")
	}
	return last
}

func told(t *testing.T, line string) int {
	t.Helper()
	n, err := strconv.Atoi(line)
	if err != nil {
		t.Fatalf("child says %q", line)
	}
	return n
}
