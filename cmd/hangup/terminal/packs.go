package terminal

import (
	"context"

	"hangup/blocklist"
	"hangup/blocklist/follow"
)

// PacksOptions say what to change of the choice of packs.
type PacksOptions struct {
	Add, Remove []string // countries by their two letters, or calling codes
	Metered     string   // "on", "off", or empty to leave it
	JSON        bool
}

// packsJSON is what `hangup packs --json` writes.
type packsJSON struct {
	Metered bool       `json:"metered"`
	Packs   []packJSON `json:"packs"`
	// Error says why what the lists offer is not known.
	Error *sentence `json:"error,omitempty"`
}

type packJSON struct {
	Code    string             `json:"code"`
	Regions []blocklist.Region `json:"regions"`
	Home    bool               `json:"home"`
	Wanted  bool               `json:"wanted"`
	Here    bool               `json:"here"`
	Old     bool               `json:"old"`
	Entries int64              `json:"entries"`
	Bytes   int64              `json:"bytes"` // to download
}

// Packs changes which countries' numbers are wanted, and says which there are and what they cost to download.
func (t *Terminal) Packs(ctx context.Context, o PacksOptions) int {
	changed, err := t.choosePacks(ctx, o)
	if err != nil {
		return t.fail(err, o.JSON)
	}
	if changed && !o.JSON {
		return ExitOK
	}
	choice, err := t.Keeper.Packs(ctx)
	if err != nil {
		return t.fail(err, o.JSON)
	}
	if o.JSON {
		t.json(t.packsJSON(choice))
		return ExitOK
	}
	for _, p := range choice.Packs {
		t.line("%s: %s", t.Words.Say(p.Name()), t.Words.Say(p.State()))
	}
	if len(choice.Packs) == 0 {
		t.say(blocklist.Say("packs.none"))
	}
	t.metered(choice.Metered)
	if choice.Offered != nil {
		t.say(blocklist.Say("packs.not_known"))
		return t.fail(choice.Offered, false)
	}
	return ExitOK
}

// choosePacks makes the changes, and reports whether there were any.
func (t *Terminal) choosePacks(ctx context.Context, o PacksOptions) (changed bool, err error) {
	tell := func(id, code string) {
		if changed = true; !o.JSON {
			t.say(blocklist.Message{ID: id, Args: blocklist.Args{"Pack": follow.NameOf(code)}})
		}
	}
	for _, name := range o.Remove {
		code, err := follow.PackOf(name)
		if err == nil {
			err = t.Keeper.RemovePack(ctx, code)
		}
		if err != nil {
			return changed, err
		}
		tell("cli.packs.removed", code)
	}
	for _, name := range o.Add {
		code, err := follow.PackOf(name)
		if err == nil {
			err = t.Keeper.AddPack(ctx, code)
		}
		if err != nil {
			return changed, err
		}
		tell("cli.packs.added", code)
	}
	if o.Metered != "" {
		on := o.Metered == "on"
		if err := t.Keeper.SetMetered(ctx, on); err != nil {
			return changed, err
		}
		if changed = true; !o.JSON {
			t.metered(on)
		}
	}
	return changed, nil
}

func (t *Terminal) metered(on bool) {
	if on {
		t.say(blocklist.Say("packs.metered.on"))
	} else {
		t.say(blocklist.Say("packs.metered.off"))
	}
}

func (t *Terminal) packsJSON(c follow.Choice) packsJSON {
	answer := packsJSON{Metered: c.Metered, Packs: []packJSON{}}
	for _, p := range c.Packs {
		regions := p.Regions
		if regions == nil {
			regions = []blocklist.Region{}
		}
		answer.Packs = append(answer.Packs, packJSON{p.Code, regions, p.Home, p.Wanted, p.Here, p.Old, p.Entries, p.Bytes})
	}
	if c.Offered != nil {
		m := blocklist.Explain(c.Offered)
		answer.Error = &sentence{m.ID, t.Words.Say(m)}
	}
	return answer
}
