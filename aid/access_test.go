package aid_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ploughshare/aid"
)

// rights is the whole matrix as people would read it: for each verb, by role, o for records of one's own party and a
// for all. It is written down a second time on purpose: whoever changes a permission must say so twice.
var rights = map[aid.Verb]string{
	//                     req don imp sec adm
	aid.ReadRequests:    "o . . a .",
	aid.ReadOffers:      ". o . a .",
	aid.ReadParties:     ". . . a .",
	aid.ReadProposals:   "o o . a .",
	aid.AddRequests:     "o . . a .",
	aid.ChangeRequests:  "o . . a .",
	aid.SubmitRequests:  "o . . a .",
	aid.JudgeRequests:   ". . . a .",
	aid.CarryRequests:   "o o . a .",
	aid.FollowRequests:  "o o . a .",
	aid.AskQuestions:    ". o . a .",
	aid.AnswerQuestions: "o . . a .",
	aid.ReportResults:   "o o . a .",
	aid.CurateProposals: ". . . a .",
	aid.AnswerProposals: ". o . a .",
	aid.CommitMoney:     ". o . a .",
	aid.AddOffers:       ". o . a .",
	aid.ChangeOffers:    ". o . a .",
	aid.ImportFiles:     ". . . a .",
	aid.MakeRounds:      ". . . a .",
	aid.ReadRounds:      ". . . a .",
	aid.ReadWorth:       ". o . a .",
	aid.ExplainPairs:    "o o . a .",
	aid.WritePapers:     "o o . a .",
	aid.IssuePapers:     ". . . a .",
	aid.ReadPapers:      "o o . a .",
	aid.TranslateTexts:  "o . . a .",
	aid.ReadJournal:     ". . . a a",
	aid.ManageUsers:     ". . . . a",
	aid.ManageSchedules: ". . . a a",
	aid.Subscribe:       "o o . a .",
	aid.KeepSearches:    ". o . a .",
	aid.ReadNotices:     ". . . a a",
	aid.BackUp:          ". . . . a",
	aid.ReadMeetings:    ". . . a .",
	aid.HoldMeetings:    ". . . a .",
	aid.FollowActions:   "o o o a .",
	aid.CloseActions:    "o o o a .",
	aid.ReadMetrics:     ". . . . a",
	aid.ReadReports:     "o . . a .",
	aid.FileReports:     "o . . a .",
	aid.ManageTemplates: ". . . a .",
}

func TestEveryVerbForEveryRole(t *testing.T) {
	for verb := range aid.Permissions {
		row := strings.Fields(rights[verb])
		if len(row) != len(aid.UserRoles) {
			t.Errorf("%q is not in the matrix of this test", verb)
			continue
		}
		for i, role := range aid.UserRoles {
			who := aid.Actor{User: "u", Party: "KEN", Roles: []aid.Role{role}}
			check(t, who, verb, row[i] != ".", "KEN")
			check(t, who, verb, row[i] != ".", "UGA", "KEN")
			check(t, who, verb, row[i] == "a", "UGA")
			check(t, who, verb, row[i] == "a")
			who.Party = "" // whoever speaks for nobody owns nothing
			check(t, who, verb, row[i] == "a", "")
		}
		if err := (aid.Actor{}).May(verb, ""); !errors.Is(err, aid.ErrUnauthenticated) {
			t.Errorf("the public, %s: %v", verb, err)
		}
		if err := (aid.Actor{User: "u"}).May(verb); !errors.Is(err, aid.ErrForbidden) {
			t.Errorf("a user without roles, %s: %v", verb, err)
		}
		reader := aid.Machine("test")
		reader.ReadOnly = true
		check(t, reader, verb, slices.Contains(aid.Readings, verb))
	}
	if len(rights) != len(aid.Permissions) {
		t.Errorf("the matrix has %d verbs, the permissions %d", len(rights), len(aid.Permissions))
	}
}

