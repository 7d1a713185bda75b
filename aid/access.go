package aid

import (
	"context"
	"slices"
)

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
	Roles []Role  // those that count now: without a second factor that is asked for, those that need it are not here

	ReadOnly bool // came with a token that may change nothing
	InPerson bool // came with a password or through a provider, not with a token
	Proved   bool // came with a second factor
}

// Machine is the program acting by itself, or for whoever may run it beside its database: the command line, the clock.
func Machine(door string) Actor {
	return Actor{Name: door, Roles: []Role{Secretariat, Administrator}}
}

type actorKey struct{}

// WithActor says who makes the calls of a context.
func WithActor(ctx context.Context, who Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, who)
}

// Who makes the calls of a context; the public when nobody said.
func Who(ctx context.Context) Actor {
	who, _ := ctx.Value(actorKey{}).(Actor)
	return who
}

// Verb is one thing that can be done here.
type Verb string

const (
	ReadRequests    Verb = "read requests whole"
	ReadOffers      Verb = "read offers whole"
	ReadParties     Verb = "read parties whole"
	ReadProposals   Verb = "read proposals"
	AddRequests     Verb = "add requests"
	ChangeRequests  Verb = "change requests"
	SubmitRequests  Verb = "submit, take back, withdraw and confirm requests"
	JudgeRequests   Verb = "authenticate, return, circulate, introduce and close requests"
	CarryRequests   Verb = "negotiate and carry out requests"
	FollowRequests  Verb = "follow what becomes of requests"
	AskQuestions    Verb = "ask questions about requests"
	AnswerQuestions Verb = "answer questions about requests"
	ReportResults   Verb = "report results"
	CurateProposals Verb = "pin, veto, publish and withdraw proposals"
	AnswerProposals Verb = "answer proposals"
	CommitMoney     Verb = "pledge, commit and disburse money"
	AddOffers       Verb = "add offers"
	ChangeOffers    Verb = "change offers"
	ImportFiles     Verb = "import files"
	MakeRounds      Verb = "make rounds"
	ReadRounds      Verb = "read rounds"
	ReadWorth       Verb = "read what the next money would be worth"
	ExplainPairs    Verb = "explain pairs"
	WritePapers     Verb = "write papers"
	IssuePapers     Verb = "issue papers"
	ReadPapers      Verb = "read issued papers"
	TranslateTexts  Verb = "translate what requests say"
	ReadJournal     Verb = "read the journal"
	ManageUsers     Verb = "manage users"
	ManageSchedules Verb = "manage schedules"
	Subscribe       Verb = "subscribe to notices"
	KeepSearches    Verb = "save searches"
	ReadNotices     Verb = "read what was told to whom"
	BackUp          Verb = "back up"
	ReadMeetings    Verb = "read meetings whole"
	HoldMeetings    Verb = "plan and hold meetings"
	FollowActions   Verb = "follow the actions of meetings"
	CloseActions    Verb = "close the actions of meetings"
	ReadMetrics     Verb = "read metrics"
	ReadReports     Verb = "read national reports"
	FileReports     Verb = "file national reports and decide on what is found in them"
	ManageTemplates Verb = "manage templates of reports"
)

// Readings are the verbs that change nothing: all that a token for reading may do.
var Readings = []Verb{
	ReadRequests, ReadOffers, ReadParties, ReadProposals, FollowRequests, ReadRounds, ReadWorth, ExplainPairs, WritePapers,
	ReadPapers, ReadJournal, ReadMeetings, FollowActions, ReadMetrics, ReadReports,
}

// Scope is how far a role's permission for a verb goes.
type Scope int

const (
	Nothing Scope = iota
	Own           // records of one's own party
	All
)

// Permissions says who may do what. What is not listed may not be done.
var Permissions = map[Verb]map[Role]Scope{
	ReadRequests:    {Requester: Own, Secretariat: All},
	ReadOffers:      {Donor: Own, Secretariat: All},
	ReadParties:     {Secretariat: All},
	ReadProposals:   {Requester: Own, Donor: Own, Secretariat: All},
	AddRequests:     {Requester: Own, Secretariat: All},
	ChangeRequests:  {Requester: Own, Secretariat: All},
	SubmitRequests:  {Requester: Own, Secretariat: All},
	JudgeRequests:   {Secretariat: All},
	CarryRequests:   {Requester: Own, Donor: Own, Secretariat: All}, // of the State and of the donors that are interested
	FollowRequests:  {Requester: Own, Donor: Own, Secretariat: All}, // a State its requests, a donor what it answered
	AskQuestions:    {Donor: Own, Secretariat: All},                 // in one's own name
	AnswerQuestions: {Requester: Own, Secretariat: All},
	ReportResults:   {Requester: Own, Donor: Own, Secretariat: All}, // in one's own name
	CurateProposals: {Secretariat: All},
	AnswerProposals: {Donor: Own, Secretariat: All},
	CommitMoney:     {Donor: Own, Secretariat: All},
	AddOffers:       {Donor: Own, Secretariat: All},
	ChangeOffers:    {Donor: Own, Secretariat: All},
	ImportFiles:     {Secretariat: All},
	MakeRounds:      {Secretariat: All},
	ReadRounds:      {Secretariat: All},
	ReadWorth:       {Donor: Own, Secretariat: All}, // a donor of its own offers
	ExplainPairs:    {Requester: Own, Donor: Own, Secretariat: All},
	WritePapers:     {Requester: Own, Donor: Own, Secretariat: All}, // a State what became of its requests, a donor its briefing
	IssuePapers:     {Secretariat: All},
	ReadPapers:      {Requester: Own, Donor: Own, Secretariat: All}, // those for one's own party, and those of meetings, see papers.Kind
	TranslateTexts:  {Requester: Own, Secretariat: All},
	ReadJournal:     {Secretariat: All, Administrator: All},
	ManageUsers:     {Administrator: All},
	ManageSchedules: {Secretariat: All, Administrator: All},
	Subscribe:       {Requester: Own, Donor: Own, Secretariat: All},
	KeepSearches:    {Donor: Own, Secretariat: All}, // one's own alone
	ReadNotices:     {Secretariat: All, Administrator: All},
	BackUp:          {Administrator: All},
	ReadMeetings:    {Secretariat: All},
	HoldMeetings:    {Secretariat: All},
	FollowActions:   {Requester: Own, Donor: Own, Implementer: Own, Secretariat: All},
	CloseActions:    {Requester: Own, Donor: Own, Implementer: Own, Secretariat: All},
	ReadMetrics:     {Administrator: All},
	ReadReports:     {Requester: Own, Secretariat: All},
	FileReports:     {Requester: Own, Secretariat: All},
	ManageTemplates: {Secretariat: All},
}

// May returns nil when the actor may do something to a record of the owners, else ErrUnauthenticated for the public and
// ErrForbidden for everybody else.
func (a Actor) May(do Verb, owners ...PartyID) error {
	if a.ReadOnly && !slices.Contains(Readings, do) {
		return ErrForbidden
	}
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
	if len(a.Roles) == 0 && a.User == "" {
		return ErrUnauthenticated
	}
	return ErrForbidden
}
