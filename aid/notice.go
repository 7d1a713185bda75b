package aid

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Event is something that people want to hear of.
type Event string

const (
	OnSubmitted     Event = "request_submitted"
	OnReturned      Event = "request_returned" // with a question
	OnAuthenticated Event = "request_authenticated"
	OnCirculated    Event = "request_circulated"
	OnInterest      Event = "request_interest" // a donor has shown interest
	OnFunded        Event = "request_funded"
	OnClosed        Event = "request_closed" // declined, withdrawn or expired
	OnPublished     Event = "proposal_published"
	OnWithdrawn     Event = "proposal_withdrawn"
	OnAction        Event = "action_noted"
	OnAnswered      Event = "proposal_answered" // a donor is interested, agrees or declines
	OnDeadline      Event = "deadline_passed"
	OnRound         Event = "round_made"
	OnRunFailed     Event = "run_failed"
)

// Events lists them.
var Events = []Event{
	OnSubmitted, OnReturned, OnAuthenticated, OnCirculated, OnInterest, OnFunded, OnClosed, OnPublished, OnAnswered,
	OnDeadline, OnRound, OnRunFailed, OnWithdrawn, OnAction,
}

// Digested is the event of a mail that collects notices. Nobody subscribes to it.
const Digested Event = "digest"

// AllParties stands for every party among those that an event concerns.
const AllParties PartyID = "*"

// Rhythm is how soon a subscriber hears.
type Rhythm string

const (
	AtOnce Rhythm = "at_once"
	Daily  Rhythm = "daily"
	Weekly Rhythm = "weekly" // on Mondays
)

// Rhythms lists them.
var Rhythms = []Rhythm{AtOnce, Daily, Weekly}

// SubscriptionID is the reference of a subscription.
type SubscriptionID string

// Subscription is somebody's wish to hear of events: at a mail address (mailto:person@example.org), or at an address
// of a program (https://...), which is called with a signature made with the secret.
type Subscription struct {
	ID        SubscriptionID `json:"id"`
	UserID    UserID         `json:"user,omitempty"`
	PartyID   PartyID        `json:"party,omitempty" doc:"Only what concerns this party; all when empty, which is for the secretariat"`
	Address   string         `json:"address" doc:"mailto:… or https://…"`
	Events    List[Event]    `json:"events"`
	Rhythm    Rhythm         `json:"rhythm" doc:"at_once, daily or weekly; a program hears at once"`
	Language  string         `json:"language"`
	SearchID  SearchID       `json:"search,omitempty" doc:"Only what is in this saved search"`
	Secret    string         `json:"-"`
	Version   int64          `json:"version"`
	CreatedAt time.Time      `json:"created_at"`
	UpdatedAt time.Time      `json:"updated_at"`
}

// Mail is the mail address, "" for a program.
func (s Subscription) Mail() string {
	mail, ok := strings.CutPrefix(s.Address, "mailto:")
	if !ok {
		return ""
	}
	return mail
}

// Hears says whether an event that concerns some parties is for this subscriber.
func (s Subscription) Hears(parties []PartyID) bool {
	return s.PartyID == "" || slices.Contains(parties, s.PartyID) || slices.Contains(parties, AllParties)
}

// Validate says what makes the subscription unfit to be kept.
func (s Subscription) Validate(reg *Register) error {
	var p Problems
	checkListed(&p, "events", Events, s.Events...)
	checkListed(&p, "rhythm", Rhythms, s.Rhythm)
	checkListed(&p, "language", Languages, s.Language)
	if len(s.Events) == 0 {
		p.Add("events", "required")
	}
	if _, known := reg.Party(s.PartyID); s.PartyID != "" && !known {
		p.Add("party", "unknown_party", "value", string(s.PartyID))
	}
	address, err := url.Parse(s.Address)
	program := err == nil && address.Scheme == "https" && address.Host != "" && address.User == nil
	switch mail := s.Mail(); {
	case mail != "" && strings.Count(mail, "@") == 1 && !strings.ContainsAny(mail, " \t\r\n,;<>\"?"):
	case !program:
		p.Add("address", "address_malformed")
	case s.Rhythm != AtOnce:
		p.Add("rhythm", "rhythm_of_program")
	}
	return p.Err()
}

// NoticeID is the reference of a notice, a UUID that sorts by time. A receiver that gets one twice can tell by it.
type NoticeID string

// NoticeState is where a notice stands.
type NoticeState string

const (
	NoticeQueued NoticeState = "queued"
	NoticeHeld   NoticeState = "held" // for the next digest
	NoticeSent   NoticeState = "sent" // the receiver's server has taken it
	NoticeFailed NoticeState = "failed"
)

// NoticeStates lists them.
var NoticeStates = []NoticeState{NoticeQueued, NoticeHeld, NoticeSent, NoticeFailed}

// Notice is what was or is to be told to one subscriber, and whether it arrived.
type Notice struct {
	ID             NoticeID       `json:"id"`
	SubscriptionID SubscriptionID `json:"subscription"`
	Address        string         `json:"address"`
	Language       string         `json:"language"`
	Event          Event          `json:"event"`
	Subject        string         `json:"subject" doc:"What it is about, e.g. requests/RQ001"`
	Body           Message        `json:"body"`
	State          NoticeState    `json:"state"`
	DigestID       NoticeID       `json:"digest,omitempty" doc:"The notice that told this one among others"`
	Attempts       int            `json:"attempts"`
	Error          string         `json:"error,omitempty" doc:"Of the last attempt"`
	SentAt         time.Time      `json:"sent_at,omitzero"`
	CreatedAt      time.Time      `json:"created_at"`
}

// NoticeFilter filters the log of notices; an empty field does not filter.
type NoticeFilter struct {
	State        NoticeState
	Event        Event
	Subject      string
	Subscription SubscriptionID
}

// RunFilter filters the history of runs; an empty field does not filter.
type RunFilter struct {
	Schedule ScheduleID
	Job      string
	State    RunState
}
