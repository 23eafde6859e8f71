//go:build bootstrap

package cli

// explainCommand returns nothing, see the other one.
func explainCommand() []command { return nil }
