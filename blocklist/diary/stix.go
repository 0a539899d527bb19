package diary

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"hangup/blocklist"
	"hangup/blocklist/sealed"
	"hangup/blocklist/store"
)

// Fixed objects of every bundle.
const (
	programID   = "identity--5d0c7a1e-3f7c-4a53-9a0a-6d5f0a6c2b18"
	extensionID = "extension-definition--8e0d4c0b-6b1f-4f0c-8b57-2f6c9d1e7a34"
	fixedTime   = "2026-11-23T00:00:00.000Z"
)

var (
	// scoNamespace is that of deterministic identifiers of cyber-observable objects (STIX 2.1, section 2.9).
	scoNamespace = uuid.MustParse("00abedb4-aa42-466c-9c01-fed23315a9b7")
	// ownNamespace is for identifiers that follow from a sum; the standard keeps scoNamespace for observables.
	ownNamespace = uuid.MustParse("c2f3a9d4-0c35-4c65-9d5e-b8a1f60c7e21")
)

const extensionSchema = "A phone-call is one telephone call that rang or was answered. Properties: start_time (timestamp, required), " +
	"when it was; displayed_number (string, optional), the number that the called device showed, in E.164 with its plus or as a " +
	"short number, which the caller may have forged; absent when it was withheld or is not known. " +
	"ID contributing properties: start_time, displayed_number."

// stixObject holds the properties that objects of the bundle have in common, and those of each type.
type stixObject struct {
	Type           string         `json:"type"`
	SpecVersion    string         `json:"spec_version"`
	ID             string         `json:"id"`
	CreatedBy      string         `json:"created_by_ref,omitempty"`
	Created        string         `json:"created,omitempty"`
	Modified       string         `json:"modified,omitempty"`
	Lang           string         `json:"lang,omitempty"`
	Labels         []string       `json:"labels,omitempty"`
	Extensions     map[string]any `json:"extensions,omitempty"`
	Name           string         `json:"name,omitempty"`
	Description    string         `json:"description,omitempty"`
	IdentityClass  string         `json:"identity_class,omitempty"`
	Schema         string         `json:"schema,omitempty"`
	Version        string         `json:"version,omitempty"`
	ExtensionTypes []string       `json:"extension_types,omitempty"`
	StartTime      string         `json:"start_time,omitempty"`
	Displayed      string         `json:"displayed_number,omitempty"`
	FirstObserved  string         `json:"first_observed,omitempty"`
	LastObserved   string         `json:"last_observed,omitempty"`
	NumberObserved int            `json:"number_observed,omitempty"`
	Abstract       string         `json:"abstract,omitempty"`
	Content        string         `json:"content,omitempty"`
	ObjectRefs     []string       `json:"object_refs,omitempty"`
}

type bundle struct {
	Type    string       `json:"type"`
	ID      string       `json:"id"`
	Objects []stixObject `json:"objects"`
}

// STIX returns the statement as a STIX 2.1 bundle, and the SHA-256 of the canonical form of all its objects but the
// last, a note that carries the sum.
func (s Statement) STIX() (file []byte, sum string, err error) {
	objects := []stixObject{
		{
			Type: "identity", SpecVersion: "2.1", ID: programID, Created: fixedTime, Modified: fixedTime,
			Name: "HangUp", Description: "A program in which people write down phone calls.", IdentityClass: "system",
		},
		{
			Type: "extension-definition", SpecVersion: "2.1", ID: extensionID, CreatedBy: programID, Created: fixedTime,
			Modified: fixedTime, Name: "phone-call", Schema: extensionSchema, Version: "1.0.0", ExtensionTypes: []string{"new-sco"},
		},
	}
	var observed []string
	for _, c := range s.Calls {
		added, err := s.observation(c)
		if err != nil {
			return nil, "", err
		}
		if slices.ContainsFunc(objects, func(o stixObject) bool { return o.ID == added[0].ID }) {
			added = added[1:] // the call was written down twice
		}
		objects = append(objects, added...)
		observed = append(observed, "observed-data--"+c.UID)
	}
	canonical, err := sealed.Canonical(objects)
	if err != nil {
		return nil, "", err
	}
	sum = sealed.Sum(canonical)
	made := stixTime(s.Made)
	objects = append(objects, stixObject{
		Type: "note", SpecVersion: "2.1", ID: "note--" + uuid.NewSHA1(ownNamespace, []byte(sum)).String(),
		CreatedBy: programID, Created: made, Modified: made, Lang: s.Language,
		Abstract: "SHA-256: " + sum,
		Content: "SHA-256 of the canonical form (RFC 8785) of the array of all other objects of this bundle: " + sum + "\n" +
			strings.Join(s.say(About()), "\n"),
		ObjectRefs: observed,
	})
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err = encoder.Encode(bundle{"bundle", "bundle--" + uuid.NewSHA1(ownNamespace, []byte("bundle "+sum)).String(), objects})
	if err != nil {
		return nil, "", fmt.Errorf("diary: %w", err)
	}
	return out.Bytes(), sum, nil
}

// observation returns the objects of one call, the phone-call first.
func (s Statement) observation(c store.Call) ([]stixObject, error) {
	call := stixObject{
		Type: "phone-call", SpecVersion: "2.1", StartTime: stixTime(c.At), Displayed: c.Dial,
		Extensions: map[string]any{extensionID: map[string]string{"extension_type": "new-sco"}},
	}
	contributing := map[string]string{"start_time": call.StartTime}
	if c.Dial != "" {
		contributing["displayed_number"] = c.Dial
	}
	name, err := sealed.Canonical(contributing)
	if err != nil {
		return nil, err
	}
	call.ID = "phone-call--" + uuid.NewSHA1(scoNamespace, name).String()
	created, modified := stixTime(c.Saved), stixTime(c.Changed)
	seen := stixObject{
		Type: "observed-data", SpecVersion: "2.1", ID: "observed-data--" + c.UID, CreatedBy: programID, Created: created,
		Modified: modified, FirstObserved: call.StartTime, LastObserved: call.StartTime, NumberObserved: 1,
		ObjectRefs: []string{call.ID},
	}
	told := stixObject{
		Type: "note", SpecVersion: "2.1", ID: "note--" + c.UID, CreatedBy: programID, Created: created, Modified: modified,
		Lang: s.Language, Labels: labels(c), Abstract: s.Say(blocklist.Say("diary.title")), Content: s.text(c),
		ObjectRefs: []string{seen.ID},
	}
	return []stixObject{call, seen, told}, nil
}

// labels are the codes of a call.
func labels(c store.Call) []string {
	var list []string
	if c.Party != "" {
		list = append(list, "party:"+string(c.Party))
	}
	for _, ask := range c.Asks {
		list = append(list, "ask:"+string(ask))
	}
	for _, flag := range c.Flags {
		list = append(list, "flag:"+flag.String())
	}
	for _, given := range c.Given {
		list = append(list, "given:"+given)
	}
	if c.Verdict != nil {
		list = append(list, "level:"+c.Verdict.Level.String())
	}
	return list
}

// text is the call in lines of plain text.
func (s Statement) text(c store.Call) string {
	var lines []string
	for _, row := range Rows(c) {
		text := row.Text
		if len(row.Said) > 0 {
			text = strings.Join(s.say(row.Said), "; ")
		}
		lines = append(lines, s.Say(row.Label)+": "+text)
	}
	return strings.Join(lines, "\n")
}

func stixTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
