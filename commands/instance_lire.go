package commands

import (
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How the lines about bodies are read: from left to right, a head (the name, the
// body, the seat), then clauses in any order, each behind a word that opens it.

// clauseWords are the words that open a clause, folded. A bare clause says all
// by itself: « préside ».
type clauseWords struct {
	key   string
	words []string
	bare  bool
}

// saidClause is one clause of a line.
type saidClause struct {
	key  string
	body []token
	text string // the body as it was typed, without its quotation marks when it is one quotation
}

// saidLine is a line read into its head and its clauses.
type saidLine struct {
	head    []token
	clauses []saidClause
}

// text is the last clause of a key, and whether it was said.
func (l saidLine) text(key string) (string, bool) {
	c, ok := l.clause(key)
	return c.text, ok
}

func (l saidLine) clause(key string) (saidClause, bool) {
	for _, c := range slices.Backward(l.clauses) {
		if c.key == key {
			return c, true
		}
	}
	return saidClause{}, false
}

func (l saidLine) has(key string) bool { _, ok := l.clause(key); return ok }

var (
	textClauseEmpty = i18n.T(
		"Il manque ce qui suit `{word}`. Rien n’a changé.\nPar exemple : `/{example}`",
		"What follows `{word}` is missing. Nothing has changed.\nFor example: `/{example}`")
	textClauseExtra = i18n.T(
		"**« {word} »** n’est pas compris après `{after}`. Rien n’a changé.\nMettez entre guillemets un texte de plusieurs mots. Par exemple : `/{example}`",
		"**“{word}”** is not understood after `{after}`. Nothing has changed.\nPut a text of several words between quotation marks. For example: `/{example}`")
)

// said reads the rest of the line with the clauses of a command; the fields of a
// form say theirs.
func (e *Env) said(known []clauseWords) (saidLine, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return saidLine{}, err
	}
	l, err := e.clauses(tokens, known)
	if err != nil {
		return l, err
	}
	for _, k := range known {
		if value := normalize(e.req.Fields[k.key]); value != "" {
			l.clauses = append(l.clauses, saidClause{key: k.key, body: []token{{text: value, quoted: true}}, text: value})
		}
	}
	return l, nil
}

// clauses cuts words into the head and the clauses.
func (e *Env) clauses(tokens []token, known []clauseWords) (saidLine, error) {
	var l saidLine
	for at := 0; at < len(tokens); {
		k, used := opens(tokens[at:], known)
		if used == 0 {
			l.head = append(l.head, tokens[at])
			at++
			continue
		}
		end := at + used
		for end < len(tokens) {
			if _, next := opens(tokens[end:], known); next > 0 {
				break
			}
			end++
		}
		word := strings.Join(words(tokens[at:at+used]), " ")
		body := withoutSigns(tokens[at+used : end])
		switch {
		case k.bare && len(body) > 0:
			return l, askFor(e.say(textClauseExtra, "word", card.Quote(clip(strings.Join(words(body), " "))), "after", card.Code(word), "example", e.cmd.examples[0]))
		case len(body) == 0 && k.key == "membres" && l.endsWith("quorum"): // « quorum 6 membres »
			last := &l.clauses[len(l.clauses)-1]
			last.body, last.text = append(last.body, tokens[at]), last.text+" "+word
			at = end
			continue
		case !k.bare && len(body) == 0:
			return l, askFor(e.say(textClauseEmpty, "word", card.Code(word), "example", e.cmd.examples[0]))
		}
		l.clauses = append(l.clauses, saidClause{key: k.key, body: body, text: strings.Join(words(body), " ")})
		at = end
	}
	l.head = withoutSigns(l.head)
	return l, nil
}

// endsWith tells that the last clause is of a key.
func (l saidLine) endsWith(key string) bool {
	return len(l.clauses) > 0 && l.clauses[len(l.clauses)-1].key == key
}

// withoutSigns are words without the signs that only part them from what is before
// and after: « quorum : un tiers », « titulaire M. Petit, suppléante … ».
func withoutSigns(tokens []token) []token {
	for len(tokens) > 0 && !tokens[0].quoted && strings.Trim(tokens[0].text, ":,;") == "" {
		tokens = tokens[1:]
	}
	for len(tokens) > 0 {
		last := tokens[len(tokens)-1]
		text := strings.TrimRight(last.text, ":,;")
		if last.quoted || text == last.text {
			break
		}
		tokens = slices.Clone(tokens[:len(tokens)-1])
		if text != "" {
			last.text = text
			return append(tokens, last)
		}
	}
	return tokens
}

// opens tells which clause words open, and how many words of the line that takes.
func opens(tokens []token, known []clauseWords) (clauseWords, int) {
	var found clauseWords
	used := 0
	for _, k := range known {
		for _, opener := range k.words {
			n := len(strings.Fields(opener))
			if n > used && n <= len(tokens) && isOpener(tokens[:n], opener) && opensHere(opener, tokens[n:]) {
				found, used = k, n
			}
		}
	}
	return found, used
}

// opensHere tells whether a small word opens a clause where it stands: « du » and
// « au » do before figures only, and elsewhere are words of a name.
func opensHere(opener string, after []token) bool {
	switch opener {
	case "du", "au", "fin":
		return len(after) > 0 && !after[0].quoted && after[0].text != "" && after[0].text[0] >= '0' && after[0].text[0] <= '9'
	default:
		return true
	}
}

func isOpener(tokens []token, opener string) bool {
	if slices.ContainsFunc(tokens, func(t token) bool { return t.quoted }) {
		return false
	}
	typed := i18n.Fold(strings.Join(words(tokens), " "))
	return strings.TrimRight(typed, ":,;") == opener
}

// oneText is what a clause says in words: one quotation, or words without one.
func (e *Env) oneText(c saidClause, after string) (string, error) {
	if len(c.body) > 1 && slices.ContainsFunc(c.body, func(t token) bool { return t.quoted }) {
		extra := c.body[1:]
		if !c.body[0].quoted {
			extra = c.body
		}
		return "", askFor(e.say(textClauseExtra, "word", card.Quote(clip(strings.Join(words(extra), " "))), "after", after, "example", e.cmd.examples[0]))
	}
	return card.OneLine(c.text), nil
}

// bodyAndRest finds the body that words begin with, the longest name first, and
// gives what follows it. The name of a body never ends in the middle of a
// quotation.
func (e *Env) bodyAndRest(head []token) (plan.Body, []token, error) {
	if len(head) == 0 {
		b, err := e.bodyNamed("")
		return b, nil, err
	}
	if head[0].quoted {
		b, err := e.bodyNamed(head[0].text)
		return b, head[1:], err
	}
	if number, ok := plan.ParseBodyRef(head[0].text); ok {
		v, err := e.plan.ViewBody(e.ctx, e.req.Region, number, e.today())
		return v.Body, head[1:], err
	}
	all, _, err := e.plan.FindBodies(e.ctx, e.req.Region, plan.BodyFilter{})
	if err != nil {
		return plan.Body{}, nil, err
	}
	plainWords := 0
	for plainWords < len(head) && !head[plainWords].quoted {
		plainWords++
	}
	for n := plainWords; n > 0; n-- {
		text := strings.Join(words(head[:n]), " ")
		if found, sure := meantAmong(all, text); len(found) == 1 || len(found) > 1 && !sure {
			b, err := e.theBody(text, found, sure)
			return b, head[n:], err
		}
	}
	for n := plainWords; n > 0; n-- {
		text := strings.Join(words(head[:n]), " ")
		if found, _ := meantAmong(all, text); len(found) > 1 {
			return plan.Body{}, nil, e.pickBody(text, found)
		}
	}
	return plan.Body{}, nil, e.unknownBody(head[0].text)
}

// joined is the text of words, without quotation marks.
func joined(tokens []token) string { return strings.Join(words(tokens), " ") }
