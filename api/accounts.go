package api

import (
	"context"
	"maps"
	"slices"

	"ploughshare/aid"
	"ploughshare/desk"
)

// account is a user's own view of the account.
type account struct {
	aid.User
	May          []aid.Verb `json:"may" doc:"What you may do now, for your own party or all"`
	SecondFactor bool       `json:"second_factor" doc:"Whether the account has one"`
	Withheld     []aid.Role `json:"withheld" doc:"Roles that wait for a second factor or for a new password"`
}

type accountAnswer struct{ Body account }

// accountOf tells a caller about himself.
func (a *api) accountOf(ctx context.Context, caller aid.Actor) (*accountAnswer, error) {
	user, err := a.desk.Me(ctx, caller)
	if err != nil {
		return nil, err
	}
	mine := account{User: user, SecondFactor: user.HasSecondFactor(), May: []aid.Verb{}, Withheld: []aid.Role{}}
	for _, verb := range slices.Sorted(maps.Keys(aid.Permissions)) {
		if caller.May(verb, caller.Party) == nil {
			mine.May = append(mine.May, verb)
		}
	}
	for _, role := range user.Roles {
		if !slices.Contains(caller.Roles, role) {
			mine.Withheld = append(mine.Withheld, role)
		}
	}
	return &accountAnswer{mine}, nil
}

func (a *api) signIn(ctx context.Context, in *struct {
	Body struct {
		Email    string `json:"email"`
		Password string `json:"password"`
		Code     string `json:"code,omitempty" doc:"Of the second factor, or a recovery code"`
	}
}) (*accountAnswer, error) {
	caller, err := a.gate.SignIn(ctx, desk.Credentials{Email: in.Body.Email, Password: in.Body.Password, Code: in.Body.Code})
	if err != nil {
		return nil, err
	}
	return a.accountOf(ctx, caller)
}

func (a *api) signOut(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, a.gate.SignOut(ctx)
}

func (a *api) me(ctx context.Context, _ *struct{}) (*accountAnswer, error) {
	return a.accountOf(ctx, who(ctx))
}

func (a *api) changePassword(ctx context.Context, in *struct {
	Body struct {
		Old      string `json:"old"`
		Password string `json:"password"`
	}
}) (*accountAnswer, error) {
	pass, err := a.desk.ChangePassword(ctx, who(ctx), in.Body.Old, in.Body.Password)
	if err != nil {
		return nil, err
	}
	caller, err := a.gate.Begin(ctx, pass)
	if err != nil {
		return nil, err
	}
	return a.accountOf(ctx, caller)
}

type enrolment struct{ Body desk.Enrolment }

func (a *api) beginSecondFactor(ctx context.Context, _ *struct{}) (*enrolment, error) {
	e, err := a.desk.BeginSecondFactor(ctx, who(ctx))
	return &enrolment{e}, err
}

type recovery struct {
	Body struct {
		Recovery []string `json:"recovery" doc:"Codes that stand in for the app, each once. They are not shown again"`
	}
}

func (a *api) confirmSecondFactor(ctx context.Context, in *struct {
	Body struct {
		Code string `json:"code"`
	}
}) (*recovery, error) {
	codes, pass, err := a.desk.ConfirmSecondFactor(ctx, who(ctx), in.Body.Code)
	if err != nil {
		return nil, err
	}
	answer := &recovery{}
	answer.Body.Recovery = codes
	_, err = a.gate.Begin(ctx, pass)
	return answer, err
}

func (a *api) tokens(ctx context.Context, _ *struct{}) (*list[aid.Token], error) {
	rows, err := a.desk.Tokens(ctx, who(ctx))
	return listOf(rows, "", err)
}

type issued struct {
	Location string `header:"Location"`
	Body     struct {
		aid.Token
		Secret string `json:"secret" doc:"Send it as Authorization: Bearer. It is not shown again"`
	}
}

func (a *api) issueToken(ctx context.Context, in *struct {
	Body struct {
		Name  string         `json:"name" doc:"What it is for"`
		Scope aid.TokenScope `json:"scope,omitempty" enum:"read,write" default:"read"`
		Days  int            `json:"days,omitempty" default:"90" doc:"How long it lasts"`
	}
}) (*issued, error) {
	t, secret, err := a.desk.IssueToken(ctx, who(ctx), who(ctx).User, in.Body.Name, in.Body.Scope, in.Body.Days)
	if err != nil {
		return nil, err
	}
	answer := &issued{Location: Prefix + "/tokens/" + string(t.ID)}
	answer.Body.Token, answer.Body.Secret = t, secret
	return answer, nil
}

func (a *api) revokeToken(ctx context.Context, in *struct {
	ID aid.TokenID `path:"id"`
}) (*struct{}, error) {
	return nil, a.desk.RevokeToken(ctx, who(ctx), in.ID)
}

type usersQuery struct {
	PageQuery
}

func (a *api) users(ctx context.Context, q *usersQuery) (*list[aid.User], error) {
	return listOf(a.desk.Users(ctx, who(ctx), q.page()))
}

type UserPath struct {
	ID aid.UserID `path:"id"`
}

func (a *api) user(ctx context.Context, in *UserPath) (*one[aid.User], error) {
	u, err := a.desk.User(ctx, who(ctx), in.ID)
	return oneOf(u, u.Version, err)
}

// UserFields are what an administrator may say of an account.
type UserFields struct {
	Email    string      `json:"email"`
	Name     string      `json:"name"`
	Party    aid.PartyID `json:"party,omitempty" doc:"For whom the user speaks"`
	Roles    []aid.Role  `json:"roles,omitempty" doc:"requester, donor, implementer, secretariat, administrator"`
	Language string      `json:"language,omitempty"`
	Disabled bool        `json:"disabled,omitempty"`
}

func (f UserFields) user(id aid.UserID) aid.User {
	return aid.User{ID: id, Email: f.Email, Name: f.Name, PartyID: f.Party, Roles: f.Roles, Language: f.Language, Disabled: f.Disabled}
}

type newUser struct {
	Location string `header:"Location"`
	Body     struct {
		aid.User
		Password string `json:"password" doc:"For one use. It is not shown again"`
	}
}

func (a *api) addUser(ctx context.Context, in *struct{ Body UserFields }) (*newUser, error) {
	u, password, err := a.desk.AddUser(ctx, who(ctx), in.Body.user(""), "")
	if err != nil {
		return nil, err
	}
	answer := &newUser{Location: Prefix + "/users/" + string(u.ID)}
	answer.Body.User, answer.Body.Password = u, password
	return answer, nil
}

func (a *api) replaceUser(ctx context.Context, in *struct {
	UserPath
	IfMatch
	Body UserFields
}) (*one[aid.User], error) {
	present, err := a.desk.User(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	u := in.Body.user(in.ID)
	if u.Version, err = in.version(present.Version); err != nil {
		return nil, err
	}
	u, err = a.desk.ReplaceUser(ctx, who(ctx), u)
	return oneOf(u, u.Version, err)
}

type password struct {
	Body struct {
		Password string `json:"password" doc:"For one use. It is not shown again"`
	}
}

func (a *api) resetPassword(ctx context.Context, in *struct {
	UserPath
	Body struct {
		SecondFactor bool `json:"second_factor,omitempty" doc:"Take the second factor away as well"`
	} `required:"false"`
}) (*password, error) {
	given, err := a.desk.ResetPassword(ctx, who(ctx), in.ID, "", in.Body.SecondFactor)
	answer := &password{}
	answer.Body.Password = given
	return answer, err
}
