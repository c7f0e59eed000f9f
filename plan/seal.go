package plan

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"strings"
)

// JournalKey seals the journal. It holds the secret that seals and, once it was
// changed, those before it, which only verify.
type JournalKey struct{ secrets []journalSecret } // current first

type journalSecret struct {
	id  string // fingerprint
	key []byte
}

// journalSecretBytes is the length of a secret.
const journalSecretBytes = 32

// ErrJournalKey is wrapped by errors about a text that is no key of the journal.
var ErrJournalKey = errors.New("key of the journal")

// NewJournalKey makes the text of a new key.
func NewJournalKey() string {
	secret := make([]byte, journalSecretBytes)
	_, _ = rand.Read(secret) // never fails
	return hex.EncodeToString(secret) + "\n"
}

// ParseJournalKey reads one secret a line, in hexadecimal, the current one
// first. The error never holds a secret.
func ParseJournalKey(text string) (JournalKey, error) {
	var k JournalKey
	lines := bufio.NewScanner(strings.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		secret, err := hex.DecodeString(line)
		if err != nil || len(secret) != journalSecretBytes {
			return JournalKey{}, fmt.Errorf("%w: line %d does not hold %d bytes in hexadecimal", ErrJournalKey, n, journalSecretBytes)
		}
		k.secrets = append(k.secrets, newJournalSecret(secret))
	}
	if len(k.secrets) == 0 {
		return JournalKey{}, fmt.Errorf("%w: it is empty", ErrJournalKey)
	}
	return k, nil
}

func newJournalSecret(secret []byte) journalSecret {
	sum := sha256.Sum256(secret)
	return journalSecret{id: hex.EncodeToString(sum[:])[:16], key: secret}
}

// ID is the fingerprint of the secret that seals.
func (k JournalKey) ID() string { return k.secrets[0].id }

// Knows tells whether the key holds the secret of a fingerprint.
func (k JournalKey) Knows(id string) bool {
	for _, s := range k.secrets {
		if s.id == id {
			return true
		}
	}
	return false
}

// String hides the secrets from logs.
func (k JournalKey) String() string { return "key of the journal " + k.ID() }

// GoString hides the secrets too.
func (k JournalKey) GoString() string { return k.String() }

// sealer is the key in use, by one goroutine.
func (k JournalKey) sealer() sealer {
	s := sealer{first: k.ID(), macs: make(map[string]hash.Hash, len(k.secrets))}
	for _, secret := range k.secrets {
		s.macs[secret.id] = hmac.New(sha256.New, secret.key)
	}
	return s
}

// sealer computes seals, in one goroutine.
type sealer struct {
	first string
	macs  map[string]hash.Hash
}

// mac is the proof of an entry behind the seal before it, with the secret of a
// fingerprint; false when that one is not known. The texts enter by the digest.
func (s sealer) mac(keyID, before string, seq int, e Evidence) (string, bool) {
	h, known := s.macs[keyID]
	if !known {
		return "", false
	}
	h.Reset()
	writeFields(h, before, strconv.Itoa(seq), keyID, string(e.Region), e.ID, strconv.FormatInt(e.At.UnixMicro(), 10),
		strconv.Itoa(e.Rank), string(e.Actor), string(e.Origin), string(e.Place), e.Action, string(e.Object), e.Digest)
	return hex.EncodeToString(h.Sum(nil)), true
}

// JournalBegun tells whether an entry of some region is sealed.
func (p *Planner) JournalBegun(ctx context.Context) (bool, error) {
	regions, err := p.Regions(ctx)
	if err != nil {
		return false, err
	}
	begun := false
	err = p.store.Read(ctx, func(tx Tx) error {
		for _, r := range regions {
			head, err := tx.Head(r.ID)
			if err != nil {
				return err
			}
			begun = begun || head.Seq > 0
		}
		return nil
	})
	return begun, wrap(err, "look for seals")
}

// Seal seals at most limit entries of each region that wait for it, in the
// order they happened, each region in a transaction of its own. It returns how
// many it sealed; zero means that none waits. It writes nothing then.
func (p *Planner) Seal(ctx context.Context, key JournalKey, limit int) (int, error) {
	regions, err := p.Regions(ctx)
	if err != nil {
		return 0, err
	}
	sealed := 0
	for _, r := range regions {
		waiting := 0
		err := p.store.Read(ctx, func(tx Tx) error {
			found, err := tx.UnsealedEntries(r.ID, 1)
			waiting = len(found)
			return err
		})
		if err == nil && waiting > 0 {
			var n int
			n, err = p.sealRegion(ctx, key.sealer(), r.ID, limit)
			sealed += n
		}
		if err != nil {
			return sealed, wrap(err, "seal the journal of %s", r.ID)
		}
	}
	return sealed, nil
}

func (p *Planner) sealRegion(ctx context.Context, with sealer, region RegionID, limit int) (sealed int, err error) {
	err = p.store.Write(ctx, func(tx Tx) error {
		head, err := tx.Head(region)
		if err != nil {
			return err
		}
		found, err := tx.UnsealedEntries(region, limit)
		if err != nil {
			return err
		}
		sealed = len(found)
		seals := make([]Seal, len(found))
		before := head.MAC
		for i, e := range found {
			s := Seal{Region: region, Seq: head.Seq + i + 1, Entry: e.ID, KeyID: with.first}
			s.MAC, _ = with.mac(with.first, before, s.Seq, e)
			seals[i], before = s, s.MAC
		}
		return tx.AddSeals(head, seals)
	})
	return sealed, err
}
