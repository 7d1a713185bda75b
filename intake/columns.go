package intake

// Form is how the text of a cell is read.
type Form string

const (
	Words  Form = "words"  // kept as they are
	Codes  Form = "codes"  // a list with semicolons
	Sum    Form = "sum"    // a plain decimal number: 1350000.50 or 1,350,000
	Number Form = "number" // a whole number
	Day    Form = "day"    // a year, month or day: 2016, 2016-03, 2016-03-24; for a period also 2003-2010, 2003- or 2016/2018-03
	YesNo  Form = "yes_no"
)

// Column is one column that a file may have. Field is what it fills, under the name that aid gives it in JSON; several
// columns may fill one field. At least one column of each required field must be there.
type Column struct {
	Name     string
	Aliases  []string
	Field    string
	Form     Form
	Required bool
	Doc      string
	Example  string
}

// Columns is the table of the columns of a kind, in the order in which they are best shown.
func Columns(kind Kind) []Column {
	switch kind {
	case Requests:
		return requestColumns
	case Offers:
		return offerColumns
	case Pairings:
		return pairingColumns
	case Parties:
		return partyColumns
	}
	return nil
}

var requestColumns = []Column{
	{Name: "id", Field: "id", Form: Words, Doc: "Reference of the request: letters, digits, hyphens. Without one, it is made from the content, so that a second import changes nothing.", Example: "RQ010"},
	{Name: "requester_iso3", Aliases: []string{"iso3", "requester_id", "state_iso3", "country_code"}, Field: "requester", Form: Words, Required: true, Doc: "ISO 3166-1 alpha-3 code of the State that asks.", Example: "MKD"},
	{Name: "requester", Aliases: []string{"state", "country", "requesting_state"}, Field: "requester", Form: Words, Required: true, Doc: "Name of the State in any UN language; enough without a code.", Example: "North Macedonia"},
	{Name: "requester_kind", Field: "requester_kind", Form: Words, Doc: "State, or aggregate for a count over many States.", Example: "State"},
	{Name: "title", Field: "title", Form: Words, Doc: "Short title.", Example: "Safe stores for the border police"},
	{Name: "what_is_asked", Aliases: []string{"need", "request", "description", "assistance_requested"}, Field: "need", Form: Words, Required: true, Doc: "What is asked for.", Example: "Physical security of weapon stores of the border police"},
	{Name: "quantity", Field: "quantity", Form: Words, Doc: "How many of what, in the State's words.", Example: "15 border police stations"},
	{Name: "background", Field: "background", Form: Words, Doc: "The situation that the need comes from.", Example: "A survey of 2025 found the stores without locks."},
	{Name: "objective", Field: "objective", Form: Words, Doc: "What is to be reached.", Example: "All stores meet the standard by 2028."},
	{Name: "activities", Field: "activities", Form: Words, Doc: "What would be done.", Example: "Works, then training"},
	{Name: "expected", Aliases: []string{"expected_results", "results"}, Field: "expected", Form: Words, Doc: "What would be there at the end.", Example: "15 stores made safe"},
	{Name: "language", Field: "language", Form: Words, Doc: "Code of the language of the texts: ar, zh, en, fr, ru, es. Without it, papers go by the letters where these show it.", Example: "en"},
	{Name: "theme", Aliases: []string{"themes"}, Field: "themes", Form: Codes, Doc: "Codes of themes with semicolons, in equal shares, or each with its percentage.", Example: "stockpile:60; marking:40"},
	{Name: "countries", Aliases: []string{"where"}, Field: "countries", Form: Codes, Doc: "ISO3 codes where the work takes place, in equal shares, or each with its percentage. Without it, the State that asks.", Example: "MKD:70; ALB:30"},
	{Name: "kinds", Aliases: []string{"kinds_of_help", "kind"}, Field: "kinds", Form: Codes, Doc: "Kinds of help: expertise, legal, training, equipment, infrastructure, finance, assessment. Without it, they are read from the words.", Example: "equipment; training"},
	{Name: "budget_amount", Aliases: []string{"amount", "budget", "cost"}, Field: "amount", Form: Sum, Doc: "Sum that is needed. Empty means not known.", Example: "1350000"},
	{Name: "budget_currency", Aliases: []string{"currency"}, Field: "currency", Form: Words, Doc: "ISO 4217 code for the sums of the row; UA for units of account.", Example: "EUR"},
	{Name: "first_stage", Aliases: []string{"first_stage_amount"}, Field: "first_stage", Form: Sum, Doc: "Cost of the first stage alone.", Example: "90000"},
	{Name: "whole", Aliases: []string{"all_or_nothing"}, Field: "whole", Form: YesNo, Doc: "yes where a part of the sum is of no use.", Example: "yes"},
	{Name: "one_donor", Field: "one_donor", Form: YesNo, Doc: "yes where all has to come from one offer.", Example: "yes"},
	{Name: "year", Aliases: []string{"asked", "years"}, Field: "asked", Form: Day, Doc: "When the need was stated.", Example: "2003-2010"},
	{Name: "wanted_from", Field: "wanted", Form: Day, Doc: "When the work should begin.", Example: "2027-01"},
	{Name: "wanted_to", Field: "wanted", Form: Day, Doc: "When the work should end.", Example: "2028-12"},
	{Name: "wanted", Field: "wanted", Form: Day, Doc: "Both in one.", Example: "2027/2028"},
	{Name: "drawn_up", Aliases: []string{"proposal_drawn_up"}, Field: "drawn_up", Form: YesNo, Doc: "Has a project proposal been drawn up?", Example: "yes"},
	{Name: "endorsed", Field: "endorsed", Form: YesNo, Doc: "Do the national authorities endorse it?", Example: "yes"},
	{Name: "implementer", Field: "implementer", Form: Words, Doc: "Who would carry it out.", Example: "OSCE"},
	{Name: "contact", Field: "contact", Form: Words, Doc: "Whom to write to.", Example: "Ministry of the Interior"},
	{Name: "consent", Field: "consent", Form: Words, Doc: "Who may see it: none, donors, public. Without it, public for a row with a web address as source, else donors.", Example: "none"},
	{Name: "instrument", Aliases: []string{"provenance.instrument"}, Field: "provenance", Form: Words, Doc: "What was reported on.", Example: "PoA"},
	{Name: "report_year", Aliases: []string{"provenance.report_year"}, Field: "report_year", Form: Number, Doc: "Year of the national report.", Example: "2024"},
	{Name: "question", Aliases: []string{"provenance.question"}, Field: "provenance", Form: Words, Doc: "Number of the question in the reporting form.", Example: "5.3"},
	{Name: "words", Aliases: []string{"answer", "provenance.words"}, Field: "provenance", Form: Words, Doc: "The words of the answer.", Example: "Training of storekeepers is needed."},
	{Name: "channel", Aliases: []string{"provenance.channel"}, Field: "provenance", Form: Words, Doc: "Way by which the request was made.", Example: "OSCE Forum for Security Co-operation"},
	{Name: "evidence_kind", Aliases: []string{"evidence", "provenance.evidence"}, Field: "provenance", Form: Words, Doc: "How strong the evidence is.", Example: "explicit request"},
	{Name: "source_precision", Aliases: []string{"precision", "provenance.precision"}, Field: "provenance", Form: Words, Doc: "exact, or site only.", Example: "exact"},
	{Name: "source", Aliases: []string{"provenance.source"}, Field: "provenance", Form: Words, Doc: "Web addresses, with semicolons.", Example: "https://osce.org/fsc/57579"},
}

