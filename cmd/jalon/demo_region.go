package main

import (
	"context"
	"time"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// demoRegion is the made-up region of the demonstration: the real services of
// Hauts-de-France, and people who do not exist.
const demoRegion plan.RegionID = "hdf"

// demoServices lists the services with who is in their channel.
var demoServices = []struct {
	code, name, channel string
	kind                plan.ServiceKind
	department          string
	aliases             []string
	members             []string
}{
	{"SGAR", "SGAR", "sgar", plan.KindSGAR, "", nil, []string{"alice"}},
	{"02", "préfecture de l’Aisne", "pref-02", plan.KindPrefecture, "02", []string{"Aisne"}, []string{"farid"}},
	{"59", "préfecture du Nord", "pref-59", plan.KindPrefecture, "59", []string{"Nord"}, []string{"carole"}},
	{"60", "préfecture de l’Oise", "pref-60", plan.KindPrefecture, "60", []string{"Oise"}, []string{"emile"}},
	{"62", "préfecture du Pas-de-Calais", "pref-62", plan.KindPrefecture, "62", []string{"Pas-de-Calais"}, []string{"bob"}},
	{"80", "préfecture de la Somme", "pref-80", plan.KindPrefecture, "80", []string{"Somme"}, []string{"denise"}},
	{"DREAL", "DREAL", "dreal", plan.KindRegional, "", nil, []string{"gaelle"}},
}

// installDemo stores the region of the demonstration, as set up on a day.
func installDemo(ctx context.Context, planner *plan.Planner, day time.Time, lang i18n.Lang) error {
	region := plan.Region{
		ID: demoRegion, Name: "hdf", Lang: lang, TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole,
	}
	var services []plan.Service
	for _, s := range demoServices {
		services = append(services, plan.Service{
			Region: region.ID, ID: plan.ServiceID(s.channel), Code: s.code, Name: s.name, Aliases: s.aliases,
			Kind: s.kind, Department: s.department, Channel: plan.ChannelID(s.channel), ChannelName: s.channel,
			TimeZone: region.TimeZone, HolidayZone: region.HolidayZone,
			Opens: calendar.TimeOfDay{Hour: 8}, Closes: calendar.TimeOfDay{Hour: 19},
		})
	}
	if err := planner.Install(ctx, day, region, services, nil); err != nil {
		return err
	}
	for i, s := range demoServices {
		var members []plan.Member
		for _, name := range s.members {
			members = append(members, plan.Member{User: plan.UserID(name), Username: name})
		}
		if err := planner.SyncMembers(ctx, day, region.ID, services[i].ID, members); err != nil {
			return err
		}
	}
	return nil
}
