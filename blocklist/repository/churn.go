package repository

import "time"

// How much of a pack may leave, and how much may come, from one edition to another. About 1 % of a living list changes
// in a day: half of that leaves, for nobody complained again, and as much comes. A day may bring four times that, and
// at once as much again as a large feed that is taken in or falls away. So a day's edition may change 12 % each way, a
// week's 24 %, and a list that doubles or loses half within a week is refused. After 45 days anything goes, as it
// should: entries without a new complaint leave after half a year.
//
// Small packs change by leaps when a maker finds a new source, and can do little harm: FreeChange numbers may come and
// go at any time.
const (
	burstShare = 0.10
	dailyShare = 0.02
	// FreeChange is how many numbers may always come, and as many go.
	FreeChange = 5000
	// FreeRanges is the same for ranges, each of which warns of up to ten thousand numbers.
	FreeRanges = 500
)

// AllowedChange returns how many numbers may leave a pack of so many, and as many may come, in a time. Clients refuse an
// edition that changes more, and a maker does not build one, unless a person knows of it: whoever stole a key could
// list a whole country, or empty a list.
func AllowedChange(had int64, passed time.Duration) int64 {
	return max(changeShare(had, passed), FreeChange)
}

// AllowedRanges is [AllowedChange] for the ranges of a list.
func AllowedRanges(had int64, passed time.Duration) int64 {
	return max(changeShare(had, passed), FreeRanges)
}

func changeShare(had int64, passed time.Duration) int64 {
	days := max(passed.Hours()/24, 0)
	return int64(float64(had) * (burstShare + dailyShare*days))
}
