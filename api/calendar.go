package api

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"ploughshare/aid"
)

type calendarFile struct {
	Type string `header:"Content-Type"`
	Body []byte
}

// calendar is the meetings that the reader may see, their cut-offs, and what is to be done by whom he speaks for, as
// iCalendar (RFC 5545). All are whole days. A day keeps its UID for good and gets a higher SEQUENCE with each change.
func (a *api) calendar(ctx context.Context, q *struct {
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"Meetings at most, the latest, and as many actions, the most urgent"`
}) (*calendarFile, error) {
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	meetings, _, err := a.desk.Meetings(ctx, who(ctx), aid.MeetingFilter{}, aid.Page{Limit: q.Limit})
	if err != nil {
		return nil, err
	}
	actions, _, err := a.desk.Actions(ctx, who(ctx), aid.ActionFilter{State: aid.ActionOpen}, false, aid.Page{Limit: q.Limit})
	if err != nil && !errors.Is(err, aid.ErrForbidden) && !errors.Is(err, aid.ErrUnauthenticated) { // others have meetings alone
		return nil, err
	}
	c := ics.NewCalendarFor("Ploughshare")
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName(printer.T("calendar", nil))
	for _, m := range meetings {
		a.addDays(c, days{m.Version, m.UpdatedAt, "meeting-" + string(m.ID), m.Title, m.Starts, m.Ends}).SetLocation(m.Place)
		title := printer.T("calendar_cut_off", map[string]string{"meeting": m.Title})
		a.addDays(c, days{m.Version, m.UpdatedAt, "cut-off-" + string(m.ID), title, m.CutOff, m.CutOff})
	}
	for _, x := range actions {
		title := printer.T("calendar_action", map[string]string{"action": string(x.ID), "owner": string(x.OwnerID)})
		a.addDays(c, days{x.Version, x.UpdatedAt, "action-" + string(x.ID), title, x.DueOn, x.DueOn}).SetDescription(x.Text)
	}
	return &calendarFile{"text/calendar; charset=utf-8", []byte(c.Serialize(ics.WithNewLineWindows))}, nil
}

// days is a stretch of whole days in the calendar.
type days struct {
	version     int64
	changed     time.Time
	id, title   string
	first, last aid.Date
}

// addDays adds an event. Its stamp is the time of the last change, so that the same days are the same bytes.
func (a *api) addDays(c *ics.Calendar, d days) *ics.VEvent {
	event := ics.NewEvent(d.id + "@" + a.host())
	event.SetDtStampTime(d.changed)
	event.SetSequence(int(d.version))
	event.SetSummary(d.title)
	event.SetAllDayStartAt(d.first.First())
	event.SetAllDayEndAt(d.last.Last().AddDate(0, 0, 1)) // the first day after it
	c.AddVEvent(event)
	return event
}

// host is the name of the public address, the same wherever the calendar is fetched from.
func (a *api) host() string {
	site, err := url.Parse(a.site())
	if err != nil {
		return "localhost"
	}
	return cmp.Or(strings.ToLower(site.Hostname()), "localhost")
}
