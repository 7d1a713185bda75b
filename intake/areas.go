package intake

import (
	"fmt"
	"slices"
	"strings"

	"ploughshare/aid"
)

// readAreas reads the areas with names of their own, then makes one of each region and sub-region of UN M49 that a State
// lies in.
func readAreas(ref *aid.Reference) error {
	err := each("areas.csv", func(row map[string]string) error {
		ref.Areas = append(ref.Areas, aid.Area{
			ID: row["id"], Kind: row["kind"], Name: row["name"], Aliases: append(aid.List[string]{}, splitList(row["aliases"])...),
			Note: row["note"], Source: row["source"],
		})
		return listed(ref, row)
	})
	if err != nil {
		return err
	}
	for _, party := range ref.Parties {
		if party.Kind == aid.State {
			regionOf(ref, party, party.Region)
			regionOf(ref, party, party.Subregion)
		}
	}
	return nil
}

// listed adds the members that areas.csv spells out: a code, or "HRV:../2013-07-01" where the dates are known.
func listed(ref *aid.Reference, row map[string]string) error {
	for _, member := range splitList(row["members"]) {
		code, dates, _ := strings.Cut(member, ":")
		period, err := aid.ParsePeriod(dates)
		if err != nil {
			return err
		}
		ref.Memberships = append(ref.Memberships, aid.Membership{
			AreaID: row["id"], PartyID: aid.PartyID(code), From: period.From, To: period.To,
			Verification: row["verification"], Source: row["source"],
		})
	}
	return nil
}

func regionOf(ref *aid.Reference, party aid.Party, region string) {
	id := string(idOf(region))
	if !slices.ContainsFunc(ref.Areas, func(a aid.Area) bool { return a.ID == id }) {
		ref.Areas = append(ref.Areas, aid.Area{ID: id, Kind: "region", Name: region, Aliases: aid.List[string]{}, Source: "UN M49"})
	}
	ref.Memberships = append(ref.Memberships, aid.Membership{AreaID: id, PartyID: party.ID, Source: "states.csv"})
}

// readMembers reads who belonged to which organisation or programme from when until when.
func readMembers(ref *aid.Reference) error {
	ids := map[string]string{}
	for _, area := range ref.Areas {
		for _, name := range append([]string{area.ID, area.Name}, area.Aliases...) {
			ids[name] = area.ID
		}
	}
	return each("organisations.csv", func(row map[string]string) error {
		area, ok := ids[row["org"]]
		if !ok {
			return fmt.Errorf("areas.csv lacks %q", row["org"])
		}
		m := aid.Membership{
			AreaID: area, PartyID: aid.PartyID(row["iso3"]), Note: row["note"], Verification: row["verification"], Source: row["source"],
		}
		err := dates(row, map[string]*aid.Date{"member_from": &m.From, "member_to": &m.To})
		ref.Memberships = append(ref.Memberships, m)
		return err
	})
}
