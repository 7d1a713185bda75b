package aid

import "slices"

// UserID is the reference of an account.
type UserID string

// Roles that only users have: parties ask, give and carry out; people also curate and administer.
const (
	Secretariat   Role = "secretariat"
	Administrator Role = "administrator"
)

// Actor is who does something: a user, the machine itself through one of its doors, or, with no roles, the public.
type Actor struct {
	User  UserID  // empty for the public and for the machine
	Name  string  // for the journal
	Party PartyID // for whom the user speaks
	Roles []Role
}

// Machine is the program acting by itself, or for whoever may run it beside its database: the command line, the clock.
func Machine(door string) Actor {
	return Actor{Name: door, Roles: []Role{Secretariat, Administrator}}
}

// Verb is one thing that can be done here.
type Verb string

const (
	AddRequests     Verb = "add requests"
	ChangeRequests  Verb = "change requests"
	SubmitRequests  Verb = "submit, withdraw and confirm requests"
	JudgeRequests   Verb = "authenticate, return, circulate and close requests"
	AddOffers       Verb = "add offers"
	ChangeOffers    Verb = "change offers"
	ImportFiles     Verb = "import files"
	MakeRounds      Verb = "make rounds"
	ReadRounds      Verb = "read rounds"
	ExplainPairs    Verb = "explain pairs"
	WritePapers     Verb = "write papers"
	ReadJournal     Verb = "read the journal"
	ManageUsers     Verb = "manage users"
	ManageSchedules Verb = "manage schedules"
	Subscribe       Verb = "subscribe to notices"
	ReadNotices     Verb = "read what was told to whom"
	BackUp          Verb = "back up"
)

// Scope is how far a role's permission for a verb goes.
type Scope int

const (
	Nothing Scope = iota
	Own           // records of one's own party
	All
)

// Permissions says who may do what. What is not listed may not be done.
var Permissions = map[Verb]map[Role]Scope{
	AddRequests:     {Requester: Own, Secretariat: All},
	ChangeRequests:  {Requester: Own, Secretariat: All},
	SubmitRequests:  {Requester: Own, Secretariat: All},
	JudgeRequests:   {Secretariat: All},
	AddOffers:       {Donor: Own, Secretariat: All},
	ChangeOffers:    {Donor: Own, Secretariat: All},
	ImportFiles:     {Secretariat: All},
	MakeRounds:      {Secretariat: All},
	ReadRounds:      {Secretariat: All},
	ExplainPairs:    {Requester: Own, Donor: Own, Secretariat: All},
	WritePapers:     {Secretariat: All},
	ReadJournal:     {Secretariat: All, Administrator: All},
	ManageUsers:     {Administrator: All},
	ManageSchedules: {Secretariat: All, Administrator: All},
	Subscribe:       {Requester: Own, Donor: Own, Secretariat: All},
	ReadNotices:     {Secretariat: All, Administrator: All},
	BackUp:          {Administrator: All},
}

// May returns nil when the actor may do something to a record of the owners, else ErrUnauthenticated for the public and
// ErrForbidden for everybody else.
func (a Actor) May(do Verb, owners ...PartyID) error {
	for _, role := range a.Roles {
		switch Permissions[do][role] {
		case All:
			return nil
		case Own:
			if a.Party != "" && slices.Contains(owners, a.Party) {
				return nil
			}
		}
	}
	if len(a.Roles) == 0 {
		return ErrUnauthenticated
	}
	return ErrForbidden
}
