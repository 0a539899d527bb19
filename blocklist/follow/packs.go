package follow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"

	"hangup/blocklist"
	"hangup/blocklist/phone"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

// Errors about the choice of packs.
var (
	ErrHomePack   = &blocklist.Error{Message: blocklist.Say("error.packs.home")}    // the home country's cannot be left out
	ErrHeardPack  = &blocklist.Error{Message: blocklist.Say("error.packs.heard")}   // calls are expected from there
	ErrNoSuchPack = &blocklist.Error{Message: blocklist.Say("error.packs.unknown")} // neither a country nor a pack
)

// Pack is a part of the followed lists that can be chosen: the numbers of one calling code.
type Pack struct {
	Code string // what lists call it
	// Regions are the countries whose numbers it holds, the home country first; none for services beyond countries.
	Regions []blocklist.Region
	Home    bool // the home country's, which is always wanted
	Wanted  bool
	Here    bool      // its numbers are on this computer
	Old     bool      // here, but not looked after at the last sync, since bytes cost money
	Waits   bool      // wanted, but not to be fetched while bytes cost money
	Date    time.Time // of the edition that the numbers here belong to; zero when none are
	Entries int64     // numbers: of those here, or else of those offered, in all lists together
	Bytes   int64     // to download for them; 0 once they are here
}

// Name names the pack by its countries and its calling code.
func (p Pack) Name() blocklist.Message { return nameOf(p.Code, p.Regions) }

// NameOf is [Pack.Name] for the pack of a calling code.
func NameOf(code string) blocklist.Message { return nameOf(code, regionsOf(code, "")) }

func nameOf(code string, regions []blocklist.Region) blocklist.Message {
	m := blocklist.Message{ID: "packs.world", Args: blocklist.Args{"Code": code}}
	switch len(regions) {
	case 0:
		return m
	case 1:
		m.ID = "packs.country"
	case 2:
		m.ID = "packs.two_countries"
		m.Args["Second"] = regions[1]
	default:
		m.ID = "packs.countries"
		m.Args["Count"] = len(regions) - 1
	}
	m.Args["Country"] = regions[0]
	return m
}

// State says in a sentence whether the numbers are here, how old and how many they are, or what they cost.
func (p Pack) State() blocklist.Message {
	m := blocklist.Message{ID: "packs.offered", Args: blocklist.Args{
		"Entries": int(p.Entries), "Size": int((p.Bytes + 1023) / 1024), "Date": p.Date,
	}}
	switch {
	case p.Here && p.Old:
		m.ID = "packs.old"
	case p.Here:
		m.ID = "packs.here"
	case p.Wanted && p.Bytes == 0:
		return blocklist.Say("packs.not_offered")
	case p.Waits:
		m.ID = "packs.waits"
	case p.Wanted:
		m.ID = "packs.to_come"
	}
	return m
}

// Choice is what can be chosen, and what was.
type Choice struct {
	Packs   []Pack // those wanted or here first, the home country's at the front; then by calling code
	Metered bool
	// Offered says why what the lists offer could not be read; then Packs holds only what is wanted or here.
	Offered error
}

// Packs returns what can be chosen of the followed lists. It asks each of them for its catalog, and downloads no pack.
func (k *Keeper) Packs(ctx context.Context) (Choice, error) {
	free := k.syncing.TryLock()
	if free {
		defer k.syncing.Unlock()
	}
	followed, err := k.Home.Followed(ctx)
	if err != nil {
		return Choice{}, fmt.Errorf("follow: %w", err)
	}
	w, err := k.wishes(ctx)
	if err != nil {
		return Choice{}, err
	}
	choice := Choice{Metered: w.metered}
	if len(followed) == 0 {
		return choice, nil
	}
	packs := map[string]*Pack{}
	pack := func(code string) *Pack {
		if packs[code] == nil {
			packs[code] = &Pack{Code: code, Wanted: slices.Contains(w.codes(), code), Home: code == w.home}
			packs[code].Regions = regionsOf(code, w.region)
		}
		return packs[code]
	}
	for _, code := range w.codes() {
		pack(code)
	}
	for _, f := range followed {
		if err := k.here(ctx, f, pack); err != nil {
			return Choice{}, err
		}
		var catalog *repository.Catalog
		err := error(update.ErrBusy)
		if free {
			catalog, err = k.Client.Offers(ctx, f)
		}
		if err != nil {
			k.Log.Warn("catalog not read", "list", f.ID, "error", err)
			choice.Offered = err
			continue
		}
		if err := k.offered(ctx, f, catalog, pack); err != nil {
			return Choice{}, err
		}
	}
	for _, p := range packs {
		p.Waits = p.Wanted && !p.Here && !p.Home && w.metered
		choice.Packs = append(choice.Packs, *p)
	}
	slices.SortFunc(choice.Packs, inOrder)
	return choice, nil
}

