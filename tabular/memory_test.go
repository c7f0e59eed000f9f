package tabular_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"

	"jalon/tabular"
)

// bounded is how much more memory than before a file that is refused may take.
const bounded = 64 << 20

// heap is the memory that objects take, those not yet collected included.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// generated is a file of any size that stands nowhere: a head, then a pattern
// again and again, then a tail. It measures the memory each time it is read.
type generated struct {
	head, pattern, tail string
	size, at            int64
	block               string
	peak                uint64
}

func (g *generated) ReadAt(p []byte, at int64) (int, error) {
	g.peak = max(g.peak, heap())
	if g.block == "" {
		g.block = strings.Repeat(g.pattern, 2+(1<<17)/len(g.pattern))
	}
	body, tail := int64(len(g.head)), g.size-int64(len(g.tail))
	n := 0
	for n < len(p) {
		switch place := at + int64(n); {
		case place >= g.size:
			return n, io.EOF
		case place < body:
			n += copy(p[n:], g.head[place:])
		case place >= tail:
			n += copy(p[n:], g.tail[place-tail:])
		default:
			n += copy(p[n:min(int64(len(p)), int64(n)+tail-place)], g.block[(place-body)%int64(len(g.pattern)):])
		}
	}
	return n, nil
}

func (g *generated) Read(p []byte) (int, error) {
	n, err := g.ReadAt(p, g.at)
	g.at += int64(n)
	return n, err
}

// seekableFile is the same with a way to go back.
type seekableFile struct{ *generated }

func (s seekableFile) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += s.at
	case io.SeekEnd:
		offset += s.size
	}
	s.at = offset
	return offset, nil
}

// A file of 200 MB, or the largest that is read, is refused within bounded
// memory whatever is wrong with it, and wherever.
func TestAHugeMalformedFileIsRefusedWithinBoundedMemory(t *testing.T) {
	const collection = `{"type":"FeatureCollection","features":[`
	row := strings.Repeat("x", 320) + ";y\n"
	feature := `{"type":"Feature","properties":{"a":"` + strings.Repeat("x", 320) + `"},"geometry":{"coordinates":[1.5,2.5]}},`
	for name, file := range map[string]generated{
		"CSV without an end of line":   {pattern: "a"},
		"a row of separators":          {head: "a;b\n", pattern: ";"},
		"an endless cell":              {head: "a;b\n1;\"", pattern: "x\n"},
		"doubled quotation marks":      {head: "a;b\n1;\"", pattern: "\"\""},
		"more rows than can be":        {head: "a;b\n", pattern: "1;2\n"},
		"ends of line":                 {head: "a;b\n", pattern: "\n", tail: "\x00"},
		"a quote at the end":           {head: "a;b\n", pattern: row, tail: "\n1;\"x"},
		"a wide row at the end":        {head: "a;b\n", pattern: row, tail: "\n" + strings.Repeat("1;", 600)},
		"spaces":                       {head: "a;b\n", pattern: " "},
		"UTF-16 without an end":        {head: "\xff\xfe", pattern: "a\x00"},
		"deep GeoJSON":                 {head: collection, pattern: "["},
		"deep from the start":          {head: "{", pattern: `"a":{`},
		"an endless text of GeoJSON":   {head: collection + `{"properties":{"a":"`, pattern: "x"},
		"an endless number of GeoJSON": {head: collection + `{"properties":{"a":`, pattern: "1"},
		"an endless list of GeoJSON":   {head: collection + `{"properties":{"a":[`, pattern: "1,"},
		"an endless name of GeoJSON":   {head: collection + `{"properties":{"`, pattern: "x"},
		"spaces of GeoJSON":            {head: collection, pattern: " "},
		"more features than can be":    {head: collection, pattern: `{"properties":{"a":1}},`},
		"GeoJSON cut at the end":       {head: collection, pattern: feature},
		"an endless geometry":          {head: collection + `{"geometry":{"coordinates":[`, pattern: "1,"},
		"a zip of nothing":             {head: "PK\x03\x04", pattern: "\x00"},
		"an old workbook":              {head: "\xd0\xcf\x11\xe0", pattern: "x"},
	} {
		for _, size := range []int64{200_000_000, 99 << 20} {
			for _, stream := range []bool{false, true} {
				if testing.Short() {
					size /= 16
				}
				file.size, file.at, file.peak = size, 0, 0
				var from io.Reader = seekableFile{&file}
				if stream {
					if name != "a quote at the end" {
						continue // one is enough for what is copied first
					}
					from = &file
				}
				runtime.GC()
				idle := heap()
				_, err := tabular.Read(from, tabular.Usual)
				peak := max(file.peak, heap())
				if _, refused := errors.AsType[*tabular.Error](err); !refused {
					t.Errorf("%s, %d MB: %v", name, size/1_000_000, err)
				}
				if peak > idle+bounded {
					t.Errorf("%s, %d MB: %d MiB more", name, size/1_000_000, (peak-idle)>>20)
				}
			}
		}
	}
}

