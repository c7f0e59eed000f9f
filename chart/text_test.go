package chart

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"jalon/i18n"
	"jalon/plan"
)

func TestWhatTheFontsCannotDrawIsLeftOut(t *testing.T) {
	for in, want := range map[string]string{
		"Renouveau du bassin minier": "Renouveau du bassin minier",
		"e\u0301te\u0301":            "été",
		"Œuvre d’art\u202f: été":     "Œuvre d’art\u00a0: été",
		"  deux\n\tlignes ":          "deux lignes",
		"Orage ⛈️ à Douai":           "Orage à Douai",
		"中文":                         "",
	} {
		if got := newTypesetter().printable(in); got != want {
			t.Errorf("%q is drawn %q, want %q", in, got, want)
		}
	}
}

// What French and English need beyond ASCII is in both fonts.
func TestTheFontsHaveFrench(t *testing.T) {
	ts := newTypesetter()
	const french = "ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸàâäæçéèêëîïôöœùûüÿ«»“”‘’…–—·€°²\u00a0"
	if got := ts.printable(french); got != french {
		t.Errorf("got %q", got)
	}
	for _, r := range french {
		if glyph, err := bold().GlyphIndex(&ts.buf, r); err != nil || glyph == 0 {
			t.Errorf("no bold %q", r)
		}
	}
}

func TestLinesBreakAfterSpacesAndHyphens(t *testing.T) {
	ts, st := newTypesetter(), style{size: 26}
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"Nord", 200, []string{"Nord"}},
		{"Territoire de Belfort", 180, []string{"Territoire de", "Belfort"}},
		{"Alpes-de-Haute-Provence", 200, []string{"Alpes-de-", "Haute-Provence"}},
		{"Provence-Alpes-Côte d’Azur", 160, []string{"Provence-", "Alpes-Côt…"}},
		{"Anticonstitutionnellement", 160, []string{"Anticonstit…"}},
		{"Anticonstitutionnellement dit", 160, []string{"Anticonstit…", "dit"}},
		{"", 160, nil},
	} {
		if got := ts.wrap(c.text, st, c.width, 2); !slices.Equal(got, c.want) {
			t.Errorf("%q is set as %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzTitle(f *testing.F) {
	for _, seed := range []string{"ERBM", "Contrats de relance et de transition écologique du Cambrésis et de l’Avesnois", "--- -", "e\u0301\xff"} {
		f.Add(seed, uint16(300))
	}
	f.Fuzz(func(t *testing.T, title string, width uint16) {
		ts, space := newTypesetter(), 100+int(width)%content
		lines := ts.wrap(ts.printable(title), titleStyle, space, 2)
		if len(lines) > 2 {
			t.Errorf("%q takes %d lines", title, len(lines))
		}
		for _, line := range lines {
			if w := ts.width(line, titleStyle); w > space || !utf8.ValidString(line) {
				t.Errorf("%q is %d wide in %d", line, w, space)
			}
		}
	})
}

// Nothing that jalon says by itself is cut, nor smaller than what reads on a
// phone.
func TestEveryNameAndWordHasRoom(t *testing.T) {
	ts, narrowestTile := newTypesetter(), tileWidth(4)
	whole := func(where string, lines []string, st style, width int) {
		t.Helper()
		for _, line := range lines {
			if strings.HasSuffix(line, "…") || ts.width(line, st) > width || st.size < smallest {
				t.Errorf("%s: %q is set in %d pixels per em", where, line, st.size)
			}
		}
	}
	one := func(where, s string, st style, width int) {
		t.Helper()
		s, st = ts.fit(ts.printable(s), st, width)
		whole(where, []string{s}, st, width)
	}
	for _, lang := range []i18n.Lang{i18n.FR, i18n.EN} {
		for _, l := range append(looks[:], outside) {
			one("tile", l.word.In(lang), wordStyle, narrowestTile-2*tilePad)
			one("legend", l.said(lang), noteStyle, legendText)
			if l.word != outside.word {
				one("cell of a project", l.word.In(lang), smallStyle, cellOfProject(0).Dx()-refAt-wordPad)
			}
		}
		for i, o := range sunniestFirst {
			one("cell of a count", o.look().word.In(lang), smallStyle, cellOfCount(i).Dx()-2*countPad)
		}
		one("tile", place{projects: make([]Project, 9999), counts: [len(looks)]int{Storm: 999}}.share(lang), tileStyle, narrowestTile-2*tilePad)
		for _, text := range []i18n.Msg{textHeatMap, textTileMap} {
			one("head", text.In(lang), headStyle, content)
		}
		for _, name := range []string{textElsewhere.In(lang), textNowhere.In(lang)} {
			lines, st := ts.settle(name, nameStyle, labelWidth-gap, 2)
			whole("row", lines, st, labelWidth-gap)
		}
	}
	for _, region := range plan.Territories() {
		for _, d := range region.Departments {
			lines, st := ts.settle(d.Name, tileStyle, narrowestTile-2*tilePad, 2)
			whole("tile", lines, st, narrowestTile-2*tilePad)
			lines, st = ts.settle(place{number: d.Number, name: d.Name}.label(), nameStyle, labelWidth-gap, 2)
			whole("row", lines, st, labelWidth-gap)
		}
	}
	one("reference", "PR99999", refStyle, cellOfProject(0).Dx()-refAt-wordPad)
}
