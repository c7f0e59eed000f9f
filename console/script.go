package console

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// longestLine is the longest line read, in bytes.
const longestLine = 1 << 20

// Rejected is a line of a script that was refused, or not understood.
type Rejected struct {
	Line int
	Text string
}

// mistake is a line that the console itself could not follow.
type mistake struct{ why string }

func (m *mistake) Error() string { return m.why }

// errQuit ends a session.
var errQuit = errors.New("quit")

// Script reads a script to its end. Each line is printed as though it had been
// typed at the prompt, then what it leads to. It returns the lines that were
// not accepted; an error is of the store or of the output.
func (c *Console) Script(ctx context.Context, script io.Reader) ([]Rejected, error) {
	var rejected []Rejected
	err := c.lines(ctx, script, func(number int, line string) error {
		c.write(c.prompt() + line + "\n")
		why, err := c.do(ctx, line, number)
		if why != "" {
			rejected = append(rejected, Rejected{number, line})
			c.print(why)
		}
		return err
	})
	return rejected, err
}

// Prompt reads what somebody types, until they leave.
func (c *Console) Prompt(ctx context.Context, typed io.Reader) error {
	left := false
	c.write(c.prompt())
	err := c.lines(ctx, typed, func(_ int, line string) error {
		why, err := c.do(ctx, line, 0)
		if why != "" {
			c.print(why)
		}
		if left = errors.Is(err, errQuit); err == nil {
			c.write(c.prompt())
		}
		return err
	})
	if !left {
		c.write("\n") // after the prompt that nothing answers
	}
	return err
}

// lines hands over each line that is not blank, with its number from 1.
func (c *Console) lines(ctx context.Context, from io.Reader, do func(int, string) error) error {
	scanner := bufio.NewScanner(from)
	scanner.Buffer(nil, longestLine)
	for number := 1; scanner.Scan(); number++ {
		line := strings.TrimSpace(strings.TrimPrefix(scanner.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := do(number, line); errors.Is(err, errQuit) {
			return c.err
		} else if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if c.err != nil {
			return c.err
		}
	}
	return scanner.Err()
}

// prompt says who speaks, where and when: "alice #sgar 23/11 10:00> ".
func (c *Console) prompt() string {
	who, where := "jalon", ""
	if c.who.User != "" {
		who, where = c.who.Username, " #"+c.where.name
		if c.where.direct {
			where = " dm"
		}
	}
	return who + where + " " + c.Now().In(c.Zone).Format("02/01 15:04") + "> "
}

// do follows one line. It returns why the line was not accepted, in words,
// empty when it was; number is zero where lines are not counted.
func (c *Console) do(ctx context.Context, line string, number int) (why string, err error) {
	rest, expected := strings.CutPrefix(line, "!")
	accepted, err := c.follow(ctx, strings.TrimSpace(rest))
	var m *mistake
	switch {
	case errors.As(err, &m) && expected:
		c.print(sentence(m.why))
		return "", nil
	case errors.As(err, &m) && number == 0:
		return sentence(m.why), nil
	case errors.As(err, &m):
		return textMistake.In(c.Lang, "line", number, "why", m.why), nil
	case err != nil:
		return "", err
	case expected && accepted:
		return textAccepted.In(c.Lang, "line", number), nil
	case !expected && !accepted && number > 0:
		return textRefused.In(c.Lang, "line", number), nil
	}
	return "", nil
}

// follow does what a line says and tells whether it was accepted.
func (c *Console) follow(ctx context.Context, line string) (accepted bool, err error) {
	switch {
	case strings.HasPrefix(line, "#"):
		return true, nil
	case line == "?" || i18n.Fold(line) == "aide" && !c.where.direct:
		c.print(c.Help())
		return true, nil
	case isQuit(line):
		return true, errQuit
	case strings.HasPrefix(line, "@"):
		return true, c.Speak(ctx, line)
	case strings.HasPrefix(line, ">"):
		return true, c.move(ctx, line)
	case c.who.User == "":
		return false, &mistake{textNoSpeaker.In(c.Lang)}
	case strings.HasPrefix(line, "["):
		return c.press(ctx, line)
	case strings.HasPrefix(line, "/") || c.where.direct:
		return c.say(ctx, line)
	default:
		return false, &mistake{textUnknown.In(c.Lang, "line", line)}
	}
}

func isQuit(line string) bool {
	switch i18n.Fold(line) {
	case "quitter", "quit", "exit":
		return true
	default:
		return false
	}
}

// say runs a command, then says what became due with it.
func (c *Console) say(ctx context.Context, line string) (bool, error) {
	accepted := c.ask(ctx, commands.Request{
		Channel: c.where.channel, Direct: c.where.direct, Origin: plan.ByConsole,
		Line: strings.TrimPrefix(line, "/"),
	})
	return accepted, c.Settle(ctx)
}

// press presses a button: "[Fait] E12", "[Plutôt ven. 4 déc.]".
func (c *Console) press(ctx context.Context, line string) (bool, error) {
	label, subject, closed := strings.Cut(strings.TrimPrefix(line, "["), "]")
	if !closed {
		return false, &mistake{textUnclosed.In(c.Lang)}
	}
	s, b, err := c.find(strings.TrimSpace(label), strings.TrimSpace(subject))
	if err != nil {
		return false, err
	}
	accepted := c.ask(ctx, commands.Request{
		Channel: s.place.channel, Direct: s.place.direct, Origin: plan.ByButton,
		Line: b.Command, Drawn: cmp.Or(b.Drawn, s.version),
	})
	return accepted, c.Settle(ctx)
}

// outage makes the clock jump, as if no process ran meanwhile.
func (c *Console) outage(ctx context.Context, to time.Time) error {
	if err := c.alive(ctx, c.now); err != nil {
		return err
	}
	c.now = to
	return c.alive(ctx, to)
}

// move makes time pass: ">" says each thing at its hour, ">>" is an outage.
func (c *Console) move(ctx context.Context, line string) error {
	text, outage := strings.CutPrefix(line, ">>")
	text = strings.TrimSpace(strings.TrimPrefix(text, ">"))
	if c.until == nil {
		return &mistake{textNoReplay.In(c.Lang)}
	}
	to, err := ParseMoment(text, c.Zone)
	switch {
	case text == "":
		return &mistake{textWhen.In(c.Lang)}
	case err != nil:
		return &mistake{textNoMoment.In(c.Lang, "text", text)}
	case to.Before(c.now):
		return &mistake{textBackwards.In(c.Lang, "now", c.now.In(c.Zone).Format(stamp))}
	case outage:
		if err := c.outage(ctx, to); err != nil {
			return err
		}
	}
	before := c.sent
	if err := c.until(ctx, to, c.setNow); err != nil {
		return err
	}
	if c.sent == before {
		c.print(textNothing.In(c.Lang))
	}
	return nil
}
