package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"jalon/bot"
	"jalon/i18n"
	"jalon/plan"
	"jalon/schedule"
)

// journalKeyName is the file of the key of the journal when the settings name
// none: beside the key that seals the buttons.
const journalKeyName = "jalon.journal.key"

// journalKeyFile is where the key of the journal stands.
func (s settings) journalKeyFile() string {
	if s.JournalKeyFile != "" {
		return s.JournalKeyFile
	}
	return filepath.Join(filepath.Dir(s.KeyFile), journalKeyName)
}

// errJournalKeyLost means that seals stand and that the key that made them does
// not: a new one must not take its place unsaid.
var errJournalKeyLost = errors.New("the key of the journal is missing and seals were made with it")

// journalKey reads the key of the journal, and makes one as long as nothing was
// sealed. It fails with errJournalKeyLost, and for a file that others may read.
func (h *house) journalKey(ctx context.Context, path string) (plan.JournalKey, error) {
	key, err := readJournalKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	begun, err := h.planner.JournalBegun(ctx)
	if err != nil {
		return plan.JournalKey{}, err
	}
	if begun {
		return plan.JournalKey{}, fmt.Errorf("%w: %s", errJournalKeyLost, path)
	}
	text := plan.NewJournalKey()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return readJournalKey(path) // another process made it meanwhile
	}
	if err != nil {
		return plan.JournalKey{}, err
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return plan.JournalKey{}, err
	}
	return plan.ParseJournalKey(text)
}

func readJournalKey(path string) (plan.JournalKey, error) {
	info, err := os.Stat(path)
	if err != nil {
		return plan.JournalKey{}, err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return plan.JournalKey{}, fmt.Errorf("%w %s may be read by others (%s): run chmod 600 on it",
			plan.ErrJournalKey, path, info.Mode().Perm())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return plan.JournalKey{}, err
	}
	key, err := plan.ParseJournalKey(string(text))
	return key, wrapPath(err, path)
}

func wrapPath(err error, path string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", path, err)
}

// sealer makes the loop that seals the journal; nil when the key cannot be
// used, which the log says: jalon serves all the same, and what is done
// meanwhile waits for its seal.
func (h *house) sealer(ctx context.Context, s settings, log *slog.Logger) *schedule.Sealer {
	key, err := h.journalKey(ctx, s.journalKeyFile())
	if err != nil {
		log.ErrorContext(ctx, "the journal is not sealed", "err", err)
		return nil
	}
	return schedule.NewSealer(h.planner, key, log)
}

var (
	textJournalOf      = i18n.T("Journal de {region}", "Journal of {region}")
	textJournalOne     = i18n.T("{n} action scellée, intacte", "{n} sealed action, whole")
	textJournalWhole   = i18n.T("{n} actions scellées, intactes", "{n} sealed actions, whole")
	textJournalIs      = i18n.T("{sealed}", "{sealed}")
	textJournalWaiting = i18n.T("{sealed} ; {n} en attente de sceau", "{sealed}; {n} waiting for a seal")
	textJournalKey     = i18n.T("Clé du journal", "Key of the journal")
	textJournalNoKey   = i18n.T("inutilisable, le journal n’est ni scellé ni vérifié ({why})", "cannot be used, the journal is neither sealed nor verified ({why})")
	textJournalKeyMend = i18n.T(
		"remettre {file} depuis la sauvegarde, lisible de son seul propriétaire, puis relancer jalon serve",
		"put {file} back from the backup, readable by its owner only, then start jalon serve again")
	textJournalMend = i18n.T(
		"ne rien effacer, copier la base, et suivre « Quand le journal n’est pas intact » (docs/exploitation.md)",
		"erase nothing, copy the database, and follow “Quand le journal n’est pas intact” (docs/exploitation.md)")
	textJournalWaits = i18n.T("démarrer jalon serve, qui les scellera", "start jalon serve, which will seal them")
)

// textFaults say what is wrong with a journal.
var textFaults = map[plan.FaultKind]i18n.Msg{
	plan.FaultAltered: i18n.T("modifié après coup à l’action {seq} ({object}, {when})", "altered at action {seq} ({object}, {when})"),
	plan.FaultMissing: i18n.T("l’action {seq} ou son sceau a été retiré ({object})", "action {seq} or its seal was taken out ({object})"),
	plan.FaultCut:     i18n.T("la fin a été coupée, ou ne correspond pas, à partir de l’action {seq} {month}", "the end was cut, or does not match, from action {seq} on {month}"),
	plan.FaultKey:     i18n.T("l’action {seq} est scellée par une clé inconnue ({key})", "action {seq} is sealed with an unknown key ({key})"),
	plan.FaultUnsealed: i18n.T(
		"une action n’est ni scellée ni en attente ({object}, {when})", "an action is neither sealed nor waiting ({object}, {when})"),
	plan.FaultTold: i18n.T(
		"l’action {seq} n’est plus celle annoncée aux administrateurs {month}", "action {seq} is not the one that the administrators were told {month}"),
}

// checkJournals verifies the journal of each region.
func (h *house) checkJournals(ctx context.Context, s settings) ([]bot.Finding, error) {
	key, err := readJournalKey(s.journalKeyFile())
	if errors.Is(err, fs.ErrNotExist) {
		// As long as nothing was sealed, serve will make it.
		if begun, errBegun := h.planner.JournalBegun(ctx); errBegun != nil || !begun {
			return nil, errBegun
		}
	}
	if err != nil {
		return []bot.Finding{{
			What: textJournalKey.With(), State: textJournalNoKey.With("why", err.Error()),
			Mend: textJournalKeyMend.With("file", s.journalKeyFile()),
		}}, nil
	}
	regions, err := h.planner.Regions(ctx)
	if err != nil {
		return nil, err
	}
	var findings []bot.Finding
	for _, r := range regions {
		report, err := h.planner.VerifyJournal(ctx, r.ID, key)
		if err != nil {
			return findings, err
		}
		findings = append(findings, journalFinding(r, report))
	}
	return findings, nil
}

// manyWaiting is how many entries may wait for their seal while serve runs.
const manyWaiting = 1000

func journalFinding(r plan.Region, report plan.Report) bot.Finding {
	f := bot.Finding{What: textJournalOf.With("region", r.Name), OK: report.Fault == nil}
	switch fault := report.Fault; {
	case fault != nil:
		month := fault.Month
		if month != "" {
			month = "(" + month + ")"
		}
		f.State = textFaults[fault.Kind].With("seq", fault.Seq, "object", fault.Entry.Object,
			"when", fault.Entry.At.UTC().Format(time.RFC3339), "month", month, "key", fault.KeyID)
		f.Mend = textJournalMend.With()
	case report.Waiting > 0:
		f.State = textJournalWaiting.With("sealed", sealedWords{report.Sealed}, "n", report.Waiting)
		if report.Waiting > manyWaiting {
			f.Mend = textJournalWaits.With()
		}
	default:
		f.State = textJournalIs.With("sealed", sealedWords{report.Sealed})
	}
	return f
}

// sealedWords counts sealed actions in words.
type sealedWords struct{ n int }

// In says them in a language.
func (w sealedWords) In(lang i18n.Lang) string {
	return i18n.Plural(lang, w.n, textJournalOne, textJournalWhole).In(lang, "n", w.n)
}