func TestWhatWeighsTooMuchIsToldItsWeight(t *testing.T) {
	for stream, want := range map[bool]string{
		false: "le fichier pèse 190 Mo ; la limite est de 100 Mo. Coupez-le par année ou par département",
		true:  "le fichier dépasse 100 Mo ; coupez-le par année ou par département",
	} {
		file := &generated{head: "a;b\n", pattern: "1;2\n", size: 200_000_000}
		var from io.Reader = seekableFile{file}
		if stream {
			from = file
		}
		if _, err := tabular.Read(from, tabular.Usual); err == nil || shown(err.Error()) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// workbookParts is a workbook with its parts as they are given, pattern after
// pattern.
func workbookParts(t *testing.T, parts map[string]func(io.Writer)) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	base := map[string]string{
		"[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":         `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
	}
	add := func(name string, fill func(io.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fill(w)
	}
	for name, text := range base {
		add(name, func(w io.Writer) { _, _ = io.WriteString(w, text) })
	}
	for name, fill := range parts {
		add(name, fill)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// filled writes a head, a pattern until a size in bytes, and a tail.
func filled(head, pattern string, size int, tail string) func(io.Writer) {
	return func(w io.Writer) {
		block := strings.Repeat(pattern, max(1, (1<<16)/len(pattern)))
		_, _ = io.WriteString(w, head)
		for n := 0; n < size; n += len(block) {
			_, _ = io.WriteString(w, block)
		}
		_, _ = io.WriteString(w, tail)
	}
}

// A small workbook that would swell is refused within bounded memory.
func TestAWorkbookThatSwellsIsRefusedWithinBoundedMemory(t *testing.T) {
	const (
		sheet = "xl/worksheets/sheet1.xml"
		texts = "xl/sharedStrings.xml"
		open  = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
		end   = `</sheetData></worksheet>`
		sst   = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`
	)
	const size = 48 << 20 // beyond every bound: less would rightly be read
	long := strings.Repeat("x", 32_000)
	for name, parts := range map[string]map[string]func(io.Writer){
		"zeros":                 {sheet: filled("", "\x00", size, "")},
		"an endless text":       {sheet: filled(open+`<row><c t="inlineStr"><is><t>`, "x", size, "</t></is></c></row>"+end)},
		"an endless row":        {sheet: filled(open+"<row>", "<c><v>1</v></c>", size, "</row>"+end)},
		"more rows than can be": {sheet: filled(open, "<row><c><v>1</v></c></row>", size, end)},
		"a picture":             {sheet: filled(open, "<row><c><v>1</v></c></row>", 100, end), "xl/media/image1.png": filled("", "\x00", size, "")},
		"endless styles":        {sheet: filled(open, "<row><c><v>1</v></c></row>", 100, end), "xl/styles.xml": filled("<styleSheet>", "<x/>", size, "")},
		"a text many times": {
			sheet: filled(open, `<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>`, 1<<20, end),
			texts: filled(sst, "<si><t>"+long+"</t></si>", 0, "<si><t>"+long+"</t></si></sst>"),
		},
		"empty texts": {sheet: filled(open, `<row><c t="s"><v>0</v></c></row>`, 100, end), texts: filled(sst, "<si/>", size, "</sst>")},
	} {
		data := workbookParts(t, parts)
		runtime.GC()
		idle := heap()
		file := &measured{Reader: bytes.NewReader(data)}
		_, err := tabular.Read(file, tabular.Usual)
		peak := max(file.peak, heap())
		if _, refused := errors.AsType[*tabular.Error](err); !refused {
			t.Errorf("%s, %s bytes: %v", name, strconv.Itoa(len(data)), err)
		}
		if peak > idle+100<<20 {
			t.Errorf("%s: %d MiB more", name, (peak-idle)>>20)
		}
	}
}

// measured measures the memory each time it is read.
type measured struct {
	*bytes.Reader
	peak uint64
}

func (m *measured) ReadAt(p []byte, at int64) (int, error) {
	m.peak = max(m.peak, heap())
	return m.Reader.ReadAt(p, at)
}
