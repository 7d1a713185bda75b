package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"text/tabwriter"

	"ploughshare/aid"
	"ploughshare/desk"
)

type meetingsCmd struct{}

// Run lists the meetings.
func (c *meetingsCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		all, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Meeting, string, error) {
			return o.Meetings(ctx, operator, aid.MeetingFilter{}, p)
		})
		if err != nil {
			return err
		}
		if h.JSON {
			return h.json(all)
		}
		w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "MEETING\tSTARTS\tENDS\tCUT-OFF\tSTATE\tROUND\tPUBLISHED\tTITLE")
		for _, m := range all {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", m.ID, m.Starts, m.Ends, m.CutOff, m.State, m.RoundID, m.PublishedOn, m.Title)
		}
		return w.Flush()
	})
}

type meetingCmd struct {
	Add      meetingAddCmd      `cmd:"" help:"Plan a meeting, from a JSON file as the API takes it."`
	Show     meetingShowCmd     `cmd:"" help:"Show where a meeting is on its agenda, with what has been said."`
	Match    meetingMatchCmd    `cmd:"" help:"Run the matcher for a meeting, as of its cut-off."`
	Publish  meetingPublishCmd  `cmd:"" help:"Publish the proposals of its round."`
	Withdraw meetingWithdrawCmd `cmd:"" help:"Take them back."`
	Move     meetingMoveCmd     `cmd:"" help:"Open a meeting (held) or close it (closed)."`
	Item     meetingItemCmd     `cmd:"" help:"Go on to an agenda item."`
	Answer   meetingAnswerCmd   `cmd:"" help:"Note what a donor says of a proposal."`
	Action   meetingActionCmd   `cmd:"" help:"Note what somebody undertakes to do."`
}

type meetingAddCmd struct {
	File string `arg:"" help:"The meeting: id, title, place, starts, ends, cut_off, agenda, participants, announced." type:"existingfile"`
}

// Run plans a meeting.
func (c *meetingAddCmd) Run(ctx context.Context, h *house) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	var m aid.Meeting
	if err := json.Unmarshal(text, &m); err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return h.with(ctx, func(o *open) error {
		m, err := o.AddMeeting(ctx, operator, m)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(h.stdout, "Meeting %s is planned, with %d agenda items\n", m.ID, len(m.Agenda))
		return err
	})
}

// MeetingArg names the meeting of a command.
type MeetingArg struct {
	Meeting string `arg:"" help:"The meeting, e.g. GIS-2027-1."`
}

func (a MeetingArg) id() aid.MeetingID { return aid.MeetingID(a.Meeting) }

// of is the meeting as it stands: the command line changes what it has just read.
func (a MeetingArg) of(ctx context.Context, o *open) (aid.Meeting, error) {
	return o.Meeting(ctx, operator, a.id())
}

type meetingShowCmd struct{ MeetingArg }

// Run shows a meeting.
func (c *meetingShowCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		s, err := o.Sitting(ctx, operator, c.id())
		if err != nil {
			return err
		}
		if h.JSON {
			return h.json(s)
		}
		return tellSitting(h, o, s)
	})
}

func tellSitting(h *house, o *open, s desk.Sitting) error {
	m := s.Meeting
	fmt.Fprintf(h.stdout, "%s: %s, %s, %s to %s, cut-off %s, %s\n", m.ID, m.Title, m.Place, m.Starts, m.Ends, m.CutOff, m.State)
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	for n, item := range m.Agenda {
		mark := ""
		if n+1 == m.Item {
			mark = ">"
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\n", mark, n+1, item.Kind, item.Subject, item.Title, item.Note)
	}
	for _, p := range s.Proposals {
		fmt.Fprintf(w, "proposal\t%s\t%s\t%s\t%s\t%s\n", p.ID, p.Status, o.Money(p.Amount.String()), o.Points(p.Total), o.sentences(p.Curations))
	}
	for _, i := range s.Answers {
		fmt.Fprintf(w, "answer\t%s\t%s\t%s\t%s\t%s\n", i.ID, o.Name("party", string(i.DonorID)), i.Reply, i.Portion, i.RepliedBy)
	}
	for _, a := range s.Actions {
		tellAction(w, o, a)
	}
	return w.Flush()
}

type meetingMatchCmd struct{ MeetingArg }

// Run makes the round of a meeting.
func (c *meetingMatchCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		r, err := o.MatchFor(ctx, operator, c.id())
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(h.stdout, "Round %s as of %s for %s: %d proposals, %d requests without one\n", r.ID, r.AsOf, c.Meeting, r.Proposals, r.Unmatched)
		return err
	})
}

