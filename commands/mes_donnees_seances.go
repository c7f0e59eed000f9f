package commands

import (
	"jalon/i18n"
	"jalon/plan"
)

// What is held about somebody who sits for the préfet, as their file says it.

// dataSeat is a term that somebody has or had.
type dataSeat struct {
	Ref   string `json:"instance"`
	Body  string `json:"nom"`
	Seat  string `json:"siege"`
	Rank  string `json:"rang"`
	Name  string `json:"nom_inscrit,omitempty"`
	From  string `json:"du,omitempty"`
	To    string `json:"au,omitempty"`
	Order string `json:"arrete,omitempty"`
}

// dataMeeting is a meeting at which somebody sits, or that they did something about.
type dataMeeting struct {
	Ref       string         `json:"identifiant"`
	Body      string         `json:"instance"`
	Date      string         `json:"date"`
	Place     string         `json:"lieu,omitempty"`
	You       []string       `json:"vous,omitempty"`
	Questions []dataQuestion `json:"questions_posees,omitempty"`
	Minutes   string         `json:"votre_compte_rendu,omitempty"`
	Override  []string       `json:"vos_derogations,omitempty"`
}

// dataQuestion is a question asked to somebody.
type dataQuestion struct {
	AskedAt    string `json:"posee_le"`
	Name       string `json:"nom_inscrit,omitempty"`
	Answer     string `json:"reponse"`
	AnsweredAt string `json:"repondue_le,omitempty"`
	Reason     string `json:"motif,omitempty"`
}

var (
	textYouHold      = i18n.T("titulaire", "holder")
	textYouReplace   = i18n.T("suppléance n° {n}", "alternate no. {n}")
	textYouSit       = i18n.T("représentation ({state})", "representation ({state})")
	textYouProxy     = i18n.T("pouvoir reçu", "proxy held")
	textYouLostProxy = i18n.T("pouvoir reçu, qui ne vaut plus", "proxy held, which holds no more")
	textYouPlanned   = i18n.T("planifiée par vous", "planned by you")
	textYouMinutes   = i18n.T("compte rendu donné par vous", "minutes given by you")
	textYouAnswered  = i18n.T("réponse donnée par vous au nom de la personne", "answered by you on somebody’s behalf")
	textYouOverrode  = i18n.T("dérogation accordée par vous", "exception granted by you")
	textDataAnswers  = map[plan.AskState]i18n.Msg{
		plan.Waiting: i18n.T("attendue", "expected"), plan.Yes: i18n.T("accord", "yes"), plan.No: i18n.T("empêchement", "no"),
		plan.Silent: i18n.T("sans réponse", "no answer"), plan.Withdrawn: i18n.T("question retirée", "withdrawn"),
	}
	textDataSits = map[plan.RepresentationState]i18n.Msg{
		plan.ToDesignate: i18n.T("à désigner", "to be designated"), plan.Proposed: i18n.T("proposée", "proposed"),
		plan.ToApprove: i18n.T("à valider", "to be approved"), plan.ToDecide: i18n.T("à décider", "to be decided"),
		plan.Accepted: i18n.T("acceptée", "accepted"), plan.ToReconfirm: i18n.T("à reconfirmer", "to be reconfirmed"),
		plan.ByProxy: i18n.T("pouvoir donné", "proxy given"), plan.Unattended: i18n.T("non représentée", "not represented"),
		plan.Attended: i18n.T("siégé", "sat"), plan.Absent: i18n.T("n’a pas siégé", "did not sit"),
		plan.NoLonger: i18n.T("séance annulée", "meeting cancelled"),
	}
)

// dataSeats lists the terms of the person who asks.
func (e *Env) dataSeats(bodies []plan.Body) []dataSeat {
	var out []dataSeat
	for _, b := range bodies {
		for _, s := range b.Seats {
			for _, t := range s.Terms {
				if t.Who.User != e.req.User {
					continue
				}
				rank := e.say(textYouHold)
				if t.Rank > 0 {
					rank = e.say(textYouReplace, "n", t.Rank)
				}
				out = append(out, dataSeat{
					Ref: string(b.Ref()), Body: b.Name, Seat: s.Name, Rank: rank, Name: t.Who.Name,
					From: dateOrNone(t.From), To: dateOrNone(t.To), Order: t.Order,
				})
			}
		}
	}
	return out
}

// dataMeetings lists the meetings that name the person who asks.
func (e *Env) dataMeetings(h plan.Held) []dataMeeting {
	var out []dataMeeting
	for _, m := range h.Meetings {
		out = append(out, e.dataMeeting(m, h.BodyNames[m.Body]))
	}
	return out
}

func (e *Env) dataMeeting(m plan.Meeting, body string) dataMeeting {
	out := dataMeeting{Ref: string(m.Ref()), Body: body, Date: dateOrNone(m.Start.Date), Place: m.Place}
	me := e.req.User
	you := func(is bool, text i18n.Msg, args ...any) {
		if is {
			out.You = append(out.You, e.say(text, args...))
		}
	}
	you(m.Author == me, textYouPlanned)
	for _, s := range m.Seats {
		you(s.Who.User == me, textYouSit, "state", e.say(textDataSits[s.State]))
		you(s.Proxy.User == me, textYouProxy)
		you(s.OverrideBy == me, textYouOverrode)
		if s.OverrideBy == me {
			out.Override = append(out.Override, s.Override)
		}
		for _, a := range s.Asks {
			you(a.AnsweredBy == me && a.Who.User != me, textYouAnswered)
			you(a.Who.User == me && a.Rank == plan.ProxyRank, textYouLostProxy)
			if a.Who.User == me && a.Rank != plan.ProxyRank {
				out.Questions = append(out.Questions, dataQuestion{
					e.stamp(a.AskedAt), a.Who.Name, e.say(textDataAnswers[a.State]), e.stamp(a.AnsweredAt), a.Reason,
				})
			}
		}
	}
	you(m.MinutesBy == me, textYouMinutes)
	if m.MinutesBy == me {
		out.Minutes = m.Minutes
	}
	you(m.ClosedBy == me, textYouClosed)
	return out
}
