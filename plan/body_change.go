package plan

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"jalon/calendar"
	"jalon/i18n"
)

// Bounds of what is said of a body, in characters, and of how many things it has.
const (
	MaxBodyName  = 200
	MaxBodyShort = 40
	MaxBodyText  = 300 // legal basis, rhythm, secretariat
	MaxLinks     = 20
	MaxSeats     = 100
	MaxTerms     = 60 // of one seat, past ones included
	MaxNotice    = 180
	MaxProxies   = 20
)

// BodyChange is what became of a body.
type BodyChange struct {
	Before, After Body
	// Called says how the people with an account are called, see [CalledOf].
	Called map[UserID]string
	// Unseated are the seats at meetings ahead that the change passed on.
	Unseated []Unseated
}

var (
	textNoManageBody = i18n.T(
		"{what} ne peut pas être modifiée depuis votre compte. Rien n’a changé.\n"+
			"Règle : cela revient à la coordination, au rôle décision et, pour une instance de son département, à la préfecture. {yours}\nPour l’obtenir : {ask}",
		"{what} cannot be changed from your account. Nothing has changed.\n"+
			"Rule: the coordination, the décision role and, for a body of its department, the préfecture may change it. {yours}\nTo get this right: {ask}")
	textNoNewBody = i18n.T(
		"Une instance ne peut pas être créée depuis votre compte. Rien n’est enregistré.\n"+
			"Règle : cela revient à la coordination, au rôle décision et, pour une instance de son département, à la préfecture. {yours}\nPour l’obtenir : {ask}",
		"A body cannot be created from your account. Nothing is saved.\n"+
			"Rule: the coordination, the décision role and, for a body of its department, the préfecture may create it. {yours}\nTo get this right: {ask}")
	textBodyTwice = i18n.T(
		"**{short}** existe déjà : {ref}, {name}. Rien n’est créé.\nPour la voir : `/instance voir {ref}`",
		"**{short}** already exists: {ref}, {name}. Nothing is created.\nTo see it: `/instance voir {ref}`")
	textBodyTaken = i18n.T(
		"**{short}** désigne déjà {ref}, {name}. Rien n’a changé.\nChoisissez un autre nom court.",
		"**{short}** already names {ref}, {name}. Nothing has changed.\nChoose another short name.")
	textBodyNoName = i18n.T(
		"Il manque le nom de l’instance. Rien n’est enregistré.\nPar exemple : `/instance ajouter \"Comité régional ERBM\" court ERBM`",
		"The name of the body is missing. Nothing is saved.\nFor example: `/instance ajouter \"Comité régional ERBM\" court ERBM`")
	textBodyLong = i18n.T(
		"Ce texte est trop long : {max} caractères au plus. Rien n’est enregistré.\n**« {text} »**",
		"This text is too long: at most {max} characters. Nothing is saved.\n**“{text}”**")
	textShortIsRef = i18n.T(
		"**{short}** ne peut pas être un nom court : il se lirait comme un identifiant. Rien n’est enregistré.",
		"**{short}** cannot be a short name: it would be read as an identifier. Nothing is saved.")
	textBodyShut = i18n.T(
		"{ref}, {name}, est fermée. Rien n’a changé.\nPour la rouvrir : `/instance rouvrir {ref}`",
		"{ref}, {name}, is closed. Nothing has changed.\nTo open it again: `/instance rouvrir {ref}`")
	textBodySame = i18n.T(
		"{name} est déjà ainsi. Rien n’a changé.",
		"{name} is already so. Nothing has changed.")
	textBodyNotice = i18n.T(
		"Un délai de convocation va de 1 à {max} jours. Rien n’est enregistré.",
		"A notice is given 1 to {max} days before. Nothing is saved.")
	textBodyQuorum = i18n.T(
		"Ce quorum est impossible : une part des membres, comme 1/2, ou un nombre de membres. Rien n’est enregistré.",
		"This quorum is impossible: a part of the members, such as 1/2, or a number of them. Nothing is saved.")
	textBodyProxies = i18n.T(
		"Un nombre de pouvoirs par personne va de 0 à {max}. Rien n’est enregistré.",
		"A person holds 0 to {max} proxies. Nothing is saved.")
	textBodyLinks = i18n.T(
		"Une instance a {max} liens au plus. Rien n’est enregistré.\nRetirez-en un : `/instance modifier {ref} lien \"Statuts\" aucun`",
		"A body has at most {max} links. Nothing is saved.\nTake one off: `/instance modifier {ref} lien \"Statuts\" aucun`")
	textBodyAhead = i18n.T(
		"{name} a {n} à venir. Rien n’a changé.\nAnnulez-les d’abord, par exemple : `/seance annuler {meeting} motif \"instance supprimée\"`",
		"{name} has {n} to come. Nothing has changed.\nCancel them first, for example: `/seance annuler {meeting} motif \"instance supprimée\"`")
	textOneMeeting   = i18n.T("{n} séance", "{n} meeting")
	textManyMeetings = i18n.T("{n} séances", "{n} meetings")
)

