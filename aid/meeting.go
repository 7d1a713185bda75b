package aid

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// MeetingID is the reference of a meeting, such as "GIS-2027-1".
type MeetingID string

// MeetingState is where a meeting stands.
type MeetingState string

const (
	Planned MeetingState = "planned"
	Held    MeetingState = "held" // it has been opened, and what is said in it is noted
	Closed  MeetingState = "closed"
)

// MeetingStates lists them.
var MeetingStates = []MeetingState{Planned, Held, Closed}

// MeetingMoves is the life of a meeting. One that was closed too early is opened again.
var MeetingMoves = Moves[MeetingState]{
	{Planned, Held, HoldMeetings, nil},
	{Held, Planned, HoldMeetings, nil},
	{Held, Closed, HoldMeetings, nil},
	{Closed, Held, HoldMeetings, nil},
}

// ItemKind is what an agenda item is about.
type ItemKind string

const (
	ItemRequest ItemKind = "request"
	ItemBundle  ItemKind = "bundle"
	ItemFree    ItemKind = "free"
)

// ItemKinds lists them.
var ItemKinds = []ItemKind{ItemRequest, ItemBundle, ItemFree}

// AgendaItem is one point of an agenda; its place in the list is its number.
type AgendaItem struct {
	Kind    ItemKind `json:"kind" doc:"request, bundle or free"`
	Subject string   `json:"subject,omitempty" doc:"A request, or a bundle of the meeting's round such as B1"`
	Title   string   `json:"title,omitempty" doc:"For a request it may be left out"`
	Note    string   `json:"note,omitempty" doc:"What came of it"`
}

// Participant is a party that takes part, and those who speak for it.
type Participant struct {
	PartyID PartyID      `json:"party"`
	Persons List[string] `json:"persons" doc:"Names, if they are known; only the secretariat sees them"`
}

// Meeting is a meeting at which donors take requests up. The round made for it is of what was on record by its cut-off.
type Meeting struct {
	ID           MeetingID         `json:"id"`
	Title        string            `json:"title"`
	Place        string            `json:"place"`
	Starts       Date              `json:"starts" doc:"First day"`
	Ends         Date              `json:"ends" doc:"Last day"`
	CutOff       Date              `json:"cut_off" doc:"Last day on which requests and offers are taken in for it"`
	Agenda       List[AgendaItem]  `json:"agenda"`
	Participants List[Participant] `json:"participants"`
	State        MeetingState      `json:"state"`
	Announced    bool              `json:"announced" doc:"Everybody sees it; else those who take part do"`
	Item         int               `json:"item,omitempty" doc:"Number of the agenda item that is being taken up"`
	RoundID      RoundID           `json:"round,omitempty" doc:"The round whose proposals are before it"`
	PublishedOn  Date              `json:"published_on,omitempty" doc:"When these were published"`
	Version      int64             `json:"version"`
	CreatedAt    time.Time         `json:"created_at"`
	UpdatedAt    time.Time         `json:"updated_at"`
}

// MeetingFields says who may see each field of a meeting. Of the agenda everybody sees the items about what he may see.
var MeetingFields = map[string]Audience{
	"id": ForPublic, "title": ForPublic, "place": ForPublic, "starts": ForPublic, "ends": ForPublic, "cut_off": ForPublic,
	"agenda": ForPublic, "state": ForPublic, "announced": ForPublic, "version": ForPublic, "created_at": ForPublic,
	"updated_at": ForPublic, "published_on": ForParties, "participants": ForParties, "item": ForParties, "round": ForOwners,
}

// Validate says what makes the meeting unfit to be kept.
func (m Meeting) Validate(reg *Register) error {
	var p Problems
	checkID(&p, string(m.ID))
	checkText(&p, "title", m.Title)
	checkLength(&p, "place", m.Place)
	for field, day := range map[string]Date{"starts": m.Starts, "ends": m.Ends, "cut_off": m.CutOff} {
		if !day.IsDay() {
			p.Add(field, "day_required")
		}
	}
	if m.Ends < m.Starts {
		p.Add("ends", "meeting_ends_early")
	}
	if m.CutOff > m.Starts {
		p.Add("cut_off", "meeting_cut_off_late")
	}
	for n, item := range m.Agenda {
		item.check(&p, fmt.Sprintf("agenda[%d]", n))
	}
	parties := make([]PartyID, len(m.Participants))
	for n, one := range m.Participants {
		parties[n] = one.PartyID
	}
	checkParties(&p, "participants", reg, parties)
	slices.SortStableFunc(p, func(a, b Problem) int { return slices.Compare([]byte(a.Field), []byte(b.Field)) })
	return p.Err()
}

