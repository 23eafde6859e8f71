package cli

import (
	"runtime/debug"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDescribeBuild(t *testing.T) {
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "0123abcd"}
	modified := func(value string) debug.BuildSetting {
		return debug.BuildSetting{Key: "vcs.modified", Value: value}
	}
	for _, test := range []struct {
		reason string
		info   debug.BuildInfo
		want   string
	}{{
		"a module has a version but no revision",
		debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.3"}},
		"imapcodes v1.2.3\ngo        go1.26.0\n",
	}, {
		"a checkout has a revision",
		debug.BuildInfo{
			GoVersion: "go1.26.0", Main: debug.Module{Version: "(devel)"},
			Settings: []debug.BuildSetting{{Key: "vcs", Value: "git"}, revision, modified("false")},
		},
		"imapcodes (devel)\nrevision  0123abcd\ngo        go1.26.0\n",
	}, {
		"a modified checkout says so",
		debug.BuildInfo{
			GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.3+dirty"},
			Settings: []debug.BuildSetting{revision, modified("true")},
		},
		"imapcodes v1.2.3+dirty\nrevision  0123abcd, modified\ngo        go1.26.0\n",
	}, {
		"a replaced module shows its replacement",
		debug.BuildInfo{
			GoVersion: "go1.26.0",
			Main:      debug.Module{Version: "v1.2.3", Replace: &debug.Module{Path: "../fork"}},
		},
		"imapcodes v1.2.3 => ../fork\ngo        go1.26.0\n",
	}, {
		"a replacement may have its own version",
		debug.BuildInfo{
			GoVersion: "go1.26.0",
			Main: debug.Module{
				Version: "v1.2.3",
				Replace: &debug.Module{Path: "example.test/fork", Version: "v1.2.4"},
			},
		},
		"imapcodes v1.2.3 => example.test/fork v1.2.4\ngo        go1.26.0\n",
	}, {
		"a program that was built without modules has only Go's version",
		debug.BuildInfo{GoVersion: "go1.26.0"},
		"imapcodes (unknown)\ngo        go1.26.0\n",
	}} {
		if diff := cmp.Diff(test.want, describeBuild(&test.info)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", test.reason, diff)
		}
	}
}