// here adds what is on this computer of a list.
func (k *Keeper) here(ctx context.Context, f store.Followed, pack func(code string) *Pack) error {
	id := cmp.Or(f.Replaces, f.ID)
	held, err := k.List.Packs(ctx, id)
	if err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	edition, err := k.edition(ctx, id)
	if err != nil {
		return err
	}
	for _, h := range held {
		p := pack(h.Code)
		p.Here = true
		p.Entries += h.Entries
		if edition != nil && h.Current.Before(edition.Date) {
			p.Old = true
		}
		if p.Date.IsZero() || h.Current.Before(p.Date) {
			p.Date = h.Current
		}
	}
	return nil
}

// offered adds what a list offers beside that.
func (k *Keeper) offered(ctx context.Context, f store.Followed, c *repository.Catalog, pack func(code string) *Pack) error {
	held, err := k.List.Packs(ctx, cmp.Or(f.Replaces, f.ID))
	if err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	for _, offer := range c.Packs {
		if !slices.ContainsFunc(held, func(h store.Pack) bool { return h.Code == offer.Code }) {
			p := pack(offer.Code)
			p.Entries += offer.Entries
			p.Bytes += offer.Bytes
		}
	}
	return nil
}

// inOrder sorts packs: the home country's, the others that are wanted or here, and the rest.
func inOrder(a, b Pack) int {
	rank := func(p Pack) int {
		switch {
		case p.Home:
			return 0
		case p.Wanted || p.Here:
			return 1
		}
		return 2
	}
	x, _ := strconv.Atoi(a.Code)
	y, _ := strconv.Atoi(b.Code)
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(x, y), cmp.Compare(a.Code, b.Code))
}

// PackOf returns what lists call the numbers of a country, given by its two letters, or of a calling code with or
// without its plus. It fails with [ErrNoSuchPack].
func PackOf(name string) (code string, err error) {
	name = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(name)), "+")
	if code := phone.CallingCode(blocklist.Region(name)); code != "" {
		return code, nil
	}
	if n, err := strconv.Atoi(name); err == nil && strconv.Itoa(n) == name && len(phonenumbers.GetRegionCodesForCountryCode(n)) > 0 {
		return strconv.Itoa(n), nil
	}
	return "", blocklist.Errorf(ErrNoSuchPack.Message, "pack of %d bytes", len(name))
}

// regionsOf returns the countries of a calling code: the home country first, else the one with the most people.
func regionsOf(code string, home blocklist.Region) (regions []blocklist.Region) {
	n, err := strconv.Atoi(code)
	if err != nil {
		return nil
	}
	for _, r := range phonenumbers.GetRegionCodesForCountryCode(n) {
		switch {
		case r == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY:
		case blocklist.Region(r) == home:
			regions = slices.Insert(regions, 0, home)
		default:
			regions = append(regions, blocklist.Region(r))
		}
	}
	return regions
}

// AddPack remembers that a pack is wanted. It comes with the next sync.
func (k *Keeper) AddPack(ctx context.Context, code string) error {
	if err := k.Home.ChoosePack(ctx, code); err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	return nil
}

// RemovePack remembers that a pack is not wanted, and removes its numbers of all lists at once. It fails with
// [ErrHomePack] and [ErrHeardPack].
func (k *Keeper) RemovePack(ctx context.Context, code string) error {
	k.syncing.Lock()
	defer k.syncing.Unlock()
	w, err := k.wishes(ctx)
	switch {
	case err != nil:
		return err
	case code == w.home:
		return ErrHomePack
	case slices.Contains(w.heard, code):
		return ErrHeardPack
	}
	if err := k.Home.DropPack(ctx, code); err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	followed, err := k.Home.Followed(ctx)
	if err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	for _, f := range followed {
		for _, id := range []string{f.ID, f.Replaces} {
			if id == "" {
				continue
			}
			if err := k.List.RemovePack(ctx, id, code); err != nil {
				return fmt.Errorf("follow: %w", err)
			}
		}
	}
	return nil
}

// SetMetered decides whether bytes cost money: then only the home country's pack is kept current.
func (k *Keeper) SetMetered(ctx context.Context, metered bool) error {
	if err := k.Home.SetMetered(ctx, metered); err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	return nil
}

// wishes are which packs the person wants, and why.
type wishes struct {
	region  blocklist.Region
	home    string   // of their own country; empty while that is not known
	heard   []string // of countries that calls are expected from
	chosen  []string
	metered bool
}

func (k *Keeper) wishes(ctx context.Context) (w wishes, err error) {
	settings, err := k.Home.Settings(ctx)
	if err == nil {
		w.region, err = k.Region(ctx)
	}
	if err == nil {
		w.chosen, err = k.Home.ChosenPacks(ctx)
	}
	if err == nil {
		w.metered, err = k.Home.Metered(ctx)
	}
	if err != nil {
		return wishes{}, fmt.Errorf("follow: %w", err)
	}
	w.home = phone.CallingCode(w.region)
	for _, r := range settings.HearsFrom {
		if code := phone.CallingCode(r); code != "" {
			w.heard = append(w.heard, code)
		}
	}
	return w, nil
}

// codes returns all packs that are wanted.
func (w wishes) codes() []string {
	codes := slices.Concat(w.heard, w.chosen)
	if w.home != "" {
		codes = append(codes, w.home)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
