package plan

import (
	"context"
	"slices"
	"time"
)

// Purged is what a region no longer keeps, or would no longer keep.
type Purged struct {
	Region Region
	// Agents lost their names.
	Agents int
	// Names of people without an account were taken off so many bodies and meetings.
	Names int
	// Dispatches were deleted; Drawings were taken out of those that the cards
	// they made still need.
	Dispatches, Drawings int
	// Texts of the journal were erased.
	Texts int
}

// IsZero tells whether nothing is to go.
func (g Purged) IsZero() bool { return g.Agents+g.Names+g.Dispatches+g.Drawings+g.Texts == 0 }

// purgedAtOnce is how many rows one transaction of a purge changes, so that
// nobody waits for it.
const purgedAtOnce = 250

// Purge ends what each region no longer keeps, by small transactions, and
// counts it; dry only counts. What is done is written to the journal.
func (p *Planner) Purge(ctx context.Context, now time.Time, dry bool) ([]Purged, error) {
	regions, err := p.Regions(ctx)
	if err != nil {
		return nil, err
	}
	var all []Purged
	for _, r := range regions {
		g := purge{planner: p, now: now, dry: dry, done: Purged{Region: r}}
		err := g.run(ctx)
		all = append(all, g.done)
		if err != nil {
			return all, wrap(err, "purge %s", r.ID)
		}
	}
	return all, nil
}

// purge is the purge of one region.
type purge struct {
	planner *Planner
	now     time.Time
	dry     bool
	done    Purged
}

func (g *purge) run(ctx context.Context) error {
	r := g.done.Region
	before := r.Keep.technicalBefore(g.now)
	var err error
	if g.done.Agents, err = g.pseudonymise(ctx); err != nil {
		return err
	}
	if g.done.Names, err = g.forgetNames(ctx); err != nil {
		return err
	}
	g.done.Dispatches, err = g.batches(ctx, func(tx Tx) ([]string, error) { return tx.FinishedDispatches(r.ID, before, 0) }, Tx.DeleteDispatches)
	if err != nil {
		return err
	}
	g.done.Drawings, err = g.batches(ctx, func(tx Tx) ([]string, error) {
		// Those that go whole are no drawings to empty: a purge counts each once.
		gone, err := tx.FinishedDispatches(r.ID, before, 0)
		if err != nil {
			return nil, err
		}
		stale, err := tx.StaleDrawings(r.ID, before, 0)
		slices.Sort(gone)
		return slices.DeleteFunc(stale, func(id string) bool {
			_, goes := slices.BinarySearch(gone, id)
			return goes
		}), err
	}, Tx.EmptyDrawings)
	if err != nil {
		return err
	}
	if end, ends := r.Keep.textsBefore(g.now); ends {
		g.done.Texts, err = g.batches(ctx, func(tx Tx) ([]string, error) { return tx.OldTexts(r.ID, end, 0) },
			func(tx Tx, entries []string) (int, error) {
				for _, e := range entries {
					if err := tx.EraseText(r.ID, e); err != nil {
						return 0, err
					}
				}
				return len(entries), nil
			})
		if err != nil {
			return err
		}
	}
	return g.note(ctx)
}

// batches looks for what must go without keeping anybody waiting, then ends it
// little by little. It counts what went, or what would go.
func (g *purge) batches(ctx context.Context, list func(Tx) ([]string, error), end func(Tx, []string) (int, error)) (int, error) {
	var found []string
	err := g.planner.store.Read(ctx, func(tx Tx) (err error) { found, err = list(tx); return err })
	if err != nil || g.dry {
		return len(found), err
	}
	return g.end(ctx, found, end)
}

// end ends what was found by small transactions, and counts it.
func (g *purge) end(ctx context.Context, found []string, end func(Tx, []string) (int, error)) (int, error) {
	total := 0
	for batch := range slices.Chunk(found, purgedAtOnce) {
		n := 0
		err := g.planner.store.Write(ctx, func(tx Tx) (err error) { n, err = end(tx, batch); return err })
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}

// PurgeRecord is what a purge ended, as the journal holds it.
type PurgeRecord struct {
	Agents     int             `json:"agents,omitempty"`
	Names      int             `json:"names,omitempty"`
	Dispatches int             `json:"dispatches,omitempty"`
	Drawings   int             `json:"drawings,omitempty"`
	Texts      int             `json:"texts,omitempty"`
	Keep       RetentionRecord `json:"keep"`
}

// note tells the journal what went.
func (g *purge) note(ctx context.Context) error {
	if g.dry || g.done.IsZero() {
		return nil
	}
	call := Call{Now: g.now, Origin: ByItself, Actor: Actor{Region: g.done.Region.ID}}
	record := PurgeRecord{
		Agents: g.done.Agents, Names: g.done.Names, Dispatches: g.done.Dispatches, Drawings: g.done.Drawings, Texts: g.done.Texts,
		Keep: g.done.Region.Keep.record(),
	}
	return g.planner.write(ctx, func(tx Tx) error {
		return g.planner.journal(tx, call, "conservation.purge", RegionRef, nil, record, "")
	})
}