func (i AgendaItem) check(p *Problems, field string) {
	checkListed(p, field+".kind", ItemKinds, i.Kind)
	if i.Kind != ItemRequest {
		checkText(p, field+".title", i.Title)
	}
	if (i.Kind == ItemFree) != (i.Subject == "") {
		p.Add(field+".subject", "agenda_subject")
	}
	checkLength(p, field+".note", i.Note)
}

// After takes over from the version that m replaces what is not written with the rest.
func (m Meeting) After(old Meeting) Meeting {
	m.State, m.Item, m.RoundID, m.PublishedOn, m.CreatedAt = old.State, old.Item, old.RoundID, old.PublishedOn, old.CreatedAt
	m.Item = min(m.Item, len(m.Agenda))
	return m
}

// Requests are those that the agenda is about.
func (m Meeting) Requests() (ids []RequestID) {
	for _, item := range m.Agenda {
		if item.Kind == ItemRequest {
			ids = append(ids, RequestID(item.Subject))
		}
	}
	return ids
}

// Has says whether a party takes part.
func (m Meeting) Has(party PartyID) bool {
	return slices.ContainsFunc(m.Participants, func(p Participant) bool { return p.PartyID == party })
}

// For is what an audience, speaking for a party, may see of the meeting; false when that is nothing.
func (m Meeting) For(a Audience, party PartyID) (Meeting, bool) {
	if a < ForOwners && !m.Announced && !m.Has(party) {
		return Meeting{}, false
	}
	m = redact(m, hiddenOfMeetings, a)
	if a < ForOwners {
		m.Participants = slices.Clone(m.Participants)
		for n := range m.Participants {
			m.Participants[n].Persons = nil
		}
	}
	return m, true
}

// ActionID is the reference of an action: its meeting's and a number.
type ActionID string

// NewActionID joins the two.
func NewActionID(meeting MeetingID, number int) ActionID {
	return ActionID(string(meeting) + "." + strconv.Itoa(number))
}

// ActionState is where an action stands.
type ActionState string

const (
	ActionOpen ActionState = "open"
	ActionDone ActionState = "done"
)

// ActionMoves is the life of an action.
var ActionMoves = Moves[ActionState]{
	{ActionOpen, ActionDone, CloseActions, nil},
	{ActionDone, ActionOpen, CloseActions, nil},
}

// Action is something that somebody has undertaken in a meeting to do by a day.
type Action struct {
	ID        ActionID    `json:"id"`
	MeetingID MeetingID   `json:"meeting"`
	Seq       int         `json:"seq" doc:"1 for the first of its meeting"`
	Item      int         `json:"item,omitempty" doc:"Number of the agenda item"`
	RequestID RequestID   `json:"request,omitempty" doc:"That it is about"`
	Text      string      `json:"text" doc:"What is to be done"`
	OwnerID   PartyID     `json:"owner,omitempty" doc:"Party that does it; the secretariat when empty"`
	DueOn     Date        `json:"due"`
	State     ActionState `json:"state"`
	NotedBy   string      `json:"noted_by,omitempty"`
	NotedOn   Date        `json:"noted_on"`
	DoneOn    Date        `json:"done_on,omitempty"`
	DoneBy    string      `json:"done_by,omitempty"`
	Outcome   string      `json:"outcome,omitempty" doc:"What came of it"`
	Version   int64       `json:"version"`
	UpdatedAt time.Time   `json:"updated_at"`
}

// ActionFilter filters the action log; an empty field does not filter.
type ActionFilter struct {
	Meeting MeetingID
	Owner   PartyID
	Request RequestID
	State   ActionState
	Overdue Date // only open ones that were due before this day
}

// MeetingFilter filters the meetings; an empty field does not filter.
type MeetingFilter struct {
	State MeetingState
	From  Date // those that end on this day or later
}

// Overdue says whether the action should have been done before a day.
func (a Action) Overdue(today Date) bool { return a.State == ActionOpen && a.DueOn < today }

// Validate says what makes the action unfit to be kept beside its meeting.
func (a Action) Validate(m Meeting, reg *Register) error {
	var p Problems
	checkText(&p, "text", a.Text)
	if !a.DueOn.IsDay() {
		p.Add("due", "day_required")
	}
	if a.OwnerID != "" {
		checkParties(&p, "owner", reg, []PartyID{a.OwnerID})
	}
	if a.Item < 0 || a.Item > len(m.Agenda) {
		p.Add("item", "agenda_number", "items", strconv.Itoa(len(m.Agenda)))
	}
	return p.Err()
}
