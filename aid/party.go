package aid

// PartyID is the ISO 3166-1 alpha-3 code of a State, or a short name such as "EU" or "un-trust-fund".
type PartyID string

// PartyKind says what a party is.
type PartyKind string

const (
	State        PartyKind = "state"        // a Member State of the United Nations or an observer State
	Territory    PartyKind = "territory"    // a place with a code of its own that is neither
	Organisation PartyKind = "organisation" // international, regional or private
	Fund         PartyKind = "fund"         // pooled money with rules of its own
	Group        PartyKind = "group"        // donors that a source left unnamed, such as "several OSCE States"
	Aggregate    PartyKind = "aggregate"    // a count over many States; never one State's record
)

// PartyKinds lists the kinds.
var PartyKinds = []PartyKind{State, Territory, Organisation, Fund, Group, Aggregate}

// Role is what a party does here; one party may have several.
type Role string

const (
	Requester   Role = "requester"
	Donor       Role = "donor"
	Implementer Role = "implementer"
)

// Roles lists the roles.
var Roles = []Role{Requester, Donor, Implementer}

// Party is a State, an organisation, a fund or a group. Names are keyed by language (en fr es ru zh ar); those of
// States are the UN's own. Codes follow data/states.csv; an empty fact is not known.
type Party struct {
	ID            PartyID    `json:"id"`
	Kind          PartyKind  `json:"kind"`
	Roles         List[Role] `json:"roles"`
	Names         Names      `json:"names"`
	RegionalGroup string     `json:"regional_group,omitempty" doc:"UN regional group"`
	Region        string     `json:"region,omitempty" doc:"UN M49 region"`
	Subregion     string     `json:"subregion,omitempty" doc:"UN M49 sub-region"`
	Centre        string     `json:"centre,omitempty" doc:"UN regional centre for disarmament that serves it"`
	LDC           Answer     `json:"ldc,omitempty" doc:"Least developed country"`
	LLDC          Answer     `json:"lldc,omitempty" doc:"Landlocked developing country"`
	SIDS          Answer     `json:"sids,omitempty" doc:"Small island developing State"`
	Income        string     `json:"income,omitempty" doc:"World Bank income group"`
	ODA           string     `json:"oda,omitempty" doc:"Eligible for official development assistance: an estimate by rule, beginning with yes, no, likely or check"`
	Note          string     `json:"note,omitempty"`
	Source        string     `json:"source,omitempty"`
}

// Name is the party's name in a language, else in English, else its id.
func (p Party) Name(lang string) string {
	for _, name := range []string{p.Names[lang], p.Names["en"]} {
		if name != "" {
			return name
		}
	}
	return string(p.ID)
}

// Has says whether the party plays a role.
func (p Party) Has(role Role) bool {
	for _, r := range p.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// Answer is yes, no or not known (empty).
type Answer string

const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// Area is a named set of parties: an organisation, a programme, a region, or a list that a source spelt out.
type Area struct {
	ID      string       `json:"id"`
	Kind    string       `json:"kind" doc:"organisation, programme, region or list"`
	Name    string       `json:"name"`
	Aliases List[string] `json:"aliases"`
	Note    string       `json:"note,omitempty"`
	Source  string       `json:"source,omitempty"`
}

// Everywhere is the area to which every State belongs.
const Everywhere = "global"

// Membership says that a party belongs to an area, from a date to a date where these are known.
type Membership struct {
	AreaID       string  `json:"area"`
	PartyID      PartyID `json:"party"`
	From         Date    `json:"from,omitempty"`
	To           Date    `json:"to,omitempty"`
	Note         string  `json:"note,omitempty"`
	Verification string  `json:"verification,omitempty"`
	Source       string  `json:"source,omitempty"`
}

// At says whether the membership holds on a day. An end that is not known does not bound it.
func (m Membership) At(day Date) bool {
	on := day.Last()
	return !(m.From != "" && m.From.First().After(on)) && !(m.To != "" && !m.To.Last().After(on))
}

// Embargo is an arms embargo of the Security Council. Party is empty where no State's territory is meant.
type Embargo struct {
	ID           string  `json:"id"`
	Target       string  `json:"target"`
	PartyID      PartyID `json:"party,omitempty"`
	Scope        string  `json:"scope" doc:"territory, or non-governmental entities"`
	Detail       string  `json:"detail,omitempty"`
	Resolution   string  `json:"resolution"`
	Related      string  `json:"related,omitempty"`
	Start        Date    `json:"start,omitempty"`
	End          Date    `json:"end,omitempty" doc:"Day on which it was lifted"`
	Expiry       Date    `json:"expiry,omitempty" doc:"Day to which it is known to have been renewed"`
	Exemptions   string  `json:"exemptions,omitempty" doc:"Way of exemption"`
	Verification string  `json:"verification,omitempty"`
	Checked      Date    `json:"checked,omitempty" doc:"When a person last checked these facts"`
	Source       string  `json:"source,omitempty"`
}

// InForce says whether the embargo had begun and was not lifted on a day. A missing start counts as begun, and an end of
// which only the year is known as the end of that year.
func (e Embargo) InForce(day Date) bool {
	on := day.Last()
	return !e.Start.First().After(on) && (e.End == "" || e.End.Last().After(on))
}
