package plan

import (
	"context"
	"errors"
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
)

// Names of the templates that the house starts with.
const (
	TemplateSat       = "Représentation"  // bodies where the State sits
	TemplateOrganised = "Comité régional" // bodies that the préfet presides
)

// houseTemplates are what the house starts with. Nothing here is a rule of law:
// they are changed with `/jalon modele`. The lead times are those of a comité
// régional, all in working days.
func houseTemplates(dir DirectoryView) []Template {
	before := func(days int, name string) TemplateStep {
		return TemplateStep{Name: name, Days: -days, Unit: calendar.WorkingDays}
	}
	after := func(days int, name string) TemplateStep {
		return TemplateStep{Name: name, Days: days, Unit: calendar.WorkingDays}
	}
	minutes := after(3, "Compte rendu")
	minutes.Minutes = true
	sat := []TemplateStep{
		before(5, "Note de préparation"), before(3, "Éléments de langage"), before(2, "Dossier de séance"),
		before(1, "Point avec le SGAR"), minutes,
	}
	for i := range sat {
		sat[i].Representative = true
	}
	organised := []TemplateStep{
		before(45, "Date avec le cabinet et la Région"),
		before(30, "Ordre du jour validé"),
	}
	for _, s := range contributors(dir) {
		step := before(20, "Contributions")
		step.Service = s
		organised = append(organised, step)
	}
	organised = append(organised,
		before(15, "Invitations"),
		before(10, "Diaporama"),
		before(5, "Dossier du préfet"),
		before(2, "Éléments de langage"),
		before(1, "Point avec le préfet"),
		after(5, "Relevé de décisions"),
		after(15, "Compte rendu diffusé"),
	)
	return []Template{
		{Region: dir.Region.ID, Name: TemplateOrganised, Steps: organised},
		{Region: dir.Region.ID, Name: TemplateSat, Steps: sat},
		callTemplate(dir),
	}
}

// contributors are the services that a comité régional usually asks: the
// préfectures, the DREAL and the DDTM; the coordination where there are none.
func contributors(dir DirectoryView) []ServiceID {
	var out []ServiceID
	for _, s := range dir.Services {
		code := i18n.Fold(s.Code)
		if s.Kind == KindPrefecture || strings.HasPrefix(code, "dreal") || strings.HasPrefix(code, "ddt") {
			out = append(out, s.ID)
		}
	}
	if len(out) == 0 {
		out = append(out, "")
	}
	return out
}

// TemplateName is the name of the template of the body's meetings.
func (b Body) TemplateName() string {
	switch {
	case b.Template != "":
		return b.Template
	case b.Chair.Organised():
		return TemplateOrganised
	default:
		return TemplateSat
	}
}

var textUnknownTemplate = i18n.T(
	"Le modèle **« {name} »** n’existe pas dans la région. Rien n’a changé.\nModèles : {list}",
	"The template **“{name}”** does not exist in the region. Nothing has changed.\nTemplates: {list}")

// templateNamed finds a template: the region's own, else the house's. NotFound,
// with words, for neither.
func templateNamed(tx Tx, dir DirectoryView, name string) (Template, error) {
	t, err := tx.Template(dir.Region.ID, name)
	if !errors.Is(err, ErrNotFound) {
		return t, err
	}
	for _, house := range houseTemplates(dir) {
		if SearchKey(house.Name) == SearchKey(name) {
			return house, nil
		}
	}
	all, err := templates(tx, dir)
	if err != nil {
		return t, err
	}
	names := make(listed, len(all))
	for i, t := range all {
		names[i] = t.Name
	}
	return t, Refuse(NotFound, textUnknownTemplate.With("name", name, "list", names))
}

// templates lists those of a region with those of the house that nobody changed.
func templates(tx Tx, dir DirectoryView) ([]Template, error) {
	all, err := tx.Templates(dir.Region.ID)
	for _, house := range houseTemplates(dir) {
		own := func(t Template) bool { return SearchKey(t.Name) == SearchKey(house.Name) }
		if !slices.ContainsFunc(all, own) {
			all = append(all, house)
		}
	}
	slices.SortStableFunc(all, func(a, b Template) int { return strings.Compare(i18n.Fold(a.Name), i18n.Fold(b.Name)) })
	return all, err
}

