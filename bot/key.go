package bot

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Keyring seals what jalon will get back through other hands. It holds the
// current key and, after a rotation, the one before it: what was sealed with
// either is recognised, so a rotation does not put out the buttons of the cards
// already posted.
type Keyring struct{ keys []key } // current first

type key struct {
	id     string
	secret []byte
}

const (
	maxKeys     = 2
	keyIDLength = 8
	secretBytes = 32
)

// ErrKeyFile is wrapped by errors about a key file that exists and must not be used.
var ErrKeyFile = errors.New("key file")

// CreateKeys writes a new key file that only its owner may read. The error is
// fs.ErrExist when the file stands already.
func CreateKeys(path string) (*Keyring, error) {
	ring := &Keyring{keys: []key{newKey()}}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return ring, ring.write(f)
}

// ReadKeys reads a key file. One that others may read is refused.
func ReadKeys(path string) (*Keyring, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if err := private(path, info); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	ring, err := parseKeys(string(text))
	if err != nil {
		return nil, fmt.Errorf("%w %s: %w", ErrKeyFile, path, err)
	}
	return ring, nil
}

// RotateKeys puts a new key first in the file, keeps the current one as the
// previous and forgets the one before. Running programs read the file when they
// start. The file is replaced in one move.
func RotateKeys(path string) (*Keyring, error) {
	ring, err := ReadKeys(path)
	if err != nil {
		return nil, err
	}
	ring.keys = append([]key{newKey()}, ring.keys...)
	ring.keys = ring.keys[:min(len(ring.keys), maxKeys)]
	// CreateTemp makes a file that only its owner may read.
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(f.Name()) }() // in vain once renamed
	if err := ring.write(f); err != nil {
		return nil, err
	}
	return ring, os.Rename(f.Name(), path)
}

// private refuses a file that others may read. Windows has no such bits.
func private(path string, info fs.FileInfo) error {
	if runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return fmt.Errorf("%w %s may be read by others (%s): run chmod 600 on it", ErrKeyFile, path, info.Mode().Perm())
}

// write writes one key a line, the current one first, and closes the file.
func (r *Keyring) write(f *os.File) error {
	var b strings.Builder
	for _, k := range r.keys {
		fmt.Fprintf(&b, "%s %s\n", k.id, base64.RawURLEncoding.EncodeToString(k.secret))
	}
	_, err := f.WriteString(b.String())
	return errors.Join(err, f.Sync(), f.Close())
}

func parseKeys(text string) (*Keyring, error) {
	ring := &Keyring{}
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 2 {
			return nil, errors.New("a line must hold an identifier and a secret")
		}
		secret, err := base64.RawURLEncoding.DecodeString(fields[1])
		if err != nil || len(secret) < secretBytes {
			return nil, fmt.Errorf("the secret of key %s cannot be used", fields[0])
		}
		ring.keys = append(ring.keys, key{id: fields[0], secret: secret})
	}
	if n := len(ring.keys); n == 0 || n > maxKeys {
		return nil, fmt.Errorf("it holds %d keys, one or two are needed", n)
	}
	return ring, nil
}

func newKey() key {
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails
	return key{id: rand.Text()[:keyIDLength], secret: secret}
}

// seal returns the current key's name and its proof of the parts, in their order.
func (r *Keyring) seal(parts ...string) (keyID, proof string) {
	k := r.keys[0]
	return k.id, base64.RawURLEncoding.EncodeToString(k.mac(parts))
}

// genuine tells whether the proof of the parts was made with the key so named.
func (r *Keyring) genuine(keyID, proof string, parts ...string) bool {
	given, err := base64.RawURLEncoding.DecodeString(proof)
	if err != nil {
		return false
	}
	for _, k := range r.keys {
		if k.id == keyID {
			return hmac.Equal(given, k.mac(parts))
		}
	}
	return false
}

// mac authenticates the parts, each behind its length: no other list of parts
// gives the same bytes.
func (k key) mac(parts []string) []byte {
	h := hmac.New(sha256.New, k.secret)
	var length [8]byte
	for _, part := range parts {
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		h.Write(length[:])
		h.Write([]byte(part))
	}
	return h.Sum(nil)
}
