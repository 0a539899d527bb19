package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"hangup/blocklist/people"
	"hangup/blocklist/setup"
	"hangup/blocklist/store"
	"hangup/ui"
)

// windowSetup lets the window set the program up; it implements [ui.Setup]. The system knows best whether the program
// starts with the computer, so that is read there and not in home.db.
type windowSetup struct {
	*parts
	start autostart
}

// newWindowSetup returns the setup of the window, with the data folder of the command line if it is not the usual one.
func (p *parts) newWindowSetup() (windowSetup, error) {
	data := p.dir
	if usual, err := dataDir(); err == nil && data == usual {
		data = ""
	}
	start, err := newAutostart(data)
	return windowSetup{p, start}, err
}

func (s windowSetup) book() *setup.Book {
	return &setup.Book{People: &people.Book{Desk: s.desk}, Own: s.own(), Keeper: s.keeper}
}

// State implements [ui.Setup].
func (s windowSetup) State(ctx context.Context) (ui.SetupState, error) {
	saved, err := s.home.Settings(ctx)
	if err != nil {
		return ui.SetupState{}, err
	}
	on, err := s.start.On()
	state := ui.SetupState{
		FamilyWord: saved.FamilyWord, Schedule: ui.Schedule(saved.Schedule), Autostart: on, Locked: saved.Locked,
		Offered: saved.SetupOffered,
	}
	if state.Schedule == "" {
		state.Schedule = ui.Daily
	}
	return state, err
}

// SetFamilyWord implements [ui.Setup].
func (s windowSetup) SetFamilyWord(ctx context.Context, agreed bool) error {
	return (&people.Book{Desk: s.desk}).SetFamilyWord(ctx, agreed)
}

// SetSchedule implements [ui.Setup].
func (s windowSetup) SetSchedule(ctx context.Context, schedule ui.Schedule) error {
	return s.home.ChangeSettings(ctx, func(c *store.Settings) { c.Schedule = store.Schedule(schedule) })
}

// SetAutostart implements [ui.Setup].
func (s windowSetup) SetAutostart(ctx context.Context, on bool) error {
	if err := s.start.Set(on); err != nil {
		return err
	}
	return s.home.ChangeSettings(ctx, func(c *store.Settings) { c.StartsWithComputer = on })
}

// SetLocked implements [ui.Setup].
func (s windowSetup) SetLocked(ctx context.Context, locked bool) error {
	return s.home.ChangeSettings(ctx, func(c *store.Settings) { c.Locked = locked })
}

// SetOffered implements [ui.Setup].
func (s windowSetup) SetOffered(ctx context.Context) error {
	return s.home.ChangeSettings(ctx, func(c *store.Settings) { c.SetupOffered = true })
}

// Save implements [ui.Setup].
func (s windowSetup) Save(ctx context.Context, folder string) (string, error) {
	if err := s.readStart(ctx); err != nil {
		return "", err
	}
	name := "hangup-setup-" + s.desk.Now().Local().Format(time.DateOnly)
	path := filepath.Join(folder, name+".json")
	for i := 2; i <= mostOfOneDay && exists(path); i++ {
		path = filepath.Join(folder, fmt.Sprintf("%s-%d.json", name, i))
	}
	return path, s.book().Save(ctx, path)
}

// mostOfOneDay is how many setup files of one day a folder holds; the next one takes the place of the last.
const mostOfOneDay = 99

// exists reports whether there is something at a path that a file written there would replace.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// readStart notes in home.db, which a setup file is made from, what the system says of the start with the computer.
func (s windowSetup) readStart(ctx context.Context) error {
	on, err := s.start.On()
	if err != nil {
		return err
	}
	return s.home.ChangeSettings(ctx, func(c *store.Settings) { c.StartsWithComputer = on })
}

// Open implements [ui.Setup].
func (s windowSetup) Open(ctx context.Context, path string) (ui.SetupPlan, error) {
	if err := s.readStart(ctx); err != nil {
		return ui.SetupPlan{}, err
	}
	return planned(s.book().Open(ctx, path))
}

// Before implements [ui.Setup].
func (s windowSetup) Before(ctx context.Context) (ui.SetupPlan, error) {
	return planned(s.book().Before(ctx))
}

func planned(p *setup.Plan, err error) (ui.SetupPlan, error) {
	if err != nil {
		return ui.SetupPlan{}, err
	}
	return ui.SetupPlan{Changes: p.Changes, Source: p}, nil
}

// Apply implements [ui.Setup].
func (s windowSetup) Apply(ctx context.Context, p ui.SetupPlan) (ui.Preferences, error) {
	plan, ok := p.Source.(*setup.Plan)
	if !ok {
		return ui.Preferences{}, errors.New("setup: the plan was not read by Open or Before")
	}
	if err := s.book().Apply(ctx, plan); err != nil {
		return ui.Preferences{}, err
	}
	s.desk.Override("")
	now := plan.Settings
	preferences := ui.Preferences{Language: now.Language, TextSize: now.TextSize, Region: now.Region}
	on, err := s.start.On()
	if err == nil && on != now.StartsWithComputer {
		err = s.start.Set(now.StartsWithComputer)
	}
	return preferences, err
}
