package main

import (
	"context"
	"errors"
	"time"

	"jalon/bot"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
)

type checkCommand struct {
	settingsFlags
}

// Run says what is wrong and how to mend it.
func (c *checkCommand) Run(ctx context.Context, sh shell) (err error) {
	s, err := c.complete(sh)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, s.DB, store.Options{NoMigrate: true}, plan.Options{}, consoleLog(sh))
	if err != nil {
		return inWords(err, sh.lang)
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := h.db.Ping(ctx); err != nil {
		return err
	}
	sh.tell(textDatabaseGood.In(sh.lang, "engine", h.db.Engine()))
	b, err := h.bot(s, bot.Config{Now: time.Now, Lang: sh.lang})
	if err != nil {
		return err
	}
	findings, err := h.checkJournals(ctx, s)
	if err != nil {
		return err
	}
	more, err := b.Check(ctx)
	findings = append(findings, more...)
	wrong := 0
	for _, f := range findings {
		sh.tell(f.In(sh.lang))
		if !f.OK {
			wrong++
		}
	}
	if err != nil {
		return explained(err, sh.lang)
	}
	if wrong > 0 {
		return told(exitFailed)
	}
	return nil
}

// explained puts a refusal that has words in the language of who reads it.
func explained(err error, lang i18n.Lang) error {
	if refused, ok := errors.AsType[*plan.Error](err); ok {
		return errors.New(card.Plain(refused.Text.In(lang)))
	}
	return err
}
