package states

import (
	"encoding/json"
	"fmt"

	"github.com/imapcodes/imapcodes/gen/internal/registry"
)

// parseJSON reads codes.json, as imapcodes docs --format json writes it. It does not read the
// arguments: their fields have names there even if registry.csv has none.
func parseJSON(name string, data []byte) (registry.State, error) {
	var file struct {
		Registry struct{ Updated, Hash string }
		Codes    []struct {
			Code, Description, Registered, Updated string
			Status                                 registry.Status
			References                             []struct{ Name string }
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return registry.State{}, fmt.Errorf("%s: not a generated codes.json: %w", name, err)
	}
	var entries []registry.Entry
	for i, c := range file.Codes {
		r := registry.Record{
			Code: c.Code, Status: c.Status, Description: c.Description,
			Registered: c.Registered, Updated: c.Updated,
		}
		for _, reference := range c.References {
			r.References = append(r.References, reference.Name)
		}
		place := fmt.Sprintf("%s: code %d", name, i+1)
		entries = append(entries, registry.Entry{Record: r, Place: place})
	}
	state := registry.State{
		Updated: file.Registry.Updated, Hash: file.Registry.Hash, Columns: registry.Dated,
	}
	return newState(name, state, entries)
}
