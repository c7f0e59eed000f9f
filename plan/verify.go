package plan

import (
	"context"
	"errors"
	"strconv"
	"sync"
)

// FaultKind is what is wrong with a journal.
type FaultKind string

// Faults of a journal.
const (
	FaultAltered  FaultKind = "altered"  // an entry, its texts or its seal is not what was sealed
	FaultMissing  FaultKind = "missing"  // a sealed entry, or a seal, is no longer there
	FaultCut      FaultKind = "cut"      // the chain ends before what is known of it
	FaultKey      FaultKind = "key"      // sealed with a key that is not the one given
	FaultUnsealed FaultKind = "unsealed" // an entry has neither a seal nor a place in the queue
	FaultTold     FaultKind = "told"     // the chain is not the one whose end was told
)

// Fault is the first thing that is wrong with a journal.
type Fault struct {
	Kind FaultKind
	// Seq is the number of the seal; 0 for an entry that has none.
	Seq int
	// Entry is what is left of the entry.
	Entry Entry
	// KeyID is the fingerprint of the unknown key.
	KeyID string
	// Month is when an end was told that the chain does not hold.
	Month string
}

// Report is what a verification of a journal found.
type Report struct {
	Region RegionID
	// Sealed counts the seals verified, Waiting the entries that have none yet.
	Sealed, Waiting int
	Head            string // the last seal
	Fault           *Fault // nil when all is as it was sealed
}

const (
	// stretch is how many seals are read in one transaction: a verification of
	// years must not keep the state of the database that it began with.
	stretch = 20_000
	// stretchesAtOnce is how many are read beside one another.
	stretchesAtOnce = 4
)

// errFault ends the reading of a stretch at its first fault.
var errFault = errors.New("the journal is not what was sealed")

// VerifyJournal reads the chain of a region from its beginning, in constant
// memory, and reports the first entry that is not as it was sealed. Its error
// tells only that the journal could not be read.
func (p *Planner) VerifyJournal(ctx context.Context, region RegionID, key JournalKey) (Report, error) {
	v := verification{report: Report{Region: region}, told: map[int]ToldHead{}}
	err := p.store.Read(ctx, v.begin)
	for err == nil && v.report.Fault == nil && v.report.Sealed < v.head.Seq {
		err = v.wave(ctx, p, key)
	}
	if err == nil && v.report.Fault == nil {
		err = p.store.Read(ctx, v.end)
	}
	return v.report, wrap(err, "verify the journal of %s", region)
}

// verification is how far a chain was read.
type verification struct {
	report Report
	head   Head
	told   map[int]ToldHead // by number of seal
}

func (v *verification) begin(tx Tx) (err error) {
	if v.head, err = tx.Head(v.report.Region); err != nil {
		return err
	}
	told, err := tx.ToldHeads(v.report.Region)
	for _, t := range told {
		v.told[t.Seq] = t
	}
	return err
}

// wave reads the next stretches beside one another: each begins with the seal
// before it as it stands, which the stretch before verifies.
func (v *verification) wave(ctx context.Context, p *Planner, key JournalKey) error {
	var (
		runs [stretchesAtOnce]run
		errs [stretchesAtOnce]error
		wg   sync.WaitGroup
	)
	for i := range runs {
		r := &runs[i]
		*r = run{told: v.told, with: key.sealer(), from: v.report.Sealed + 1 + i*stretch}
		r.to, r.next = min(r.from+stretch-1, v.head.Seq), r.from
		if r.from > v.head.Seq {
			break
		}
		wg.Go(func() {
			errs[i] = p.store.Read(ctx, func(tx Tx) error { return r.read(tx, v.report.Region) })
		})
	}
	wg.Wait()
	for i, r := range runs {
		if errs[i] != nil {
			return errs[i]
		}
		if r.next > r.from {
			v.report.Sealed, v.report.Head = r.next-1, r.before
		}
		if r.fault != nil {
			v.report.Fault = r.fault
			return nil
		}
	}
	return nil
}

// run is the reading of one stretch.
type run struct {
	told     map[int]ToldHead
	with     sealer
	from, to int
	next     int    // the seal to come
	before   string // the one before
	fault    *Fault
}

