package follow_test

import (
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/store"
)

func TestDue(t *testing.T) {
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		schedule store.Schedule
		ago, in  time.Duration // the last sync, and the next
		failed   bool
		never    bool // by itself
	}{
		"not chosen":            {"", 3 * time.Hour, 21 * time.Hour, false, false},
		"daily":                 {store.ScheduleDaily, 30 * time.Hour, -6 * time.Hour, false, false},
		"weekly":                {store.ScheduleWeekly, 2 * day, 5 * day, false, false},
		"by hand":               {store.ScheduleManual, 90 * day, 0, false, true},
		"after a failure":       {store.ScheduleDaily, time.Hour, 5 * time.Hour, true, false},
		"the clock was ahead":   {store.ScheduleWeekly, -400 * day, 0, false, false},
		"weekly, and it failed": {store.ScheduleWeekly, day, day*7/4 - day, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeeper(t)
			_, f := serve(t, k, "+12026360105,,5,")
			must(t, k.Home.ChangeSettings(t.Context(), func(s *store.Settings) { s.Schedule = c.schedule }))
			due, ok, err := k.Due(t.Context())
			if err != nil || ok == c.never || ok && due.After(k.Now()) {
				t.Errorf("before the first sync: %v, %v, %v", due, ok, err)
			}
			at := k.Now()
			must(t, k.Home.SaveSync(t.Context(), f.ID, store.SyncReport{
				At: at.Add(-c.ago), OK: !c.failed, Message: blocklist.Say("sync.no_news"),
			}))
			due, ok, err = k.Due(t.Context())
			if err != nil || ok == c.never {
				t.Fatalf("due %v, %v", ok, err)
			}
			if got := due.Sub(at); ok && (got < c.in-time.Minute || got > c.in+time.Minute) {
				t.Errorf("due in %v, want %v", got, c.in)
			}
		})
	}
}

func TestDueWithoutLists(t *testing.T) {
	if due, ok, err := newKeeper(t).Due(t.Context()); ok || err != nil {
		t.Errorf("due %v, %v", due, err)
	}
}

func TestSyncsByTheSchedule(t *testing.T) {
	k := newKeeper(t)
	serve(t, k, "+12026360105,,5,")
	choose := func(schedule store.Schedule) {
		must(t, k.Home.ChangeSettings(t.Context(), func(s *store.Settings) { s.Schedule = schedule }))
	}
	choose(store.ScheduleManual)
	if k.SyncIfDue(t.Context(), 12*time.Hour) {
		t.Error("by hand means that nobody is asked")
	}
	if found, err := k.List.Find(t.Context(), 12026360105); err != nil || len(found) > 0 {
		t.Errorf("numbers came: %v, %v", found, err)
	}
	choose(store.ScheduleWeekly)
	if !k.SyncIfDue(t.Context(), 0) {
		t.Error("a list that was never synced is not due")
	}
	if k.SyncIfDue(t.Context(), 12*time.Hour) {
		t.Error("weekly, and due again at once")
	}
	choose(store.ScheduleDaily)
	if k.SyncIfDue(t.Context(), 12*time.Hour) || !k.SyncIfDue(t.Context(), 24*time.Hour) {
		t.Error("daily is not a day from the last sync")
	}
}
