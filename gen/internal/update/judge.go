package update

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/imapcodes/imapcodes/abnf"
	"github.com/imapcodes/imapcodes/gen/internal/registry"
	"github.com/imapcodes/imapcodes/gen/internal/tree"
)

// Allow says which unusual changes are accepted: changes that the registry has hardly ever seen,
// and which more likely come from a stale, broken or hostile source.
type Allow struct {
	Removals   bool // rows that are no longer in the registry become "removed"
	Older      bool // a "Last Updated" before the one that is checked in
	Reordering bool // rows in another order, or new ones that are not at the end
	Renames    bool // another code in a row's place
	Future     bool // dates after Publication.Latest
	Many       bool // many codes or argument grammars changed, or references or dates lost
}

// judgePage returns an error for each change in page that is unusual and not allowed.
func judgePage(checkedIn tree.Tree, page *registry.State, allow Allow) error {
	if page == nil {
		return nil
	}
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	old, updated := checkedIn.Records, checkedIn.Updated()
	if page.Updated != "" && page.Updated < updated && !allow.Older {
		fault("the registry is dated %s, before the %s checked in; the source may be stale "+
			"(--allow-older)", page.Updated, updated)
	}
	renamed := renames(old, page.Records)
	for _, r := range old {
		if has(page.Records, r.Code) {
			continue
		}
		if spelled, ok := spelling(page.Records, r.Code); ok {
			fault("%s is now spelled %s, which is the same code: change its row in %s",
				r.Code, spelled, tree.RegistryFile)
			continue
		}
		if r.Status == registry.Removed {
			continue
		}
		to, isRenamed := renamed[r.Code]
		if isRenamed && !allow.Renames {
			fault("%s is now called %s; --allow-renames keeps %[1]s as removed and adds %[2]s",
				r.Code, to)
		}
		if !isRenamed && !allow.Removals {
			fault("%s is no longer in the registry; --allow-removals keeps it as removed", r.Code)
		}
	}
	if !allow.Reordering {
		errs = append(errs, checkOrder(old, page.Records, renamed))
	}
	if n := changedCodes(old, page.Records); n > few(len(old)) && !allow.Many {
		fault("%d of %d codes are new, gone or described in another way (--allow-many)",
			n, len(old))
	}
	return errors.Join(errs...)
}

// judgeDates returns an error for each date of pub's page after pub.Latest. Such a date would make
// all later states of the registry look stale.
func judgeDates(pub Publication, allow Allow) error {
	if pub.Page == nil || pub.Latest == "" || allow.Future {
		return nil
	}
	var errs []error
	judge := func(what, date string) {
		if date > pub.Latest {
			errs = append(errs, fmt.Errorf("%s is dated %s, which is after tomorrow "+
				"(--allow-future)", what, date))
		}
	}
	judge("the registry", pub.Page.Updated)
	for _, r := range pub.Page.Records {
		judge(r.Code, max(r.Registered, r.Updated))
	}
	return errors.Join(errs...)
}

// judgeTexts returns an error for each text whose front page names another RFC. Excerpts have no
// front page and pass.
func judgeTexts(texts map[string]string) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if is := abnf.ReadFrontPage(texts[name]).Source; is != "" && is != name {
			errs = append(errs, fmt.Errorf("%s: the text is that of %s", name, is))
		}
	}
	return errors.Join(errs...)
}

// judgeGrammar returns an error if too many argument grammars of old differ in next.
func judgeGrammar(old, next []registry.Record, allow Allow) error {
	changed, known := 0, 0
	for _, r := range old {
		if i := index(next, r.Code); i >= 0 && r.Grammar != "" {
			known++
			if next[i].Arguments != r.Arguments {
				changed++
			}
		}
	}
	if changed > few(known) && !allow.Many {
		return fmt.Errorf("the arguments of %d of %d codes have another grammar (--allow-many)",
			changed, known)
	}
	return nil
}

// judgeLost returns an error if too many codes of old have lost their references or a date in next:
// the registry has never taken one back.
func judgeLost(old, next []registry.Record, allow Allow) error {
	lost := 0
	for _, r := range old {
		i := index(next, r.Code)
		if i < 0 {
			continue
		}
		n := next[i]
		if len(r.References) > 0 && len(n.References) == 0 ||
			r.Registered != "" && n.Registered == "" || r.Updated != "" && n.Updated == "" {
			lost++
		}
	}
	if lost > few(len(old)) && !allow.Many {
		return fmt.Errorf("%d of %d codes have lost their references or a date (--allow-many)",
			lost, len(old))
	}
	return nil
}

// few returns how many of n may change at once: a tenth, or three of a small registry.
func few(n int) int { return max(n/10, 3) }

// renames returns the codes of old that have another name in rows: rows with the same references in
// the same place.
func renames(old, rows []registry.Record) map[string]string {
	renamed := map[string]string{}
	next := 0 // the index in rows that a missing row of old would have
	for _, r := range old {
		if i := index(rows, r.Code); i >= 0 {
			next = i + 1
			continue
		}
		if r.Status == registry.Removed || next == len(rows) {
			continue
		}
		if row := rows[next]; !has(old, row.Code) && slices.Equal(row.References, r.References) {
			renamed[r.Code] = row.Code
			next++
		}
	}
	return renamed
}

// checkOrder returns an error for the first row that is not where the registry would have put it:
// the rows of old in their order, renamed or not, and new ones after them.
func checkOrder(old, rows []registry.Record, renamed map[string]string) error {
	i := 0
	for _, r := range old {
		code := r.Code
		if to, ok := renamed[code]; ok {
			code = to
		}
		if !has(rows, code) {
			continue
		}
		if rows[i].Code != code {
			return fmt.Errorf("the rows are in another order: row %d is %s, but %s is checked in "+
				"(--allow-reordering)", i+1, rows[i].Code, code)
		}
		i++
	}
	return nil
}

// changedCodes counts the codes that are only in old or only in rows, or have another description
// there. There are none if there was no registry yet.
func changedCodes(old, rows []registry.Record) int {
	if len(old) == 0 {
		return 0
	}
	changed := 0
	base, head := registry.State{Records: old}, registry.State{Records: rows}
	for _, c := range registry.Compare(base, head) {
		switch c.Kind {
		case registry.KindAdded, registry.KindRemoved, registry.KindStatus:
			changed++
		}
	}
	return changed
}

// newDescriptions returns notes on descriptions that are not in old: people must find out what they
// say about the code.
func newDescriptions(old, rows []registry.Record) []string {
	known := map[string]bool{}
	for _, r := range old {
		known[strings.ToLower(r.Description)] = true
	}
	var notes []string
	for _, row := range rows {
		status := registry.StatusOf(row.Description)
		if status == registry.Discouraged && !known[strings.ToLower(row.Description)] {
			notes = append(notes, fmt.Sprintf("%s: the description %q is new; its status is %s",
				row.Code, row.Description, status))
		}
	}
	return notes
}

// spelling returns the code of records that differs from code only in case, which codes ignore (RFC
// 9051 section 9, note 1), if there is one.
func spelling(records []registry.Record, code string) (spelled string, ok bool) {
	for _, r := range records {
		if strings.EqualFold(r.Code, code) {
			return r.Code, true
		}
	}
	return "", false
}