// AddBody records a body. It returns Denied to whoever may not manage those of
// its department, and Invalid when another open one has its short name or its
// name, or for what cannot be.
func (p *Planner) AddBody(ctx context.Context, call Call, b Body) (BodyChange, error) {
	var out BodyChange
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if !AllowedIn(dir.Actor, ManageMeetings, b.Department) {
			return Refuse(Denied, textNoNewBody.With("yours", dir.Yours(), "ask", dir.Ask()))
		}
		out, err = p.addBody(tx, call, dir, b)
		return err
	})
	return out, wrap(err, "add body %q", b.Name)
}

// addBody records a body inside a transaction, whoever asks.
func (p *Planner) addBody(tx Tx, call Call, dir DirectoryView, b Body) (BodyChange, error) {
	b.Region, b.Author, b.CreatedAt, b.Version, b.Closed = dir.Region.ID, call.Actor.User, call.Now, 0, false
	if b.Chair == "" {
		b.Chair = ChairOther
	}
	b.Rules = b.Rules.usual()
	if err := checkBody(tx, b, textBodyTwice); err != nil {
		return BodyChange{}, err
	}
	err := nameTemplate(tx, dir, &b)
	if err != nil {
		return BodyChange{}, err
	}
	if b.Number, err = tx.NextNumber(b.Region, bodyMark); err != nil {
		return BodyChange{}, err
	}
	return p.storeBody(tx, call, dir, "instance.ajouter", Body{}, b, "")
}

// ModifyBody changes a body as edit says, which may run several times, under the
// name of an action of the journal. It returns Denied to whoever may not manage
// it, Closed for a closed one unless edit opens it again, and Invalid for what
// cannot be or changes nothing.
func (p *Planner) ModifyBody(ctx context.Context, call Call, number int, action, reason string, edit func(*Body) error) (BodyChange, error) {
	var out BodyChange
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		before, err := bodyNamed(tx, dir.Region.ID, number)
		if err != nil {
			return err
		}
		after := before.clone()
		if err := edit(&after); err != nil {
			return err
		}
		after.Rules = after.Rules.usual()
		for _, department := range []string{before.Department, after.Department} {
			if !AllowedIn(dir.Actor, ManageMeetings, department) {
				return Refuse(Denied, textNoManageBody.With("what", before.Ref(), "yours", dir.Yours(), "ask", dir.Ask()))
			}
		}
		if out, err = p.changeBody(tx, call, dir, action, before, after, reason); err != nil {
			return err
		}
		out.Unseated, err = p.unseatOver(tx, dir, call, before, out.After)
		return err
	})
	return out, wrap(err, "modify body %d", number)
}

