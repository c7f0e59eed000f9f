package chart

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// style is how a text is set.
type style struct {
	bold bool
	size int // pixels per em
}

// smallest is the size under which a text does not read on a phone.
const smallest = 24

// typesetter measures and sets texts. It keeps what it opened, and is for one
// goroutine.
type typesetter struct {
	faces map[style]font.Face
	buf   sfnt.Buffer
}

func newTypesetter() *typesetter { return &typesetter{faces: map[style]font.Face{}} }

// The fonts are in the program: that they cannot be read is a fault of it.
var (
	regular = sync.OnceValue(func() *opentype.Font { return parse(goregular.TTF) })
	bold    = sync.OnceValue(func() *opentype.Font { return parse(gobold.TTF) })
)

func parse(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic("chart: " + err.Error())
	}
	return f
}

func (t *typesetter) drawer(st style) *font.Drawer {
	face, ok := t.faces[st]
	if !ok {
		of := regular()
		if st.bold {
			of = bold()
		}
		var err error
		if face, err = opentype.NewFace(of, &opentype.FaceOptions{Size: float64(st.size), DPI: 72}); err != nil {
			panic("chart: " + err.Error())
		}
		t.faces[st] = face
	}
	return &font.Drawer{Face: face}
}

// width is how wide a line is, in pixels.
func (t *typesetter) width(s string, st style) int { return t.drawer(st).MeasureString(s).Ceil() }

// printable keeps what the fonts can draw, on one line: letters and their accents
// in one character, the narrow space as the other one; an emoji is left out.
func (t *typesetter) printable(s string) string {
	drawn := strings.Map(func(r rune) rune {
		switch {
		case r == '\u202f' || r == '\u00a0':
			return '\u00a0'
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r):
			return -1
		}
		if glyph, err := regular().GlyphIndex(&t.buf, r); err != nil || glyph == 0 {
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.FieldsFunc(drawn, func(r rune) bool { return r == ' ' }), " ")
}

// fit sets a line within a width: smaller as far as it reads, then cut short.
func (t *typesetter) fit(s string, st style, width int) (string, style) {
	for st.size > smallest && t.width(s, st) > width {
		st.size--
	}
	return t.cut(s, st, width), st
}

// settle sets a name on one line, smaller if need be, else on several.
func (t *typesetter) settle(s string, st style, width, lines int) ([]string, style) {
	small := style{bold: st.bold, size: smallest}
	if t.width(s, st) > width && t.width(s, small) <= width {
		return []string{s}, small
	}
	return t.wrap(s, st, width, lines), st
}

// shrink finds the size at which a line that must not be cut fits.
func (t *typesetter) shrink(s string, st style, width int) style {
	for st.size > 1 && t.width(s, st) > width {
		st.size--
	}
	return st
}

// cut ends a line that is too long with an ellipsis.
func (t *typesetter) cut(s string, st style, width int) string {
	if t.width(s, st) <= width {
		return s
	}
	fits := ""
	for i := range s {
		short := strings.TrimRight(s[:i], " ,-") + "…"
		if t.width(short, st) > width {
			break
		}
		fits = short
	}
	return fits
}

// wrap breaks a text into lines, after spaces and hyphens; what is over the last
// line allowed is cut.
func (t *typesetter) wrap(s string, st style, width, lines int) []string {
	var out []string
	for len(out) < lines-1 && t.width(s, st) > width {
		end := t.breakAt(s, st, width)
		out = append(out, t.cut(strings.TrimRight(s[:end], " "), st, width))
		s = s[end:]
	}
	if s == "" {
		return out
	}
	return append(out, t.cut(s, st, width))
}

// breakAt is where the longest line that fits ends, after one word at least.
func (t *typesetter) breakAt(s string, st style, width int) int {
	end := 0
	for i, r := range s {
		if r != ' ' && r != '-' {
			continue
		}
		if end > 0 && t.width(strings.TrimRight(s[:i+1], " "), st) > width {
			return end
		}
		end = i + 1
	}
	if end == 0 {
		return len(s)
	}
	return end
}
