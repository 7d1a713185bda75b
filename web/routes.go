package web

import (
	"html/template"
	"regexp"
	"strings"

	"ploughshare/aid"
)

// pages is the list of all pages.
var pages = []page{
	{name: "home", path: "/", show: showHome},
	{name: "mine", path: "/mine", verb: aid.SubmitRequests, show: showMine, post: postMine},
	{name: "new", path: "/mine/new", verb: aid.AddRequests, show: showNew, post: postNew},
	{name: "reports", path: "/mine/reports", verb: aid.FileReports, most: mostReport, show: showReports, post: postReports},
	{name: "report", path: "/mine/reports/:report", verb: aid.ReadReports, show: showReport, post: postReport},
	{name: "chronicles", path: "/chronicles", verb: aid.ImportFiles, most: mostReport, show: showChronicles, post: postChronicles},
	{name: "chronicle", path: "/chronicles/:chronicle", verb: aid.ImportFiles, show: showChronicle, post: postChronicle},
	{name: "need", path: "/mine/:id", show: showNeed, post: postNeed},
	{name: "part", path: "/mine/:id/:part", show: showPart, post: postPart},
	{name: "preview", path: "/mine/:id/as/:eyes", show: showPreview},
	{name: "question", path: "/mine/:id/questions/:question", show: showQuestion, post: postQuestion},
	{name: "requests", path: "/requests", show: showRequests},
	{name: "request", path: "/requests/:id", show: showRequest},
	{name: "moves", path: "/moves", verb: aid.JudgeRequests, show: showMoves, post: postMoves},
	{name: "state", path: "/states/:id", show: showState},
	{name: "proposals", path: "/proposals", verb: aid.ReadProposals, show: showProposals},
	{name: "proposal", path: "/proposals/:id", verb: aid.ReadProposals, show: showProposal, post: postProposal},
	{name: "compare", path: "/compare", verb: aid.ReadProposals, show: showCompare},
	{name: "office", path: "/office", verb: aid.JudgeRequests, show: showOffice},
	{name: "rounds", path: "/rounds", verb: aid.ReadRounds, show: showRounds, post: postRounds},
	{name: "round", path: "/rounds/:round", verb: aid.ReadRounds, show: showRound, post: postRound},
	{name: "changes", path: "/rounds/:round/changes", verb: aid.ReadRounds, show: showChanges},
	{name: "fairness", path: "/rounds/:round/fairness", verb: aid.ReadRounds, show: showFairness},
	{name: "whatif", path: "/rounds/:round/whatif", verb: aid.ReadRounds, show: showTrial},
	{name: "curate", path: "/curate/:proposal", verb: aid.CurateProposals, show: showCurate, post: postCurate},
	{name: "runs", path: "/runs", verb: aid.ManageSchedules, show: showRuns},
	{name: "run", path: "/runs/:run", verb: aid.ManageSchedules, show: showRun, post: postRun},
	{name: "meetings", path: "/meetings", show: showMeetings},
	{name: "meeting", path: "/meetings/:meeting", show: showMeeting, post: postMeeting},
	{name: "meeting_form", path: "/meetings/:meeting/edit", verb: aid.HoldMeetings, show: showMeetingForm, post: postMeetingForm},
	{name: "meeting_form", path: "/plan", verb: aid.HoldMeetings, show: showMeetingForm, post: postMeetingForm},
	{name: "sitting", path: "/meetings/:meeting/sitting", verb: aid.HoldMeetings, show: showSitting, post: postSitting},
	{name: "papers", path: "/papers", verb: aid.ReadPapers, show: showPapers},
	{name: "issue", path: "/issue", verb: aid.IssuePapers, show: showIssue, post: postIssue},
	{name: "issued", path: "/issued/:issue", verb: aid.IssuePapers, show: showIssued, post: postIssued},
	{name: "corrigendum", path: "/issued/:issue/corrigendum", verb: aid.IssuePapers, show: showCorrigendum, post: postCorrigendum},
	{name: "actions", path: "/actions", verb: aid.FollowActions, show: showActions, post: postActions},
	{name: "journal", path: "/journal", verb: aid.ReadJournal, show: showJournal},
	{name: "notices", path: "/notices", verb: aid.ReadNotices, show: showNotices},
	{name: "users", path: "/users", verb: aid.ManageUsers, show: showUsers},
	{name: "user", path: "/users/:user", verb: aid.ManageUsers, show: showUser, post: postUser},
	{name: "user", path: "/users/new", verb: aid.ManageUsers, show: showUser, post: postUser},
	{name: "schedules", path: "/schedules", verb: aid.ManageSchedules, show: showSchedules, post: postSchedules},
	{name: "schedule", path: "/schedules/:schedule", verb: aid.ManageSchedules, show: showSchedule, post: postSchedule},
	{name: "backups", path: "/backups", verb: aid.BackUp, show: showBackups, post: postBackups},
	{name: "offers", path: "/offers", verb: aid.AddOffers, show: showOffers},
	{name: "offer_new", path: "/offers/new", verb: aid.AddOffers, show: showNewOffer, post: postNewOffer},
	{name: "offer", path: "/offers/:id", verb: aid.ChangeOffers, show: showOffer, post: postChangedOffer},
	{name: "worth", path: "/worth", verb: aid.ReadWorth, show: showWorth},
	{name: "search", path: "/searches/new", verb: aid.KeepSearches, show: showSearch, post: postSearch},
	{name: "account", path: "/account", show: showAccount, post: postAccount},
	{name: "signout", path: "/signout", show: showSignOut, post: postSignOut},
	signInPage,
}