type meetingPublishCmd struct{ MeetingArg }

// Run publishes proposals.
func (c *meetingPublishCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		m, err := c.of(ctx, o)
		if err != nil {
			return err
		}
		p, err := o.Publish(ctx, operator, m.ID, m.Version)
		if err != nil {
			return err
		}
		return tellPublication(h, o, p, "published")
	})
}

type meetingWithdrawCmd struct {
	MeetingArg
	Why string `help:"Why; the States and donors concerned are told." required:""`
}

// Run withdraws proposals.
func (c *meetingWithdrawCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		m, err := c.of(ctx, o)
		if err != nil {
			return err
		}
		p, err := o.Withdraw(ctx, operator, m.ID, m.Version, c.Why)
		if err != nil {
			return err
		}
		return tellPublication(h, o, p, "withdrawn")
	})
}

func tellPublication(h *house, o *open, p desk.Publication, what string) error {
	fmt.Fprintf(h.stdout, "%d proposals of round %s %s, %d left as they are\n", len(p.Moved), p.Meeting.RoundID, what, len(p.Left))
	for _, left := range p.Left {
		fmt.Fprintf(h.stdout, "%s: %s\n", left.ID, o.sentence(left.Reason))
	}
	return nil
}

type meetingMoveCmd struct {
	MeetingArg
	To  string `arg:"" help:"planned, held or closed." enum:"planned,held,closed"`
	Why string `help:"Goes into the journal."`
}

// Run opens or closes a meeting.
func (c *meetingMoveCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		m, err := c.of(ctx, o)
		if err != nil {
			return err
		}
		m, err = o.MoveMeeting(ctx, operator, m.ID, m.Version, aid.MeetingState(c.To), c.Why)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(h.stdout, "Meeting %s is %s\n", m.ID, m.State)
		return err
	})
}

type meetingItemCmd struct {
	MeetingArg
	Item int    `arg:"" help:"Number of the item; 0 for none."`
	Note string `help:"What came of the item before."`
}

// Run goes on to an item.
func (c *meetingItemCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		m, err := c.of(ctx, o)
		if err != nil {
			return err
		}
		if _, err = o.TakeUp(ctx, operator, m.ID, m.Version, c.Item, c.Note); err != nil {
			return err
		}
		s, err := o.Sitting(ctx, operator, m.ID)
		if err != nil {
			return err
		}
		return tellSitting(h, o, s)
	})
}

type meetingAnswerCmd struct {
	MeetingArg
	Proposal string   `arg:"" help:"The proposal, e.g. R2026-1.RQ010.OF061."`
	Donor    string   `arg:"" help:"Donor of the offer."`
	Reply    string   `arg:"" help:"interested, not_us or ask." enum:"interested,not_us,ask"`
	SaidBy   string   `help:"The person who said it."`
	Reason   []string `help:"Why not, e.g. priorities."`
	Note     string   `help:"The question, where the reply is ask."`
}

// Run notes an answer.
func (c *meetingAnswerCmd) Run(ctx context.Context, h *house) error {
	reasons := make(aid.List[aid.Reason], len(c.Reason))
	for n, reason := range c.Reason {
		reasons[n] = aid.Reason(reason)
	}
	return h.with(ctx, func(o *open) error {
		i, err := o.NoteInterest(ctx, operator, aid.Interest{
			MeetingID: c.id(), ProposalID: aid.ProposalID(c.Proposal), DonorID: aid.PartyID(c.Donor), Reply: aid.Reply(c.Reply),
			Portion: aid.Whole, Reasons: reasons, Note: c.Note, RepliedBy: c.SaidBy,
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(h.stdout, "%s: %s of %s noted\n", i.ID, i.Reply, o.Name("party", string(i.DonorID)))
		return err
	})
}

type meetingActionCmd struct {
	MeetingArg
	Text  string `arg:"" help:"What is to be done."`
	Due   string `help:"By which day." required:""`
	Owner string `help:"Party that does it; the secretariat when left out."`
	Item  int    `help:"Number of the agenda item."`
}

// Run notes an action.
func (c *meetingActionCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		a, err := o.NoteAction(ctx, operator, aid.Action{
			MeetingID: c.id(), Item: c.Item, Text: c.Text, OwnerID: aid.PartyID(c.Owner), DueOn: aid.Date(c.Due),
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(h.stdout, "Action %s, due %s\n", a.ID, a.DueOn)
		return err
	})
}
