package aid

import "iter"

// Page asks for a stretch of a list. After is the cursor that the page before returned.
type Page struct {
	Sort  string // a field that the list can be sorted by; empty for the list's own order
	Desc  bool
	After string
	Limit int // 1 to MaxPage; 0 for DefaultPage
}

// Limits of a page.
const (
	DefaultPage = 50
	MaxPage     = 500
)

// Each goes through the rows of a list from a page on to its end. An error comes last.
func Each[T any](page Page, read func(Page) ([]T, string, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ask := page
		for ask.Limit = MaxPage; ; {
			rows, next, err := read(ask)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
			if ask.After = next; next == "" {
				return
			}
		}
	}
}

// Rows are those of a list from a page on to its end.
func Rows[T any](page Page, read func(Page) ([]T, string, error)) ([]T, error) {
	var rows []T
	for row, err := range Each(page, read) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// The filters of the lists; an empty field does not filter.
type (
	PartyFilter struct {
		Kind   PartyKind
		Role   Role
		Region string // M49 region or sub-region
	}
	RequestFilter struct {
		ID        RequestID
		Requester PartyID
		Theme     ThemeID
		Region    string // M49 region or sub-region of the requester
		Status    RequestStatus
		Open      bool      // only those in one of OpenRequests
		Words     string    // to be found in its texts or in the names of its States and themes, in any language
		Silent    bool      // only those in whose stage somebody has been silent too long
		Overdue   []Overdue // what that means today; the desk fills it in
	}
	OfferFilter struct {
		Donor PartyID
		Theme ThemeID
		Form  OfferForm
		Words string // as for requests
	}
	PairingFilter struct {
		Beneficiary string
		Donor       PartyID
		Theme       ThemeID
	}
	ProposalFilter struct {
		ID        ProposalID
		Round     RoundID
		Request   RequestID
		Offer     OfferID
		Requester PartyID
		Donor     PartyID
		Theme     ThemeID // of the request
		Region    string  // M49 region or sub-region of the requester
		MinTotal  int
		Flagged   bool // only those for legal review
		Status    ProposalStatus
		Words     string // to be found in the request
	}
	UnmatchedFilter struct {
		Round   RoundID
		Request RequestID
		Theme   ThemeID
	}
	PaperFilter struct {
		ID       PaperID
		Issue    IssueID
		Kind     string
		Round    RoundID
		Party    PartyID
		Language string
		Format   string
		Reader   PartyID  // whoever reads them gets those for this party
		Open     []string // and, once their round is published, those of these kinds that are for no party
	}
	// FollowFilter is of what donors answer and commit.
	FollowFilter struct {
		Request  RequestID
		Proposal ProposalID
		Donor    PartyID
	}
)