// signInPage also stands in for a page whose visitor must sign in first.
var signInPage = page{name: "signin", path: "/signin", show: showSignIn, post: postSignIn}

// navigation is what the head of every page leads to, for those who may do it; some is for who speaks for a party alone.
var navigation = []struct {
	path, key string
	verb      aid.Verb
	party     bool
}{
	{"/", "nav_home", "", false},
	{"/mine", "page_mine", aid.AnswerQuestions, true},
	{"/mine/reports", "page_reports", aid.FileReports, true},
	{"/office", "page_office", aid.JudgeRequests, false},
	{"/requests", "page_requests", "", false},
	{"/proposals", "page_proposals", aid.AnswerProposals, true},
	{"/offers", "page_offers", aid.AddOffers, true},
	{"/rounds", "page_rounds", aid.ReadRounds, false},
	{"/worth", "nav_worth", aid.ReadWorth, false},
	{"/meetings", "page_meetings", "", false},
	{"/papers", "page_papers", aid.ReadPapers, false},
	{"/users", "page_users", aid.ManageUsers, false},
	{"/schedules", "page_schedules", aid.ManageSchedules, false},
	{"/backups", "page_backups", aid.BackUp, false},
}

// Place is a line of the navigation.
type Place struct {
	Address, Text string
	Here          bool
}

// Navigation is what of it the visitor may do.
func (v *visit) Navigation() []Place {
	var all []Place
	for _, n := range navigation {
		if (n.verb == "" || v.May(n.verb)) && (!n.party || v.Who.Party != "") {
			all = append(all, Place{v.To(n.path), v.T(n.key), v.page.path == n.path})
		}
	}
	return all
}

// Tongues are the languages of the switch, each with the address of this page in it.
func (v *visit) Tongues() []Tongue {
	var all []Tongue
	for _, t := range v.tongues {
		all = append(all, Tongue{t, v.address("/"+t.Lang+v.path(), v.c.Request.URL.Query()), t.Lang == v.Lang()})
	}
	return all
}

// Tongue is a line of the switch of languages.
type Tongue struct {
	tongue
	Address string
	Here    bool
}

// path is the address without its language.
func (v *visit) path() string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(v.c.Request.URL.Path, "/"), "/")
	return "/" + rest
}

// ownButton finds the first button of the form that people fill in.
var ownButton = regexp.MustCompile(`(?s)<form id="form".*?<button([^>]*)>`)

// EnterButton is what Enter in a field presses: the form's own first button. Nobody sees it; it stands before those of the
// languages, because a browser presses the first button of a form on the page, and Enter would change the language.
func (v *visit) EnterButton(body template.HTML) template.HTML {
	found := ownButton.FindStringSubmatch(string(body))
	if found == nil || !v.HasForm(body) {
		return ""
	}
	return template.HTML(`<button form="form" hidden` + found[1] + `></button>`) // escaped by the template that wrote it
}

// HasForm says whether the page shows the form that people fill in: the switch of languages then takes it along.
func (v *visit) HasForm(body template.HTML) bool {
	return v.page.name != "signout" && strings.Contains(string(body), `<form id="form"`)
}
