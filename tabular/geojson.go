package tabular

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"jalon/i18n"
)

var (
	textBrokenJSON = i18n.T("le GeoJSON est coupé ou mal écrit", "the GeoJSON is cut short or badly written")
	textDeepJSON   = i18n.T("le GeoJSON a trop de niveaux", "the GeoJSON has too many levels")
	textLongJSON   = i18n.T("le GeoJSON contient un texte trop long", "the GeoJSON holds a text that is too long")
	textTwiceJSON  = i18n.T(
		"la propriété **{property}** figure deux fois\u202f; supprimez l’une des deux",
		"the property **{property}** stands twice; delete one of them")
)

// readGeoJSON reads a FeatureCollection: a feature is a row, and its properties
// are the columns, in the order in which they come. Where the feature lies is
// left out. Texts, numbers and lists of them make cells; what is deeper does not.
func readGeoJSON(from io.Reader, t *intake) error {
	g := geojson{intake: t, at: map[string]int{}, number: 1}
	g.in = json.NewDecoder(&jsonGuard{from: skipMark(from), longest: 6 * t.limits.CellBytes})
	g.in.UseNumber()
	err := g.collection()
	if refused, ok := errors.AsType[*Error](err); ok {
		if refused.Row == 0 && g.number > 1 {
			refused.Row = g.number
		}
		return refused
	}
	switch {
	case err != nil && g.kind == "" && g.number == 1:
		return &Error{Text: textNoFormat.With()}
	case err != nil:
		return &Error{Row: g.number, Text: textBrokenJSON.With()}
	case g.kind != "FeatureCollection":
		return &Error{Text: textNoFormat.With()}
	}
	return nil
}

// skipMark leaves the mark of UTF-8 out.
func skipMark(from io.Reader) io.Reader {
	head := make([]byte, len(mark))
	n, _ := io.ReadFull(from, head) // a shorter text has none
	return io.MultiReader(strings.NewReader(strings.TrimPrefix(string(head[:n]), mark)), from)
}

// geojson is a reading under way.
type geojson struct {
	*intake
	in     *json.Decoder
	kind   string         // what the whole says it is
	at     map[string]int // the columns by their title
	number int            // of the row, that of the titles being 1
	passed int            // what was left out, number by number
}

// mostPassed is how many numbers and texts may be left out: the outlines of all
// the communes of France have fewer.
const mostPassed = 10_000_000

var errNotAsExpected = errors.New("not as expected")

// enter reads what opens an object or a list.
func (g *geojson) enter(open json.Delim) error {
	token, err := g.in.Token()
	if err != nil {
		return err
	}
	if token != open {
		return errNotAsExpected
	}
	return nil
}

// object reads an object, member by member.
func (g *geojson) object(member func(name string) error) error {
	for g.in.More() {
		token, err := g.in.Token()
		if err != nil {
			return err
		}
		name, ok := token.(string)
		if !ok { // what closes a list
			return errNotAsExpected
		}
		if err := member(name); err != nil {
			return err
		}
	}
	_, err := g.in.Token()
	return err
}

func (g *geojson) collection() error {
	if err := g.enter('{'); err != nil {
		return err
	}
	err := g.object(func(name string) error {
		switch name {
		case "type":
			kind, err := g.in.Token()
			g.kind, _ = kind.(string)
			return err
		case "features":
			return g.features()
		default:
			return g.skip()
		}
	})
	if err != nil {
		return err
	}
	if _, err := g.in.Token(); !errors.Is(err, io.EOF) {
		return errNotAsExpected
	}
	return nil
}

func (g *geojson) features() error {
	if err := g.enter('['); err != nil {
		return err
	}
	for g.in.More() {
		g.number++
		if err := g.feature(); err != nil {
			return err
		}
	}
	_, err := g.in.Token()
	return err
}

func (g *geojson) feature() error {
	if err := g.enter('{'); err != nil {
		return err
	}
	var cells []string
	err := g.object(func(name string) (err error) {
		if name != "properties" {
			return g.skip()
		}
		cells, err = g.properties()
		return err
	})
	if err != nil {
		return err
	}
	if cells, err = g.trimmed(g.number, cells); err != nil || len(cells) == 0 {
		return err
	}
	return g.put(g.number, cells)
}