func check(t *testing.T, who aid.Actor, verb aid.Verb, may bool, owners ...aid.PartyID) {
	t.Helper()
	if err := who.May(verb, owners...); (err == nil) != may || err != nil && !errors.Is(err, aid.ErrForbidden) {
		t.Errorf("%v for %q, %s of %v: %v, want %v", who.Roles, who.Party, verb, owners, err, may)
	}
}

// Each field of what is shown has an audience, and each status and consent.
func TestEveryFieldHasAnAudience(t *testing.T) {
	for _, c := range []struct {
		record any
		fields map[string]aid.Audience
	}{{aid.Request{}, aid.RequestFields}, {aid.Offer{}, aid.OfferFields}, {aid.Party{}, aid.PartyFields}, {aid.Meeting{}, aid.MeetingFields}} {
		kind := reflect.TypeOf(c.record)
		for i := range kind.NumField() {
			name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
			if _, listed := c.fields[name]; !listed {
				t.Errorf("%s.%s has no audience", kind, name)
			}
		}
		if len(c.fields) != kind.NumField() {
			t.Errorf("%s has %d fields, its table %d", kind, kind.NumField(), len(c.fields))
		}
	}
	for _, status := range aid.RequestStatuses {
		if _, listed := aid.StatusAudiences[status]; !listed {
			t.Errorf("status %s has no audience", status)
		}
	}
}

// Who sees which request, and of it the amount and the contact.
func TestWhoSeesARequest(t *testing.T) {
	people := map[string]aid.Actor{
		"public":       {},
		"own":          {User: "u", Party: "KEN", Roles: []aid.Role{aid.Requester}},
		"other State":  {User: "u", Party: "UGA", Roles: []aid.Role{aid.Requester}},
		"implementer":  {User: "u", Party: "UNODA", Roles: []aid.Role{aid.Implementer}},
		"donor":        {User: "u", Party: "JPN", Roles: []aid.Role{aid.Donor}},
		"donor of KEN": {User: "u", Party: "KEN", Roles: []aid.Role{aid.Donor}},
		"secretariat":  {User: "u", Roles: []aid.Role{aid.Secretariat}},
		"admin":        {User: "u", Roles: []aid.Role{aid.Administrator}},
	}
	const nothing, part, sums, contact = "nothing", "part", "sums", "contact"
	for _, c := range []struct {
		status  aid.RequestStatus
		consent aid.Consent
		all     string // for the public, other States, implementers, administrators
		donors  string
	}{
		{aid.Draft, aid.ConsentPublic, nothing, nothing},
		{aid.Returned, aid.ConsentPublic, nothing, nothing},
		{aid.Withdrawn, aid.ConsentPublic, nothing, nothing},
		{aid.Submitted, aid.ConsentPublic, nothing, sums},
		{aid.Authenticated, aid.ConsentDonors, nothing, sums},
		{aid.Circulated, aid.ConsentNone, nothing, nothing},
		{aid.Circulated, aid.ConsentDonors, nothing, contact},
		{aid.Circulated, aid.ConsentPublic, part, contact},
		{aid.Completed, aid.ConsentPublic, part, contact},
		{aid.Declined, aid.ConsentPublic, nothing, sums},
	} {
		r := aid.Request{ID: "R", RequesterID: "KEN", Need: "A need", Amount: aid.Money{Minor: 5, Currency: "USD"},
			Contact: "someone", Status: c.status, Consent: c.consent}
		for name, who := range people {
			want := c.all
			switch name {
			case "own", "secretariat":
				want = contact
			case "donor", "donor of KEN":
				want = c.donors
			}
			seen, ok := r.For(who.Sees(aid.ReadRequests, r.RequesterID))
			got := nothing
			if ok {
				got = part
			}
			if seen.Amount.Known() {
				got = sums
			}
			if seen.Contact != "" {
				got = contact
			}
			if got != want {
				t.Errorf("%s, a request that is %s with consent %s: sees %s, want %s", name, c.status, c.consent, got, want)
			}
		}
	}
}
