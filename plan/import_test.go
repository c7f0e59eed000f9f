package plan_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// registry is a directory in memory: a writer that fails leaves nothing.
type registry struct {
	services []plan.Service
	agents   map[plan.UserID]plan.Agent
	entries  []plan.Entry
	writes   int
}

func (r *registry) clone() registry {
	return registry{services: slices.Clone(r.services), agents: maps.Clone(r.agents), entries: slices.Clone(r.entries)}
}

func (r *registry) Read(_ context.Context, f func(plan.Tx) error) error {
	copied := r.clone()
	return f(&registryTx{registry: &copied})
}

func (r *registry) Write(_ context.Context, f func(plan.Tx) error) error {
	copied := r.clone()
	if err := f(&registryTx{registry: &copied}); err != nil {
		return err
	}
	r.services, r.agents, r.entries, r.writes = copied.services, copied.agents, copied.entries, r.writes+copied.writes
	return nil
}

// registryTx answers what an import asks; anything else is a fault.
type registryTx struct {
	plan.Tx
	*registry
}

func (t *registryTx) Region(id plan.RegionID) (plan.Region, error) {
	return plan.Region{ID: id, Lang: i18n.FR}, nil
}

// FindDeadlines finds none: what follows a change of a service is proven on the
// real store.
func (t *registryTx) FindDeadlines(plan.RegionID, plan.DeadlineFilter) ([]plan.Deadline, int, error) {
	return nil, 0, nil
}

func (t *registryTx) Services(plan.RegionID) ([]plan.Service, error) {
	return slices.Clone(t.services), nil
}

func (t *registryTx) Agent(_ plan.RegionID, user plan.UserID) (plan.Agent, error) {
	if a, ok := t.agents[user]; ok {
		return a, nil
	}
	return plan.Agent{}, plan.ErrNotFound
}

func (t *registryTx) AgentByName(_ plan.RegionID, name string) (plan.Agent, error) {
	for _, a := range t.agents {
		if a.Active && strings.EqualFold(a.Username, name) {
			return a, nil
		}
	}
	return plan.Agent{}, plan.ErrNotFound
}

func (t *registryTx) PutService(s plan.Service) error {
	t.writes++
	at := slices.IndexFunc(t.services, func(k plan.Service) bool { return k.ID == s.ID })
	if (at < 0) != (s.Version == 0) {
		return plan.ErrStale
	}
	s.Version++
	if at < 0 {
		t.services = append(t.services, s)
	} else {
		t.services[at] = s
	}
	return nil
}

// PlanDelivery plans the point of a service.
func (t *registryTx) PlanDelivery(plan.Delivery) (bool, error) { return true, nil }

func (t *registryTx) PutAgent(a plan.Agent) error {
	t.writes++
	if t.agents[a.User].Version != a.Version {
		return plan.ErrStale
	}
	a.Version++
	t.agents[a.User] = a
	return nil
}

func (t *registryTx) Person(_ plan.RegionID, user plan.UserID) (plan.PersonID, error) {
	return plan.PersonID("p-" + user), nil
}

func (t *registryTx) AddEntry(e plan.Entry) error {
	e.ID = ""
	t.entries = append(t.entries, e)
	return nil
}

// chat is a server that knows some accounts and channels.
type chat struct {
	accounts map[string]plan.Member
	channels map[string]plan.ChannelID
	down     bool
	asked    []string
}

var errDown = errors.New("connection refused")

func (c *chat) Account(_ context.Context, _ plan.RegionID, name string) (plan.Member, error) {
	c.asked = append(c.asked, name)
	if c.down {
		return plan.Member{}, errDown
	}
	if m, ok := c.accounts[name]; ok {
		return m, nil
	}
	return plan.Member{}, plan.ErrNotFound
}

func (c *chat) Channel(_ context.Context, _ plan.RegionID, name string) (plan.ChannelID, error) {
	c.asked = append(c.asked, "~"+name)
	if c.down {
		return "", errDown
	}
	if id, ok := c.channels[name]; ok {
		return id, nil
	}
	return "", plan.ErrNotFound
}

var importNow = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func importCall() plan.Call {
	return plan.Call{
		Now: importNow, Origin: plan.ByImport,
		Actor: plan.Actor{
			Region: "hdf", User: "ualice",
			Standings: []plan.Standing{{Role: plan.RoleCoordination, Service: "sgar", Everywhere: true}},
		},
	}
}

