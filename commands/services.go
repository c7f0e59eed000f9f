package commands

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"jalon/i18n"
	"jalon/plan"
)

// serviceIndex finds services by whatever people call them: code, number with
// or without its zero, name, alias, channel.
type serviceIndex struct {
	services []plan.Service
	byName   map[string][]plan.ServiceID // folded name → services (several for a group)
	// closed are the services that no longer are, by the names that no open one
	// has: they are told, and never meant.
	closed  map[string]plan.Service
	longest int // most words in a name
}

// indexes keeps the index of each region for as long as its services stay as
// they are: folding every name is most of what a short request would cost.
type indexes struct {
	mu      sync.Mutex
	regions map[plan.RegionID]madeIndex
}

// madeIndex is an index with the services it was made of.
type madeIndex struct {
	of    []serviceVersion
	index *serviceIndex
}

// serviceVersion tells whether a service is still as it was.
type serviceVersion struct {
	id      plan.ServiceID
	version int
}

// of returns the index of the services of a region, open and closed, made anew
// only when one of them changed.
func (x *indexes) of(region plan.RegionID, services, closed []plan.Service) *serviceIndex {
	versions := make([]serviceVersion, 0, len(services)+len(closed))
	for _, list := range [][]plan.Service{services, closed} {
		for _, s := range list {
			versions = append(versions, serviceVersion{s.ID, s.Version})
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if made, ok := x.regions[region]; ok && slices.Equal(made.of, versions) {
		return made.index
	}
	index := indexServices(services)
	index.addClosed(closed)
	if x.regions == nil {
		x.regions = map[plan.RegionID]madeIndex{}
	}
	x.regions[region] = madeIndex{versions, index}
	return index
}

// groups are words that stand for several services at once.
var groups = map[plan.ServiceKind][]string{
	plan.KindPrefecture:     {"prefectures", "toutes les prefectures"},
	plan.KindSousPrefecture: {"sous-prefectures", "toutes les sous-prefectures"},
	plan.KindDepartmental:   {"ddt", "ddtm"},
}

func indexServices(services []plan.Service) *serviceIndex {
	x := &serviceIndex{services: services, byName: map[string][]plan.ServiceID{}}
	for _, s := range services {
		for _, name := range serviceNames(s) {
			x.add(name, s.ID)
		}
		for _, group := range groups[s.Kind] {
			x.add(group, s.ID)
		}
	}
	return x
}

func (x *serviceIndex) add(name string, id plan.ServiceID) {
	key := serviceKey(name)
	if key == "" {
		return
	}
	if !slices.Contains(x.byName[key], id) {
		x.byName[key] = append(x.byName[key], id)
	}
	x.longest = max(x.longest, len(strings.Fields(key)))
}

// addClosed files closed services under the names that no open one has.
func (x *serviceIndex) addClosed(closed []plan.Service) {
	x.closed = map[string]plan.Service{}
	for _, s := range closed {
		for _, name := range serviceNames(s) {
			if key := serviceKey(name); key != "" && x.byName[key] == nil {
				x.closed[key] = s
				x.longest = max(x.longest, len(strings.Fields(key)))
			}
		}
	}
}

// serviceNames lists what a service is called: a préfecture also by its
// department's name and number.
func serviceNames(s plan.Service) []string {
	names := append([]string{s.Code, s.Name, s.ChannelName}, s.Aliases...)
	if parts := codeParts.FindStringSubmatch(s.Code); parts != nil && parts[2] != "" {
		names = append(names, parts[1]+parts[2], parts[1]+" "+parts[2]) // DDTM59, DDTM 59
	}
	if s.Kind == plan.KindPrefecture {
		names = append(names, "pref"+s.Department, "pref "+s.Department, "prefecture "+s.Department)
		if n, err := strconv.Atoi(s.Department); err == nil {
			names = append(names, strconv.Itoa(n))
		}
		if _, place, ok := strings.Cut(serviceKey(s.Name), "prefecture "); ok {
			names = append(names, place)
		}
	}
	return names
}

// marks are what a name may be written with and is not compared by.
var marks = strings.NewReplacer("'", " ", "-", " ", "~", "", "#", "")

// serviceKey folds a name to what is compared: no article, no mark of a channel.
func serviceKey(name string) string {
	words := strings.Fields(marks.Replace(i18n.Fold(name)))
	words = slices.DeleteFunc(words, func(w string) bool {
		switch w {
		case "du", "de", "des", "la", "le", "l", "d":
			return true
		default:
			return false
		}
	})
	return strings.Join(words, " ")
}

// match reads words that are nothing but services: « 59 62 », « le Nord et la
// préfecture du Pas-de-Calais », « toutes les préfectures ». It returns the
// services in order, each once, and the words that are not services; the name of
// a closed one stands among them whole.
func (x *serviceIndex) match(words []string) (found []plan.ServiceID, unknown []string) {
	clean := make([]string, 0, len(words))
	for _, w := range words {
		for part := range strings.FieldsFuncSeq(w, func(r rune) bool { return r == ',' || r == ';' }) {
			clean = append(clean, part)
		}
	}
	for at := 0; at < len(clean); {
		ids, used := x.longestAt(clean[at:])
		_, closed := longestName(x.closed, x.longest, clean[at:])
		switch {
		case closed > used:
			unknown = append(unknown, strings.Join(clean[at:at+closed], " "))
			at += closed
		case used > 0:
			for _, id := range ids {
				if !slices.Contains(found, id) {
					found = append(found, id)
				}
			}
			at += used
		case isJoint(clean[at]):
			at++
		default:
			unknown = append(unknown, clean[at])
			at++
		}
	}
	return found, unknown
}

// longestAt finds the longest name that begins the words.
func (x *serviceIndex) longestAt(words []string) ([]plan.ServiceID, int) {
	return longestName(x.byName, x.longest, words)
}

// longestName finds the longest name that begins the words, and tells how many
// it uses. No name has more than most words.
func longestName[V any](named map[string]V, most int, words []string) (found V, used int) {
	if len(named) == 0 {
		return found, 0
	}
	// Articles are dropped from a name, so it may span more words than its key has.
	for n := min(len(words), most+3); n > 0; n-- {
		key := serviceKey(strings.Join(words[:n], " "))
		if key == "" || isJoint(words[n-1]) {
			continue
		}
		if v, ok := named[key]; ok {
			return v, n
		}
	}
	return found, 0
}

// isJoint tells a word that only links services.
func isJoint(word string) bool {
	switch i18n.Fold(word) {
	case "et", "le", "la", "les", "de", "du", "des", "l'", "&", "+":
		return true
	default:
		return false
	}
}

// looksMeant tells whether words that are not all services were meant to be:
// each is a number, a closed service, or a slip away from a service's code.
func (x *serviceIndex) looksMeant(unknown []string) bool {
	for _, w := range unknown {
		if _, closed := x.closed[serviceKey(w)]; closed {
			continue
		}
		if _, err := strconv.Atoi(w); err == nil && len(w) <= 3 {
			continue
		}
		if len([]rune(w)) < 4 || len(x.near(w)) == 0 {
			return false
		}
	}
	return len(unknown) > 0
}

// near lists the codes of services that an unknown word is close to: by
// number, or by a typing slip in a code or a name.
func (x *serviceIndex) near(word string) []string {
	if n, err := strconv.Atoi(word); err == nil {
		return x.nearNumber(n)
	}
	var out []string
	folded := serviceKey(word)
	for _, s := range x.services {
		for _, name := range shortNames(s) {
			// A code is short: one slip, or two in a long name, not a third of it.
			if far := plan.Distance(folded, name); far > 0 && far <= max(1, len(name)/6) && len(out) < 2 && !slices.Contains(out, s.Code) {
				out = append(out, s.Code)
			}
		}
	}
	return out
}

// shortNames are the names of one word, without a number, that a slip could
// have meant.
func shortNames(s plan.Service) []string {
	var out []string
	for _, n := range serviceNames(s) {
		if key := serviceKey(n); len(key) > 3 && !strings.ContainsAny(key, " 0123456789") {
			out = append(out, key)
		}
	}
	return out
}

// nearNumber lists the two services whose department numbers are nearest.
func (x *serviceIndex) nearNumber(n int) []string {
	type far struct {
		code string
		gap  int
	}
	var all []far
	for _, s := range x.services {
		if d, err := strconv.Atoi(s.Code); err == nil {
			all = append(all, far{s.Code, max(d-n, n-d)})
		}
	}
	slices.SortStableFunc(all, func(a, b far) int { return a.gap - b.gap })
	var out []string
	for _, f := range all[:min(2, len(all))] {
		out = append(out, f.code)
	}
	slices.Sort(out)
	return out
}

func (x *serviceIndex) byID(id plan.ServiceID) plan.Service {
	for _, s := range x.services {
		if s.ID == id {
			return s
		}
	}
	return plan.Service{ID: id, Code: string(id), Name: string(id)}
}