// changeBody stores another state of a body inside a transaction, whoever asks.
func (p *Planner) changeBody(tx Tx, call Call, dir DirectoryView, action string, before, after Body, reason string) (BodyChange, error) {
	switch {
	case before.Closed && after.Closed:
		return BodyChange{}, Refuse(Closed, textBodyShut.With("ref", before.Ref(), "name", before.Name))
	case bodiesEqual(before, after):
		return BodyChange{}, Refuse(Invalid, textBodySame.With("name", before.Called()))
	case after.Closed:
		if err := nothingAhead(tx, before, dir, call); err != nil {
			return BodyChange{}, err
		}
	}
	if err := checkBody(tx, after, textBodyTaken); err != nil {
		return BodyChange{}, err
	}
	if before.Template != after.Template {
		if err := nameTemplate(tx, dir, &after); err != nil {
			return BodyChange{}, err
		}
	}
	return p.storeBody(tx, call, dir, action, before, after, reason)
}

// nothingAhead refuses to close a body that has meetings to come.
func nothingAhead(tx Tx, b Body, dir DirectoryView, call Call) error {
	today, err := dir.today(dir.Coordination().ID, call.Now)
	if err != nil {
		return err
	}
	ahead, n, err := tx.FindMeetings(b.Region, MeetingFilter{
		Body: b.Number, From: today, States: []MeetingState{Provisional, Confirmed, Convened}, Limit: 1,
	})
	if err != nil || n == 0 {
		return err
	}
	return Refuse(Invalid, textBodyAhead.With("name", b.Called(), "n", howMany{n, textOneMeeting, textManyMeetings}, "meeting", ahead[0].Ref()))
}

// howMany says a number of things.
type howMany struct {
	n         int
	one, many i18n.Msg
}

// In says it in a language.
func (c howMany) In(lang i18n.Lang) string {
	return i18n.Plural(lang, c.n, c.one, c.many).In(lang, "n", c.n)
}

// nameTemplate refuses a template that does not exist, and writes its name as it is.
func nameTemplate(tx Tx, dir DirectoryView, b *Body) error {
	if b.Template == "" {
		return nil
	}
	t, err := templateNamed(tx, dir, b.Template)
	b.Template = t.Name
	return err
}

// storeBody stores a body with its journal entry and what must be said of it;
// before is zero for a new one.
func (p *Planner) storeBody(tx Tx, call Call, dir DirectoryView, action string, before, after Body, reason string) (BodyChange, error) {
	out := BodyChange{Before: before, After: after}
	err := tx.PutBody(after)
	if errors.Is(err, ErrDuplicate) { // taken meanwhile
		return out, Refuse(Invalid, textBodyTaken.With("short", after.Short, "ref", "", "name", ""))
	}
	if err != nil {
		return out, err
	}
	out.After.Version++
	if err := p.planTerms(tx, dir, out.After, call.Now); err != nil {
		return out, err
	}
	if err := p.planWatch(tx, dir.Coordination(), call.Now); err != nil {
		return out, err
	}
	if err := redrawSubject(tx, after.Region, after.Ref(), out.After.Version); err != nil {
		return out, err
	}
	if err := p.redrawLeavers(tx, before, out.After); err != nil {
		return out, err
	}
	if err := p.noteBody(tx, call, action, out, reason); err != nil {
		return out, err
	}
	out.Called, err = CalledOf(tx, after.Region, slices.Concat(before.people(), after.people()))
	return out, err
}

// checkBody refuses a body that cannot be, or whose short name or name another
// open one has.
func checkBody(tx Tx, b Body, twice i18n.Msg) error {
	if err := b.check(); err != nil || b.Closed {
		return err
	}
	taken := func(f BodyFilter, is func(Body) bool) error {
		found, _, err := tx.FindBodies(b.Region, f)
		if err != nil {
			return err
		}
		for _, other := range found {
			if other.Number != b.Number && is(other) {
				return Refuse(Invalid, twice.With("short", other.Called(), "ref", other.Ref(), "name", other.Name))
			}
		}
		return nil
	}
	if b.Short != "" {
		if err := taken(BodyFilter{Short: i18n.Fold(b.Short)}, func(Body) bool { return true }); err != nil {
			return err
		}
	}
	name := i18n.Fold(b.Name)
	return taken(BodyFilter{Words: strings.Fields(name)}, func(o Body) bool { return i18n.Fold(o.Name) == name })
}

