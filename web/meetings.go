package web

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"ploughshare/aid"
	"ploughshare/desk"
)

func showMeetings(v *visit) (any, error) {
	return logOf(v, func(p aid.Page) ([]aid.Meeting, string, error) {
		p.Desc = true
		return v.desk.Meetings(v.ctx(), v.Who, aid.MeetingFilter{}, p)
	})
}

// meetingPage is a meeting as its reader may see it; for the secretariat with what to do next.
type meetingPage struct {
	aid.Meeting
	Items   []agendaLine
	Actions []desk.LoggedAction
	Holds   bool // the visitor holds meetings
	Today   aid.Date
}

// agendaLine is an item of the agenda with its number.
type agendaLine struct {
	Number int
	aid.AgendaItem
	Title string
	Here  bool
}

func (v *visit) meetingID() aid.MeetingID { return aid.MeetingID(v.c.Param("meeting")) }

func showMeeting(v *visit) (any, error) {
	m, err := v.desk.Meeting(v.ctx(), v.Who, v.meetingID())
	if err != nil {
		return nil, err
	}
	v.Title = m.Title
	v.Default("version", fmt.Sprint(m.Version))
	page := meetingPage{Meeting: m, Holds: v.May(aid.HoldMeetings), Today: v.desk.Today()}
	if page.Items, err = v.agenda(m); err != nil {
		return nil, err
	}
	if page.Holds || v.May(aid.FollowActions) {
		page.Actions, _, err = v.desk.Actions(v.ctx(), v.Who, aid.ActionFilter{Meeting: m.ID}, false, aid.Page{Limit: aid.MaxPage})
	}
	return page, err
}

