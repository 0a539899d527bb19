package repository_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"hangup/blocklist/repository"
)

func supplement(size int) (repository.Supplement, []byte) {
	data := bytes.Repeat([]byte("x"), size)
	return repository.Describe(repository.KindScripts, 3, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), 30, data), data
}

func TestSupplement(t *testing.T) {
	for _, size := range []int{1, repository.MaxPart, repository.MaxPart + 1, repository.MaxSupplement} {
		s, data := supplement(size)
		written, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		got, err := repository.ParseSupplement(written)
		if err != nil || *got != s {
			t.Errorf("%d bytes: %+v, %v", size, got, err)
			continue
		}
		var joined []byte
		for i := range got.Parts {
			part := got.Part(data, i)
			if len(part) == 0 || len(part) > repository.MaxPart {
				t.Errorf("%d bytes: part %d has %d", size, i, len(part))
			}
			joined = append(joined, part...)
		}
		if !bytes.Equal(joined, data) || !got.Is(joined) || got.Is(joined[1:]) {
			t.Errorf("%d bytes: the parts do not make the whole", size)
		}
	}
}

func TestParseSupplementRefuses(t *testing.T) {
	for name, change := range map[string]func(*repository.Supplement){
		"no kind":        func(s *repository.Supplement) { s.Kind = "" },
		"no edition":     func(s *repository.Supplement) { s.Edition = 0 },
		"no date":        func(s *repository.Supplement) { s.Date = time.Time{} },
		"no entries":     func(s *repository.Supplement) { s.Entries = 0 },
		"no bytes":       func(s *repository.Supplement) { s.Bytes, s.Parts = 0, 0 },
		"too large":      func(s *repository.Supplement) { s.Bytes, s.Parts = repository.MaxSupplement+1, 33 },
		"wrong parts":    func(s *repository.Supplement) { s.Parts++ },
		"no hash":        func(s *repository.Supplement) { s.SHA256 = "" },
		"hash in upper":  func(s *repository.Supplement) { s.SHA256 = "AB" + s.SHA256[2:] },
		"unknown format": func(s *repository.Supplement) { s.Format = 0 },
	} {
		s, _ := supplement(100)
		change(&s)
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := repository.ParseSupplement(data); err == nil || errors.Is(err, repository.ErrNewFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := repository.ParseSupplement([]byte(`{"format":2}`)); !errors.Is(err, repository.ErrNewFormat) {
		t.Errorf("a newer format: %v", err)
	}
}

func FuzzParseSupplement(f *testing.F) {
	for _, size := range []int{1, 300_000} {
		s, _ := supplement(size)
		data, err := json.Marshal(s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := repository.ParseSupplement(data)
		if err != nil {
			return
		}
		if s.Bytes < 1 || s.Bytes > repository.MaxSupplement || s.Parts < 1 || s.Parts > 32 || s.Entries < 1 {
			t.Errorf("accepted %+v", s)
		}
	})
}
