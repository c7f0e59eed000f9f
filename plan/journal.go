package plan

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"time"
)

// PersonID is how the journal names somebody: an opaque identifier, which
// leads to an account until that person is erased.
type PersonID string

// PersonRef is how the journal names a person as the object of an action.
func PersonRef(id PersonID) Ref { return Ref("A:" + string(id)) }

// ServiceRef is how the journal names a service as the object of an action.
func ServiceRef(id ServiceID) Ref { return Ref("S:" + string(id)) }

// Entry is one line of the journal: who changed what, when, from where, why.
// Before, After and Reason are erased together, and empty from then on.
type Entry struct {
	ID     string
	Region RegionID
	At     time.Time
	Actor  PersonID // empty for jalon itself
	Origin Origin
	Place  ChannelID
	Action string // "echeance.fait"
	Object Ref
	Before string // JSON of what changed, empty at a creation
	After  string
	Reason string
}

// Evidence is an entry with what proves it.
type Evidence struct {
	Entry
	// Rank is the place of the entry among those of its object.
	Rank int
	// Salt and Digest bind the texts to the entry; Salt is empty once they are
	// erased.
	Salt, Digest string
	// NoText tells that the texts are not there at all, which no erasure does.
	NoText bool
	// Seal is the zero one when the entry is not sealed.
	Seal Seal
}

// Seal is one link of the chain of a region.
type Seal struct {
	Region RegionID
	Seq    int // 1, 2…
	Entry  string
	KeyID  string
	MAC    string // hexadecimal
}

// Head is where the chain of a region ends; the zero one before it begins.
type Head struct {
	Region  RegionID
	Seq     int
	MAC     string
	Version int
}

// ToldHead is an end of the chain that was told to the administrators.
type ToldHead struct {
	Region RegionID
	Month  string // "2026-12"
	Seq    int
	MAC    string
}

// EntryFilter selects entries; zero fields select all.
type EntryFilter struct {
	Object Ref
	Actor  PersonID
	Place  ChannelID
	// Services keeps the entries about these and about the deadlines of which
	// they owe a part.
	Services []ServiceID
	From, To time.Time // To is excluded
	Limit    int       // 0 for no limit
	Offset   int
}

// TextDigest binds the texts of an entry to it. Whoever does not know the salt
// cannot tell from it what they were.
func TextDigest(salt, before, after, reason string) string {
	sum := sha256.New()
	writeFields(sum, salt, before, after, reason)
	return hex.EncodeToString(sum.Sum(nil))
}

// writeFields writes each field behind its length: no other list of fields
// gives the same bytes. A hash never fails.
func writeFields(to hash.Hash, fields ...string) {
	var length [8]byte
	for _, field := range fields {
		binary.BigEndian.PutUint64(length[:], uint64(len(field)))
		_, _ = to.Write(length[:])
		_, _ = io.WriteString(to, field)
	}
}

// journal writes one entry in the transaction of the change that it tells.
// before and after are what changed, as JSON will hold it; nil for nothing.
// They name people by [PersonID] only.
func (p *Planner) journal(tx Tx, call Call, action string, object Ref, before, after any, reason string) error {
	e := Entry{
		ID: p.newEntryID(call.Now), Region: call.Actor.Region, At: call.Now, Origin: call.Origin,
		Place: call.Place.Channel, Action: action, Object: object, Reason: reason,
	}
	var err error
	if call.Actor.User != "" {
		if e.Actor, err = tx.Person(e.Region, call.Actor.User); err != nil {
			return err
		}
	}
	if e.Before, err = recordText(before); err != nil {
		return err
	}
	if e.After, err = recordText(after); err != nil {
		return err
	}
	return tx.AddEntry(e)
}

// newEntryID makes an identifier that nobody can guess and that begins with the
// instant, then with a count: entries of one instant are read in the order they
// were written, what was written together stands together in the database, and
// a chain of years is read fast.
func (p *Planner) newEntryID(now time.Time) string {
	return fmt.Sprintf("%013x-%08x-%s", now.UnixMicro(), p.entries.Add(1), p.newID())
}

func recordText(record any) (string, error) {
	if record == nil {
		return "", nil
	}
	text, err := json.Marshal(record)
	return string(text), err
}
