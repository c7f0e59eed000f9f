package tabular_test

import (
	"fmt"
	"strings"
	"testing"

	"jalon/tabular"
)

// BenchmarkAHundredThousandProjects reads a list of the size that an import must
// take in ten seconds, storage included.
func BenchmarkAHundredThousandProjects(b *testing.B) {
	rows := 100_000
	if testing.Short() {
		rows = 10_000
	}
	var list strings.Builder
	list.WriteString(vertHead)
	for i := range rows {
		fmt.Fprintf(&list, `"Hauts-de-France","62","Pas-de-Calais","62041","ARRAS","1","69022","Éclairage","%d","Rénovation de l'éclairage public, tranche %d","ARRAS","216200414.0","%d.5"`+"\n",
			11_000_000+i, i, 15_000+i)
	}
	data := list.String()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		tables, err := tabular.Read(strings.NewReader(data), tabular.Usual)
		if err != nil {
			b.Fatal(err)
		}
		projects, err := tabular.ReadProjects(tables[0], north)
		if err != nil || len(projects.Lines) != rows {
			b.Fatal(len(projects.Lines), err)
		}
	}
}
