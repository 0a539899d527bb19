package script_test

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"hangup/assets"
	"hangup/blocklist/script"
)

const (
	sentence = "a police captain says someone is inside my account and he needs only the PIN from my card"
	// talk is about a thousand characters of an ordinary retelling.
	talk = `Yesterday after lunch the phone rang, a polite young man said he was calling from the security service of my bank.
He asked whether I had sent forty thousand to somebody in another town, and I said no, of course not. Then he told me not to
worry, they would stop it, but I must stay on the line and tell nobody, because a clerk in my branch works with the thieves.
A minute later a code came in a message and he asked me to read it out. I said that the message says to tell it to nobody, and
he laughed and said that this is about strangers. Then an officer took over, he knew my name and my address, and he said that all
my savings must be moved to a safe account today. My neighbour came in with her dog just then, she heard me and pressed the button
on the phone. We sat in the kitchen and had tea, and I called my daughter, who came in the evening and called the bank with me.
They said that nothing had happened to the account at all and that I did the right thing.`
)

// BenchmarkRead reads the starter: whole, and its English and Russian alone. The memory is what stays: of the library as
// it was read, and once a text in each of the two languages was understood.
func BenchmarkRead(b *testing.B) {
	whole := ownFiles(b)
	two := maps.Clone(whole)
	maps.DeleteFunc(two, func(path string, _ *fstest.MapFile) bool {
		folder, file, below := strings.Cut(path, "/")
		return below && folder != "" && !strings.HasPrefix(file, "en") && !strings.HasPrefix(file, "ru") && !strings.HasPrefix(file, "any")
	})
	for name, files := range map[string]fstest.MapFS{"whole": whole, "two languages": two} {
		b.Run(name, func(b *testing.B) {
			before := inUse()
			l := read(b, files)
			kept := inUse() - before
			l.Match(sentence, script.Options{Language: "en"})
			l.Match("назовите код из смс", script.Options{Language: "ru"})
			understood := inUse() - before
			for b.Loop() {
				read(b, files)
			}
			runtime.KeepAlive(l)
			b.ReportMetric(kept, "MB-read")
			b.ReportMetric(understood, "MB-understood")
		})
	}
}

// inUse is how much memory is in use, in megabytes.
func inUse() float64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc) / 1e6
}

// BenchmarkFirstMatch is what the first text in a language costs, whose patterns are compiled then.
func BenchmarkFirstMatch(b *testing.B) {
	files := ownFiles(b)
	for code, text := range map[string]string{"en": sentence, "ru": "капитан полиции просит назвать код из смс"} {
		b.Run(code, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				l := read(b, files)
				b.StartTimer()
				l.Match(text, script.Options{Language: code})
			}
		})
	}
}

func BenchmarkMatch(b *testing.B) {
	l := ownLibrary(b)
	for name, text := range map[string]string{"sentence": sentence, "1000": talk, "10000": strings.Repeat(talk, 10)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				l.Match(text, script.Options{})
			}
		})
	}
}

// BenchmarkScripts grows the library: each further script brings its own words and patterns.
func BenchmarkScripts(b *testing.B) {
	for _, n := range []int{30, 300, 3000} {
		l := read(b, manyScripts(b, n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				l.Match(talk, script.Options{})
			}
		})
	}
}

func BenchmarkHostile(b *testing.B) {
	l := ownLibrary(b)
	for name, text := range hostileTexts() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				l.Match(text, script.Options{})
			}
		})
	}
}

// ownFiles are those of the starter, in memory.
func ownFiles(tb testing.TB) fstest.MapFS {
	tb.Helper()
	files := make(fstest.MapFS)
	err := fs.WalkDir(assets.Scripts(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(assets.Scripts(), path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

// manyScripts is the starter with made-up scripts up to n.
func manyScripts(tb testing.TB, n int) fstest.MapFS {
	tb.Helper()
	files := ownFiles(tb)
	words := strings.Fields(talk)
	random := rand.New(rand.NewPCG(1, 2))
	for part := 0; part < n-30; part += 500 {
		var texts, patterns strings.Builder
		for i := part; i < min(part+500, n-30); i++ {
			id := fmt.Sprintf("trick_%d", i)
			files[id+".toml"] = file(facts(id, fmt.Sprintf("T%d", i%10000), `asks = ["SMS"]`))
			fmt.Fprintf(&texts, "\"script.%s.title\" = \"Trick\"\n", id)
			fmt.Fprintf(&patterns, "[[pattern]]\nall = [\"made%d up%d\", \"%s\"]\nscripts = [\"%s\"]\n", i, i, words[random.IntN(20)], id)
			fmt.Fprintf(&patterns, "[[pattern]]\nall = [\"story%d\", \"other%d\"]\nflags = [\"R4\"]\n", i, i)
		}
		files[fmt.Sprintf("tricks%d.en.toml", part)] = file(texts.String())
		files[fmt.Sprintf("patterns/en-tricks%d.toml", part)] = file(patterns.String())
	}
	return files
}

// hostileTexts are a megabyte each.
func hostileTexts() map[string]string {
	random := rand.New(rand.NewPCG(3, 4))
	binary, words := make([]byte, 1<<20), new(strings.Builder)
	for i := range binary {
		binary[i] = byte(random.Uint32())
	}
	for words.Len() < 1<<20 {
		for range 6 + random.IntN(8) {
			words.WriteByte('a' + byte(random.IntN(26)))
		}
		words.WriteByte(' ')
	}
	known, talked := strings.Fields(talk), new(strings.Builder)
	for talked.Len() < 1<<20 {
		talked.WriteString(known[random.IntN(len(known))] + " ")
	}
	return map[string]string{
		"known words":     talked.String(),
		"one word":        strings.Repeat("code ", 1<<20/5),
		"two words":       strings.Repeat("asked code ", 1<<20/11+1),
		"guarded":         strings.Repeat("never asked code ", 1<<20/17+1),
		"no spaces":       strings.Repeat("code", 1<<18),
		"single letters":  strings.Repeat("p i n ", 1<<20/6+1),
		"combining marks": "a" + strings.Repeat("\u0301", 1<<19),
		"Chinese":         strings.Repeat("验证码", 1<<20/9+1),
		"Russian":         strings.Repeat("назовите код ", 1<<20/24+1),
		"binary":          string(binary),
		"invented words":  words.String(),
	}
}