// TemplateView is a template with what uses it.
type TemplateView struct {
	Template
	// Bodies are the open bodies whose meetings follow it.
	Bodies []Body
	// Ahead counts their meetings to come.
	Ahead int
}

// Templates lists the templates of the region, by name.
func (p *Planner) Templates(ctx context.Context, region RegionID) ([]Template, error) {
	var out []Template
	err := p.store.Read(ctx, func(tx Tx) error {
		dir, err := directory(tx, region)
		if err != nil {
			return err
		}
		out, err = templates(tx, dir)
		return err
	})
	return out, wrap(err, "list templates of %s", region)
}

// ViewTemplate reads a template with what uses it on a day. NotFound when there
// is none of that name.
func (p *Planner) ViewTemplate(ctx context.Context, region RegionID, name string, today calendar.Date) (TemplateView, error) {
	var v TemplateView
	err := p.store.Read(ctx, func(tx Tx) error {
		dir, err := directory(tx, region)
		if err != nil {
			return err
		}
		if v.Template, err = templateNamed(tx, dir, name); err != nil {
			return err
		}
		return v.uses(tx, region, today)
	})
	return v, wrap(err, "view template %s", name)
}

// uses finds the bodies that follow the template, and counts their meetings.
func (v *TemplateView) uses(tx Tx, region RegionID, today calendar.Date) error {
	all, _, err := tx.FindBodies(region, BodyFilter{})
	if err != nil {
		return err
	}
	v.Bodies, v.Ahead = nil, 0
	for _, b := range all {
		if SearchKey(b.TemplateName()) != SearchKey(v.Name) {
			continue
		}
		v.Bodies = append(v.Bodies, b)
		_, n, err := tx.FindMeetings(region, MeetingFilter{Body: b.Number, From: today, States: aheadStates, Limit: 1})
		if err != nil {
			return err
		}
		v.Ahead += n
	}
	return nil
}

// aheadStates are the states of a meeting that may still take place.
var aheadStates = []MeetingState{Provisional, Confirmed, Convened}

var (
	textTemplateName = i18n.T(
		"Indiquez le nom du modèle, en {max} caractères au plus. Rien n’est enregistré.",
		"Give the name of the template, in at most {max} characters. Nothing is saved.")
	textTemplateThere = i18n.T(
		"Le modèle **{name}** existe déjà. Rien n’est créé.\nPour le voir : `/jalon modele voir \"{name}\"`",
		"The template **{name}** exists already. Nothing is created.\nTo see it: `/jalon modele voir \"{name}\"`")
	textNoStep = i18n.T(
		"Le modèle **{name}** n’a pas d’étape **« {step} »**. Rien n’a changé.\nÉtapes : {list}",
		"The template **{name}** has no step **“{step}”**. Nothing has changed.\nSteps: {list}")
	textNoTemplateRight = i18n.T(
		"Les modèles ne peuvent pas être modifiés depuis votre compte. Rien n’a changé.\nRègle : ils reviennent à la coordination et au rôle décision. {yours}\nPour l’obtenir : {ask}",
		"Templates cannot be changed from your account. Nothing has changed.\nRule: the coordination and the décision role change them. {yours}\nTo get this right: {ask}")
	textManySteps = i18n.T(
		"Le modèle **{name}** compte déjà {max} étapes. Rien n’a changé.", "The template **{name}** has {max} steps already. Nothing has changed.")
)

const (
	maxTemplateName = 80
	maxSteps        = 40
	// farthestStep bounds how far a step is from its meeting, in days.
	farthestStep = 400
)

// AddTemplate records a template, empty or with the steps of another one. It
// refuses a name that one has already.
func (p *Planner) AddTemplate(ctx context.Context, call Call, name, like string) (Template, error) {
	var out Template
	err := p.changeTemplates(ctx, call, func(tx Tx, dir DirectoryView) error {
		if length := len([]rune(name)); length == 0 || length > maxTemplateName {
			return Refuse(Invalid, textTemplateName.With("max", maxTemplateName))
		}
		all, err := templates(tx, dir)
		if err != nil {
			return err
		}
		for _, t := range all {
			if SearchKey(t.Name) == SearchKey(name) {
				return Refuse(Invalid, textTemplateThere.With("name", t.Name))
			}
		}
		out = Template{Region: dir.Region.ID, Name: name, Author: call.Actor.User}
		if like != "" {
			from, err := templateNamed(tx, dir, like)
			if err != nil {
				return err
			}
			out.Steps = from.Steps
		}
		return p.putTemplate(tx, call, Template{}, &out)
	})
	return out, wrap(err, "add template %s", name)
}

