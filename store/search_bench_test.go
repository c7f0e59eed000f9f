package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"jalon/plan"
)

// BenchmarkSearch searches a region of 100 000 deadlines with titles of the
// trade, 120 services and 2 000 agents, and reports the slowest of a hundred.
func BenchmarkSearch(b *testing.B) {
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			db := openOn(b, engine.dsn(b))
			crowd(b, db, sized(100_000))
			narrow := plan.Sight{
				Scope: []plan.ServiceID{"s3", "s40", "s41"}, Own: []plan.ServiceID{"s3"}, Users: []plan.UserID{"user7"},
			}
			var wide plan.Sight
			for i := range 120 {
				wide.Scope = append(wide.Scope, plan.ServiceID(fmt.Sprintf("s%d", i)))
			}
			all := plan.Sight{All: true}
			for _, c := range []struct {
				name  string
				sight plan.Sight
				words string
			}{
				{"two words", all, "convention cambresis"},
				{"two common words", all, "bilan CPER"},
				{"one very common word", all, "CPER"},
				{"prefix", all, "avesn"},
				{"short prefix", all, "com"},
				{"typo", all, "sambre avenois"},
				{"two typos", all, "conventoin cambrezis"},
				{"no result", all, "xylophone zanzibar"},
				{"nothing in common", all, "bilan dotation cper crte"},
				{"identifier", all, "E4321"},
				{"narrow sight, two words", narrow, "convention cambresis"},
				{"narrow sight, very common word", narrow, "CPER"},
				{"narrow sight, typo", narrow, "sambre avenois"},
				{"territory of 120 services, very common word", wide, "CPER"},
			} {
				b.Run(c.name, func(b *testing.B) {
					q := plan.SearchQuery{Words: plan.SearchWords(c.words), Sight: c.sight, Limit: 5}
					var took []time.Duration
					var found plan.SearchResults
					for b.Loop() {
						from := time.Now()
						err := db.Read(b.Context(), func(tx plan.Tx) (err error) {
							found, err = tx.Search("r", q)
							return err
						})
						if err != nil {
							b.Fatal(err)
						}
						took = append(took, time.Since(from))
					}
					report(b, took)
					b.ReportMetric(float64(found.Total), "found")
				})
			}
		})
	}
}

// BenchmarkIndex tells what being findable adds to storing a deadline, among
// 100 000 others.
func BenchmarkIndex(b *testing.B) {
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			n := sized(100_000)
			db := openOn(b, engine.dsn(b))
			crowd(b, db, n)
			number := n
			chance := rand.New(rand.NewPCG(1, 2))
			for _, c := range []struct {
				name string
				do   func(*tx, plan.Deadline) error
			}{
				{"stored only", func(t *tx, d plan.Deadline) error { return t.addDeadline(d) }},
				{"stored and found", func(t *tx, d plan.Deadline) error { return t.AddDeadline(d) }},
				{"stored, found, then closed", func(t *tx, d plan.Deadline) error {
					if err := t.AddDeadline(d); err != nil {
						return err
					}
					d.State = plan.Done
					return t.UpdateDeadline(d)
				}},
			} {
				b.Run(c.name, func(b *testing.B) {
					var took []time.Duration
					for b.Loop() {
						number++
						d := titled(chance, number)
						from := time.Now()
						write(b, db, func(p plan.Tx) error { return c.do(p.(*tx), d) })
						took = append(took, time.Since(from))
					}
					report(b, took)
				})
			}
		})
	}
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	at := func(percent int) float64 {
		return float64(took[min(len(took)-1, len(took)*percent/100)].Microseconds()) / 1000
	}
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(99), "p99-ms")
}