var offerColumns = []Column{
	{Name: "id", Field: "id", Form: Words, Doc: "Reference of the offer; made from the content where there is none.", Example: "OF045"},
	{Name: "donor", Aliases: []string{"donors"}, Field: "donors", Form: Codes, Required: true, Doc: "ISO3 codes, ids or names with semicolons; \"same\" for those of the row before. Unnamed donors in words: several OSCE States.", Example: "DEU; EU"},
	{Name: "programme", Aliases: []string{"program", "title"}, Field: "programme", Form: Words, Required: true, Doc: "Name of the programme, call, pledge or decision.", Example: "Caribbean Firearms Roadmap"},
	{Name: "offer_kind", Aliases: []string{"form"}, Field: "form", Form: Words, Required: true, Doc: "Instrument, with spaces or underscores: standing mechanism, pooled fund, contribution to pooled fund, bilateral programme, regional programme, regional grant, call for proposals, Council Decision, pledge, small grants, trust-fund project, EU project.", Example: "regional programme"},
	{Name: "themes", Aliases: []string{"theme"}, Field: "themes", Form: Codes, Doc: "Codes of themes with semicolons. Empty means any theme.", Example: "stockpile; marking"},
	{Name: "regions", Aliases: []string{"places", "region"}, Field: "places", Form: Codes, Doc: "Areas, States or \"global\" with semicolons. A list of ISO3 codes in parentheses or after \"focus\" counts before the words around it.", Example: "Sahel (BFA TCD MLI)"},
	{Name: "places_text", Field: "places_text", Form: Words, Doc: "Places in the words of the source, where regions holds codes.", Example: "the wider Sahel"},
	{Name: "eligible", Aliases: []string{"applicants"}, Field: "applicants", Form: Words, Doc: "Who may apply or carry it out.", Example: "UN agencies; NGOs"},
	{Name: "modality", Field: "modality", Form: Words, Doc: "Kind of help in the words of the source.", Example: "technical help, training, equipment"},
	{Name: "kinds", Aliases: []string{"kinds_of_help"}, Field: "kinds", Form: Codes, Doc: "Kinds of help by their codes. Without it, they are read from the modality.", Example: "legal; assessment"},
	{Name: "amount", Aliases: []string{"envelope"}, Field: "envelope", Form: Sum, Doc: "The whole sum. Empty means not known.", Example: "5000000"},
	{Name: "currency", Field: "currency", Form: Words, Doc: "ISO 4217 code for the sums of the row; UA for units of account.", Example: "EUR"},
	{Name: "cap_per_project", Aliases: []string{"max_project"}, Field: "max_project", Form: Sum, Doc: "Largest sum for one project.", Example: "200000"},
	{Name: "min_project", Field: "min_project", Form: Sum, Doc: "Smallest sum for one project.", Example: "50000"},
	{Name: "period_start", Aliases: []string{"valid_from", "start"}, Field: "valid", Form: Day, Doc: "When it begins.", Example: "2023"},
	{Name: "period_end", Aliases: []string{"valid_to", "end"}, Field: "valid", Form: Day, Doc: "When it ends.", Example: "2023-05-16"},
	{Name: "valid", Field: "valid", Form: Day, Doc: "Both in one.", Example: "2023/2026"},
	{Name: "forecast", Field: "forecast", Form: YesNo, Doc: "yes where the offer is expected, not firm.", Example: "yes"},
	{Name: "oda_only", Field: "oda_only", Form: YesNo, Doc: "Only for States eligible for official development assistance?", Example: "yes"},
	{Name: "report_years", Field: "report_years", Form: Number, Doc: "Asks for a national report within so many years.", Example: "2"},
	{Name: "conditions", Field: "conditions", Form: Words, Doc: "Other conditions.", Example: "yearly call"},
	{Name: "source_precision", Aliases: []string{"precision"}, Field: "precision", Form: Words, Doc: "exact, or site only.", Example: "exact"},
	{Name: "source", Field: "source", Form: Words, Doc: "Web addresses, with semicolons.", Example: "https://www.unodc.org"},
}

