package store

import (
	"ploughshare/aid"

	"gorm.io/gorm"
)

// Lists show only what their reader may see, by conditions of the query: what came out later would leave shorter pages
// and tell how much is hidden.

// requestsFor keeps the requests that the reader may see.
func requestsFor(db *gorm.DB, who aid.Actor) *gorm.DB {
	audience := who.Sees(aid.ReadRequests)
	if audience == aid.ForOwners {
		return db
	}
	consents, statuses := aid.RequestsFor(audience)
	return db.Where("(requester_id = ? OR consent IN ? AND status IN ?)", who.Mine(aid.ReadRequests), consents, statuses)
}

// offersFor keeps the offers that the reader may see.
func offersFor(db *gorm.DB, who aid.Actor) *gorm.DB {
	if who.Sees(aid.ReadOffers) >= aid.ForecastOffers {
		return db
	}
	return db.Where("(forecast = ? OR donors"+holds+")", false, item(who.Mine(aid.ReadOffers)))
}

// proposalsFor keeps the proposals that the reader may see: the secretariat all, others those told to them about their
// own requests or offers, unless they may not see the other side.
func proposalsFor(db *gorm.DB, who aid.Actor) *gorm.DB {
	if who.Sees(aid.ReadProposals) == aid.ForOwners {
		return db
	}
	fresh := func(table string) *gorm.DB {
		return db.Session(&gorm.Session{NewDB: true}).Table(table).Select("id")
	}
	requests := fresh("requests").Where("requester_id = ?", who.Mine(aid.ReadRequests))
	offers := fresh("offers").Where("donors"+holds, item(who.Mine(aid.ReadOffers)))
	return db.Where("status IN ?", aid.ToldProposals).
		Where("request_id IN (?)", requestsFor(fresh("requests"), who)).
		Where("offer_id IN (?)", offersFor(fresh("offers"), who)).
		Where("(request_id IN (?) OR offer_id IN (?))", requests, offers)
}
