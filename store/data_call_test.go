package store

import (
	"errors"
	"testing"
	"time"

	"jalon/plan"
)

// Nothing of the program deletes a deadline; who runs jalon may, in the database.
func TestADeadlineTakesItsDataCallWithItsAnswers(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			db := openOn(t, engine.dsn(t))
			const gone, kept = plan.DataCalls + 1, plan.DataCalls + 2
			err := db.Write(t.Context(), func(p plan.Tx) error {
				all := errors.Join(p.PutRegion(plan.Region{ID: "hdf"}), p.PutService(plan.Service{Region: "hdf", ID: "59", Code: "59"}))
				for _, number := range []int{gone, kept} {
					all = errors.Join(all,
						p.AddDeadline(plan.Deadline{
							Region: "hdf", Number: number, Title: "CRTE", State: plan.Open, Version: 1, Parts: []plan.Part{{Service: "59", State: plan.Open}},
						}),
						p.PutDataCall(plan.DataCall{Region: "hdf", Number: number}),
						p.AddAnswer(plan.DataAnswer{Region: "hdf", Call: number, Service: "59", Rank: 1, Outcome: plan.Nil, At: time.Unix(0, 0)}))
				}
				return all
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.writer.ExecContext(t.Context(), `delete from deadline where region = 'hdf' and number = $1`, gone); err != nil {
				t.Fatal(err)
			}
			for table, want := range map[string]int{"part": 1, "data_call": 1, "data_answer": 1} {
				var left int
				if err := db.reader.QueryRowContext(t.Context(), `select count(*) from `+table).Scan(&left); err != nil {
					t.Fatal(err)
				}
				if left != want {
					t.Errorf("%s has %d rows left, want %d", table, left, want)
				}
			}
		})
	}
}
