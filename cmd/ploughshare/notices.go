package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"ploughshare/aid"
)

type subscriptionsCmd struct{}

// Run lists subscriptions.
func (c *subscriptionsCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		all, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Subscription, string, error) {
			return o.Subscriptions(ctx, operator, p)
		})
		if err != nil {
			return err
		}
		if h.JSON {
			return h.json(all)
		}
		w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "SUBSCRIPTION\tADDRESS\tPARTY\tRHYTHM\tLANGUAGE\tEVENTS")
		for _, s := range all {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", s.ID, s.Address, s.PartyID, s.Rhythm, s.Language, eventNames(s.Events))
		}
		return w.Flush()
	})
}

func eventNames(events []aid.Event) string {
	names := make([]string, len(events))
	for i, e := range events {
		names[i] = string(e)
	}
	return strings.Join(names, ", ")
}

type subscribeCmd struct {
	Address  string   `arg:"" help:"mailto:person@example.org, or the https address of a program."`
	Events   []string `help:"Events, joined by commas; all when left out."`
	Party    string   `help:"Only what concerns this party; all when left out, which is for the secretariat."`
	Rhythm   string   `help:"at_once, daily or weekly." default:"at_once"`
	Language string   `help:"Language of the notices." default:"en"`
}

// Run adds a subscription.
func (c *subscribeCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		s := aid.Subscription{
			Address: c.Address, PartyID: aid.PartyID(c.Party), Rhythm: aid.Rhythm(c.Rhythm), Language: c.Language, Events: aid.Events,
		}
		if len(c.Events) > 0 {
			s.Events = nil
		}
		for _, name := range c.Events {
			s.Events = append(s.Events, aid.Event(name))
		}
		s, err := o.Subscribe(ctx, operator, s)
		if err != nil {
			return err
		}
		fmt.Fprintf(h.stdout, "Subscription %s\n", s.ID)
		if s.Secret != "" {
			fmt.Fprintf(h.stdout, "Its calls are signed with %s\nThis is not shown again.\n", s.Secret)
		}
		return nil
	})
}

type unsubscribeCmd struct {
	ID string `arg:"" help:"The subscription."`
}

// Run ends a subscription.
func (c *unsubscribeCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error { return o.Unsubscribe(ctx, operator, aid.SubscriptionID(c.ID)) })
}

type noticesCmd struct {
	Top int `help:"Notices to show, the latest first." default:"50"`
}

// Run shows the log of notices.
func (c *noticesCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		all, _, err := o.Notices(ctx, operator, aid.NoticeFilter{}, aid.Page{Limit: c.Top})
		if err != nil {
			return err
		}
		for i := range all {
			all[i].Body.Text = o.sentence(all[i].Body)
		}
		if h.JSON {
			return h.json(all)
		}
		w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "AT\tTO\tWHAT\tSTATE\tATTEMPTS\tSENT\tERROR")
		for _, n := range all {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%s\n", moment(n.CreatedAt), n.Address, short(n.Body.Text, 60), n.State,
				n.Attempts, moment(n.SentAt), short(n.Error, 60))
		}
		return w.Flush()
	})
}
