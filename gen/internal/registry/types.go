package registry

import "slices"

// A ResponseType is a type of status responses, with what it means by itself, without a code.
type ResponseType struct {
	Name     string // "NO"
	Tagged   string // what a tagged response means, in a sentence; empty if there are none
	Untagged string // what an untagged response means
	Section  string // where RFC 9051 says so: "RFC9051#7.1.2"
}

// TypeTable returns the types of status responses in the order of RFC 9051 section 7.1.
func TypeTable() []ResponseType {
	return []ResponseType{
		{
			"OK", "The command succeeded.",
			"Information; as the greeting: the user has to log in.", "RFC9051#7.1.1",
		},
		{
			"NO", "The command failed.",
			"A warning; the command may still succeed.", "RFC9051#7.1.2",
		},
		{
			"BAD", "The command is unknown, malformed, or not allowed in this state.",
			"A protocol error that belongs to no command, or a failure of the server.",
			"RFC9051#7.1.3",
		},
		{
			"PREAUTH", "", "As the greeting: the user is already logged in. Clients that require TLS close the " +
				"connection if it has none.", "RFC9051#7.1.4",
		},
		{
			"BYE", "", "The server closes the connection, or refuses it as the greeting.",
			"RFC9051#7.1.5",
		},
	}
}

// ResponseTypes returns the names of the types of status responses, in the order of TypeTable.
func ResponseTypes() []string {
	var names []string
	for _, t := range TypeTable() {
		names = append(names, t.Name)
	}
	return names
}

// Types returns the types of responses with r's code, tagged or not, in the order of ResponseTypes.
// It is empty if the RFCs name none.
func (r Record) Types() []string {
	var types []string
	for _, t := range ResponseTypes() {
		if slices.Contains(r.Tagged, t) || slices.Contains(r.Untagged, t) {
			types = append(types, t)
		}
	}
	return types
}
