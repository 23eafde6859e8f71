package endtoend

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compileSchema returns the schema in a file.
func compileSchema(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	if schema.DraftVersion != 2020 {
		t.Errorf("%s is for draft %d, want 2020-12", file, schema.DraftVersion)
	}
	return schema
}

// decode returns JSON in the form in which schemas validate it.
func decode(t *testing.T, text []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return value
}

// validate checks that JSON conforms to a schema.
func validate(t *testing.T, schema *jsonschema.Schema, text []byte) {
	t.Helper()
	if err := schema.Validate(decode(t, text)); err != nil {
		t.Errorf("%v in\n%s", err, text)
	}
}
