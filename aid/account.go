package aid

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"
)

// User is an account: a person who acts for a party or for the secretariat. What is secret never goes into JSON.
type User struct {
	ID           UserID       `json:"id"`
	Email        string       `json:"email" doc:"Signs in with it"`
	Name         string       `json:"name"`
	PartyID      PartyID      `json:"party,omitempty" doc:"For whom the user speaks"`
	Roles        List[Role]   `json:"roles"`
	Language     string       `json:"language,omitempty"`
	Subject      string       `json:"-"` // issuer and subject at an identity provider
	PasswordHash string       `json:"-"` // PHC string; empty for who signs in through a provider alone
	Temporary    bool         `json:"temporary_password" doc:"The password was given by somebody else and must be changed first"`
	TOTPSecret   string       `json:"-"`
	TOTPPending  bool         `json:"-"` // not yet confirmed by a first code
	TOTPStep     int64        `json:"-"` // of the last code, which works once
	Recovery     List[string] `json:"-"` // hashes of codes that work once, in place of the second factor
	Disabled     bool         `json:"disabled"`
	SecuredAt    time.Time    `json:"-"` // sessions begun before no longer count
	Version      int64        `json:"version"`
	CreatedAt    time.Time    `json:"created_at"`
	UpdatedAt    time.Time    `json:"updated_at"`
}

// UserRoles lists the roles that users can have.
var UserRoles = []Role{Requester, Donor, Implementer, Secretariat, Administrator}

// Privileged are the roles that may be made to need a second factor.
var Privileged = []Role{Secretariat, Administrator}

// HasSecondFactor says whether the user must show one to sign in.
func (u User) HasSecondFactor() bool { return u.TOTPSecret != "" && !u.TOTPPending }

// Validate says what makes the account unfit to be kept.
func (u User) Validate(reg *Register) error {
	var p Problems
	if address, err := mail.ParseAddress(u.Email); err != nil || address.Address != u.Email || u.Email != NormalEmail(u.Email) {
		p.Add("email", "email_malformed", "value", u.Email)
	}
	if u.Name == "" {
		p.Add("name", "required")
	}
	if _, known := reg.Party(u.PartyID); u.PartyID != "" && !known {
		p.Add("party", "unknown_party", "value", string(u.PartyID))
	}
	checkListed(&p, "roles", UserRoles, u.Roles...)
	forParty := func(role Role) bool { return slices.Contains(Roles, role) }
	if u.PartyID == "" && slices.ContainsFunc(u.Roles, forParty) {
		p.Add("party", "role_needs_party")
	}
	return p.Err()
}

// NormalEmail is an address as accounts are found by it.
func NormalEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// TokenID is the reference of a token; it is no secret.
type TokenID string

// TokenScope is how far a token goes.
type TokenScope string

const (
	TokenReads  TokenScope = "read"
	TokenWrites TokenScope = "write" // all that the user may, but the account itself
)

// Token lets a program act for a user. Its secret is shown once; only the hash is kept.
type Token struct {
	ID        TokenID    `json:"id"`
	UserID    UserID     `json:"user"`
	Name      string     `json:"name" doc:"What it is for"`
	Hash      string     `json:"-"`
	Scope     TokenScope `json:"scope"`
	Proved    bool       `json:"-"` // issued by who had shown a second factor
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	LastUsed  time.Time  `json:"last_used,omitzero" doc:"To the hour"`
}

// TooSoon is an error: somebody tries too often, and may try again after a while.
type TooSoon struct{ Wait time.Duration }

func (e TooSoon) Error() string {
	return fmt.Sprintf("too many attempts; wait %s", e.Wait.Round(time.Second))
}
