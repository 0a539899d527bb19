package tricks_test

import (
	"testing"

	"hangup/assets"
	"hangup/blocklist/scriptpack"
)

// BenchmarkLoad reads the program's own scripts, those of a list as they come, and both as one library.
func BenchmarkLoad(b *testing.B) {
	data, err := scriptpack.Write(assets.Scripts())
	if err != nil {
		b.Fatal(err)
	}
	list, err := scriptpack.Open(data)
	if err != nil {
		b.Fatal(err)
	}
	own, err := scriptpack.Read(assets.Scripts())
	if err != nil {
		b.Fatal(err)
	}
	for name, load := range map[string]func() error{
		"own":    func() error { _, err := scriptpack.Read(assets.Scripts()); return err },
		"list":   func() error { _, err := scriptpack.Open(data); return err },
		"merged": func() error { _, err := scriptpack.Merge(list, own); return err },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := load(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
