package repository_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hangup/blocklist/repository"
)

const sum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func catalogJSON(change map[string]any) []byte {
	return object(map[string]any{
		"format": 1, "name": "Region list", "edition": 3, "date": "2026-11-01T10:00:00Z",
		"packs": []any{map[string]any{"code": "7", "entries": 10, "bytes": 100}},
	}, change)
}

func packJSON(change map[string]any) []byte {
	return object(map[string]any{
		"format": 1, "code": "7", "edition": 3, "date": "2026-11-01T10:00:00Z", "entries": 10, "bytes": 300_000,
		"sha256": sum, "parts": 2,
	}, change)
}

func object(fields, change map[string]any) []byte {
	for k, v := range change {
		fields[k] = v
	}
	data, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return data
}

func offers(codes ...string) (packs []any) {
	for _, code := range codes {
		packs = append(packs, map[string]any{"code": code, "entries": 1, "bytes": 1})
	}
	return packs
}

func TestParseCatalog(t *testing.T) {
	got, err := repository.ParseCatalog(catalogJSON(nil))
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "Region list" || got.Edition != 3 || len(got.Packs) != 1 || got.Packs[0].Code != "7" {
		t.Errorf("got %+v", got)
	}
	many := make([]string, 301)
	for i := range many {
		many[i] = fmt.Sprint(i + 1)
	}
	for name, change := range map[string]map[string]any{
		"no format":         {"format": 0},
		"no name":           {"name": " \u202e "},
		"edition 0":         {"edition": 0},
		"no date":           {"date": "0001-01-01T00:00:00Z"},
		"date is a number":  {"date": 5},
		"code twice":        {"packs": offers("7", "7")},
		"code with a plus":  {"packs": offers("+7")},
		"code with a zero":  {"packs": offers("07")},
		"code too long":     {"packs": offers("1000")},
		"code is a path":    {"packs": offers("../7")},
		"empty pack":        {"packs": []any{map[string]any{"code": "7", "entries": 0, "bytes": 9}}},
		"negative bytes":    {"packs": []any{map[string]any{"code": "7", "entries": 1, "bytes": -9}}},
		"too many packs":    {"packs": offers(many...)},
		"larger than 64 KB": {"more": strings.Repeat("x", repository.MaxCatalog)},
	} {
		t.Run(name, func(t *testing.T) {
			if c, err := repository.ParseCatalog(catalogJSON(change)); err == nil {
				t.Errorf("accepted as %+v", c)
			}
		})
	}
}

func TestParsePack(t *testing.T) {
	got, err := repository.ParsePack(packJSON(nil))
	if err != nil {
		t.Fatal(err)
	}
	want := repository.Pack{
		Format: 1, Code: "7", Edition: 3, Date: time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC),
		Entries: 10, Bytes: 300_000, SHA256: sum, Parts: 2,
	}
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("got  %+v\nwant %+v", *got, want)
	}
	for name, change := range map[string]map[string]any{
		"no format":                 {"format": 0},
		"hash is not hex":           {"sha256": strings.Repeat("x", 64)},
		"hash is short":             {"sha256": sum[:62]},
		"hash in upper case":        {"sha256": strings.ToUpper(sum)},
		"code is a path":            {"code": "7/../44"},
		"edition 0":                 {"edition": 0},
		"no entries":                {"entries": 0},
		"no parts":                  {"parts": 0},
		"too many parts":            {"parts": repository.MaxParts + 1, "bytes": 1 << 20},
		"parts of no bytes":         {"parts": 3, "bytes": 2},
		"more bytes than parts":     {"parts": 1, "bytes": repository.MaxPart + 1},
		"larger than 8 KB":          {"more": strings.Repeat("x", repository.MaxManifest)},
		"entries beyond any number": {"entries": json.Number("1e400")},
	} {
		t.Run(name, func(t *testing.T) {
			if p, err := repository.ParsePack(packJSON(change)); err == nil {
				t.Errorf("accepted as %+v", p)
			}
		})
	}
}

