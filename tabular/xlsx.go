package tabular

import (
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// largestPart is how much of a workbook is unpacked in memory at a time: larger
// sheets are in temporary files while they are read.
const largestPart = 8 << 20

// largestTexts is how much text a workbook may hold, all sheets together: it is
// read once only, so what is refused at its end was kept until then.
const largestTexts = 40 << 20

// readXLSX reads every sheet that has a text.
func readXLSX(file *io.SectionReader, limits Limits) (tables []Table, err error) {
	if err := checkXLSX(file, limits); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(file, excelize.Options{
		UnzipSizeLimit: limits.Unzipped, UnzipXMLSizeLimit: min(limits.Unzipped, largestPart),
		ShortDatePattern: "dd/mm/yyyy", LongDatePattern: "dd/mm/yyyy", LongTimePattern: "hh:mm",
	})
	if err != nil {
		return nil, &Error{Text: textNoFormat.With()}
	}
	defer func() { _ = book.Close() }()
	if limits.Text == 0 || limits.Text > largestTexts {
		limits.Text = largestTexts
	}
	t := intake{limits: limits, keep: true}
	for _, sheet := range book.GetSheetList() {
		t.Table = Table{Sheet: sheet}
		if err := t.readSheet(book); err != nil {
			return nil, err
		}
		if t.Header != nil {
			tables = append(tables, t.Table)
		}
	}
	if len(tables) == 0 {
		return nil, &Error{Text: textEmpty.With()}
	}
	return tables, nil
}

// emptyRows is how many rows without a text end a sheet: a style put on whole
// columns makes rows to the end of the world.
const emptyRows = 10_000

// readSheet reads a sheet twice at once: as its cells are shown, and as they are
// kept.
func (t *intake) readSheet(book *excelize.File) error {
	broken := func(number int) error { return &Error{Sheet: t.Sheet, Row: number, Text: textNoFormat.With()} }
	shown, err := book.Rows(t.Sheet)
	if err != nil {
		return broken(0)
	}
	defer func() { _ = shown.Close() }()
	kept, err := book.Rows(t.Sheet)
	if err != nil {
		return broken(0)
	}
	defer func() { _ = kept.Close() }()
	last := 0
	for number := 1; shown.Next() && kept.Next() && number-last <= emptyRows; number++ {
		cells, err := shown.Columns()
		if err != nil {
			return broken(number)
		}
		raw, err := kept.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return broken(number)
		}
		for i := range min(len(cells), len(raw)) {
			cells[i] = sheetCell(cells[i], raw[i])
		}
		if strings.Join(cells, "") != "" {
			last = number
		}
		if err := t.add(number, cells); err != nil {
			return err
		}
	}
	if shown.Error() != nil || kept.Error() != nil {
		return broken(0)
	}
	return nil
}

// sheetCell is the text of a cell: a number as it is, with a dot, since what is
// shown of it may be rounded and is grouped in English; but as it is shown where
// that tells more: a date, an hour, a percentage, a code with its zeros.
func sheetCell(shown, raw string) string {
	if shown == raw || strings.ContainsFunc(shown, func(r rune) bool { return !strings.ContainsRune("0123456789.,-+()\u00a0\u202f €$kKMEURe", r) }) {
		return shown
	}
	number, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return shown
	}
	if strings.Trim(shown, "0123456789") == "" && number == math.Trunc(number) {
		return shown
	}
	// A spreadsheet knows fifteen digits: 0.29 is kept as 0.28999999999999998.
	if number, err = strconv.ParseFloat(strconv.FormatFloat(number, 'e', 14, 64), 64); err != nil {
		return shown
	}
	return strconv.FormatFloat(number, 'f', -1, 64)
}

// SheetPage is a sheet to be written: a table, and what helps to fill it in.
type SheetPage struct {
	Table
	// Choices lists the texts among which a column is filled in, by its rank
	// from 0.
	Choices map[int][]string
	// Plain is a sheet of sentences rather than a table: no filter and no header.
	Plain bool
}

const (
	narrowest, widest = 10.0, 60.0
	// choiceRows is how many rows the lists of choices are offered on.
	choiceRows = 2_000
)

// WriteXLSX writes a workbook: a header in bold that stays in sight, columns
// as wide as what they hold, lists of choices. Every cell is a text.
func WriteXLSX(to io.Writer, pages ...SheetPage) (err error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	head, err := book.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE6F3"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	if err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return err
	}
	first := book.GetSheetName(0)
	for i, page := range pages {
		if i == 0 {
			err = book.SetSheetName(first, page.Sheet)
		} else {
			_, err = book.NewSheet(page.Sheet)
		}
		if err != nil {
			return err
		}
		if err := page.write(book, head, text); err != nil {
			return err
		}
	}
	return book.Write(to)
}

// write fills a sheet in.
func (p SheetPage) write(book *excelize.File, head, text int) error {
	for column, title := range p.Header {
		letters := Letters(column + 1)
		// As texts: a code 02 keeps its zero.
		if err := book.SetColStyle(p.Sheet, letters, text); err != nil {
			return err
		}
		if err := book.SetColWidth(p.Sheet, letters, letters, p.width(column)); err != nil {
			return err
		}
		if err := book.SetCellStr(p.Sheet, letters+"1", title); err != nil {
			return err
		}
	}
	for i, row := range p.Rows {
		for column, cell := range row.Cells {
			if err := book.SetCellStr(p.Sheet, Letters(column+1)+strconv.Itoa(i+2), cell); err != nil {
				return err
			}
		}
	}
	if p.Plain || len(p.Header) == 0 {
		return nil
	}
	last := Letters(len(p.Header))
	if err := book.SetCellStyle(p.Sheet, "A1", last+"1", head); err != nil {
		return err
	}
	if err := book.SetPanes(p.Sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return p.offer(book)
}

// offer puts the lists of choices.
func (p SheetPage) offer(book *excelize.File) error {
	for column := range p.Header {
		if len(p.Choices[column]) == 0 {
			continue
		}
		letters := Letters(column + 1)
		list := excelize.NewDataValidation(true)
		list.SetSqref(letters + "2:" + letters + strconv.Itoa(choiceRows))
		if err := list.SetDropList(p.Choices[column]); err != nil {
			return err
		}
		if err := book.AddDataValidation(p.Sheet, list); err != nil {
			return err
		}
	}
	return nil
}

// width is that of the longest text of a column, within reason.
func (p SheetPage) width(column int) float64 {
	longest := len([]rune(p.Header[column]))
	for _, row := range p.Rows {
		if column < len(row.Cells) {
			longest = max(longest, len([]rune(row.Cells[column])))
		}
	}
	return min(max(float64(longest)+2, narrowest), widest)
}
