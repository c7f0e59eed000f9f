package e2e

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
)

// propItems is the property in which a post lists what it announces.
const propItems = "jalon_items"

// reference is how a text names a deadline.
var reference = regexp.MustCompile(`\bE[0-9]+\b`)

// itemsOf returns the references of the deadlines that a post announces: those
// that its properties list, as often as they do, else those that its text
// names. A text may name one twice, in a hint for instance.
func itemsOf(post *model.Post) []string {
	var items []string
	if listed, ok := post.GetProp(propItems).([]any); ok {
		for _, entry := range listed {
			text, _ := entry.(string)
			items = append(items, reference.FindAllString(text, 1)...)
		}
		return items
	}
	items = reference.FindAllString(Text(post), -1)
	slices.Sort(items)
	return slices.Compact(items)
}

// concerned are the services that the deadlines of a measurement are for, each
// with a channel of its own.
var concerned = []string{"02", "59", "60", "62", "80"}

// announcements returns jalon's posts in the channels of the concerned
// services, but for those known before.
func (r *Region) announcements(t testing.TB, bot string, before map[string]bool) []*model.Post {
	t.Helper()
	var all []*model.Post
	for _, service := range concerned {
		all = append(all, r.Written(t, bot, r.Channel(t, "pref-"+service))...)
	}
	return slices.DeleteFunc(all, func(post *model.Post) bool { return before[post.Id] })
}

// filling bounds the time in which the cards of a measurement are told, on a
// machine that may be busy.
const filling = 10 * time.Minute

// awaitItems waits until jalon has announced n items, and returns the posts that
// do.
func (r *Region) awaitItems(t testing.TB, bot string, n int) map[string]bool {
	t.Helper()
	posts := r.lookFor(t, bot, nil, n, filling)
	if got := len(tally(posts)); got < n {
		t.Fatalf("waited %s in vain for %d items, %d came", filling, n, got)
	}
	return identities(posts)
}

// lookFor looks at the announcements until they tell n items, no longer than a
// limit, and returns them. Reading them all is work for the server, the more the
// more there are: a tenth of the time goes to it, the rest to what is waited for.
func (r *Region) lookFor(t testing.TB, bot string, before map[string]bool, n int, limit time.Duration) []*model.Post {
	t.Helper()
	for end := time.Now().Add(limit); ; {
		start := time.Now()
		posts := r.announcements(t, bot, before)
		if len(tally(posts)) >= n || start.After(end) {
			return posts
		}
		<-time.After(max(tick, 9*time.Since(start)))
	}
}

// tally counts how often each item stands in posts.
func tally(posts []*model.Post) map[string]int {
	count := map[string]int{}
	for _, post := range posts {
		for _, item := range itemsOf(post) {
			count[item]++
		}
	}
	return count
}

// verdict is how many of the items to announce were announced.
type verdict struct{ items, seen, lost, double int }

func (v verdict) String() string {
	return fmt.Sprintf("items=%d seen=%d lost=%d double=%d", v.items, v.seen, v.lost, v.double)
}

// judge counts what is lost and what is said again among the first n deadlines
// of a region. Either is a fault.
func judge(t testing.TB, count map[string]int, n int) verdict {
	t.Helper()
	v := verdict{items: n}
	for i := range n {
		item := fmt.Sprintf("E%d", i+1)
		switch times := count[item]; times {
		case 0:
			v.lost++
			t.Errorf("%s is lost", item)
		default:
			v.seen++
			v.double += times - 1
			if times > 1 {
				t.Errorf("%s is said %d times", item, times)
			}
		}
	}
	return v
}

// identities returns which posts these are.
func identities(posts []*model.Post) map[string]bool {
	ids := map[string]bool{}
	for _, post := range posts {
		ids[post.Id] = true
	}
	return ids
}