// town is a region with its coordination, one préfecture and two agents, and a
// chat that knows more.
func town() (*registry, *chat) {
	place := plan.Service{
		Region: "hdf", TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole,
		Opens: calendar.TimeOfDay{Hour: 8}, Closes: calendar.TimeOfDay{Hour: 19}, Version: 1,
	}
	sgar, pref := place, place
	sgar.ID, sgar.Code, sgar.Name, sgar.Kind, sgar.Channel, sgar.ChannelName = "sgar", "SGAR", "SGAR", plan.KindSGAR, "c-sgar", "sgar"
	pref.ID, pref.Code, pref.Name, pref.Kind, pref.Department = "pref-62", "62", "préfecture du Pas-de-Calais", plan.KindPrefecture, "62"
	pref.Channel, pref.ChannelName, pref.Ladder = "c-62", "pref-62", "J-2"
	known := &registry{
		services: []plan.Service{sgar, pref},
		agents: map[plan.UserID]plan.Agent{
			"ualice": {Region: "hdf", User: "ualice", Username: "alice", Active: true, Version: 3, Services: []plan.Membership{{Service: "sgar", Role: plan.RoleContribution, Source: plan.ByChannel}}},
			"ubob":   {Region: "hdf", User: "ubob", Username: "bob", Active: true, Version: 1, Services: []plan.Membership{{Service: "pref-62", Role: plan.RoleContribution, Source: plan.ByChannel}}},
		},
	}
	there := &chat{
		accounts: map[string]plan.Member{
			"carole":              {User: "ucarole", Username: "carole", Lang: i18n.FR},
			"carole@nord.gouv.fr": {User: "ucarole", Username: "carole", Lang: i18n.FR},
		},
		channels: map[string]plan.ChannelID{"pref-59": "c-59"},
	}
	return known, there
}

func at(sheet string, row int) plan.Cell { return plan.Cell{Sheet: sheet, Row: row} }

func wholeList() plan.ServiceImport {
	opens := calendar.TimeOfDay{Hour: 9}
	return plan.ServiceImport{
		Services: []plan.ServiceLine{
			{At: at("Services", 2), Code: "sgar"},
			{At: at("Services", 3), Code: "62", Name: "préfecture du Pas-de-Calais", Parent: "SGAR", Opens: &opens, Referents: []string{"bob"}},
			{At: at("Services", 4), Code: "59", Name: "préfecture du Nord", Kind: plan.KindPrefecture, Department: "59", Parent: "SGAR", ChannelName: "pref-59"},
		},
		Agents: []plan.AgentLine{
			{At: at("Agents", 2), Account: "@Bob", Service: "62", Role: plan.RoleDecision, Deputy: "carole"},
			{At: at("Agents", 3), Account: "carole@nord.gouv.fr", Service: "59"},
		},
	}
}

func mustImport(t *testing.T, r *registry, c plan.Finder, list plan.ServiceImport, apply bool) plan.ImportReport {
	t.Helper()
	report, err := plan.New(r, plan.Options{}).ImportServices(t.Context(), importCall(), list, c, apply)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func states(lines []plan.LineReport) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Name+" "+string(l.State))
	}
	return strings.Join(out, ", ")
}

func TestAPreviewStoresNothing(t *testing.T) {
	r, c := town()
	report := mustImport(t, r, c, wholeList(), false)
	if report.Applied || r.writes != 0 || len(r.entries) != 0 {
		t.Errorf("%d writes and %d entries", r.writes, len(r.entries))
	}
	if got, want := states(report.Services), "SGAR same, 62 changed, 59 new"; got != want {
		t.Errorf("services %s, want %s", got, want)
	}
	if got, want := states(report.Agents), "bob new, carole new"; got != want {
		t.Errorf("agents %s, want %s", got, want)
	}
	want := []plan.FieldChange{
		{Column: plan.ColumnParent, After: "SGAR"},
		{Column: plan.ColumnOpens, Before: "08:00", After: "09:00"},
		{Column: plan.ColumnReferents, After: "bob"},
	}
	if diff := cmp.Diff(want, report.Services[1].Changes); diff != "" {
		t.Errorf("changes of 62 (-want +got):\n%s", diff)
	}
	if len(report.Problems)+len(report.Warnings) != 0 {
		t.Errorf("problems %v, warnings %v", report.Problems, report.Warnings)
	}
}

