package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ploughshare/aid"
)

// objection is how long States may object to a request before donors see it.
const objection = 14 * 24 * time.Hour

// tale is what passes from one person of the stories to the next.
type tale struct {
	*story
	w       *world
	request string // that the State makes of its report
	donor   string // who is proposed for it
	offer   string // the proposal
}

// Three people, one after the other, each with only the pages: a focal point takes a need from a report to the
// secretariat; an officer brings it before a meeting; a donor takes it up, and the State sees it.
func TestThreePeopleInTheBrowser(t *testing.T) {
	for lang, report := range map[string]string{"en": "en.docx", "fr": "fr.xlsx", "ar": "ar.docx"} {
		t.Run(lang, func(t *testing.T) {
			w := newWorld(t)
			b := newBrowser(t, w)
			b.size(t, 1280, 900)
			one := &tale{story: newStory(t, w, b, lang), w: w}
			one.fromReport(report)
			one.beforeDonors()
			one.meeting()
			one.paper()
			one.interest()
		})
	}
}

// fromReport is the focal point: sends the report, makes a request of what it asks for, consents and submits it.
func (s *tale) fromReport(report string) {
	s.enter("state")
	s.turn("page_reports")
	s.attach("report_file", made(report))
	s.typed("report_year", "2025")
	s.press(s.words("report_send"))
	s.sees(s.words("finding_kind_request"))
	s.press(s.words("finding_accept"))
	s.press(s.words("finding_request"))
	s.request = s.at()
	s.press(s.words("part_consent"))
	s.choose(s.words("consent_donors_means"))
	s.press(s.words("part_save"))
	s.press(s.words("need_submit"))
	s.sees(s.Name("status", string(aid.Submitted)))
}

// beforeDonors is the officer of the secretariat, who authenticates the request, and circulates it when the time to object
// is over.
func (s *tale) beforeDonors() {
	s.enter("secretariat")
	s.turn("page_office")
	s.press(s.words("queue_new"))
	s.follow(`//main//a[contains(@href, "` + s.request + `")]`)
	s.press(s.words("request_move"))
	s.moves(aid.Authenticated, "The State has confirmed it by note verbale.")
	s.w.time.Add(int64(objection))
	s.enter("secretariat")
	s.turn("page_office")
	s.press(s.words("queue_circulate"))
	s.follow(`//main//a[contains(@href, "` + s.request + `")]`)
	s.press(s.words("request_move"))
	s.moves(aid.Circulated, "Nobody has objected.")
}

func (s *tale) moves(to aid.RequestStatus, why string) {
	s.t.Helper()
	s.click(`//main//summary` + having(s.words("need_other_moves")))
	s.typed("field_why", why)
	s.press(s.words("move_" + string(to)))
	s.sees(s.Name("status", string(to)))
}

// meeting is the officer who plans a meeting, makes its round, settles the pair of the request, solves again and publishes.
func (s *tale) meeting() {
	s.turn("page_meetings")
	s.press(s.words("meetings_plan"))
	s.typed("meeting_id", "GIS-2026-9")
	s.typed("field_title", "Group of Interested States")
	for label, day := range map[string]string{"meeting_starts": "12152026", "meeting_ends": "12162026", "meeting_cut_off": "12012026"} {
		s.typed(label, day)
	}
	s.typed("meeting_agenda", s.request)
	s.press(s.words("part_save"))
	s.press(s.words("meeting_match"))
	s.curate()
	s.press(s.words("curations_solve"))
	s.turn("page_meetings")
	s.follow(`//main//a[contains(@href, "GIS-2026-9")]`)
	s.press(s.words("meeting_publish"))
	s.sees(s.words("meeting_withdraw"))
}

// curate pins the first pair of the round, with the sum that was proposed.
func (s *tale) curate() {
	s.press(s.words("page_curate"))
	s.typed("curate_reason", "The two sides have talks already.")
	s.press(s.words("curate_save"))
	s.sees("The two sides have talks already.")
}

// paper is the officer who looks how complete the booklet would be, issues it, and has the file.
func (s *tale) paper() {
	s.turn("page_rounds")
	s.follow(`//main//tbody//a`)
	s.press(s.words("page_issue"))
	s.sees(s.words("issue_complete"))
	s.choose(s.Name("language", s.Lang()))
	s.choose("DOCX")
	s.press(s.words("issue_start"))
	symbol := s.at()
	s.sees(s.words("issue_progress", "done", 0, "of", 1))
	s.w.work(s.t, "issue")
	s.press(s.words("run_again"))
	file := symbol + "." + s.Lang() + ".docx"
	s.sees(file)
	got := s.w.get(s.t, "secretariat", "/"+s.Lang()+"/papers?file="+file)
	if got.status != http.StatusOK || !strings.HasPrefix(got.body, "PK") {
		s.t.Errorf("the paper is %d", got.status)
	}
}

// interest is the donor to whom the request is proposed: filters, compares, shows interest; and the State, who sees it.
func (s *tale) interest() {
	found, _, err := s.w.desk.Proposals(s.t.Context(), aid.Machine("test"), aid.ProposalFilter{Status: aid.Published}, aid.Page{Limit: aid.MaxPage})
	fatal(s.t, err)
	for _, p := range found {
		if string(p.RequestID) == s.request {
			offer, err := s.w.desk.Offer(s.t.Context(), aid.Machine("test"), p.OfferID)
			fatal(s.t, err)
			s.offer, s.donor = string(p.ID), string(offer.Donors[0])
		}
	}
	if s.offer == "" {
		s.t.Fatalf("nobody is proposed for %s: %+v", s.request, found)
	}
	s.officer()
	s.enter("officer")
	s.turn("page_proposals")
	s.press(s.words("filter_apply"))
	for _, box := range run(s.t, s.b, chromedp.Evaluate[[]string](`[...document.querySelectorAll("[name=p]")].slice(0, 2).map(box => box.value)`)) {
		s.click(`//main//input[@value="` + box + `"]`)
	}
	s.press(s.words("compare_button"))
	s.sees(s.words("column_score"))
	s.turn("page_proposals")
	s.typed("filter_words", s.request)
	s.press(s.words("filter_apply"))
	s.follow(`//main//a[contains(@href, "` + s.offer + `")]`)
	s.choose(s.Name("answering", string(aid.Interested)))
	s.typed("answer_note", "We would like to hear more.")
	s.press(s.words("answer_send"))
	s.sees(s.words("answers_heading"))
	s.enter("state")
	s.turn("page_mine")
	s.follow(`//main//a[contains(@href, "` + s.request + `")]`)
	s.sees("We would like to hear more.")
}

// officer gives somebody of the donor an account.
func (s *tale) officer() {
	u := aid.User{Name: "officer", Email: "officer@example.org", PartyID: aid.PartyID(s.donor), Roles: aid.List[aid.Role]{aid.Donor}}
	_, _, err := s.w.desk.AddUser(s.t.Context(), aid.Machine("test"), u, password)
	fatal(s.t, err)
}
