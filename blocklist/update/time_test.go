package update_test

import (
	"context"
	"testing"
	"time"

	"hangup/blocklist/update"
)

const day = 24 * time.Hour

func TestAnExpiredListIsOldNotEmpty(t *testing.T) {
	for name, after := range map[string]time.Duration{
		"timestamp": 15 * day, "snapshot": 31 * day, "targets": 366 * day, "root": 3 * 366 * day,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.mustSync()
			w.clock = start.Add(after)
			w.mustFail(update.ErrExpired)
			w.expect(firstEdition)
			w.mustFail(update.ErrExpired)

			fresh := newWorld(t)
			fresh.clock = w.clock
			fresh.mustFail(update.ErrExpired)
		})
	}
}

func TestEachRoleMayExpireAlone(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.clock = start.Add(31 * day)
	w.now = w.clock
	w.edition++
	w.stamp(1, w.files["metadata/1.snapshot.json"]) // a new timestamp for an old snapshot
	w.mustFail(update.ErrExpired)
	w.expect(firstEdition)

	w.publish() // a new snapshot, and roles of packs that were signed a month ago
	w.mustFail(update.ErrExpired)
	w.expect(firstEdition)

	w.publishNews()
	w.mustSync()
	w.expect(secondEdition)
}

func TestAListIsFreshAgainOnceItIsSignedAgain(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.clock = start.Add(60 * day)
	w.mustFail(update.ErrExpired)
	w.now = w.clock
	w.publishNews()
	w.mustSync()
	w.expect(secondEdition)
}

func TestAClockSetBackByYears(t *testing.T) {
	w := newWorld(t)
	w.clock = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	w.mustSync() // nothing is known of the time yet
	w.now = start.Add(20 * day)
	w.publish()
	w.mustSync() // from now on, the edition's date is

	// A list that ended before the newest date that is known is old, whatever the clock says.
	w.now = start
	w.publish()
	w.mustFail(update.ErrExpired)
	w.expect(firstEdition)
}

func TestABuildIsNeverOlderThanItsTime(t *testing.T) {
	w := newWorld(t)
	w.clock = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	w.client.BuildTime = start.Add(15 * day)
	w.mustFail(update.ErrExpired)
	w.client.BuildTime = start.Add(-day)
	w.mustSync()
	w.expect(firstEdition)
}

func TestAClockFarAheadBreaksNothing(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.clock = start.AddDate(30, 0, 0)
	w.publishNews()
	w.clock = start.AddDate(30, 0, 0)
	w.mustFail(update.ErrExpired)
	w.expect(firstEdition)
	w.clock = start.Add(2 * day)
	w.mustSync() // once the clock is right again
	w.expect(secondEdition)
}

func TestTheClockMayTurnBackBetweenSyncs(t *testing.T) {
	w := newWorld(t)
	w.mustSync()
	w.publishNews()
	w.clock = start.AddDate(-20, 0, 0)
	result := w.mustSync()
	w.expect(secondEdition)
	stored, err := w.list.Edition(context.Background(), w.follow.ID)
	must(t, err)
	if stored.Version != 2 || result.Edition.Version != 2 {
		t.Errorf("edition %d, %d", stored.Version, result.Edition.Version)
	}
}