var pairingColumns = []Column{
	{Name: "id", Field: "id", Form: Words, Doc: "Reference of the row; made from the content where there is none.", Example: "PR029"},
	{Name: "project_key", Aliases: []string{"project"}, Field: "project", Form: Words, Doc: "The same for all rows of one project. Without it, the row is a project of its own.", Example: "usa-recsa"},
	{Name: "beneficiary_iso3", Field: "beneficiary", Form: Words, Required: true, Doc: "ISO3 code of the State that was helped.", Example: "BDI"},
	{Name: "beneficiary", Field: "beneficiary", Form: Words, Required: true, Doc: "Name of the State or area that was helped; enough without a code.", Example: "CARICOM"},
	{Name: "beneficiary_role", Aliases: []string{"role"}, Field: "role", Form: Words, Doc: "direct, group, focus country, host, participant in training.", Example: "direct"},
	{Name: "donor", Aliases: []string{"donors"}, Field: "donors", Form: Codes, Doc: "As for offers. Empty where only the implementer is known.", Example: "USA; EU"},
	{Name: "implementer", Field: "implementer", Form: Words, Doc: "Who carried it out.", Example: "UNREC"},
	{Name: "title", Field: "title", Form: Words, Required: true, Doc: "What was done.", Example: "Marking machines"},
	{Name: "theme", Aliases: []string{"themes"}, Field: "themes", Form: Codes, Doc: "Codes of themes with semicolons.", Example: "marking; stockpile"},
	{Name: "kinds", Aliases: []string{"kinds_of_help"}, Field: "kinds", Form: Codes, Doc: "Kinds of help by their codes. Without it, they are read from the modality.", Example: "equipment; training"},
	{Name: "modality", Field: "modality", Form: Words, Doc: "Kind of help in the words of the source.", Example: "equipment"},
	{Name: "start", Aliases: []string{"period_start"}, Field: "ran", Form: Day, Doc: "When it began.", Example: "2006"},
	{Name: "end", Aliases: []string{"period_end"}, Field: "ran", Form: Day, Doc: "When it ended.", Example: "2014-06"},
	{Name: "ran", Field: "ran", Form: Day, Doc: "Both in one.", Example: "2006/2014"},
	{Name: "amount", Field: "amount", Form: Sum, Doc: "Sum; see amount_scope.", Example: "2200000"},
	{Name: "currency", Field: "currency", Form: Words, Doc: "ISO 4217 code of the sum; UA for units of account.", Example: "USD"},
	{Name: "amount_scope", Field: "amount_scope", Form: Words, Doc: "Whether the sum is the whole project's or this beneficiary's.", Example: "this beneficiary"},
	{Name: "result_quantity", Aliases: []string{"result"}, Field: "result", Form: Number, Doc: "How many of the unit.", Example: "36"},
	{Name: "result_unit", Field: "result_unit", Form: Words, Doc: "What was counted.", Example: "marking machines"},
	{Name: "result_note", Field: "result_note", Form: Words, Doc: "How the count is meant.", Example: "more than"},
	{Name: "evidence_note", Aliases: []string{"evidence"}, Field: "evidence", Form: Words, Doc: "What to know about the evidence.", Example: "year approximate"},
	{Name: "source_precision", Aliases: []string{"precision"}, Field: "precision", Form: Words, Doc: "exact, or site only.", Example: "exact"},
	{Name: "source", Field: "source", Form: Words, Doc: "Web addresses, with semicolons.", Example: "https://unrec.org"},
}

