package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/mattn/go-isatty"

	"ploughshare/aid"
)

// operator is whoever may run the program beside its database.
var operator = aid.Machine("command line")

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Make an account. Prints a password for one use, unless one is given."`
	List     userListCmd     `cmd:"" help:"List accounts."`
	Disable  userDisableCmd  `cmd:"" help:"Close an account; its sessions and tokens no longer count."`
	Enable   userEnableCmd   `cmd:"" help:"Open it again."`
	Password userPasswordCmd `cmd:"" help:"Give an account another password; ends its sessions and tokens."`
}

// secret is how a password is given: never as an argument, which others on the machine can read.
type secret struct {
	PasswordStdin bool `help:"Read the password from standard input."`
}

func (s secret) read(from io.Reader) (string, error) {
	if !s.PasswordStdin {
		return "", nil
	}
	line, err := bufio.NewReader(from).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", fmt.Errorf("no password on standard input: %w", err)
	}
	return line, nil
}

type userAddCmd struct {
	Email string     `arg:"" help:"Address; the user signs in with it."`
	Name  string     `help:"Name of the user; the address when left out."`
	Party string     `help:"For whom the user speaks: ISO 3166-1 alpha-3 code of a State, or the short name of an organisation."`
	Role  []aid.Role `help:"requester, donor, implementer, secretariat or administrator; may be given several times." placeholder:"ROLE"`
	secret
}

// Run makes the account.
func (c *userAddCmd) Run(ctx context.Context, h *house) error {
	given, err := c.read(os.Stdin)
	if err != nil {
		return err
	}
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	if c.Name == "" {
		c.Name = c.Email
	}
	u, password, err := o.AddUser(ctx, operator, aid.User{Email: c.Email, Name: c.Name, PartyID: aid.PartyID(c.Party), Roles: c.Role}, given)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(h.stdout, "Made the account %s of %s.\n", u.ID, u.Email); err != nil {
		return err
	}
	return h.tellPassword(u.Temporary, password)
}

// tellPassword shows a password that was made here, once.
func (h *house) tellPassword(made bool, password string) error {
	if !made {
		return nil
	}
	_, err := fmt.Fprintf(h.stdout, "Password for one use, not shown again: %s\n", password)
	return err
}

type userListCmd struct{}

// Run lists accounts.
func (c *userListCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	all, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.User, string, error) { return o.Users(ctx, operator, p) })
	if err != nil {
		return err
	}
	if h.JSON {
		return h.json(append([]aid.User{}, all...)) // a list, if nobody is in it
	}
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ADDRESS\tNAME\tPARTY\tROLES\tSECOND FACTOR\tSTATE")
	for _, u := range all {
		factor, state := "no", "open"
		if u.HasSecondFactor() {
			factor = "yes"
		}
		if u.Disabled {
			state = "disabled"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", u.Email, short(u.Name, 30), u.PartyID, strings.Trim(fmt.Sprint(u.Roles), "[]"), factor, state)
	}
	return w.Flush()
}

// email is the argument of commands on one account.
type email struct {
	Email string `arg:"" help:"Address of the account."`
}

type userDisableCmd struct{ email }

// Run closes the account.
func (c *userDisableCmd) Run(ctx context.Context, h *house) error { return c.set(ctx, h, true) }

type userEnableCmd struct{ email }

// Run opens the account again.
func (c *userEnableCmd) Run(ctx context.Context, h *house) error { return c.set(ctx, h, false) }

func (e email) set(ctx context.Context, h *house, disabled bool) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	u, err := o.UserByEmail(ctx, operator, e.Email)
	if err != nil {
		return err
	}
	u.Disabled = disabled
	_, err = o.ReplaceUser(ctx, operator, u)
	return err
}

type userPasswordCmd struct {
	email
	SecondFactor bool `help:"Take the second factor away as well, for who has lost it."`
	secret
}

// Run gives the account another password.
func (c *userPasswordCmd) Run(ctx context.Context, h *house) error {
	given, err := c.read(os.Stdin)
	if err != nil {
		return err
	}
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	u, err := o.UserByEmail(ctx, operator, c.Email)
	if err != nil {
		return err
	}
	password, err := o.ResetPassword(ctx, operator, u.ID, given, c.SecondFactor)
	if err != nil {
		return err
	}
	return h.tellPassword(given == "", password)
}

type tokenCmd struct {
	Add tokenAddCmd `cmd:"" help:"Issue a token of an account for a program. Prints it, this once."`
}

type tokenAddCmd struct {
	email
	Name  string         `help:"What it is for." default:"command line"`
	Scope aid.TokenScope `help:"read, or write for all that the account may do." enum:"read,write" default:"read"`
	Days  int            `help:"How long it lasts." default:"90"`
}

// Run issues the token. Nothing else is printed, so that a script can take it.
func (c *tokenAddCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	u, err := o.UserByEmail(ctx, operator, c.Email)
	if err != nil {
		return err
	}
	_, token, err := o.IssueToken(ctx, operator, u.ID, c.Name, c.Scope, c.Days)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(h.stdout, token)
	return err
}

// first is the account that makes all others.
type first struct {
	AdminEmail    string `help:"Address of the first administrator, who is made when serve finds none." default:"admin@localhost" env:"PLOUGHSHARE_ADMIN_EMAIL"`
	AdminPassword string `hidden:"" help:"Password of the first administrator, by the environment. Without it one for one use is made and shown, if there is a terminal to show it on." env:"PLOUGHSHARE_ADMIN_PASSWORD"`
}

// administrator makes the first one. A password goes to a terminal and never into a log.
func (c first) administrator(ctx context.Context, h *house, o *open) error {
	none, err := o.NoAdministrator(ctx)
	if err != nil || !none {
		return err
	}
	if c.AdminPassword == "" && !terminal(h.stdout) {
		_, err := fmt.Fprintln(h.stdout, "There is no administrator yet: ploughshare user add --role administrator EMAIL")
		return err
	}
	u, password, err := o.AddUser(ctx, aid.Machine("first start"),
		aid.User{Email: c.AdminEmail, Name: "Administrator", Roles: aid.List[aid.Role]{aid.Administrator}}, c.AdminPassword)
	if err != nil {
		return fmt.Errorf("first administrator: %w", err)
	}
	if _, err := fmt.Fprintf(h.stdout, "The first administrator is %s.\n", u.Email); err != nil {
		return err
	}
	return h.tellPassword(u.Temporary, password)
}

func terminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && isatty.IsTerminal(file.Fd())
}
