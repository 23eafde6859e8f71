//go:build go1.24

package imapcode_test

import (
	"fmt"
	"reflect"
)

// diff returns "" if want and got are deeply equal, and both of them otherwise, one per line.
func diff(want, got any) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	before, after := fmt.Sprintf("%+v", want), fmt.Sprintf("%+v", got)
	if before == after {
		return fmt.Sprintf("-%#v\n+%#v", want, got)
	}
	return "-" + before + "\n+" + after
}
