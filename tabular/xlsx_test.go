package tabular_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"jalon/tabular"
)

func TestAWorkbookIsWrittenAndReadBack(t *testing.T) {
	services := tabular.Table{
		Sheet: "Services", Header: []string{"code", "nature"},
		Rows: []tabular.Row{{Number: 2, Cells: []string{"02", "prefecture"}}, {Number: 3, Cells: []string{"=1+1", "sgar"}}},
	}
	agents := tabular.Table{Sheet: "Agents", Header: []string{"compte"}}
	var out bytes.Buffer
	err := tabular.WriteXLSX(&out,
		tabular.SheetPage{Table: services, Choices: map[int][]string{1: {"sgar", "prefecture"}}}, tabular.SheetPage{Table: agents})
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	lists, err := book.GetDataValidations("Services")
	if err != nil || len(lists) != 1 || lists[0].Sqref != "B2:B2000" || !strings.Contains(lists[0].Formula1, "sgar,prefecture") {
		t.Errorf("choices %+v, %v", lists, err)
	}
	if panes, err := book.GetPanes("Services"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	if formula, _ := book.GetCellFormula("Services", "A3"); formula != "" {
		t.Errorf("a text became the formula %s", formula)
	}
	tables, err := tabular.Read(&out, tabular.Usual)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]tabular.Table{services, agents}, tables); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	if found, ok := tabular.Sheet(tables, "AGENTS"); !ok || found.Sheet != "Agents" {
		t.Error("a sheet is not found whatever its case")
	}
}

// workbook is what Excel may hand in: numbers, dates, empty rows.
func workbook(t *testing.T, fill func(*excelize.File)) *bytes.Buffer {
	t.Helper()
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	fill(book)
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return &out
}

func TestNumbersAndDatesAreReadAsTheyAreShown(t *testing.T) {
	file := workbook(t, func(book *excelize.File) {
		date, err := book.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		hour, err := book.NewStyle(&excelize.Style{NumFmt: 20})
		if err != nil {
			t.Fatal(err)
		}
		for cell, value := range map[string]any{
			"A2": "code", "B2": "date", "C2": "heure", "D2": "montant",
			"A5": 62, "B5": time.Date(2026, 12, 4, 0, 0, 0, 0, time.UTC), "C5": 8.5 / 24, "D5": 1234.5,
		} {
			if err := book.SetCellValue("Sheet1", cell, value); err != nil {
				t.Fatal(err)
			}
		}
		for cell, style := range map[string]int{"B5": date, "C5": hour} {
			if err := book.SetCellStyle("Sheet1", cell, cell, style); err != nil {
				t.Fatal(err)
			}
		}
	})
	tables, err := tabular.Read(file, tabular.Usual)
	if err != nil {
		t.Fatal(err)
	}
	want := []tabular.Table{{
		Sheet: "Sheet1", Header: []string{"code", "date", "heure", "montant"},
		Rows: []tabular.Row{{Number: 5, Cells: []string{"62", "04/12/2026", "08:30", "1234.5"}}},
	}}
	if diff := cmp.Diff(want, tables); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is shown of an amount is rounded, and grouped in English.
func TestAmountsOfAWorkbookAreReadToTheCent(t *testing.T) {
	formats := []string{"#,##0", "#,##0.00", `#,##0 "€"`, `#,##0.0," k€"`, "0", "0.00%", "00000", "General", `_-* #,##0.00 "€"_-`, "0.00E+00", "dd/mm/yyyy"}
	values := []float64{1234.56, 1234.56, 1234567.4, 12345.67, 1234.56, 0.4567, 2691, 0.1 + 0.2, 42885, 1234567, 46360}
	want := []string{"1234.56", "1234.56", "1234567.4", "12345.67", "1234.56", "45.67%", "02691", "0.3", "42885", "1234567", "04/12/2026"}
	file := workbook(t, func(book *excelize.File) {
		for i, format := range formats {
			style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				t.Fatal(err)
			}
			cell := tabular.Letters(i + 1)
			for _, err := range []error{
				book.SetCellStr("Sheet1", cell+"1", format), book.SetCellFloat("Sheet1", cell+"2", values[i], -1, 64), book.SetCellStyle("Sheet1", cell+"2", cell+"2", style),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	})
	tables, err := tabular.Read(file, tabular.Usual)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, tables[0].Rows[0].Cells); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAWorkbookThatWouldFillTheMemoryIsRefused(t *testing.T) {
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	for range 64 {
		_, _ = w.Write(make([]byte, 1<<16))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	tall := workbook(t, func(book *excelize.File) {
		for i := range 12 {
			if err := book.SetCellStr("Sheet1", fmt.Sprintf("A%d", i+1), "x"); err != nil {
				t.Fatal(err)
			}
		}
	})
	limits := tabular.Limits{Bytes: 1 << 20, Rows: 10, Unzipped: 1 << 20}
	for name, file := range map[string]*bytes.Buffer{"bomb": &bomb, "tall": tall} {
		if _, err := tabular.Read(file, limits); err == nil {
			t.Errorf("%s is read", name)
		} else if _, ok := errors.AsType[*tabular.Error](err); !ok {
			t.Errorf("%s: %v has no words", name, err)
		}
	}
}
