package desk_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/intake"
	"ploughshare/jobs"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/store"
)

// house is a desk whose clock the test sets, with one State that asks, one offer of two donors, and their people.
type house struct {
	*desk.Desk
	t    *testing.T
	ctx  context.Context
	mu   sync.Mutex
	time time.Time
}

var (
	officer = aid.Actor{User: "s", Name: "secretariat officer", Roles: []aid.Role{aid.Secretariat}}
	togo    = aid.Actor{User: "t", Name: "focal point of Togo", Party: "TGO", Roles: []aid.Role{aid.Requester}}
	japan   = aid.Actor{User: "j", Name: "desk officer of Japan", Party: "JPN", Roles: []aid.Role{aid.Donor}}
	norway  = aid.Actor{User: "n", Name: "desk officer of Norway", Party: "NOR", Roles: []aid.Role{aid.Donor}}
	france  = aid.Actor{User: "f", Name: "desk officer of France", Party: "FRA", Roles: []aid.Role{aid.Donor}}
)

// onBoth runs a scenario on each database.
func onBoth(t *testing.T, scenario func(h *house)) {
	run := func(t *testing.T, dsn string) {
		h := &house{t: t, ctx: t.Context(), time: clock()}
		s, err := store.Open(t.Context(), dsn, h.now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		h.Desk = desk.New(s, matcher.DefaultPolicy(), h.now)
		h.must(s.PutReference(t.Context(), few(t)))
		h.must(jobs.Migrate(t.Context(), desk.Jobs(s)))
		scenario(h)
	}
	t.Run("sqlite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "life.db")) })
	t.Run("postgres", func(t *testing.T) { run(t, postgres(t)) })
}

// few are the parties of the scenarios, with all themes and rates: seeding the rest takes most of a test's time.
func few(t *testing.T) aid.Reference {
	all, err := intake.Reference()
	if err != nil {
		t.Fatal(err)
	}
	reference := aid.Reference{Themes: all.Themes, Rates: all.Rates}
	for _, p := range all.Parties {
		if slices.Contains([]aid.PartyID{"TGO", "MLI", "JPN", "NOR", "FRA"}, p.ID) {
			reference.Parties = append(reference.Parties, p)
		}
	}
	return reference
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.time
}

// passes lets days go by.
func (h *house) passes(days int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.time = h.time.AddDate(0, 0, days)
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("%v", err)
	}
}

// refused wants an error of a kind, and where a key is given, that it says that.
func (h *house) refused(err, kind error, key string) {
	h.t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(fmt.Sprint(err), key) {
		h.t.Errorf("got %v, want %v with %q", err, kind, key)
	}
}

func dollars(n int64) aid.Money { return aid.Money{Minor: n * 100, Currency: "USD"} }

func (h *house) request(id aid.RequestID, amount aid.Money) {
	h.t.Helper()
	_, err := h.AddRequest(h.ctx, togo, aid.Request{
		ID: id, RequesterID: "TGO", Need: "Two marking machines for the police, with training", Quantity: "two machines",
		Themes: aid.EqualShares([]string{"marking"}), Countries: aid.EqualShares([]string{"TGO"}), Amount: amount,
		Asked: aid.Period{From: "2026", To: "2026"}, Consent: aid.ConsentDonors,
	})
	h.must(err)
}

func (h *house) offer(id aid.OfferID, envelope aid.Money, donors ...aid.PartyID) {
	h.t.Helper()
	_, err := h.AddOffer(h.ctx, officer, aid.Offer{
		ID: id, Donors: donors, Programme: "Marking in West Africa", Form: aid.Bilateral,
		Themes: aid.List[aid.ThemeID]{"marking"}, Places: aid.List[string]{"TGO"}, Envelope: envelope,
		Valid: aid.Period{From: "2026", To: "2028"},
	})
	h.must(err)
}

func (h *house) move(who aid.Actor, id aid.RequestID, to aid.RequestStatus) error {
	h.t.Helper()
	r, err := h.Request(h.ctx, aid.Machine("test"), id)
	h.must(err)
	_, err = h.MoveRequest(h.ctx, who, id, r.Version, to, "because")
	return err
}

func (h *house) status(id aid.RequestID, want aid.RequestStatus) {
	h.t.Helper()
	if r, err := h.Request(h.ctx, aid.Machine("test"), id); err != nil || r.Status != want {
		h.t.Errorf("%s is %s (%v), want %s", id, r.Status, err, want)
	}
}

// published circulates requests, makes a round and publishes what it proposes.
func (h *house) published(ids ...aid.RequestID) []aid.ProposalID {
	h.t.Helper()
	for _, id := range ids {
		h.must(h.move(officer, id, aid.Authenticated))
	}
	h.passes(8)
	for _, id := range ids {
		h.must(h.move(officer, id, aid.Circulated))
	}
	round, err := h.Match(h.ctx, officer, h.Today())
	h.must(err)
	all, _, err := h.Proposals(h.ctx, aid.Machine("test"), aid.ProposalFilter{Round: round.ID}, aid.Page{Sort: "request", Limit: 500})
	h.must(err)
	var published []aid.ProposalID
	for _, p := range all {
		_, err := h.MoveProposal(h.ctx, officer, p.ID, p.Version, aid.Published, "for the meeting")
		h.must(err)
		published = append(published, p.ID)
	}
	if len(published) != len(ids) {
		h.t.Fatalf("%d proposals for %d requests", len(published), len(ids))
	}
	return published
}

func (h *house) answer(who aid.Actor, p aid.ProposalID, reply aid.Reply, reasons ...aid.Reason) error {
	_, err := h.AnswerProposal(h.ctx, who, aid.Interest{ProposalID: p, Reply: reply, Portion: aid.Whole, Reasons: reasons, Note: "how?"})
	return err
}

func (h *house) commit(who aid.Actor, p aid.ProposalID, kind aid.CommitmentKind, sum aid.Money, previous aid.CommitmentID) (aid.Commitment, error) {
	return h.CommitMoney(h.ctx, who, aid.Commitment{ProposalID: p, Kind: kind, Amount: sum, Previous: previous}, false)
}

// A request from the first word to what came of it; each step by whoever may take it, when what must be true is true.
func TestTheWholeLifeOfARequest(t *testing.T) {
	onBoth(t, func(h *house) {
		h.request("N1", dollars(100_000))
		h.offer("O1", dollars(500_000), "JPN")
		h.refused(h.move(togo, "N1", aid.Authenticated), aid.ErrForbidden, "")
		h.must(h.move(officer, "N1", aid.Authenticated))
		h.refused(h.move(officer, "N1", aid.Circulated), aid.ErrInvalid, "unmet_objection")
		h.passes(7) // Tuesday to Tuesday: the fifth working day
		h.refused(h.move(officer, "N1", aid.Circulated), aid.ErrInvalid, "unmet_objection")
		h.must(h.move(togo, "N1", aid.Returned)) // the State takes it back
		h.must(h.move(togo, "N1", aid.Submitted))
		p := h.published("N1")[0]
		h.refused(h.move(officer, "N1", aid.InterestShown), aid.ErrInvalid, "unmet_interest")
		h.must(h.answer(japan, p, aid.Interested))
		h.status("N1", aid.InterestShown)
		h.must(h.move(officer, "N1", aid.Introduced))
		h.refused(h.move(france, "N1", aid.Negotiating), aid.ErrForbidden, "")
		h.must(h.move(japan, "N1", aid.Negotiating))
		_, err := h.commit(japan, p, aid.Pledged, dollars(100_000), "")
		h.must(err)
		h.refused(h.move(togo, "N1", aid.Funded), aid.ErrInvalid, "unmet_money")
		_, err = h.commit(japan, p, aid.Firm, dollars(90_000), "")
		h.must(err)
		h.must(h.move(togo, "N1", aid.Funded))
		h.must(h.move(togo, "N1", aid.UnderWay))
		h.refused(h.move(togo, "N1", aid.Completed), aid.ErrInvalid, "unmet_results")
		_, err = h.ReportResult(h.ctx, togo, aid.Result{RequestID: "N1", Unit: aid.OfficialsTrained, Quantity: 40, AchievedOn: "2026"})
		h.must(err)
		h.must(h.move(togo, "N1", aid.Completed))
		h.refused(h.move(officer, "N1", aid.Draft), aid.ErrInvalid, "move_not_allowed")
		h.tells("N1", "event_recorded", "event_proposed", "event_interested", "event_proposal_moved", "event_commitment", "event_reported")
	})
}

// tells wants events in a history.
func (h *house) tells(id aid.RequestID, keys ...string) {
	h.t.Helper()
	history, err := h.History(h.ctx, togo, id)
	h.must(err)
	catalogs, err := locale.Load()
	h.must(err)
	told, english := "", catalogs.Printer("en", nil)
	for _, e := range history.Events {
		told += e.What.Key + " "
		if said := english.T(e.What.Key, e.What.Args); strings.Contains(said, "⟦") || e.At.IsZero() {
			h.t.Errorf("no sentence for %v", e)
		}
	}
	for _, key := range keys {
		if !strings.Contains(told, key+" ") {
			h.t.Errorf("the history of %s does not tell %s: %s", id, key, told)
		}
	}
	for _, other := range []aid.Actor{{}, {Party: "MLI", Roles: []aid.Role{aid.Requester}}} {
		_, seen := h.Request(h.ctx, other, id)
		_, err := h.History(h.ctx, other, id)
		if hidden := errors.Is(seen, aid.ErrNotFound); err == nil || hidden != errors.Is(err, aid.ErrNotFound) {
			h.t.Errorf("others are answered %v; the request itself is hidden from them: %v", err, hidden)
		}
	}
}

func TestWithoutConsentNothingIsCirculated(t *testing.T) {
	onBoth(t, func(h *house) {
		h.request("N1", aid.Money{})
		r, err := h.Request(h.ctx, aid.Machine("test"), "N1")
		h.must(err)
		r.Consent = aid.ConsentNone
		_, err = h.ReplaceRequest(h.ctx, togo, r)
		h.must(err)
		h.must(h.move(officer, "N1", aid.Authenticated))
		h.passes(30)
		h.refused(h.move(officer, "N1", aid.Circulated), aid.ErrInvalid, "unmet_consent")
	})
}

// Silence is shown as silence, and found again.
func TestSilence(t *testing.T) {
	onBoth(t, func(h *house) {
		h.request("N1", aid.Money{})
		due := func() aid.Due {
			r, err := h.Request(h.ctx, aid.Machine("test"), "N1")
			h.must(err)
			due, waits := h.Due(r)
			if !waits {
				t.Errorf("nobody is awaited in %s", r.Status)
			}
			return due
		}
		silent := func() int {
			found, _, err := h.Requests(h.ctx, aid.Machine("test"), aid.RequestFilter{Silent: true}, aid.Page{})
			h.must(err)
			return len(found)
		}
		if d := due(); d.Overdue || d.By != "2026-12-08" || d.Awaits != aid.AwaitSecretariat || silent() != 0 {
			t.Errorf("on the first day: %+v", d)
		}
		h.passes(14)
		if d := due(); d.Overdue || silent() != 0 {
			t.Errorf("on the last day: %+v", d)
		}
		h.passes(1)
		if d := due(); !d.Overdue || d.Said.Key != "due_silence" || d.Said.Args["since"] != "2026-11-24" || silent() != 1 {
			t.Errorf("a day late: %+v, %d found", d, silent())
		}
		h.must(h.move(officer, "N1", aid.Authenticated))
		if d := due(); d.Overdue || d.Since != "2026-12-09" || silent() != 0 {
			t.Errorf("the next stage begins anew: %+v", d)
		}
	})
}

// A need expires, each with its entry, unless its State has said in one click that it stands; so does one come back.
func TestNeedsExpireUnlessConfirmed(t *testing.T) {
	onBoth(t, func(h *house) {
		for _, id := range []aid.RequestID{"OLD1", "OLD2", "NEW1"} {
			h.request(id, aid.Money{})
			r, err := h.Request(h.ctx, aid.Machine("test"), id)
			h.must(err)
			if id != "NEW1" {
				r.Asked = aid.Period{From: "2010", To: "2010"}
				_, err = h.ReplaceRequest(h.ctx, togo, r)
				h.must(err)
			}
		}
		_, err := h.ExpireRequests(h.ctx, togo)
		h.refused(err, aid.ErrForbidden, "")
		h.refused(h.move(officer, "NEW1", aid.Expired), aid.ErrInvalid, "unmet_stale")
		_, err = h.ConfirmRequest(h.ctx, japan, "OLD2")
		h.refused(err, aid.ErrForbidden, "")
		_, err = h.ConfirmRequest(h.ctx, togo, "OLD2")
		h.must(err)
		expired, err := h.ExpireRequests(h.ctx, officer)
		h.must(err)
		if len(expired) != 1 || expired[0] != "OLD1" {
			t.Errorf("expired: %v", expired)
		}
		h.status("OLD1", aid.Expired)
		back, err := h.ConfirmRequest(h.ctx, togo, "OLD1")
		h.must(err)
		if back.Status != aid.Submitted || back.Confirmed != h.Today() || h.Expires(back) != "2041-11-24" {
			t.Errorf("came back as %s, confirmed %s, expires %s", back.Status, back.Confirmed, h.Expires(back))
		}
		again, err := h.ConfirmRequest(h.ctx, togo, "OLD1")
		h.must(err)
		if again.Version != back.Version {
			t.Error("confirming twice a day writes twice")
		}
		h.tells("OLD1", "event_moved", "event_changed")
		h.tells("OLD2", "event_confirmed")
		round, err := h.Match(h.ctx, officer, h.Today())
		h.must(err)
		if round.Barred != 0 {
			t.Errorf("%d requests take no part though all are confirmed or new", round.Barred)
		}
	})
}

// Donors ask, the State answers; the public learns what was asked, not by whom.
func TestQuestionsBackToTheState(t *testing.T) {
	onBoth(t, func(h *house) {
		h.request("N1", aid.Money{})
		h.offer("O1", dollars(500_000), "JPN")
		_, err := h.AskQuestion(h.ctx, japan, aid.Question{RequestID: "N1", Field: "cost", Text: "How much?"})
		h.refused(err, aid.ErrInvalid, "question_too_early")
		first, err := h.AskQuestion(h.ctx, officer, aid.Question{RequestID: "N1", Text: "Whose police?"})
		h.must(err)
		p := h.published("N1")[0]
		_, err = h.AskQuestion(h.ctx, japan, aid.Question{RequestID: "N1", By: "NOR", Text: "In the name of another?"})
		h.refused(err, aid.ErrForbidden, "")
		h.must(h.answer(japan, p, aid.Ask)) // asks before it decides
		h.status("N1", aid.Circulated)
		_, err = h.AnswerQuestion(h.ctx, japan, first.ID, first.Version, "An answer for another")
		h.refused(err, aid.ErrForbidden, "")
		answered, err := h.AnswerQuestion(h.ctx, togo, first.ID, first.Version, "The gendarmerie's")
		h.must(err)
		if answered.AnsweredOn != h.Today() || answered.AnsweredBy != togo.Name {
			t.Errorf("got %+v", answered)
		}
		_, err = h.AnswerQuestion(h.ctx, togo, first.ID, first.Version, "Twice at once")
		h.refused(err, aid.ErrConflict, "")
		all, err := h.Questions(h.ctx, togo, "N1")
		h.must(err)
		if len(all) != 2 || all[1].By != "JPN" || all[1].Text != "how?" {
			t.Errorf("the State sees %+v", all)
		}
		_, err = h.Questions(h.ctx, aid.Actor{}, "N1")
		h.refused(err, aid.ErrNotFound, "")
		others, err := h.Questions(h.ctx, france, "N1")
		h.must(err)
		if len(others) != 1 || others[0].Answer == "" || others[0].AskedBy != "" || others[0].AnsweredBy != "" {
			t.Errorf("another donor sees %+v", others)
		}
		if own, err := h.Questions(h.ctx, japan, "N1"); err != nil || len(own) != 2 || own[1].Text != "how?" {
			t.Errorf("who asked sees %+v (%v)", own, err)
		}
		h.tells("N1", "event_asked", "event_answered", "event_ask")
	})
}
