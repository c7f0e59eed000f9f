package main

import (
	"cmp"
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Run says which jalon this is.
func (versionCommand) Run(sh shell) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	_, err := fmt.Fprint(sh.out, describe(info))
	return err
}

// describe writes the version, the compiler, and the commit when it is known.
func describe(info *debug.BuildInfo) string {
	text := fmt.Sprintf("jalon %s\n%s\n", cmp.Or(info.Main.Version, "(devel)"), info.GoVersion)
	setting := map[string]string{}
	for _, s := range info.Settings {
		setting[s.Key] = s.Value
	}
	if setting["vcs.revision"] == "" {
		return text
	}
	text += "commit " + setting["vcs.revision"] + " " + setting["vcs.time"]
	if setting["vcs.modified"] == "true" {
		text += " +modified"
	}
	return text + "\n"
}
