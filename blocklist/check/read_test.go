package check_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"hangup/blocklist"
	"hangup/blocklist/check"
)

func file(name, content string) fs.FS {
	return fstest.MapFS{name: &fstest.MapFile{Data: []byte(content)}}
}

// little is a complete file with one question, and a party for each part.
func little() string {
	var b strings.Builder
	b.WriteString(`start = "first"
[[question]]
id = "first"
title = "checks.first"
answer = [
  { id = "code", text = "checks.code", asks = ["SMS"], next = "stop" },
  { id = "fine", text = "checks.fine", next = "wait" },
]
[[outcome]]
id = "stop"
level = "stop"
title = "checks.stop"
lead = "checks.stop.lead"
advice = ["checks.advice"]
[[outcome]]
id = "wait"
level = "careful"
title = "checks.wait"
lead = "checks.wait.lead"
reasons = ["checks.reason"]
advice = ["checks.advice"]
stricter = "stop"
`)
	for _, p := range blocklist.Parties() {
		b.WriteString("[[party]]\nid = \"" + string(p) + "\"\nact = \"call_person\"\nwhy = \"checks.why\"\n")
	}
	return b.String()
}

func TestReadRefuses(t *testing.T) {
	if _, err := check.Read(file("checks.toml", little())); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to, why string }{
		{"no TOML", `start =`, `start`, "expected"},
		{"unknown key", `start =`, "colour = 1\nstart =", "unknown key"},
		{"no start", `start = "first"`, `start = "last"`, "start"},
		{"dead end", `next = "wait"`, `next = "nowhere"`, "nowhere"},
		{"circle", `next = "wait"`, `next = "first"`, "back to itself"},
		{"no next", `, next = "wait"`, ``, "next"},
		{"same answer twice", `id = "fine"`, `id = "code"`, "twice"},
		{"unreachable", `next = "wait"`, `next = "stop"`, "reason"},
		{"decides and goes on", `next = "stop"`, `next = "wait"`, "Stop by itself"},
		{"unknown ask", `"SMS"`, `"FAX"`, "FAX"},
		{"unknown flag", `asks = ["SMS"]`, `flags = ["R99"]`, "R99"},
		{"unknown party", `asks = ["SMS"]`, `party = "king"`, "king"},
		{"foreign message", `"checks.first"`, `"error.unexpected"`, "not a message"},
		{"template for a message", `"checks.first"`, `"{{.Name}}"`, "not a message"},
		{"no title", `title = "checks.first"`, ``, "not a message"},
		{"no advice", `lead = "checks.stop.lead"` + "\nadvice = [\"checks.advice\"]", `lead = "checks.stop.lead"`, "no advice"},
		{"unknown level", `level = "careful"`, `level = "safe"`, "safe"},
		{"nothing stricter", `stricter = "stop"`, ``, "stricter"},
		{"stricter is no Stop", `stricter = "stop"`, `stricter = "wait"`, "not a Stop"},
		{"unknown act", `level = "stop"`, "level = \"stop\"\nact = \"shout\"", "shout"},
		{"service that cannot help", `level = "stop"`, "level = \"stop\"\nservices = [\"sender\"]", "sender"},
		{"long pause", `title = "checks.first"`, "title = \"checks.first\"\npause = 99999", "pause"},
		{"missing party", `id = "prize"`, `id = "bank"`, "twice"},
		{"question named as an outcome", `id = "first"`, `id = "stop"`, "twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(little(), c.from) {
				t.Fatalf("nothing to change: %s", c.from)
			}
			_, err := check.Read(file("checks.toml", strings.Replace(little(), c.from, c.to, 1)))
			if err == nil || !strings.Contains(err.Error(), c.why) {
				t.Errorf("got %v, want a word of %q", err, c.why)
			}
		})
	}
}

func TestReadRefusesLongWays(t *testing.T) {
	content := strings.Replace(little(), `next = "wait" },`, `next = "q1" },`, 1)
	for _, step := range []string{"1 2", "2 3", "3 4", "4 5", "5 6", "6 "} {
		from, to, _ := strings.Cut(step, " ")
		next := "q" + to
		if to == "" {
			next = "wait"
		}
		content += "[[question]]\nid = \"q" + from + "\"\ntitle = \"checks.q\"\nanswer = [\n" +
			"  { id = \"a\", text = \"checks.a\", next = \"" + next + "\" },\n" +
			"  { id = \"b\", text = \"checks.b\", next = \"wait\" },\n]\n"
	}
	if _, err := check.Read(file("checks.toml", content)); err == nil || !strings.Contains(err.Error(), "7 questions") {
		t.Errorf("a way of seven questions: %v", err)
	}
}

func TestReadRefusesHugeAndMissingFiles(t *testing.T) {
	for name, fsys := range map[string]fs.FS{
		"huge":    file("checks.toml", little()+strings.Repeat("#\n", 1<<16)),
		"deep":    file("checks.toml", little()+strings.Repeat("a.", 50_000)+"b = 1\n"),
		"missing": fstest.MapFS{},
		"folder":  fstest.MapFS{"checks.toml/x": &fstest.MapFile{}},
	} {
		if _, err := check.Read(fsys); err == nil {
			t.Errorf("the %s file was read", name)
		}
	}
}

// What Read takes, a person can walk: whatever is answered first, every page has a way on and the end says something.
func FuzzRead(f *testing.F) {
	f.Add(little())
	f.Fuzz(func(t *testing.T, content string) {
		checks, err := check.Read(file("checks.toml", content))
		if err != nil {
			return
		}
		run := checks.Start()
		for pages := 0; ; pages++ {
			q, ok := run.Question()
			if !ok {
				break
			}
			if pages > 100 {
				t.Fatal("the questions do not end")
			}
			if run, err = run.Answer(q.Answers[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		o, ok := run.Outcome()
		if !ok || o.Act == "" || len(o.Advice) == 0 || len(o.Reasons) == 0 {
			t.Errorf("the run ends in %+v", o)
		}
	})
}
