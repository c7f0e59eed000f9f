package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/plan"
)

// What stands in every scene.
const (
	hdf = plan.RegionID("team-hdf")
	idf = plan.RegionID("team-idf") // another region, with services of the same codes

	sgar = plan.ServiceID("service-sgar")
	s59  = plan.ServiceID("service-59")
	s62  = plan.ServiceID("service-62")

	alice = plan.UserID("user-alice")
	bob   = plan.UserID("user-bob")
)

// noon is the instant from which tests count.
var noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

// scene is a store in which two regions have the same three services.
type scene struct {
	*testing.T
	store plan.Store
}

func newScene(t *testing.T, store plan.Store) *scene {
	t.Helper()
	s := &scene{T: t, store: store}
	s.write(func(tx plan.Tx) error {
		for _, region := range []plan.RegionID{hdf, idf} {
			if err := tx.PutRegion(plan.Region{ID: region, Name: string(region), Lang: "fr", TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole}); err != nil {
				return err
			}
			for code, id := range map[string]plan.ServiceID{"SGAR": sgar, "59": s59, "62": s62} {
				if err := tx.PutService(plan.Service{Region: region, ID: id, Code: code, Name: "service " + code}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return s
}

// write commits what f does, or ends the test.
func (s *scene) write(f func(plan.Tx) error) {
	s.Helper()
	if err := s.store.Write(s.Context(), f); err != nil {
		s.Fatal(err)
	}
}

// refused ends the test unless what f does fails with want.
func (s *scene) refused(want error, f func(plan.Tx) error) {
	s.Helper()
	if err := s.store.Write(s.Context(), f); !errors.Is(err, want) {
		s.Fatalf("got error %v, want %v", err, want)
	}
}

// fault ends the test unless what f does fails with an error that is none of
// those a caller may expect.
func (s *scene) fault(f func(plan.Tx) error) {
	s.Helper()
	err := s.store.Write(s.Context(), f)
	if err == nil {
		s.Fatal("got no error")
	}
	for _, expected := range []error{plan.ErrDuplicate, plan.ErrNotFound, plan.ErrStale, plan.ErrBusy} {
		if errors.Is(err, expected) {
			s.Fatalf("got error %v, which a caller would take for %v", err, expected)
		}
	}
}

// read returns what f reads, or ends the test.
func read[T any](s *scene, f func(plan.Tx) (T, error)) T {
	s.Helper()
	var v T
	err := s.store.Read(s.Context(), func(tx plan.Tx) (err error) {
		v, err = f(tx)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return v
}

// missing ends the test unless f finds nothing.
func missing[T any](s *scene, f func(plan.Tx) (T, error)) {
	s.Helper()
	err := s.store.Read(s.Context(), func(tx plan.Tx) error {
		_, err := f(tx)
		return err
	})
	if !errors.Is(err, plan.ErrNotFound) {
		s.Fatalf("got error %v, want %v", err, plan.ErrNotFound)
	}
}

// same ends the test unless got is want.
func same[T any](s *scene, got, want T) {
	s.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		s.Fatalf("not what was stored (-want +got):\n%s", diff)
	}
}

// each maps a list.
func each[T, U any](list []T, f func(T) U) []U {
	out := make([]U, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

// full returns a value of which every field holds something of its own, down
// to the elements of its lists, so that a field that a store forgets is seen
// the day it is added. Texts hold what people type.
func full[T any]() T {
	var v T
	n := 0
	fill(reflect.ValueOf(&v).Elem(), &n)
	return v
}

func fill(v reflect.Value, n *int) {
	*n++
	switch held := v.Addr().Interface().(type) {
	case *time.Time:
		*held = noon.Add(time.Duration(*n) * 1_000_003 * time.Microsecond)
		return
	case *calendar.Date:
		*held = calendar.Date{Year: 2027, Month: time.January, Day: 29}.AddDays(*n)
		return
	case *calendar.TimeOfDay:
		*held = calendar.TimeOfDay{Hour: *n % 24, Minute: *n % 60}
		return
	case *plan.Recipient:
		held.Channel = plan.ChannelID(fmt.Sprintf("salon-%d", *n))
		return
	case *calendar.Recurrence:
		*held = calendar.Recurrence{
			Freq: calendar.Weekly, Interval: 2, Start: calendar.Date{Year: 2027, Month: time.January, Day: 4},
			Weekdays: calendar.WeekdaySet(time.Monday), HasTime: true, Time: calendar.TimeOfDay{Hour: 9},
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("l’Œuvre « d'été » 100%% _\\ %d", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Uint8:
		v.SetUint(0xFF) // no text has this byte
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(field, n)
		}
	default:
		panic(fmt.Sprintf("a field of type %s: say here how to fill it", v.Type()))
	}
}
