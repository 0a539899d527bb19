package diary_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist/diary"
	"hangup/blocklist/sealed"
	"hangup/blocklist/store"
	"hangup/i18n"
)

// statement returns one of two calls, in a language.
func statement(t *testing.T, b *diary.Book, language string) diary.Statement {
	t.Helper()
	bundle, err := i18n.Load()
	must(t, err)
	s, err := b.Statement(t.Context(), language, bundle.Words(language).Say)
	must(t, err)
	return s
}

func twoCalls(t *testing.T) *diary.Book {
	t.Helper()
	b := newBook(t)
	for _, c := range []store.Call{call(t, b), {At: today}} {
		_, err := b.Add(t.Context(), c)
		must(t, err)
	}
	return b
}

func TestStatementIsWhatItsSchemaSays(t *testing.T) {
	b := twoCalls(t)
	var schema map[string]any
	must(t, json.Unmarshal(diary.Schema(), &schema))
	bundle, err := i18n.Load()
	must(t, err)
	for _, language := range []string{"en", "ru"} {
		want := bundle.Words(language).ID("party.bank")
		file, sum, err := statement(t, b, language).JSON()
		must(t, err)
		var document any
		must(t, json.Unmarshal(file, &document))
		for _, fault := range validate(schema, schema, document, "") {
			t.Errorf("%s: %s", language, fault)
		}
		if !strings.Contains(string(file), want) || strings.Contains(string(file), `": ""},`) {
			t.Errorf("%s: the file says %s", language, file)
		}
		if got, err := diary.Verify(file); err != nil || got != sum {
			t.Errorf("%s: verified as %s, %v, want %s", language, got, err, sum)
		}
		forged := bytes.Replace(file, []byte("78091234567"), []byte("78091234568"), 1)
		if _, err := diary.Verify(forged); !errors.Is(err, sealed.ErrDamaged) {
			t.Errorf("%s: a changed number: %v", language, err)
		}
	}
	// The validator sees a fault.
	if faults := validate(schema, schema, map[string]any{"format": "x"}, ""); len(faults) < 4 {
		t.Errorf("the validator finds %v", faults)
	}
}

func TestChosenCalls(t *testing.T) {
	b := twoCalls(t)
	calls, err := b.List(t.Context())
	must(t, err)
	s, err := b.Statement(t.Context(), "en", nil, calls[1].ID)
	if err != nil || len(s.Calls) != 1 || s.Calls[0].ID != calls[1].ID {
		t.Errorf("one call: %+v, %v", s.Calls, err)
	}
	if _, err := b.Statement(t.Context(), "en", nil, 99); !errors.Is(err, diary.ErrNotThere) {
		t.Errorf("a call that is not there: %v", err)
	}
	if _, err := newBook(t).Statement(t.Context(), "en", nil); !errors.Is(err, diary.ErrEmpty) {
		t.Errorf("no call: %v", err)
	}
}

var stixID = regexp.MustCompile(`^([a-z][a-z0-9-]+)--[0-9a-f]{8}-[0-9a-f]{4}-([45])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// The bundle keeps to STIX 2.1: what each type must have, references that lead somewhere, and a sum of what stands
// before it.
func TestSTIX(t *testing.T) {
	b := twoCalls(t)
	s := statement(t, b, "ru")
	file, sum, err := s.STIX()
	must(t, err)
	var bundle struct {
		Type, ID string
		Objects  []map[string]any
	}
	must(t, json.Unmarshal(file, &bundle))
	required := map[string][]string{
		"identity":             {"created", "modified", "name", "identity_class"},
		"extension-definition": {"created", "modified", "created_by_ref", "name", "schema", "version", "extension_types"},
		"phone-call":           {"start_time", "extensions"},
		"observed-data":        {"created", "modified", "first_observed", "last_observed", "number_observed", "object_refs"},
		"note":                 {"created", "modified", "content", "object_refs"},
	}
	var ids []string
	for _, o := range bundle.Objects {
		id, kind := o["id"].(string), o["type"].(string)
		if m := stixID.FindStringSubmatch(id); m == nil || m[1] != kind || kind == "phone-call" && m[2] != "5" {
			t.Errorf("%s has the id %s", kind, id)
		}
		if slices.Contains(ids, id) {
			t.Errorf("%s stands twice", id)
		}
		for _, name := range append(required[kind], "spec_version") {
			if o[name] == nil {
				t.Errorf("%s has no %s", kind, name)
			}
		}
		refs, _ := o["object_refs"].([]any)
		if by := o["created_by_ref"]; by != nil {
			refs = append(refs, by)
		}
		for _, ref := range refs {
			if !slices.Contains(ids, ref.(string)) {
				t.Errorf("%s refers to %s, which does not stand before it", id, ref)
			}
		}
		ids = append(ids, id)
	}
	if len(ids) != 2+2*3+1 || bundle.Type != "bundle" || !strings.HasPrefix(bundle.ID, "bundle--") {
		t.Errorf("the bundle has %v", ids)
	}
	last := len(bundle.Objects) - 1
	canonical, err := sealed.Canonical(bundle.Objects[:last])
	must(t, err)
	if sealed.Sum(canonical) != sum || !strings.Contains(bundle.Objects[last]["content"].(string), sum) {
		t.Errorf("the sum %s does not fit", sum)
	}
	again, _, err := s.STIX()
	if err != nil || !bytes.Equal(again, file) {
		t.Errorf("the same statement gives another bundle, %v", err)
	}
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte(`{"format":"hangup-statement","version":1,"sha256":"","content":{"calls":[{"number":null}]}}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		if sum, err := diary.Verify(file); err == nil && len(sum) != 64 {
			t.Errorf("verified with the sum %q", sum)
		}
	})
}
