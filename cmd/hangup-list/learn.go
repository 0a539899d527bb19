package main

import (
	"context"
	"io/fs"
	"os"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/script"
	"hangup/blocklist/script/learn"
)

// learnCommand learns from labelled texts which words tell of a trick.
type learnCommand struct {
	Language string `arg:""`
	Scripts  string
	Out      string   `required:""`
	Texts    []string `arg:""`
}

// learnReport is the command's answer as JSON. The shares are of texts that were kept apart while learning.
type learnReport struct {
	Scam        int     `json:"scam"`
	Honest      int     `json:"honest"`
	Words       int     `json:"words"`
	Recall      float64 `json:"recall"`
	FalseAlarms float64 `json:"falseAlarms"`
}

var errTexts = &blocklist.Error{Message: blocklist.Say("error.maker.texts")}

func (c *learnCommand) run(_ context.Context, p *program) error {
	tree := fs.FS(assets.Scripts())
	if c.Scripts != "" {
		tree = os.DirFS(c.Scripts)
	}
	library, err := script.Read(tree)
	if err != nil {
		return blocklist.Errorf(errFile.Message, "%w", err)
	}
	texts, err := readTexts(c.Texts)
	if err != nil {
		return err
	}
	words, err := learn.Learn(library, c.Language, texts)
	if err != nil {
		return blocklist.Errorf(errTexts.Message, "%w", err)
	}
	if err := os.WriteFile(c.Out, words.File(), 0o644); err != nil {
		return blocklist.Errorf(errFile.Message, "%w", err)
	}
	held := words.Held
	return p.answer(learnReport{words.Scam, words.Honest, len(words.Rows), held.Recall, held.FalseAlarms},
		blocklist.Message{ID: "maker.learn.done", Args: blocklist.Args{
			"Scam": words.Scam, "Honest": words.Honest, "Words": len(words.Rows), "File": c.Out,
		}},
		blocklist.Message{ID: "maker.learn.held", Args: blocklist.Args{
			"Recall": percent(held.Recall), "Alarms": percent(held.FalseAlarms),
		}})
}

func percent(share float64) int { return int(100*share + 0.5) }

// readTexts reads files of labelled texts.
func readTexts(files []string) ([]learn.Text, error) {
	var all []learn.Text
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, blocklist.Errorf(errFile.Message, "%w", err)
		}
		texts, err := learn.ReadTexts(f)
		f.Close()
		if err != nil {
			return nil, blocklist.Errorf(errTexts.Message, "%s: %w", name, err)
		}
		all = append(all, texts...)
	}
	return all, nil
}