func TestAnImportIsStoredWithItsJournalAndOnlyOnce(t *testing.T) {
	r, c := town()
	if report := mustImport(t, r, c, wholeList(), true); !report.Applied {
		t.Fatalf("not applied: %v", report.Problems)
	}
	nord := r.services[2]
	if nord.ID != "59" || nord.Channel != "c-59" || !nord.ChannelOpen || nord.Parent != "sgar" || nord.Region != "hdf" || nord.Opens.Hour != 8 {
		t.Errorf("the new service is %+v", nord)
	}
	pas := r.services[1]
	if pas.Ladder != "J-2" || pas.Channel != "c-62" || pas.Opens.Hour != 9 || !slices.Equal(pas.Referents, []plan.UserID{"ubob"}) {
		t.Errorf("the changed service is %+v", pas)
	}
	bob := r.agents["ubob"]
	want := []plan.Membership{
		{Service: "pref-62", Role: plan.RoleContribution, Source: plan.ByChannel}, {Service: "pref-62", Role: plan.RoleDecision, Source: plan.ByHand},
	}
	if diff := cmp.Diff(want, bob.Services); diff != "" || bob.Deputy != "ucarole" {
		t.Errorf("bob, deputy %s (-want +got):\n%s", bob.Deputy, diff)
	}
	if carole := r.agents["ucarole"]; !carole.Active || carole.Lang != i18n.FR || carole.Username != "carole" || carole.Services[0].Role != plan.RoleContribution {
		t.Errorf("carole %+v", carole)
	}
	entries := []plan.Entry{
		{
			Action: "service.modifier", Object: "S:pref-62", Before: `{"Opens":{"Hour":8,"Minute":0},"Parent":"","Referents":[]}`,
			After: `{"Opens":{"Hour":9,"Minute":0},"Parent":"sgar","Referents":["p-ubob"]}`,
		},
		{
			Action: "service.ajouter", Object: "S:59",
			After: `{"Channel":"c-59","ChannelName":"pref-59","ChannelOpen":true,"Closes":{"Hour":19,"Minute":0},"Code":"59","Department":"59",` +
				`"Digest":"30 8 * * 1","HolidayZone":"Métropole","ID":"59","Kind":"prefecture","Name":"préfecture du Nord","Opens":{"Hour":8,"Minute":0},"Parent":"sgar",` +
				`"Region":"hdf","TimeZone":"Europe/Paris"}`,
		},
		{Action: "agent.modifier", Object: "A:p-ubob", Before: `{"deputy":""}`, After: `{"deputy":"p-ucarole","services":["62, decision"]}`},
		{Action: "agent.ajouter", Object: "A:p-ucarole", After: `{"services":["59, contribution"]}`},
	}
	for i := range entries {
		entries[i].Region, entries[i].At, entries[i].Actor, entries[i].Origin = "hdf", importNow, "p-ualice", plan.ByImport
	}
	if diff := cmp.Diff(entries, r.entries); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}

	writes := r.writes
	c.asked = nil
	again := mustImport(t, r, c, wholeList(), true)
	if r.writes != writes || len(r.entries) != len(entries) {
		t.Error("the second time something was written")
	}
	if got, want := states(again.Services)+", "+states(again.Agents), "SGAR same, 62 same, 59 same, bob same, carole same"; got != want {
		t.Errorf("the second time: %s", got)
	}
	if diff := cmp.Diff([]string{"carole@nord.gouv.fr"}, c.asked); diff != "" { // an address, which is not kept
		t.Errorf("what is known was asked again:\n%s", diff)
	}
}

// One person may stand on several lines: their entry tells all of them, with
// what the role was.
func TestAnImportThatGivesSeveralServicesTellsThemAll(t *testing.T) {
	r, c := town()
	list := wholeList()
	list.Services = nil
	list.Agents = []plan.AgentLine{
		{At: at("Agents", 2), Account: "bob", Service: "62"},
		{At: at("Agents", 3), Account: "bob", Service: "SGAR", Role: plan.RoleReading},
	}
	mustImport(t, r, c, list, true)
	list.Agents[0].Role, list.Agents[1].Role = plan.RoleDecision, plan.RoleContribution
	mustImport(t, r, c, list, true)
	want := [][2]string{
		{`{}`, `{"services":["62, contribution","SGAR, lecture"]}`},
		{`{"services":["62, contribution","SGAR, lecture"]}`, `{"services":["62, decision","SGAR, contribution"]}`},
	}
	var got [][2]string
	for _, e := range r.entries {
		got = append(got, [2]string{e.Before, e.After})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}
}

