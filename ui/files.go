package ui

import (
	"cmp"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// search is where the person looks for a file. The toolkit's own file dialog has small targets and no way to go through
// it by keyboard.
type search struct {
	title, field, none string // message ids
	// read opens what was chosen or typed, or calls failed with what is wrong with it.
	read func(pathOrText string, failed func(blocklist.Message))
	// keep, if set, takes the folder instead: then no file is looked for.
	keep    func(folder string, failed func(blocklist.Message))
	folder  string
	typed   string
	problem *blocklist.Message
}

// mostEntries is how many files and folders are offered; nobody reads more.
const mostEntries = 200

func (a *App) openFiles(s search) {
	if s.folder == "" {
		s.folder = firstFolder()
	}
	a.open(func() screen { return a.filesScreen(&s) })
}

// cardSearch is the search for a list card.
func (a *App) cardSearch() search {
	return search{title: "list.open.title", field: "list.open.field", none: "list.open.no_cards", read: a.readCard}
}

// firstFolder is where a received file most likely is.
func firstFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return string(filepath.Separator)
	}
	for _, name := range []string{"Downloads", "Загрузки"} {
		if folder := filepath.Join(home, name); isFolder(folder) {
			return folder
		}
	}
	return home
}

// filesScreen offers the files and folders of one folder, and a field for a path or for what a file holds.
func (a *App) filesScreen(s *search) screen {
	say := a.words.ID
	if s.keep != nil {
		return a.folderScreen(s)
	}
	field := look.NewField(say(s.field), s.typed)
	field.Typed = func(text string, cursor int) (string, int) {
		s.typed = text
		return text, cursor
	}
	failed := a.toldBy(s)
	open := func() { s.read(field.Text(), failed) }
	field.Submitted = open
	content := []fyne.CanvasObject{look.NewText(look.Title, say(s.title)), field}
	if s.problem != nil {
		content = append(content, look.Problem(a.words.Say(*s.problem)))
	}
	content = append(content, look.Row(look.NewButton(look.IconFile, say("list.open.act"), open)),
		look.NewText(look.ActTitle, say("list.open.or")), look.NewText(look.Second, s.folder))
	content = append(content, a.folderTiles(s, failed)...)
	return screen{content: content, focus: field.Focus()}
}

// folderScreen asks in which folder a file is to be written.
func (a *App) folderScreen(s *search) screen {
	say, failed := a.words.ID, a.toldBy(s)
	here := look.NewMainButton(look.IconFolder, say("setup.file.here"), func() { s.keep(s.folder, failed) })
	content := []fyne.CanvasObject{
		look.NewText(look.Title, say(s.title)),
		look.Card(say("setup.file.folder"), look.NewText(look.Body, look.Clean(s.folder))),
	}
	if s.problem != nil {
		content = append(content, look.Problem(a.words.Say(*s.problem)))
	}
	content = append(content, here, look.NewText(look.ActTitle, say("setup.file.other_folder")))
	return screen{content: append(content, a.folderTiles(s, failed)...), focus: here}
}

// toldBy returns a function that shows on the screen of a search what went wrong.
func (a *App) toldBy(s *search) func(blocklist.Message) {
	return func(m blocklist.Message) {
		s.problem = &m
		a.showField(a.top())
	}
}

func (a *App) folderTiles(s *search, failed func(blocklist.Message)) []fyne.CanvasObject {
	enter := func(folder string) func() {
		return func() {
			s.folder, s.problem = folder, nil
			a.top().control = -1
			a.show()
		}
	}
	var tiles []fyne.CanvasObject
	if up := filepath.Dir(s.folder); up != s.folder {
		tiles = append(tiles, look.NewTile(look.TileAnswer, look.IconBack, a.words.ID("list.open.up"), "", "", enter(up)))
	}
	for _, stick := range sticks() {
		label := a.words.Say(blocklist.Message{ID: "list.open.stick", Args: blocklist.Args{"Name": filepath.Base(stick)}})
		tiles = append(tiles, look.NewTile(look.TileAnswer, look.IconFolder, label, "", "", enter(stick)))
	}
	folders, files, err := entries(s.folder)
	if s.keep != nil {
		files = nil
	}
	for _, name := range files {
		path := filepath.Join(s.folder, name)
		tiles = append(tiles, look.NewTile(look.TileAnswer, look.IconFile, look.OneLine(name), "", "",
			func() { s.read(path, failed) }))
	}
	for _, name := range folders {
		tiles = append(tiles, look.NewTile(look.TileAnswer, look.IconFolder, look.OneLine(name), "", "",
			enter(filepath.Join(s.folder, name))))
	}
	tiles = []fyne.CanvasObject{look.Columns(actColumn, tiles...)}
	switch {
	case err != nil:
		tiles = append(tiles, look.NewText(look.Body, a.words.ID("list.open.cannot_read")))
	case len(files) == 0 && s.keep == nil:
		tiles = append(tiles, look.NewText(look.Body, a.words.ID(s.none)))
	}
	return tiles
}

// sticks returns the folders under which removable disks are reached.
func sticks() []string {
	var found []string
	for _, pattern := range []string{"/media/*/*", "/run/media/*/*", "/Volumes/*"} {
		matches, err := filepath.Glob(pattern)
		if err == nil {
			found = append(found, matches...)
		}
	}
	for drive := 'D'; runtime.GOOS == "windows" && drive <= 'Z'; drive++ {
		if root := string(drive) + `:\`; isFolder(root) {
			found = append(found, root)
		}
	}
	return found
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// entries returns the folders and the JSON files of a folder, without the hidden ones.
func entries(folder string) (folders, files []string, err error) {
	found, err := os.ReadDir(folder)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range found {
		name := e.Name()
		if strings.HasPrefix(name, ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(folder, name)) // follows links, as sticks are often reached by one
		switch {
		case err != nil:
		case info.IsDir():
			folders = append(folders, name)
		case info.Mode().IsRegular() && strings.EqualFold(filepath.Ext(name), ".json"):
			files = append(files, name)
		}
	}
	byName := func(x, y string) int { return cmp.Compare(strings.ToLower(x), strings.ToLower(y)) }
	slices.SortFunc(folders, byName)
	slices.SortFunc(files, byName)
	return folders[:min(len(folders), mostEntries)], files[:min(len(files), mostEntries)], nil
}