func (r *run) read(tx Tx, region RegionID) error {
	*r = run{told: r.told, with: r.with, from: r.from, to: r.to, next: r.from}
	if r.from > 1 {
		err := tx.EachSeal(region, r.from-1, r.from-1, func(e Evidence) error {
			r.before = e.Seal.MAC
			return nil
		})
		if err != nil {
			return err
		}
	}
	err := tx.EachSeal(region, r.from, r.to, r.link)
	if errors.Is(err, errFault) {
		return nil
	}
	if err != nil || r.next > r.to {
		return err
	}
	// The last seals of the stretch are not there: taken out, or the chain cut.
	r.fault = &Fault{Kind: FaultCut, Seq: r.next}
	return tx.EachSeal(region, r.to+1, maxSeq, func(Evidence) error {
		r.fault.Kind = FaultMissing
		return errFault
	})
}

// link verifies the next seal and its entry.
func (r *run) link(e Evidence) error {
	f := Fault{Seq: r.next, Entry: e.Entry}
	if e.Seal.Seq != r.next {
		f.Kind, f.Entry = FaultMissing, Entry{}
		return r.stop(f)
	}
	f.Entry.ID = e.Seal.Entry
	if e.ID == "" {
		f.Kind = FaultMissing
		return r.stop(f)
	}
	mac, known := r.with.mac(e.Seal.KeyID, r.before, r.next, e)
	told, isTold := r.told[r.next]
	switch {
	case !known:
		f.Kind, f.KeyID = FaultKey, e.Seal.KeyID
	case mac != e.Seal.MAC || !e.textsHold():
		f.Kind = FaultAltered
	case isTold && told.MAC != mac:
		f.Kind, f.Month = FaultTold, told.Month
	default:
		r.next, r.before = r.next+1, mac
		return nil
	}
	return r.stop(f)
}

func (r *run) stop(f Fault) error {
	r.fault = &f
	return errFault
}

// textsHold tells whether the texts are those that were sealed, or are erased.
func (e Evidence) textsHold() bool {
	if e.NoText {
		return false
	}
	if e.Salt == "" {
		return e.Before == "" && e.After == "" && e.Reason == ""
	}
	return TextDigest(e.Salt, e.Before, e.After, e.Reason) == e.Digest
}

// end verifies what stands after the last seal read: the head, the ends that
// were told, and that no entry is without a seal.
func (v *verification) end(tx Tx) error {
	if v.head.MAC != v.report.Head {
		v.report.Fault = &Fault{Kind: FaultAltered, Seq: v.head.Seq}
		return nil
	}
	for seq, told := range v.told {
		if seq > v.report.Sealed {
			v.report.Fault = &Fault{Kind: FaultCut, Seq: v.report.Sealed + 1, Month: told.Month}
			return nil
		}
	}
	head, err := tx.Head(v.report.Region)
	if err != nil {
		return err
	}
	if head.Seq == v.report.Sealed {
		if err := v.beyond(tx); err != nil || v.report.Fault != nil {
			return err
		}
	}
	return v.strays(tx, head)
}

// beyond finds a seal after the head, which no sealer leaves.
func (v *verification) beyond(tx Tx) error {
	err := tx.EachSeal(v.report.Region, v.report.Sealed+1, maxSeq, func(e Evidence) error {
		v.report.Fault = &Fault{Kind: FaultCut, Seq: e.Seal.Seq, Entry: e.Entry}
		return errFault
	})
	if errors.Is(err, errFault) {
		return nil
	}
	return err
}

// strays finds an entry that is neither sealed nor waiting.
func (v *verification) strays(tx Tx, head Head) error {
	all, waiting, err := tx.CountEntries(v.report.Region)
	if err != nil {
		return err
	}
	v.report.Waiting = waiting
	if all == head.Seq+waiting {
		return nil
	}
	stray, err := tx.StrayEntry(v.report.Region)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	v.report.Fault = &Fault{Kind: FaultUnsealed, Entry: stray}
	return nil
}

// maxSeq is more seals than a chain ever has.
const maxSeq = 1<<53 - 1

// shortMAC is the beginning of a seal, enough to be compared by eye.
func shortMAC(mac string) string { return mac[:min(16, len(mac))] }

// Words says a seal as people compare it: its number and its first characters.
func (h ToldHead) Words() (count, seal string) { return strconv.Itoa(h.Seq), shortMAC(h.MAC) }