// crowd fills a region with n deadlines over six years, most of them closed.
func crowd(b *testing.B, db *DB, n int) {
	b.Helper()
	write(b, db, func(tx plan.Tx) error {
		all := []error{tx.PutRegion(plan.Region{ID: "r", Name: "hdf"})}
		for i := range 120 {
			id := fmt.Sprintf("s%d", i)
			all = append(all, tx.PutService(plan.Service{Region: "r", ID: plan.ServiceID(id), Code: id, Name: "service de " + towns[i%len(towns)]}))
		}
		for i := range 2000 {
			all = append(all, tx.PutAgent(plan.Agent{
				Region: "r", User: plan.UserID(fmt.Sprintf("user%d", i)), Username: fmt.Sprintf("%s.%s%d", firsts[i%len(firsts)], strings.ToLower(towns[i*7%len(towns)]), i),
				Name: firsts[i%len(firsts)], Active: true,
				Services: []plan.Membership{{Service: plan.ServiceID(fmt.Sprintf("s%d", i%120)), Role: plan.RoleContribution, Source: plan.ByHand}},
			}))
		}
		return errors.Join(all...)
	})
	chance := rand.New(rand.NewPCG(3, 4))
	for from := 1; from <= n; from += 5000 {
		write(b, db, func(tx plan.Tx) error {
			for number := from; number < from+5000; number++ {
				if err := tx.AddDeadline(titled(chance, number)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if db.engine.name == PostgreSQL {
		if _, err := db.writer.ExecContext(b.Context(), `vacuum analyze`); err != nil {
			b.Fatal(err)
		}
	}
}

var (
	acts = strings.Split("Bilan,Note,Convention,Remontée,Contribution,Enquête,Rapport,Avis,Compte rendu,Dossier,Tableau de suivi,"+
		"Revue de projets,Programmation,Délégation de crédits,Réponse au questionnaire,Synthèse,Fiche,Instruction,Arrêté,Comité de pilotage", ",")
	schemes = strings.Split("CPER,CRTE,DSIL,DETR,FNADT,ERBM,Action cœur de ville,Petites villes de demain,Pacte Sambre-Avesnois-Thiérache,"+
		"Fonds vert,FEDER,ANRU,Territoires d’industrie,contrat de ville,plan vélo,plan climat,France services,dotation politique de la ville,"+
		"Canal Seine-Nord Europe,zéro artificialisation nette", ",")
	towns = strings.Split("Cambrésis,Avesnes-sur-Helpe,Maubeuge,Valenciennes,Denain,Douai,Lens,Liévin,Hénin-Beaumont,Béthune,Arras,Calais,"+
		"Boulogne-sur-Mer,Saint-Omer,Dunkerque,Hazebrouck,Lille,Roubaix,Tourcoing,Amiens,Abbeville,Péronne,Montdidier,Beauvais,Compiègne,"+
		"Creil,Senlis,Clermont,Laon,Saint-Quentin,Soissons,Château-Thierry,Vervins,Hirson,Fourmies,Le Touquet,Montreuil,Berck,Bruay,"+
		"communauté de communes du Ternois,communauté d’agglomération du Boulonnais,communauté de communes de la Thiérache du Centre", ",")
	firsts = strings.Split("Alice,Bruno,Camille,Denis,Élise,Farid,Gaëlle,Hugo,Inès,Jean-Marc,Karima,Luc", ",")
)

// titled is a deadline with a title as people write them: a few schemes and
// places make most of them, a village or a file number the rest.
func titled(chance *rand.Rand, number int) plan.Deadline {
	often := func(n int) int { return int(float64(n) * chance.Float64() * chance.Float64()) }
	title := acts[often(len(acts))] + " " + schemes[often(len(schemes))] + " " + towns[often(len(towns))]
	if number%3 == 0 {
		title += fmt.Sprintf(" %d", 2022+chance.IntN(7))
	}
	if number%4 == 0 {
		title += " " + village(chance.IntN(8000))
	}
	d := newDeadline(number)
	d.Title = title
	d.DueAt = start.AddDate(0, 0, number/50-1900+chance.IntN(200))
	d.Author = plan.UserID(fmt.Sprintf("user%d", chance.IntN(2000)))
	d.Restricted = number%20 == 0
	d.Parts = []plan.Part{{Service: plan.ServiceID(fmt.Sprintf("s%d", often(120))), State: plan.Open}}
	if number%2 == 0 {
		d.Parts = append(d.Parts, plan.Part{Service: plan.ServiceID(fmt.Sprintf("s%d", 60+(number%60))), State: plan.Open})
	}
	if d.Parts[0].Service == d.Parts[len(d.Parts)-1].Service {
		d.Parts = d.Parts[:1]
	}
	if number < 95_000 {
		d.State = plan.Done
	}
	return d
}

// village makes a name that looks like one, always the same for a number.
func village(n int) string {
	syllables := []string{"bou", "vil", "ers", "mar", "que", "lan", "dre", "hel", "fri", "cou", "rte", "nes", "sau", "ver", "gni", "est"}
	return "V" + syllables[n%16] + syllables[n/16%16] + syllables[n/256%16] + syllables[n/4096%16]
}