var partyColumns = []Column{
	{Name: "id", Aliases: []string{"iso3"}, Field: "id", Form: Words, Doc: "ISO3 code or short name; made from the English name where there is none.", Example: "RECSA"},
	{Name: "kind", Field: "kind", Form: Words, Required: true, Doc: "state, territory, organisation, fund, group, aggregate.", Example: "organisation"},
	{Name: "roles", Field: "roles", Form: Codes, Doc: "requester, donor, implementer.", Example: "donor; implementer"},
	{Name: "name_en", Aliases: []string{"name", "names.en"}, Field: "name_en", Form: Words, Required: true, Doc: "Name in English.", Example: "Regional Centre on Small Arms"},
	{Name: "name_fr", Aliases: []string{"names.fr"}, Field: "names", Form: Words, Doc: "Name in French.", Example: "Centre régional sur les armes légères"},
	{Name: "name_es", Aliases: []string{"names.es"}, Field: "names", Form: Words, Doc: "Name in Spanish.", Example: "Centro Regional sobre Armas Pequeñas"},
	{Name: "name_ru", Aliases: []string{"names.ru"}, Field: "names", Form: Words, Doc: "Name in Russian.", Example: "Региональный центр"},
	{Name: "name_zh", Aliases: []string{"names.zh"}, Field: "names", Form: Words, Doc: "Name in Chinese.", Example: "区域中心"},
	{Name: "name_ar", Aliases: []string{"names.ar"}, Field: "names", Form: Words, Doc: "Name in Arabic.", Example: "المركز الإقليمي"},
	{Name: "regional_group", Field: "regional_group", Form: Words, Doc: "UN regional group.", Example: "African Group"},
	{Name: "region", Field: "region", Form: Words, Doc: "UN M49 region.", Example: "Africa"},
	{Name: "subregion", Field: "subregion", Form: Words, Doc: "UN M49 sub-region.", Example: "Sub-Saharan Africa"},
	{Name: "centre", Field: "centre", Form: Words, Doc: "UN regional centre for disarmament that serves it.", Example: "UNREC"},
	{Name: "ldc", Field: "ldc", Form: YesNo, Doc: "Least developed country?", Example: "yes"},
	{Name: "lldc", Field: "lldc", Form: YesNo, Doc: "Landlocked developing country?", Example: "yes"},
	{Name: "sids", Field: "sids", Form: YesNo, Doc: "Small island developing State?", Example: "no"},
	{Name: "income", Field: "income", Form: Words, Doc: "World Bank income group.", Example: "Low income"},
	{Name: "oda", Field: "oda", Form: Words, Doc: "Eligible for official development assistance: begins with yes, no, likely or check.", Example: "likely yes"},
	{Name: "note", Field: "note", Form: Words, Doc: "What else to know.", Example: "seat in Nairobi"},
	{Name: "source", Field: "source", Form: Words, Doc: "Where this was found.", Example: "https://recsasec.org"},
}
