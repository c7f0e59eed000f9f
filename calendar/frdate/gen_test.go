package frdate_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"jalon/calendar/frdate"
)

func TestGen(t *testing.T) {
	f, err := os.Open(os.Getenv("GEN"))
	if err != nil {
		t.Skip()
	}
	seen := map[string]bool{}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		line := sc.Text()
		if line == "" || seen[line] {
			continue
		}
		seen[line] = true
		ref := reference(usualNow)
		if strings.HasPrefix(line, "#") {
			fmt.Println("//", line[1:])
			continue
		}
		if strings.HasPrefix(line, "@") {
			now, rest, _ := strings.Cut(line[1:], "|")
			fmt.Printf("{%q, %q, %q},\n", now, rest, summary(frdate.Parse(rest, anchored(now))))
			continue
		}
		if strings.HasPrefix(line, "~") {
			s := line[1:]
			i, r := frdate.Suffix(s, ref)
			if i < 0 {
				fmt.Printf("{%q, \"\", \"\"},\n", s)
			} else {
				fmt.Printf("{%q, %q, %q},\n", s, s[i:], summary(r))
			}
			continue
		}
		if strings.HasPrefix(line, "=") {
			from, to, r := frdate.Window(line[1:], ref)
			w := fmt.Sprintf("%v/%v", from, to)
			w = strings.ReplaceAll(w, "0000-00-00", "")
			if r.Kind != frdate.Understood {
				w = summary(r)
			}
			fmt.Printf("{%q, %q},\n", line[1:], w)
			continue
		}
		fmt.Printf("{%q, %q},\n", line, summary(frdate.Parse(line, ref)))
	}
}
