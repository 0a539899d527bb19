package diary

import _ "embed"

//go:embed statement.schema.json
var schema []byte

// Schema returns the JSON Schema (draft 2020-12) of a statement as JSON, version 1.
func Schema() []byte { return append([]byte(nil), schema...) }
