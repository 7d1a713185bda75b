// Command ploughshare brings requests for assistance under the Programme of Action on small arms together with what
// donors offer. This package makes the introductions: it reads the configuration, opens the store, and hands the desk
// to the command line, the API and the clock.
//
// Exit codes: 0 done; 1 refused, not found or failed, with the reason on standard error; 2 the command line or the
// configuration is wrong.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr, time.Now)
	stop()
	os.Exit(code)
}

// Exit codes.
const (
	done      = 0
	failed    = 1
	misspoken = 2
)

// commands are the command line, and each of its settings is an environment variable and a field of the configuration
// file too.
type commands struct {
	Settings
	Config kong.ConfigFlag `help:"Configuration file (JSON): names of settings and their values." placeholder:"FILE" env:"PLOUGHSHARE_CONFIG"`

	Serve         serveCmd         `cmd:"" help:"Serve the pages and the API, and do what is on schedule."`
	Import        importCmd        `cmd:"" help:"Take in requests, offers, parties or past pairings from CSV, XLSX or JSON."`
	Report        reportCmd        `cmd:"" help:"Read a State's national report into drafts of requests."`
	Finding       decideCmd        `cmd:"" help:"Accept or reject what was found in a report."`
	Chronicle     chronicleCmd     `cmd:"" help:"Read a text that tells who helped whom, such as a report of the Secretary-General, into past pairings."`
	Passage       passageCmd       `cmd:"" help:"Accept or reject what was found in such a text."`
	Receive       receiveCmd       `cmd:"" help:"Read reports and forms that are attached to mails: one on standard input, or all new ones of a Maildir."`
	Form          formCmd          `cmd:"" help:"Write a form for a State to fill in offline; report reads it back."`
	Columns       columnsCmd       `cmd:"" help:"Show the columns that import understands."`
	Match         matchCmd         `cmd:"" help:"Run the matcher: make a round of proposals."`
	Round         roundCmd         `cmd:"" help:"Show a round: its proposals and what got nothing, with reasons."`
	Explain       explainCmd       `cmd:"" help:"Say why a request and an offer were or were not brought together."`
	Worth         worthCmd         `cmd:"" help:"Say what the next dollars would be worth, by theme, region and offer."`
	Whatif        whatifCmd        `cmd:"" help:"Solve a round with other offers or settings, apart from the record, and show what changes."`
	Replay        replayCmd        `cmd:"" help:"Run a round again; exit 1 and say what differs unless the same bytes come out."`
	Hindcast      hindcastCmd      `cmd:"" help:"Say how well the policy finds past pairings again, against plainer ways."`
	Paper         paperCmd         `cmd:"" help:"Write a paper: the booklet of a round, a single proposal paper, a briefing, feedback, a comparison, figures."`
	Iati          iatiCmd          `cmd:"" help:"Write what is funded, or on the way to it, as IATI 2.03 XML."`
	Issue         issueCmd         `cmd:"" help:"Issue a paper: give it a symbol, freeze what it says, write its files."`
	Issued        issuedCmd        `cmd:"" help:"List issued files with their digests, or write one out."`
	Migrate       migrateCmd       `cmd:"" help:"Bring the database up to this version's schema (SQLite does so by itself)."`
	Health        healthCmd        `cmd:"" help:"Ask a running server whether it is well; for health checks."`
	Duplicates    duplicatesCmd    `cmd:"" help:"List requests that may ask for one need, in two channels or years; nothing is merged."`
	Fairness      fairnessCmd      `cmd:"" help:"Say how fair a round is to States and sub-regions, and what that costs."`
	User          userCmd          `cmd:"" help:"Make and manage accounts."`
	Token         tokenCmd         `cmd:"" help:"Issue tokens for programs."`
	Expire        expireCmd        `cmd:"" help:"Expire the needs that were stated too long ago and not confirmed since."`
	Schedules     schedulesCmd     `cmd:"" help:"List the schedules."`
	Schedule      scheduleCmd      `cmd:"" help:"Set up or change a schedule, or run one now."`
	Runs          runsCmd          `cmd:"" help:"Show the history of runs, or cancel one."`
	Subscriptions subscriptionsCmd `cmd:"" help:"List who hears of what."`
	Subscribe     subscribeCmd     `cmd:"" help:"Tell a person (mailto:...) or a program (https://...) of events."`
	Unsubscribe   unsubscribeCmd   `cmd:"" help:"End a subscription."`
	Notices       noticesCmd       `cmd:"" help:"Show what was told to whom, and whether it arrived."`
	Meetings      meetingsCmd      `cmd:"" help:"List the meetings."`
	Meeting       meetingCmd       `cmd:"" help:"Plan and hold a meeting, with a round, publication, agenda and actions."`
	Actions       actionsCmd       `cmd:"" help:"Show what was undertaken in meetings, or close an action."`
	Curate        curateCmd        `cmd:"" help:"Pin, set or veto a pair of a round, or solve the round around these."`
	Uncurate      uncurateCmd      `cmd:"" help:"Undo a pin, an amount or a veto."`
	Compare       compareCmd       `cmd:"" help:"Say what changed from a round to another, and why."`
	Backup        backupCmd        `cmd:"" help:"Copy the database to a new file, checked, while everybody works on."`
	Verify        verifyCmd        `cmd:"" help:"Check journal, digests, proofs and sums; exit 1 when something is wrong."`
}

// run is the whole program: it can be called from a test.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, now func() time.Time) int {
	var line commands
	helped := false
	parser, err := kong.New(&line,
		kong.Name("ploughshare"),
		kong.Description("Explained proposals that bring requests for small-arms assistance together with donors' offers."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
		kong.Configuration(configuration),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		fmt.Fprintln(stderr, "ploughshare:", err)
		return misspoken
	}
	parsed, err := parser.Parse(args)
	if helped {
		return done
	}
	if err != nil {
		fmt.Fprintf(stderr, "ploughshare: %s\nTry: ploughshare --help\n", err)
		return misspoken
	}
	house := &house{Settings: line.Settings, stdin: os.Stdin, stdout: stdout, stderr: stderr, now: now}
	if err := parsed.Run(house); err != nil {
		house.say(err)
		if errors.Is(err, errMisspoken) {
			return misspoken
		}
		return failed
	}
	return done
}

// errMisspoken is a setting or argument that cannot be right whatever the data say.
var errMisspoken = errors.New("")

func misspeak(format string, args ...any) error {
	return fmt.Errorf("%w"+format, append([]any{errMisspoken}, args...)...)
}