// properties gives the cells of a feature, in the order of the columns.
func (g *geojson) properties() ([]string, error) {
	open, err := g.in.Token()
	if err != nil || open == nil { // a feature may have none
		return nil, err
	}
	if open != json.Delim('{') {
		return nil, errNotAsExpected
	}
	cells := slices.Repeat([]string{""}, len(g.Header))
	seen := map[string]bool{}
	err = g.object(func(name string) error {
		if seen[name] {
			return &Error{Text: textTwiceJSON.With("property", name)}
		}
		seen[name] = true
		column, known := g.at[name]
		if !known {
			column = len(g.Header)
			if g.limits.Columns > 0 && column == g.limits.Columns {
				return &Error{Text: textTooWide.With("limit", g.limits.Columns)}
			}
			g.at[name] = column
			g.Header = append(g.Header, strings.TrimSpace(name))
			cells = append(cells, "")
		}
		cells[column], err = g.value()
		return err
	})
	return cells, err
}

// value reads a property as a text.
func (g *geojson) value() (string, error) {
	token, err := g.in.Token()
	if err != nil {
		return "", err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return "", g.skipRest(1)
		}
		return g.list()
	default:
		return scalar(token), nil
	}
}

// list joins a list of texts.
func (g *geojson) list() (string, error) {
	var items []string
	size := 0
	for g.in.More() {
		token, err := g.in.Token()
		if err != nil {
			return "", err
		}
		if _, deeper := token.(json.Delim); deeper {
			if err := g.skipRest(1); err != nil {
				return "", err
			}
			continue
		}
		items = append(items, scalar(token))
		if size += len(items[len(items)-1]) + 2; g.limits.CellBytes > 0 && size > 2*g.limits.CellBytes {
			return "", &Error{Text: textTooLong.With("limit", g.limits.CellBytes)}
		}
	}
	_, err := g.in.Token()
	return strings.Join(items, ", "), err
}

func scalar(token json.Token) string {
	switch token := token.(type) {
	case string:
		return token
	case json.Number:
		return token.String()
	case bool:
		if token {
			return "oui"
		}
		return "non"
	default:
		return ""
	}
}

// skip reads a value of which nothing is kept.
func (g *geojson) skip() error {
	token, err := g.in.Token()
	if err != nil {
		return err
	}
	if _, opens := token.(json.Delim); opens {
		return g.skipRest(1)
	}
	return nil
}

// skipRest goes on to the end of what is open.
func (g *geojson) skipRest(levels int) error {
	for levels > 0 {
		if g.passed++; g.passed > mostPassed {
			return &Error{Text: textTooFull.With()}
		}
		token, err := g.in.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			levels++
		case json.Delim('}'), json.Delim(']'):
			levels--
		}
	}
	return nil
}

// jsonGuard lets through a JSON that a decoder can read without keeping much of
// it: few levels, no endless text nor number.
type jsonGuard struct {
	from    io.Reader
	longest int // of a text, in bytes; 0 is no limit

	levels, run, spaces int
	quoted, backslash   bool
	refused             error
}

const (
	mostLevels    = 32
	longestNumber = 1_000
	mostSpaces    = 1 << 16
)

// Read is that of what is guarded, up to what is refused.
func (g *jsonGuard) Read(p []byte) (int, error) {
	if g.refused != nil {
		return 0, g.refused
	}
	n, err := g.from.Read(p)
	for i, b := range p[:n] {
		if g.refused = g.see(b); g.refused != nil {
			return i, g.refused
		}
	}
	return n, err
}

func (g *jsonGuard) see(b byte) error {
	g.run++
	switch {
	case g.quoted && g.longest > 0 && g.run > g.longest:
		return &Error{Text: textLongJSON.With()}
	case g.quoted && g.backslash:
		g.backslash = false
	case g.quoted && b == '\\':
		g.backslash = true
	case b == '"':
		g.quoted, g.run = !g.quoted, 0
	case g.quoted:
	case b == '{', b == '[':
		if g.levels++; g.levels > mostLevels {
			return &Error{Text: textDeepJSON.With()}
		}
		g.run = 0
	case b == '}', b == ']':
		g.levels--
		g.run = 0
	case b == ' ', b == '\t', b == '\r', b == '\n':
		g.run = 0
		if g.spaces++; g.spaces > mostSpaces {
			return &Error{Text: textBrokenJSON.With()}
		}
		return nil
	case b == ',', b == ':':
		g.run = 0
	case g.run > longestNumber:
		return &Error{Text: textBrokenJSON.With()}
	}
	g.spaces = 0
	return nil
}
