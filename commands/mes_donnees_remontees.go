package commands

import (
	"slices"

	"jalon/i18n"
	"jalon/plan"
)

// dataAnswer is what somebody answered to a data call.
type dataAnswer struct {
	Ref     string      `json:"remontee"`
	Service string      `json:"pour"`
	Area    string      `json:"arrondissement,omitempty"`
	At      string      `json:"le"`
	Outcome string      `json:"reponse"`
	Late    bool        `json:"hors_delai,omitempty"`
	Values  []dataValue `json:"valeurs,omitempty"`
}

// dataValue is what was answered to one question; what was asked is told only to
// who may still see the data call.
type dataValue struct {
	Question string `json:"question,omitempty"`
	Value    string `json:"valeur"`
}

var (
	textDataAnswer    = i18n.T("{n} réponse à des remontées", "{n} answer to data calls")
	textDataAnswered  = i18n.T("{n} réponses à des remontées", "{n} answers to data calls")
	textYouReplied    = i18n.T("réponse donnée par vous ({service})", "answered by you ({service})")
	textYouWantedTime = i18n.T("délai demandé par vous ({service})", "more time asked by you ({service})")
)

// dataOutcomes say what sort of answer was given.
var dataOutcomes = map[plan.Outcome]i18n.Msg{plan.Received: stateReceived, plan.Nil: stateNil, plan.NotApplicable: stateNA}

// dataAnswers lists what the person who asks answered to data calls.
func (e *Env) dataAnswers(h plan.Held, services map[plan.ServiceID]plan.Service) []dataAnswer {
	var out []dataAnswer
	for _, a := range h.Answers {
		seen := slices.ContainsFunc(h.Deadlines, func(d plan.HeldDeadline) bool { return d.Number == a.Call && d.Seen })
		one := dataAnswer{
			Ref: string(plan.DeadlineRef(a.Call)), Service: services[a.Service].Code, Area: a.Area, At: e.stamp(a.At),
			Outcome: e.say(dataOutcomes[a.Outcome]), Late: a.Late,
		}
		for i, v := range a.Values {
			value := dataValue{Value: a.Questions[i].Say(e.lang, v)}
			if seen {
				value.Question = a.Questions[i].Label
			}
			one.Values = append(one.Values, value)
		}
		out = append(out, one)
	}
	return out
}

// replied lists the services for which the person who asks answered a data call.
func replied(h plan.Held, number int) []plan.ServiceID {
	var out []plan.ServiceID
	for _, a := range h.Answers {
		if a.Call == number && !slices.Contains(out, a.Service) {
			out = append(out, a.Service)
		}
	}
	return out
}
