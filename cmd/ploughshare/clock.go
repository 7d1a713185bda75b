package main

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"ploughshare/aid"
	"ploughshare/api"
	"ploughshare/desk"
	"ploughshare/jobs"
	"ploughshare/post"
)

// clockFlags are the settings of what a server does by itself.
type clockFlags struct {
	Schedule     string        `help:"When to run the matcher, as a cron spec (e.g. \"0 5 * * 1\" for Mondays at 05:00, @daily). It is kept as the schedule \"match\"; what is kept holds when left out." placeholder:"SPEC" env:"PLOUGHSHARE_SCHEDULE"`
	Zone         string        `help:"Time zone of the schedule, by its IANA name." default:"UTC" env:"PLOUGHSHARE_ZONE"`
	MatchTimeout time.Duration `help:"How long a scheduled round may take." default:"30m" env:"PLOUGHSHARE_MATCH_TIMEOUT"`
	mailFlags
	PrivateWebhooks bool   `help:"Let webhooks go to private addresses and to this machine." env:"PLOUGHSHARE_PRIVATE_WEBHOOKS"`
	Backups         string `help:"Folder for a copy of the database (SQLite) every day at 02:00 UTC." placeholder:"FOLDER" env:"PLOUGHSHARE_BACKUPS"`
	KeepDaily       int    `help:"For how many days the last copy is kept." default:"7" env:"PLOUGHSHARE_KEEP_DAILY"`
	KeepWeekly      int    `help:"For how many weeks the last copy is kept." default:"5" env:"PLOUGHSHARE_KEEP_WEEKLY"`
	KeepHistory     int    `help:"For how many days the history of runs and of notices is kept; 0 for ever. The journal always is." default:"400" env:"PLOUGHSHARE_KEEP_HISTORY"`
}

// mailFlags say how letters leave, and where they point to.
type mailFlags struct {
	Site       string `help:"Public address of this server, for links in notices, e.g. https://ploughshare.example.org." env:"PLOUGHSHARE_SITE"`
	MailServer string `help:"smtp://USER@HOST:PORT (TLS is demanded unless the host is this machine) or smtps://USER@HOST:PORT." env:"PLOUGHSHARE_MAIL_SERVER"`
	MailFrom   string `help:"Address of the sender of notices." env:"PLOUGHSHARE_MAIL_FROM"`
	MailSecret string `help:"Password of the mail account; better in the environment than on the command line." env:"PLOUGHSHARE_MAIL_SECRET"`
}

func (m mailFlags) office() post.Office {
	return post.Office{Server: m.MailServer, Secret: m.MailSecret, From: m.MailFrom}
}

// check says what is wrong before anything is opened.
func (c clockFlags) check(now time.Time) error {
	if c.Schedule != "" {
		if _, err := jobs.Parse(c.Schedule, c.Zone, now); err != nil {
			return misspeak("--schedule: %w", err)
		}
	}
	if err := c.office().Check(); err != nil {
		return misspeak("--mail-server: %w", err)
	}
	if c.Backups == "" {
		return nil
	}
	if info, err := os.Stat(c.Backups); err != nil || !info.IsDir() {
		return misspeak("--backups %s: it must be a folder that is there", c.Backups)
	}
	return nil
}

func (c clockFlags) office() post.Office {
	office := c.mailFlags.office()
	office.Private = c.PrivateWebhooks
	return office
}

// wanted are the schedules that the flags ask for, and those that every house has. The latter are left as they are
// when they are there.
func (c clockFlags) wanted() (asked, usual []aid.Schedule) {
	if c.Schedule != "" {
		asked = append(asked, aid.Schedule{ID: "match", Job: "match", Spec: c.Schedule, Zone: c.Zone, Missed: aid.MissedOnce, Enabled: true})
	}
	usual = append(usual, aid.Schedule{ID: "digest", Job: "digest", Spec: "0 6 * * *", Zone: "UTC", Missed: aid.MissedOnce, Enabled: true})
	usual = append(usual, aid.Schedule{ID: "prune", Job: "prune", Spec: "30 3 * * *", Zone: "UTC", Missed: aid.MissedOnce, Enabled: true})
	if c.Backups != "" {
		usual = append(usual, aid.Schedule{ID: "backup", Job: "backup", Spec: "0 2 * * *", Zone: "UTC", Missed: aid.MissedOnce, Enabled: true})
	}
	return asked, usual
}

// clock is what goes on beside the requests: the tick of the schedules, and the workshop.
type clock struct {
	shop   *jobs.Workshop
	ticked sync.WaitGroup
	quit   context.CancelFunc
}

func (c clockFlags) start(ctx context.Context, h *house, o *open, address string, log *slog.Logger) (*clock, error) {
	if c.Site != "" {
		address = strings.TrimRight(c.Site, "/")
	}
	o.Settings = desk.Settings{
		Typesetter: o.Settings.Typesetter, Cache: o.Settings.Cache,
		Site: address + api.Prefix, Post: c.office(), Catalogs: o.catalogs, Timeout: c.MatchTimeout,
		Backups:     desk.Backups{Folder: c.Backups, Daily: c.KeepDaily, Weekly: c.KeepWeekly},
		KeepHistory: c.KeepHistory,
	}
	if err := c.put(ctx, o); err != nil {
		return nil, err
	}
	works := o.Works()
	for i := range works {
		works[i] = noted(works[i], log)
	}
	quiet := slog.New(slog.NewTextHandler(h.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	shop, err := jobs.Open(ctx, o.jobs, quiet, works)
	if err != nil {
		return nil, err
	}
	ctx, quit := context.WithCancel(ctx)
	k := &clock{shop: shop, quit: quit}
	k.ticked.Go(func() {
		jobs.EachMinute(ctx, h.now, func(ctx context.Context, at time.Time) {
			if err := o.Tick(ctx, at); err != nil && ctx.Err() == nil {
				log.Error("the schedules could not be looked at", "error", err)
			}
		})
	})
	return k, nil
}

// put sets up the schedules that are wanted.
func (c clockFlags) put(ctx context.Context, o *open) error {
	who := aid.Machine("settings")
	present, err := o.Schedules(ctx, who)
	if err != nil {
		return err
	}
	asked, usual := c.wanted()
	for _, s := range usual {
		if !slices.ContainsFunc(present, func(there aid.Schedule) bool { return there.ID == s.ID }) {
			asked = append(asked, s)
		}
	}
	for _, s := range asked {
		if _, err := o.PutSchedule(ctx, who, s); err != nil {
			return err
		}
	}
	return nil
}

// stop ends the tick, then lets jobs finish until ctx ends; what does not is taken up again later.
func (k *clock) stop(ctx context.Context) error {
	k.quit()
	k.ticked.Wait()
	return k.shop.Close(ctx)
}

// noted adds a line in the log for each attempt.
func noted(w jobs.Work, log *slog.Logger) jobs.Work {
	do := w.Do
	w.Do = func(ctx context.Context, key string, last bool) error {
		begin := time.Now()
		err := do(ctx, key, last)
		took := time.Since(begin).Round(time.Millisecond)
		if err != nil {
			log.Warn("job not done", "job", w.Name, "of", key, "took", took, "last", last, "error", err)
		} else {
			log.Info("job done", "job", w.Name, "of", key, "took", took)
		}
		return err
	}
	return w
}