func TestParsePackWithDeltas(t *testing.T) {
	delta := func(from, to, bytes, parts int64) repository.Delta {
		return repository.Delta{From: from, To: to, Bytes: bytes, Parts: int(parts)}
	}
	want := []repository.Delta{delta(1, 2, 400, 1), delta(2, 3, 2*repository.MaxPart, 2), delta(1, 3, 700, 1)}
	got, err := repository.ParsePack(packJSON(map[string]any{"deltas": want}))
	if err != nil || !slices.Equal(got.Deltas, want) {
		t.Errorf("got %+v, error %v", got, err)
	}
	var most []repository.Delta
	for i := range int64(repository.MaxDeltas) {
		most = append(most, delta(1_000_000+i, 1_000_001+i, 99*repository.MaxPart, 99))
	}
	if _, err := repository.ParsePack(packJSON(map[string]any{"edition": 2_000_000, "deltas": most})); err != nil {
		t.Errorf("as many deltas as there may be: %v", err)
	}
	for name, wrong := range map[string][]repository.Delta{
		"backwards":                   {delta(3, 2, 400, 1)},
		"nowhere":                     {delta(2, 2, 400, 1)},
		"from nothing":                {delta(0, 2, 400, 1)},
		"beyond the edition":          {delta(2, 4, 400, 1)},
		"no parts":                    {delta(2, 3, 400, 0)},
		"too many parts":              {delta(2, 3, 1<<20, repository.MaxParts+1)},
		"parts of no bytes":           {delta(2, 3, 1, 2)},
		"more bytes than parts":       {delta(2, 3, repository.MaxPart+1, 1)},
		"twice the same":              {delta(2, 3, 400, 1), delta(2, 3, 500, 1)},
		"more than a client looks at": append(slices.Clone(most), delta(1, 2, 400, 1)),
	} {
		t.Run(name, func(t *testing.T) {
			change := map[string]any{"deltas": wrong}
			if len(wrong) > repository.MaxDeltas {
				change["edition"] = 2_000_000
			}
			if p, err := repository.ParsePack(packJSON(change)); err == nil {
				t.Errorf("accepted as %+v", p)
			}
		})
	}
}

func TestNewerFormatsAreRecognised(t *testing.T) {
	// The other fields of a newer format may have any shape, so they must not hide that it is newer.
	change := map[string]any{"format": 2, "date": []int{1}, "packs": "elsewhere", "code": 7}
	if _, err := repository.ParseCatalog(catalogJSON(change)); !errors.Is(err, repository.ErrNewFormat) {
		t.Errorf("catalog: %v", err)
	}
	if _, err := repository.ParsePack(packJSON(change)); !errors.Is(err, repository.ErrNewFormat) {
		t.Errorf("pack: %v", err)
	}
}

func TestNames(t *testing.T) {
	for got, want := range map[string]string{
		repository.PackName("44"):                                       "numbers/44/pack.json",
		repository.PartName("44", 12, 3):                                "numbers/44/12.0003",
		repository.NumbersRole("44"):                                    "numbers-44",
		repository.PartName("7", 1, 4095):                               "numbers/7/1.4095",
		repository.DeltaName("7", repository.Delta{From: 8, To: 15}, 2): "numbers/7/8-15.0002",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func FuzzParseCatalog(f *testing.F) {
	f.Add(catalogJSON(nil))
	f.Add(catalogJSON(map[string]any{"packs": offers("1", "44", "998")}))
	f.Add([]byte(`{"format":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := repository.ParseCatalog(data)
		if err != nil {
			return
		}
		if c.Name == "" || c.Edition < 1 || len(c.Packs) > repository.MaxPacks {
			t.Fatalf("accepted %+v", c)
		}
		codes := make([]string, len(c.Packs))
		for i, p := range c.Packs {
			codes[i] = p.Code
			if strings.Trim(p.Code, "0123456789") != "" || p.Code == "" || len(p.Code) > 3 {
				t.Fatalf("accepted the code %q", p.Code)
			}
		}
		slices.Sort(codes)
		if len(slices.Compact(codes)) != len(c.Packs) {
			t.Fatal("accepted a code twice")
		}
		again, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if len(again) <= repository.MaxCatalog {
			if _, err := repository.ParseCatalog(again); err != nil {
				t.Fatalf("refused what it accepted: %v", err)
			}
		}
	})
}

func FuzzParsePack(f *testing.F) {
	f.Add(packJSON(nil))
	f.Add(packJSON(map[string]any{"parts": 4096, "bytes": 4096 * repository.MaxPart}))
	f.Add(packJSON(map[string]any{"deltas": []repository.Delta{{From: 1, To: 3, Bytes: 9, Parts: 1}}}))
	f.Add([]byte(`{"format":1,"format":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := repository.ParsePack(data)
		if err != nil {
			return
		}
		for _, d := range p.Deltas {
			if d.From < 1 || d.To <= d.From || d.To > p.Edition || d.Parts < 1 || d.Bytes > int64(d.Parts)*repository.MaxPart {
				t.Fatalf("accepted the delta %+v", d)
			}
		}
		if p.Parts < 1 || p.Parts > repository.MaxParts || p.Bytes > int64(p.Parts)*repository.MaxPart {
			t.Fatalf("accepted %+v", p)
		}
		again, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		second, err := repository.ParsePack(again)
		if err != nil || !second.Date.Equal(p.Date) || second.SHA256 != p.SHA256 {
			t.Fatalf("read back as %+v, %v", second, err)
		}
		if !bytes.Contains(again, []byte(p.SHA256)) {
			t.Fatal("the hash was lost")
		}
	})
}