// check refuses what a body cannot be, whatever else there is.
func (b Body) check() error {
	if b.Name == "" {
		return Refuse(Invalid, textBodyNoName.With())
	}
	for _, text := range []struct {
		value string
		max   int
	}{
		{b.Name, MaxBodyName},
		{b.Short, MaxBodyShort},
		{b.Kind, MaxBodyName},
		{b.LegalBasis, MaxBodyText},
		{b.Rhythm, MaxBodyText},
		{b.Secretariat, MaxBodyText},
	} {
		if utf8.RuneCountInString(text.value) > text.max {
			return Refuse(Invalid, textBodyLong.With("max", text.max, "text", beginning(text.value)))
		}
	}
	if readsAsRef(b.Short) || readsAsRef(b.Name) {
		return Refuse(Invalid, textShortIsRef.With("short", b.Called()))
	}
	if len(b.Links) > MaxLinks {
		return Refuse(Invalid, textBodyLinks.With("max", MaxLinks, "ref", b.Ref()))
	}
	if err := b.Rules.check(); err != nil {
		return err
	}
	return checkSeats(b)
}

// beginning is the beginning of a text that is too long to be shown whole.
func beginning(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}

// readsAsRef tells a name that would be read as the identifier of something.
func readsAsRef(name string) bool {
	_, body := ParseBodyRef(name)
	_, meeting := ParseMeetingRef(name)
	_, deadline := ParseDeadlineRef(name)
	return body || meeting || deadline
}

// check refuses rules that cannot be.
func (r BodyRules) check() error {
	q := r.Quorum
	switch {
	case r.Notice < 0 || r.Notice > MaxNotice:
		return Refuse(Invalid, textBodyNotice.With("max", MaxNotice))
	case q.Number < 0 || q.Of < 0 || q.Of > 0 && q != NoQuorum && (q.Number == 0 || q.Number > q.Of) || q.Of == 0 && r.Members > 0 && q.Number > r.Members:
		return Refuse(Invalid, textBodyQuorum.With())
	case r.Proxies > MaxProxies:
		return Refuse(Invalid, textBodyProxies.With("max", MaxProxies))
	}
	return nil
}

// usual writes the rules that are those of common law as such, so that a body
// whose rules were typed is not taken for one that has its own.
func (r BodyRules) usual() BodyRules {
	if r.Notice == commonNotice && r.NoticeUnit == calendar.CalendarDays || r.Notice == 0 {
		r.Notice, r.NoticeUnit = 0, calendar.CalendarDays
	}
	if r.Quorum == (Quorum{1, 2}) || r.Quorum == (Quorum{50, 100}) {
		r.Quorum = Quorum{}
	}
	if r.Proxies == commonProxies {
		r.Proxies = 0
	}
	return r
}

// bodiesEqual tells whether two states of a body are the same.
func bodiesEqual(a, b Body) bool {
	if len(a.Links) == 0 && len(b.Links) == 0 {
		a.Links, b.Links = nil, nil
	}
	if !a.CreatedAt.Equal(b.CreatedAt) || len(a.Seats) != len(b.Seats) {
		return false
	}
	for i, s := range a.Seats {
		o := b.Seats[i]
		if s.Number != o.Number || s.Closed != o.Closed || !sameSeat(s, o) {
			return false
		}
	}
	a.Seats, b.Seats, a.CreatedAt = nil, nil, b.CreatedAt
	return reflect.DeepEqual(a, b)
}

// clone is a copy that shares nothing with the body.
func (b Body) clone() Body {
	b.Links = slices.Clone(b.Links)
	b.Seats = slices.Clone(b.Seats)
	for i := range b.Seats {
		b.Seats[i].Terms = slices.Clone(b.Seats[i].Terms)
	}
	return b
}