// SetTemplateStep gives a template a step, in place of those of its name; steps
// of several services are one each, of the same name and date. It changes no
// meeting that is planned already.
func (p *Planner) SetTemplateStep(ctx context.Context, call Call, name string, steps []TemplateStep) (TemplateView, error) {
	return p.changeTemplate(ctx, call, name, func(t *Template) error {
		t.Steps = slices.DeleteFunc(slices.Clone(t.Steps), func(s TemplateStep) bool { return i18n.Fold(s.Name) == i18n.Fold(steps[0].Name) })
		if len(t.Steps)+len(steps) > maxSteps {
			return Refuse(Invalid, textManySteps.With("name", t.Name, "max", maxSteps))
		}
		t.Steps = append(t.Steps, steps...)
		return nil
	})
}

// DropTemplateStep takes a step off a template. It changes no meeting that is
// planned already.
func (p *Planner) DropTemplateStep(ctx context.Context, call Call, name, step string) (TemplateView, error) {
	return p.changeTemplate(ctx, call, name, func(t *Template) error {
		left := slices.DeleteFunc(slices.Clone(t.Steps), func(s TemplateStep) bool { return i18n.Fold(s.Name) == i18n.Fold(step) })
		if len(left) == len(t.Steps) {
			var names listed
			for _, s := range t.Steps {
				if !slices.Contains(names, s.Name) {
					names = append(names, s.Name)
				}
			}
			return Refuse(NotFound, textNoStep.With("name", t.Name, "step", step, "list", names))
		}
		t.Steps = left
		return nil
	})
}

func (p *Planner) changeTemplate(ctx context.Context, call Call, name string, f func(*Template) error) (TemplateView, error) {
	var v TemplateView
	err := p.changeTemplates(ctx, call, func(tx Tx, dir DirectoryView) error {
		t, err := templateNamed(tx, dir, name)
		if err != nil {
			return err
		}
		before := t
		if err := f(&t); err != nil {
			return err
		}
		slices.SortStableFunc(t.Steps, func(a, b TemplateStep) int { return a.Days - b.Days })
		if err := p.putTemplate(tx, call, before, &t); err != nil {
			return err
		}
		today, err := dir.today("", call.Now)
		if err != nil {
			return err
		}
		v.Template = t
		return v.uses(tx, dir.Region.ID, today)
	})
	return v, wrap(err, "change template %s", name)
}

// changeTemplates runs a change of templates by somebody who may make it.
func (p *Planner) changeTemplates(ctx context.Context, call Call, f func(Tx, DirectoryView) error) error {
	return p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if !AllowedIn(dir.Actor, ManageMeetings, "") {
			return Refuse(Denied, textNoTemplateRight.With("yours", dir.Yours(), "ask", dir.Ask()))
		}
		return f(tx, dir)
	})
}

// templateRecord is a template as the journal keeps it.
type templateRecord struct {
	Name  string         `json:"name"`
	Steps []TemplateStep `json:"steps"`
}

// TemplateRef is how the journal names a template.
func TemplateRef(name string) Ref { return Ref("M:" + i18n.Fold(name)) }

func (p *Planner) putTemplate(tx Tx, call Call, before Template, t *Template) error {
	if err := tx.PutTemplate(*t); err != nil {
		return err
	}
	t.Version++
	action, was := "modele.modifier", any(templateRecord{before.Name, before.Steps})
	if before.Name == "" {
		action, was = "modele.ajouter", nil
	}
	return p.journal(tx, call, action, TemplateRef(t.Name), was, templateRecord{t.Name, t.Steps}, "")
}

var textFarStep = i18n.T(
	"Une étape est à {max} jours au plus de la séance. Rien n’a changé.", "A step is at most {max} days from its meeting. Nothing has changed.")

// CheckStep refuses a step too far from its meeting.
func CheckStep(days int) error {
	if days < -farthestStep || days > farthestStep {
		return Refuse(Invalid, textFarStep.With("max", farthestStep))
	}
	return nil
}
