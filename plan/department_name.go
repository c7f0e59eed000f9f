package plan

import (
	"regexp"
	"strings"
	"sync"

	"jalon/i18n"
)

// departmentNicknames are the short names in use that no rule gives, folded and
// without spaces.
var departmentNicknames = map[string]string{"pdc": "62", "belfort": "90", "reunion": "974"}

// departmentsByName are the departments by their names, folded and without
// spaces, with and without the articles inside.
var departmentsByName = sync.OnceValue(func() map[string]Department {
	known := map[string]Department{}
	for _, t := range territories {
		for _, d := range t.Departments {
			known[letters(d.Name)] = d
			known[letters(territoryKey(d.Name))] = d
		}
	}
	for nickname, number := range departmentNicknames {
		known[nickname], _ = DepartmentOf(number)
	}
	return known
})

// departmentNoise are the words that stand before the name of a department.
var (
	departmentNoise = regexp.MustCompile(`^(?:la |le )?(?:prefecture|pref|conseil departemental|departement|dept|dep|dpt|cd)(?:[. ]+(?:de la |de l'|des |du |de |d')?|([0-9]))`)
	withNumber      = regexp.MustCompile(`^(.*?) *[-–(:,]* *\b(0?[0-9]{1,3}|0?2[ab])\b(?:\.0)? *[-–):,]* *(.*?)$`)
)

// DepartmentNamed finds a department by what people and files write: its
// number, with or without its zero ("2", "02", "62.0"), its name whatever the
// accents, case, hyphens and « St » ("Seine St Denis", "Pas de Calais"), both
// ("59 - Nord"), and what stands for its préfecture ("pref59", « préfecture du
// Nord »).
func DepartmentNamed(text string) (Department, bool) {
	key := departmentNoise.ReplaceAllString(i18n.Fold(text), "$1")
	if d, ok := departmentsByName()[letters(key)]; ok {
		return d, true
	}
	if d, ok := departmentsByName()[letters(territoryKey(saints(key)))]; ok {
		return d, true
	}
	m := withNumber.FindStringSubmatch(key)
	if m == nil {
		return Department{}, false
	}
	number := m[2]
	if len(number) == 3 && number[0] == '0' {
		number = number[1:] // as some files of the INSEE write it
	}
	d, ok := DepartmentOf(number)
	name := strings.TrimSpace(m[1] + m[3])
	if !ok || name == "" {
		return d, ok
	}
	named, known := DepartmentNamed(name)
	return d, known && named.Number == d.Number
}

// letters keeps only letters and digits of a text, folded, « St » in full.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') {
			return r
		}
		return -1
	}, saints(i18n.Fold(text)))
}

var shortSaints = regexp.MustCompile(`\b(s(?:ain)?t(e?))\b[-. ]*`)

// saints writes « St » and « Ste » in full in a folded text.
func saints(folded string) string { return shortSaints.ReplaceAllString(folded, "saint$2 ") }
