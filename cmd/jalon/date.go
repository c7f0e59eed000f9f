package main

import (
	"strings"
	"time"

	"jalon/calendar/frdate"
)

type dateCommand struct {
	Expression []string `arg:"" help:"${expression}"`
	At         string   `placeholder:"T" help:"${date_at}"`
	Zone       string   `placeholder:"ZONE" help:"${zone}"`
	JSON       bool     `name:"json" help:"${json}"`
}

// Run says how jalon reads a date. Its exit status is that of the reading.
func (c *dateCommand) Run(sh shell) error {
	status := frdate.Report(sh.out, sh.err, frdate.ReportArgs{
		Expression: strings.Join(c.Expression, " "), Now: time.Now(), At: c.At, Zone: c.Zone, JSON: c.JSON, Lang: string(sh.lang),
	})
	if status != exitOK {
		return told(status)
	}
	return nil
}