func TestOneProblemKeepsAllFromBeingStored(t *testing.T) {
	service := func(l plan.ServiceLine) func(*plan.ServiceImport) {
		return func(i *plan.ServiceImport) { l.At = at("Services", 9); i.Services = append(i.Services, l) }
	}
	agent := func(l plan.AgentLine) func(*plan.ServiceImport) {
		return func(i *plan.ServiceImport) { l.At = at("Agents", 9); i.Agents = append(i.Agents, l) }
	}
	late := calendar.TimeOfDay{Hour: 20}
	for name, c := range map[string]struct {
		spoil  func(*plan.ServiceImport)
		column string
		want   string
	}{
		"no code":          {service(plan.ServiceLine{Name: "x"}), plan.ColumnCode, "il manque le code"},
		"no name":          {service(plan.ServiceLine{Code: "80", Kind: plan.KindPrefecture}), plan.ColumnName, "il manque le nom du nouveau service **80**"},
		"no kind":          {service(plan.ServiceLine{Code: "80", Name: "x"}), plan.ColumnKind, "il manque la nature du nouveau service **80**"},
		"twice":            {service(plan.ServiceLine{Code: "Sgar"}), plan.ColumnCode, "le code **Sgar** figure déjà en ligne 2"},
		"department":       {service(plan.ServiceLine{Code: "X", Name: "x", Kind: plan.KindRegional, Department: "99"}), plan.ColumnDepartment, "le département **99** n’existe pas"},
		"arrondissement":   {service(plan.ServiceLine{Code: "X", Name: "x", Kind: plan.KindSousPrefecture, Department: "62", Arrondissement: "591"}), plan.ColumnArrondissement, "l’arrondissement **591** n’est pas dans le département 62"},
		"parent":           {service(plan.ServiceLine{Code: "X", Name: "x", Kind: plan.KindRegional, Parent: "61"}), plan.ColumnParent, "le service parent **61** n’est ni dans la liste ni dans la région"},
		"its own parent":   {service(plan.ServiceLine{Code: "X", Name: "x", Kind: plan.KindRegional, Parent: "x"}), plan.ColumnParent, "**X** serait son propre parent"},
		"hours":            {service(plan.ServiceLine{Code: "X", Name: "x", Kind: plan.KindRegional, Opens: &late}), plan.ColumnCloses, "**X** ouvrirait à 20:00 et fermerait à 19:00"},
		"channel":          {service(plan.ServiceLine{Code: "X", Name: "x", Kind: plan.KindRegional, ChannelName: "pref-62"}), plan.ColumnChannel, "le canal **pref-62** est aussi celui de 62"},
		"channel lost":     {func(i *plan.ServiceImport) { i.Services[0].ChannelName = "nulle-part"; i.Services[0].At.Row = 9 }, plan.ColumnChannel, "le canal **nulle-part** n’existe pas ou est fermé au bot, et SGAR en a un autre : créez-le d’abord"},
		"two coordinate":   {service(plan.ServiceLine{Code: "X", Name: "x", Kind: plan.KindSGAR}), plan.ColumnKind, "deux services seraient la coordination : SGAR et **X**"},
		"referent":         {service(plan.ServiceLine{Code: "X", Name: "x", Kind: plan.KindRegional, Referents: []string{"zoe"}}), plan.ColumnReferents, "aucun compte actif **zoe** dans l’équipe de la région, sur le serveur Mattermost"},
		"no account":       {agent(plan.AgentLine{Service: "62"}), plan.ColumnAccount, "il manque le compte"},
		"unknown account":  {agent(plan.AgentLine{Account: "zoe", Service: "62"}), plan.ColumnAccount, "aucun compte actif **zoe** dans l’équipe de la région, sur le serveur Mattermost"},
		"unknown address":  {agent(plan.AgentLine{Account: "zoe@x.fr", Service: "62"}), plan.ColumnAccount, "aucun compte visible à l’adresse **zoe@x.fr** ; donnez plutôt le nom d’utilisateur"},
		"no service":       {agent(plan.AgentLine{Account: "alice"}), plan.ColumnService, "il manque le service de **alice**"},
		"unknown service":  {agent(plan.AgentLine{Account: "alice", Service: "61"}), plan.ColumnService, "le service **61** n’est ni dans la liste ni dans la région"},
		"agent twice":      {agent(plan.AgentLine{Account: "BOB", Service: "62", Role: plan.RoleReading}), plan.ColumnAccount, "**bob** figure déjà pour 62 en ligne 2"},
		"own deputy":       {agent(plan.AgentLine{Account: "alice", Service: "62", Deputy: "@alice"}), plan.ColumnDeputy, "**alice** serait sa propre suppléance"},
		"two deputies":     {agent(plan.AgentLine{Account: "bob", Service: "59", Deputy: "alice"}), plan.ColumnDeputy, "**bob** a deux suppléances dans la liste"},
		"deputy elsewhere": {agent(plan.AgentLine{Account: "alice", Service: "62", Deputy: "dan"}), plan.ColumnDeputy, "la suppléance **dan** n’est rattachée à aucun service de la région"},
	} {
		t.Run(name, func(t *testing.T) {
			r, talk := town()
			talk.accounts["dan"] = plan.Member{User: "udan", Username: "dan"}
			list := wholeList()
			c.spoil(&list)
			report := mustImport(t, r, talk, list, true)
			if report.Applied || r.writes != 0 {
				t.Error("something was stored")
			}
			if len(report.Problems) != 1 {
				t.Fatalf("problems %v", report.Problems)
			}
			got := report.Problems[0]
			if text := strings.ReplaceAll(got.Text.In(i18n.FR), "\u202f", " "); text != c.want || got.At.Row != 9 || got.At.Column != c.column {
				t.Errorf("%+v: %s\nwant %s: %s", got.At, text, c.column, c.want)
			}
		})
	}
}

