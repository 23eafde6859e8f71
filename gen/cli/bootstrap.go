//go:build bootstrap

package cli

// explainCommand returns no command; see the one in explain.go.
func explainCommand() []command { return nil }
