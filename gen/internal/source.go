// Package internal holds the source of package engine for the generator, which copies it into what
// it generates. It embeds it from here so that the generator can be built, and can mend engine's
// tables, while engine cannot.
package internal

import "embed"

// EngineSource holds the files of package engine in the folder engine: those that are copied.
//
//go:embed engine/code.go engine/deviation.go engine/doc.go engine/error.go engine/fields.go engine/lookup.go
//go:embed engine/match.go engine/matcher.go engine/parse.go engine/set.go engine/text.go engine/values.go
//go:embed engine/unusual.go engine/write.go
var EngineSource embed.FS
