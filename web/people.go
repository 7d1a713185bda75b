package web

import (
	"fmt"

	"ploughshare/aid"
)

func showUsers(v *visit) (any, error) {
	return logOf(v, func(p aid.Page) ([]aid.User, string, error) { return v.desk.Users(v.ctx(), v.Who, p) })
}

// userForm is an account that is being made or changed.
type userForm struct {
	New   bool
	Given string // a password for one use, shown once
}

func showUser(v *visit) (any, error) {
	id := aid.UserID(v.c.Param("user"))
	if id == "" {
		return userForm{New: true}, nil
	}
	u, err := v.desk.User(v.ctx(), v.Who, id)
	if err != nil {
		return nil, err
	}
	v.Title = u.Name
	v.Default("name", u.Name)
	v.Default("email", u.Email)
	v.Default("party", string(u.PartyID))
	v.Default("roles", texts(u.Roles)...)
	v.Default("language", u.Language)
	v.Default("version", fmt.Sprint(u.Version))
	if u.Disabled {
		v.Default("disabled", "yes")
	}
	return userForm{}, nil
}

// postUser makes or changes an account. A new one gets a password for one use, which only this answer shows.
func postUser(v *visit) (string, error) {
	id := aid.UserID(v.c.Param("user"))
	u := aid.User{
		ID: id, Name: v.text("name"), Email: v.text("email"), PartyID: aid.PartyID(v.text("party")), Roles: aid.List[aid.Role]{},
		Language: v.values.Get("language"), Disabled: v.values.Get("disabled") == "yes", Version: v.version(),
	}
	for _, role := range v.values["roles"] {
		u.Roles = append(u.Roles, aid.Role(role))
	}
	given := ""
	var err error
	switch {
	case v.values.Get("do") == "reset":
		given, err = v.desk.ResetPassword(v.ctx(), v.Who, id, "", false)
	case id == "":
		u, given, err = v.desk.AddUser(v.ctx(), v.Who, u, "")
	default:
		_, err = v.desk.ReplaceUser(v.ctx(), v.Who, u)
		err = v.overtaken(err, showUser)
	}
	if err != nil || given == "" {
		return v.To("/users"), meanwhile(err, "name")
	}
	v.Page, v.Title = userForm{Given: given}, u.Name
	return "", nil
}

// RoleOptions, Parties and Languages are what the form of an account chooses from.
func (v *visit) RoleOptions() []Option { return codes(v, "role", aid.UserRoles) }

func (v *visit) LanguageOptions() []Option {
	var all []Option
	for _, t := range v.tongues {
		all = append(all, Option{t.Lang, t.Name})
	}
	return all
}

func showSchedules(v *visit) (any, error) { return v.desk.Schedules(v.ctx(), v.Who) }

// postSchedules starts a job beside its times.
func postSchedules(v *visit) (string, error) {
	run, err := v.desk.RunNow(v.ctx(), v.Who, aid.ScheduleID(v.values.Get("schedule")))
	return v.To("/runs/", run.ID), err
}

func showSchedule(v *visit) (any, error) {
	all, err := v.desk.Schedules(v.ctx(), v.Who)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if string(s.ID) == v.c.Param("schedule") {
			v.Title = v.Named("job", s.Job)
			v.Default("spec", s.Spec)
			v.Default("zone", s.Zone)
			v.Default("missed", string(s.Missed))
			v.Default("version", fmt.Sprint(s.Spec, " ", s.Zone, " ", s.Missed, " ", s.Enabled)) // each tick makes a new number
			if s.Enabled {
				v.Default("enabled", "yes")
			}
			return s, nil
		}
	}
	return nil, aid.ErrNotFound
}

func postSchedule(v *visit) (string, error) {
	page, err := showSchedule(v)
	if err != nil {
		return "", err
	}
	s := page.(aid.Schedule)
	if v.values.Get("version") != v.given.Get("version") {
		return "", v.beside()
	}
	s.Spec, s.Zone, s.Missed = v.text("spec"), v.text("zone"), aid.Missed(v.values.Get("missed"))
	s.Enabled = v.values.Get("enabled") == "yes"
	_, err = v.desk.PutSchedule(v.ctx(), v.Who, s)
	return v.To("/schedules"), err
}

// MissedOptions are what can become of slots that passed while no server ran.
func (v *visit) MissedOptions() []Option { return codes(v, "missed", aid.MissedPolicies) }

// Yes is the one option of a box to tick.
func (v *visit) Yes(key string) []Option { return []Option{{"yes", v.T(key)}} }
