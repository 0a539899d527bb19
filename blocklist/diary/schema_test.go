package diary_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// validate returns where a document differs from a JSON Schema. It knows the words that statement.schema.json uses, and
// faults any other.
func validate(root, schema map[string]any, document any, at string) (faults []string) {
	fault := func(format string, args ...any) {
		faults = append(faults, at+": "+fmt.Sprintf(format, args...))
	}
	for word, rule := range schema {
		switch word {
		case "$schema", "$id", "$defs", "title", "description", "items", "additionalProperties":
		case "$ref":
			name := strings.TrimPrefix(rule.(string), "#/$defs/")
			faults = append(faults, validate(root, root["$defs"].(map[string]any)[name].(map[string]any), document, at)...)
		case "type":
			if got := typeOf(document); got != rule {
				fault("is %s, want %s", got, rule)
			}
		case "const":
			if !reflect.DeepEqual(document, rule) {
				fault("is %v, want %v", document, rule)
			}
		case "enum":
			if !slices.Contains(rule.([]any), document) {
				fault("is %v, want one of %v", document, rule)
			}
		case "pattern":
			if s, ok := document.(string); ok && !regexp.MustCompile(rule.(string)).MatchString(s) {
				fault("%q does not match %s", s, rule)
			}
		case "maxLength":
			if s, ok := document.(string); ok && utf8.RuneCountInString(s) > int(rule.(float64)) {
				fault("longer than %v", rule)
			}
		case "minItems":
			if list, ok := document.([]any); ok && len(list) < int(rule.(float64)) {
				fault("shorter than %v", rule)
			}
		case "required":
			object, _ := document.(map[string]any)
			for _, name := range rule.([]any) {
				if _, ok := object[name.(string)]; !ok {
					fault("has no %s", name)
				}
			}
		case "properties":
			faults = append(faults, validateMembers(root, schema, document, at)...)
		default:
			fault("the schema says %q", word)
		}
	}
	if list, ok := document.([]any); ok && schema["items"] != nil {
		for i, item := range list {
			faults = append(faults, validate(root, schema["items"].(map[string]any), item, fmt.Sprintf("%s/%d", at, i))...)
		}
	}
	return faults
}

func validateMembers(root, schema map[string]any, document any, at string) (faults []string) {
	properties := schema["properties"].(map[string]any)
	object, _ := document.(map[string]any)
	for name, member := range object {
		if properties[name] == nil {
			if schema["additionalProperties"] == false {
				faults = append(faults, fmt.Sprintf("%s: has %s", at, name))
			}
			continue
		}
		faults = append(faults, validate(root, properties[name].(map[string]any), member, at+"/"+name)...)
	}
	return faults
}

func typeOf(document any) string {
	switch document.(type) {
	case string:
		return "string"
	case map[string]any:
		return "object"
	case []any:
		return "array"
	default:
		return fmt.Sprintf("%T", document)
	}
}
