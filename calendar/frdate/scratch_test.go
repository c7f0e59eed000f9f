package frdate

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"jalon/calendar"
)

func TestScratch(t *testing.T) {
	f, err := os.Open(os.Getenv("PHRASES"))
	if err != nil {
		t.Skip()
	}
	cal, _ := calendar.New(calendar.Metropole, calendar.Options{})
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		line := sc.Text()
		if line == "" {
			continue
		}
		now := "2026-11-23 13:34"
		anchor := ""
		if strings.HasPrefix(line, "@") {
			var rest string
			now, rest, _ = strings.Cut(line[1:], "|")
			line = rest
			if !strings.Contains(now, " ") {
				now += " 00:00"
			}
			anchor = now[:10]
		}
		d, _ := calendar.ParseDate(now[:10])
		tm, _ := calendar.ParseTimeOfDay(now[11:])
		ref := Ref{Now: calendar.Moment{Date: d, Time: tm, Zone: "Europe/Paris"}, Cal: cal}
		if anchor != "" {
			ref.Anchor, _ = calendar.ParseDate(anchor)
		}
		if strings.HasPrefix(line, "~") {
			s := line[1:]
			i, r := Suffix(s, ref)
			if i < 0 {
				j, near := LooksLike(s, ref)
				l := ""
				if j >= 0 {
					l = s[j:]
				}
				fmt.Printf("%-40s → none; looks like %q %v\n", s, l, near)
				continue
			}
			fmt.Printf("%-40s → %q %s\n", s, s[i:], show(r))
			continue
		}
		if strings.HasPrefix(line, "=") {
			from, to, r := Window(line[1:], ref)
			fmt.Printf("%-32s %v..%v %s\n", line[1:], from, to, show(r))
			continue
		}
		fmt.Printf("%-32s %s\n", line, show(Parse(line, ref)))
	}
}

func show(r Result) string {
	var b strings.Builder
	b.WriteString([]string{"REFUSED", "AMBIG", "ok"}[r.Kind])
	for _, x := range r.Readings {
		b.WriteString(" | " + x.Full("fr"))
		if x.Recurrence != nil {
			fmt.Fprint(&b, " ", x.Recurrence.Occurrences(x.Date.AddDays(-1), 3))
		}
		if x.Bound != 0 {
			fmt.Fprintf(&b, " bound=%d", x.Bound)
		}
		if x.Closed != nil {
			fmt.Fprintf(&b, " closed=%s(%v,%v)", x.Closed.Name.FR, x.Closed.Before, x.Closed.After)
		}
		if x.Note.FR != "" {
			b.WriteString(" {" + x.Note.FR + "}")
		}
	}
	if len(r.Other) > 0 {
		b.WriteString(" OTHER")
		for _, x := range r.Other {
			b.WriteString(" | " + x.Full("fr"))
		}
	}
	if r.Kind != Understood {
		b.WriteString(" WHY " + r.Why.FR + fmt.Sprint(" ", r.Reason, " ", strings.Join(r.Near, " ; ")))
	}
	return b.String()
}