// agenda gives each item a title: a request's own where nobody has given another one.
func (v *visit) agenda(m aid.Meeting) ([]agendaLine, error) {
	var lines []agendaLine
	for i, item := range m.Agenda {
		line := agendaLine{Number: i + 1, AgendaItem: item, Title: item.Title, Here: m.Item == i+1}
		if line.Title == "" && item.Kind == aid.ItemRequest {
			r, err := v.desk.Request(v.ctx(), v.Who, aid.RequestID(item.Subject))
			if err != nil && !errors.Is(err, aid.ErrNotFound) {
				return nil, err
			}
			line.Title = r.Heading()
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// postMeeting is what the secretariat does with a meeting.
func postMeeting(v *visit) (string, error) {
	id, version, why, here := v.meetingID(), v.version(), v.text("why"), v.To("/meetings/", v.meetingID())
	var err error
	switch do := v.values.Get("do"); do {
	case "match":
		var round aid.Round
		round, err = v.desk.MatchFor(v.ctx(), v.Who, id)
		here = v.To("/rounds/", round.ID)
	case "publish":
		_, err = v.desk.Publish(v.ctx(), v.Who, id, version)
	case "withdraw":
		if why == "" {
			return "", aid.Problems{{Field: "why", Message: aid.Say("why_required")}}
		}
		_, err = v.desk.Withdraw(v.ctx(), v.Who, id, version, why)
	case "held":
		_, err = v.desk.MoveMeeting(v.ctx(), v.Who, id, version, aid.Held, why)
		here = v.To("/meetings/", id, "/sitting")
	default:
		_, err = v.desk.MoveMeeting(v.ctx(), v.Who, id, version, aid.MeetingState(do), why)
	}
	return here, meanwhile(err, "why")
}

// meanwhile says at a field that somebody was faster; the form keeps what was typed.
func meanwhile(err error, field string) error {
	if errors.Is(err, aid.ErrConflict) {
		return aid.Problems{{Field: field, Message: aid.Say("changed_meanwhile")}}
	}
	return err
}

// meetingForm is a meeting that is being set up or changed. Its agenda is a line an item: a request's or bundle's
// reference, or a title.
type meetingForm struct{ New bool }

func showMeetingForm(v *visit) (any, error) {
	id := v.meetingID()
	if id == "" {
		return meetingForm{New: true}, nil
	}
	m, err := v.desk.Meeting(v.ctx(), v.Who, id)
	if err != nil {
		return nil, err
	}
	v.Title = m.Title
	for name, value := range map[string]string{
		"title": m.Title, "place": m.Place, "starts": string(m.Starts), "ends": string(m.Ends), "cut_off": string(m.CutOff),
		"agenda": agendaText(m.Agenda), "participants": participantText(m.Participants), "version": fmt.Sprint(m.Version),
	} {
		v.Default(name, value)
	}
	if m.Announced {
		v.Default("announced", "yes")
	}
	return meetingForm{}, nil
}

func postMeetingForm(v *visit) (string, error) {
	id := v.meetingID()
	m := aid.Meeting{ID: aid.MeetingID(v.text("id"))}
	if id != "" {
		old, err := v.desk.Meeting(v.ctx(), v.Who, id)
		if err != nil {
			return "", err
		}
		m = old
	}
	m.Title, m.Place = v.text("title"), v.text("place")
	m.Starts, m.Ends, m.CutOff = aid.Date(v.text("starts")), aid.Date(v.text("ends")), aid.Date(v.text("cut_off"))
	m.Announced, m.Version = v.values.Get("announced") == "yes", v.version()
	m.Agenda, m.Participants = agendaOf(v.text("agenda"), m.Agenda), participantsOf(v.text("participants"))
	var err error
	if id == "" {
		m, err = v.desk.AddMeeting(v.ctx(), v.Who, m)
	} else {
		m, err = v.desk.ReplaceMeeting(v.ctx(), v.Who, m)
		err = v.overtaken(err, showMeetingForm)
	}
	return v.To("/meetings/", m.ID), meanwhile(err, "title")
}

// agendaText and agendaOf write and read an agenda, a line an item: "RQ010", "RQ010: a title", "B1: a title" or a title.
func agendaText(items []aid.AgendaItem) string {
	var lines []string
	for _, i := range items {
		lines = append(lines, strings.Trim(i.Subject+": "+i.Title, ": "))
	}
	return strings.Join(lines, "\n")
}

func agendaOf(text string, before []aid.AgendaItem) aid.List[aid.AgendaItem] {
	items := aid.List[aid.AgendaItem]{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		item := aid.AgendaItem{Kind: aid.ItemFree, Title: line}
		if subject, title, _ := strings.Cut(line, ":"); !strings.Contains(subject, " ") && strings.ContainsAny(subject, "0123456789") {
			item = aid.AgendaItem{Kind: aid.ItemRequest, Subject: subject, Title: strings.TrimSpace(title)}
			if strings.Trim(strings.TrimPrefix(subject, "B"), "0123456789") == "" {
				item.Kind = aid.ItemBundle
			}
		}
		if i := slices.IndexFunc(before, func(b aid.AgendaItem) bool { return b.Subject == item.Subject && b.Title == item.Title }); i >= 0 {
			item.Note = before[i].Note
		}
		items = append(items, item)
	}
	return items
}

// participantText and participantsOf write and read who takes part, a line a party: "JPN" or "JPN: names, with commas".
func participantText(all []aid.Participant) string {
	var lines []string
	for _, p := range all {
		lines = append(lines, strings.Trim(string(p.PartyID)+": "+strings.Join(p.Persons, ", "), ": "))
	}
	return strings.Join(lines, "\n")
}

func participantsOf(text string) aid.List[aid.Participant] {
	all := aid.List[aid.Participant]{}
	for line := range strings.Lines(text) {
		party, names, _ := strings.Cut(strings.TrimSpace(line), ":")
		if party == "" {
			continue
		}
		p := aid.Participant{PartyID: aid.PartyID(strings.TrimSpace(party)), Persons: aid.List[string]{}}
		for name := range strings.SplitSeq(names, ",") {
			if name = strings.TrimSpace(name); name != "" {
				p.Persons = append(p.Persons, name)
			}
		}
		all = append(all, p)
	}
	return all
}

// sittingPage is a meeting while it is held.
type sittingPage struct {
	desk.Sitting
	Items []agendaLine
	Rows  []proposalRow
}

func showSitting(v *visit) (any, error) {
	s, err := v.desk.Sitting(v.ctx(), v.Who, v.meetingID())
	if err != nil {
		return nil, err
	}
	v.Title = s.Meeting.Title
	v.Default("version", fmt.Sprint(s.Meeting.Version))
	page := sittingPage{Sitting: s}
	if page.Items, err = v.agenda(s.Meeting); err != nil {
		return nil, err
	}
	page.Rows, err = v.proposalRows(s.Proposals)
	return page, err
}

// postSitting goes to an item, notes what came of it, what a donor says, or what somebody will do.
func postSitting(v *visit) (string, error) {
	id, here := v.meetingID(), v.To("/meetings/", v.meetingID(), "/sitting")
	m, err := v.desk.Meeting(v.ctx(), v.Who, id)
	if err != nil {
		return "", err
	}
	switch v.values.Get("do") {
	case "interest":
		_, err = v.desk.NoteInterest(v.ctx(), v.Who, aid.Interest{
			MeetingID: id, ProposalID: aid.ProposalID(v.values.Get("proposal")), DonorID: aid.PartyID(v.values.Get("donor")),
			Reply: aid.Reply(v.values.Get("reply")), Portion: aid.Whole, Note: v.text("note"), RepliedBy: v.text("said_by"),
		})
	case "action":
		_, err = v.desk.NoteAction(v.ctx(), v.Who, aid.Action{
			MeetingID: id, Item: m.Item, Text: v.text("text"), OwnerID: aid.PartyID(v.text("owner")), DueOn: aid.Date(v.text("due")),
		})
	default:
		item := 0
		fmt.Sscan(v.values.Get("item"), &item) // what is no number is 0: before the first item
		_, err = v.desk.TakeUp(v.ctx(), v.Who, id, v.version(), item, v.text("outcome"))
	}
	return here, meanwhile(err, "outcome")
}

func showActions(v *visit) (any, error) {
	return logOf(v, func(p aid.Page) ([]desk.LoggedAction, string, error) {
		return v.desk.Actions(v.ctx(), v.Who, aid.ActionFilter{}, v.Query("late") != "", p)
	})
}

func postActions(v *visit) (string, error) {
	_, err := v.desk.MoveAction(v.ctx(), v.Who, aid.ActionID(v.values.Get("action")), v.version(), aid.ActionDone, v.text("outcome"))
	return v.To("/actions"), err
}

// Span is the days of a meeting.
func (v *visit) Span(from, to aid.Date) string { return v.Date(aid.Period{From: from, To: to}) }

// Log gives the table of actions the visit beside its rows.
func (v *visit) Log(rows []desk.LoggedAction) actionTable { return actionTable{v, rows} }

type actionTable struct {
	*visit
	Rows []desk.LoggedAction
}
