package ui_test

import (
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the pictures that the screens are compared with")

// goldens are few on purpose: what all screens have in common is told by TestLayout.
var goldens = map[string][]view{
	"home":            {{"en", 20, 1366, 700}, {"ru", 40, 800, 600}},
	"check":           {{"ru", 20, 1366, 700}},
	"check-numbers":   {{"en", 20, 1366, 700}},
	"verdict-stop":    {{"ru", 20, 1366, 700}},
	"ask-wants":       {{"ru", 20, 1366, 700}},
	"ask-stop-bank":   {{"ru", 20, 1366, 700}, {"en", 40, 1366, 700}},
	"said-stop":       {{"en", 20, 1366, 700}},
	"list-fresh":      {{"en", 20, 800, 600}},
	"packs":           {{"ru", 20, 1366, 700}},
	"list-replace":    {{"en", 20, 800, 600}},
	"verdict-known":   {{"ru", 20, 800, 600}},
	"language":        {{"ru", 20, 800, 600}},
	"verdict-careful": {{"en", 20, 800, 600}},
}

func TestGolden(t *testing.T) {
	for _, c := range scenes() {
		for _, v := range goldens[c.name] {
			t.Run(c.name+"-"+v.String(), func(t *testing.T) {
				t.Setenv("TZ", "UTC")
				got := c.play(t, v).window.Canvas().Capture()
				path := filepath.Join("testdata", "golden", c.name+"-"+v.String()+".png")
				if *update {
					write(t, path, got)
					return
				}
				want := read(t, path)
				if n := differences(got, want); n > 20 {
					failed := filepath.Join("testdata", "failed", filepath.Base(path))
					write(t, failed, got)
					t.Errorf("%d pixels differ: compare %s with %s; run with -update if the new one is right", n, failed, path)
				}
			})
		}
	}
}

// differences counts the pixels that an eye could tell apart. A few are allowed: machines round differently.
func differences(a, b image.Image) int {
	if a.Bounds() != b.Bounds() {
		return a.Bounds().Dx() * a.Bounds().Dy()
	}
	n := 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			const visible = 0x1000
			if max(r1, r2)-min(r1, r2) > visible || max(g1, g2)-min(g1, g2) > visible || max(b1, b2)-min(b1, b2) > visible {
				n++
			}
		}
	}
	return n
}

func write(t *testing.T, path string, picture image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, picture); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) image.Image {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}