func TestAReaderOfTheFileMayHaveProblemsToo(t *testing.T) {
	r, c := town()
	list := wholeList()
	list.Problems = []plan.ImportProblem{{At: at("Services", 3)}}
	if report := mustImport(t, r, c, list, true); report.Applied || r.writes != 0 {
		t.Error("a file that was not wholly read was stored")
	}
}

func TestAServiceWhoseChannelIsNotThereWaitsForIt(t *testing.T) {
	r, c := town()
	delete(c.channels, "pref-59")
	report := mustImport(t, r, c, wholeList(), true)
	if !report.Applied || len(report.Warnings) != 1 || !slices.Equal(report.NoChannel, []string{"pref-59"}) {
		t.Fatalf("applied %t, warnings %v, no channel %v", report.Applied, report.Warnings, report.NoChannel)
	}
	if s := r.services[2]; s.Channel != "" || s.ChannelName != "pref-59" {
		t.Errorf("the service is %+v", s)
	}
	c.channels["pref-59"] = "c-59"
	again := mustImport(t, r, c, wholeList(), true)
	if got := states(again.Services); got != "SGAR same, 62 same, 59 changed" || r.services[2].Channel != "c-59" {
		t.Errorf("once it is there: %s, %+v", got, r.services[2])
	}
}

func TestWithoutAServerThePreviewSaysWhatIsNotChecked(t *testing.T) {
	for name, find := range map[string]func(*chat) plan.Finder{
		"none": func(*chat) plan.Finder { return nil },
		"down": func(c *chat) plan.Finder { c.down = true; return c },
	} {
		r, c := town()
		report := mustImport(t, r, find(c), wholeList(), true)
		if report.Applied || r.writes != 0 {
			t.Errorf("%s: something was stored", name)
		}
		if want := []string{"@carole", "@carole@nord.gouv.fr", "~pref-59"}; !slices.Equal(report.Unasked, want) {
			t.Errorf("%s: not checked %v, want %v", name, report.Unasked, want)
		}
		if len(c.asked) > 1 {
			t.Errorf("%s: a server that does not answer was asked %v", name, c.asked)
		}
		if got := states(report.Services); got != "SGAR same, 62 changed, 59 wrong" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAnAccountThatComesBackIsActiveAgain(t *testing.T) {
	r, c := town()
	r.agents["ucarole"] = plan.Agent{
		Region: "hdf", User: "ucarole", Username: "carole.old", Version: 4,
		Services: []plan.Membership{{Service: "pref-62", Role: plan.RoleContribution, Source: plan.ByHand}},
	}
	list := plan.ServiceImport{Agents: []plan.AgentLine{{At: at("Agents", 2), Account: "carole", Service: "62"}}}
	report := mustImport(t, r, c, list, true)
	if carole := r.agents["ucarole"]; !carole.Active || carole.Username != "carole" || carole.Version != 5 {
		t.Errorf("carole is %+v", carole)
	}
	if got := states(report.Agents); got != "carole changed" {
		t.Error(got)
	}
}

func TestOnlyTheCoordinationImports(t *testing.T) {
	r, c := town()
	call := importCall()
	call.Actor.Standings = []plan.Standing{{Role: plan.RoleDecision, Service: "pref-62"}}
	_, err := plan.New(r, plan.Options{}).ImportServices(t.Context(), call, wholeList(), c, false)
	if kind, refused := plan.KindOf(err); !refused || kind != plan.Denied {
		t.Errorf("got %v", err)
	}
}
