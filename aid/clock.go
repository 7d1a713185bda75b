package aid

import (
	"bytes"
	"cmp"
	"encoding/json"
	"time"
)

// Limit is how long a stage may take: working days (Monday to Friday), weeks and months, added up.
type Limit struct {
	WorkingDays int `json:"working_days,omitempty"`
	Weeks       int `json:"weeks,omitempty"`
	Months      int `json:"months,omitempty"`
}

// UnmarshalJSON reads a limit whole: what is not named is none of it, whatever stood there before.
func (l *Limit) UnmarshalJSON(text []byte) error {
	type plain Limit
	var read plain
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&read)
	*l = Limit(read)
	return err
}

// After is the last day of the limit for what began on a day. A month later is the same day of the month, or the last
// one of a shorter month.
func (l Limit) After(day Date) Date {
	end := addMonths(day.Last(), l.Months).AddDate(0, 0, 7*l.Weeks)
	for left := l.WorkingDays; left > 0; {
		if end = end.AddDate(0, 0, 1); end.Weekday() != time.Saturday && end.Weekday() != time.Sunday {
			left--
		}
	}
	return DateOf(end)
}

func addMonths(day time.Time, n int) time.Time {
	later := day.AddDate(0, n, 0)
	if later.Day() != day.Day() { // 31 January and a month would be 3 March
		later = later.AddDate(0, 0, -later.Day())
	}
	return later
}

// Clocks are the limits of the stages, by their names in the practice of the Security Council's 1540 Committee
// (objection, follow-up) and the NDC Partnership (briefing, scoping, answers).
type Clocks struct {
	Objection Limit `json:"objection" doc:"For the State to object to being circulated"`
	Briefing  Limit `json:"briefing" doc:"For the secretariat to look at a request, and to bring the sides together"`
	Scoping   Limit `json:"scoping" doc:"For the State to fill in what is missing, and for the sides to agree what is to be done"`
	Answers   Limit `json:"answers" doc:"For donors to answer"`
	FollowUp  Limit `json:"follow_up" doc:"For both sides to say what became of it"`
}

// DefaultClocks are the limits of those two mechanisms.
func DefaultClocks() Clocks {
	return Clocks{
		Objection: Limit{WorkingDays: 5}, Briefing: Limit{Weeks: 2}, Scoping: Limit{Months: 1}, Answers: Limit{Months: 2},
		FollowUp: Limit{Months: 12},
	}
}

// Check says which limits are none, or longer than anybody waits.
func (c Clocks) Check() error {
	var p Problems
	for _, l := range []struct {
		field string
		Limit
	}{
		{"objection", c.Objection}, {"briefing", c.Briefing}, {"scoping", c.Scoping}, {"answers", c.Answers},
		{"follow_up", c.FollowUp},
	} {
		sound := min(l.WorkingDays, l.Weeks, l.Months) >= 0 && max(l.WorkingDays, l.Weeks, l.Months) <= 120
		if l.Limit == (Limit{}) || !sound {
			p.Add(l.field, "limit_malformed")
		}
	}
	return p.Err()
}

// Who is awaited in a stage.
const (
	AwaitSecretariat = "secretariat"
	AwaitState       = "state"
	AwaitDonors      = "donors"
	AwaitBoth        = "both"
)

// Stage is a status with a clock: whom it waits for, and how long.
type Stage struct {
	Status RequestStatus
	Awaits string
	Limit  Limit
}

// Stages are the statuses in which somebody is awaited. In the others nothing is due.
func (c Clocks) Stages() []Stage {
	return []Stage{
		{Submitted, AwaitSecretariat, c.Briefing},
		{Returned, AwaitState, c.Scoping},
		{Authenticated, AwaitSecretariat, c.Objection},
		{Circulated, AwaitDonors, c.Answers},
		{InterestShown, AwaitSecretariat, c.Briefing},
		{Introduced, AwaitBoth, c.Scoping},
		{Negotiating, AwaitBoth, c.Answers},
		{Funded, AwaitBoth, c.FollowUp},
		{UnderWay, AwaitBoth, c.FollowUp},
	}
}

// Due is when the present stage of a request should have ended, and who has been silent since it began.
type Due struct {
	Awaits  string  `json:"awaits" doc:"secretariat, state, donors or both: the State and the donors"`
	Since   Date    `json:"since"`
	By      Date    `json:"by"`
	Overdue bool    `json:"overdue"`
	Said    Message `json:"said"`
}

// Due says what is due of a request on a day; false where nothing is.
func (c Clocks) Due(r Request, today Date) (Due, bool) {
	for _, stage := range c.Stages() {
		if stage.Status != r.Status {
			continue
		}
		since := DateOf(r.EnteredAt)
		due := Due{Awaits: stage.Awaits, Since: since, By: stage.Limit.After(since)}
		args := []string{"awaits", due.Awaits, "since", string(since), "by", string(due.By)}
		due.Said = Say("due_awaited", args...)
		if due.Overdue = due.By.Before(today); due.Overdue {
			due.Said = Say("due_silence", args...)
		}
		return due, true
	}
	return Due{}, false
}

// Overdue are the requests in a status that were entered before an instant.
type Overdue struct {
	Status RequestStatus
	Before time.Time
}

// Overdue says for each stage what was entered too long ago on a day.
func (c Clocks) Overdue(today Date) []Overdue {
	var all []Overdue
	for _, stage := range c.Stages() {
		day := today // becomes the first day that is not too long ago; a later one is never due before it
		for !stage.Limit.After(DateOf(day.First().AddDate(0, 0, -1))).Before(today) {
			day = DateOf(day.First().AddDate(0, 0, -1))
		}
		all = append(all, Overdue{stage.Status, day.First()})
	}
	return all
}

// LastSaid is the day, as far as it is known, on which the State last stated the need: when it asked, or when it
// confirmed it later.
func (r Request) LastSaid() Date {
	asked := cmp.Or(r.Asked.To, r.Asked.From)
	if asked.Last().After(r.Confirmed.Last()) {
		return asked
	}
	return cmp.Or(r.Confirmed, asked)
}

// Expires is the day on which a need counts as expired unless it is confirmed before. A need that nobody dated counts
// from when it was put on record.
func (r Request) Expires(months int) Date {
	said := r.LastSaid()
	if said == "" {
		said = DateOf(r.CreatedAt)
	}
	return DateOf(said.Last().AddDate(0, months, 0))
}
