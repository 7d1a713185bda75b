package store

import (
	"context"
	"time"

	"ploughshare/aid"
)

var users = kind[aid.User, aid.UserID]{
	one: "user", many: "users",
	id:      func(u aid.User) aid.UserID { return u.ID },
	version: func(u *aid.User) *int64 { return &u.Version },
}

var userOrders = []order{
	{name: "email", columns: []string{"email"}},
	{name: "id", columns: []string{"id"}},
}

// AddUser adds a new account.
func (s *Store) AddUser(ctx context.Context, u aid.User) error {
	return users.add(ctx, s, []aid.User{u})
}

// User returns one account.
func (s *Store) User(ctx context.Context, id aid.UserID) (aid.User, error) {
	return users.get(ctx, s, id)
}

// UserByEmail returns the account of an address.
func (s *Store) UserByEmail(ctx context.Context, email string) (aid.User, error) {
	return take[aid.User](s.read.WithContext(ctx).Where("email = ?", email), "user")
}

// UserBySubject returns the account that an identity provider vouches for.
func (s *Store) UserBySubject(ctx context.Context, subject string) (aid.User, error) {
	return take[aid.User](s.read.WithContext(ctx).Where("subject = ? AND subject <> ''", subject), "user")
}

// ReplaceUser writes all of an account anew. Errors are those of ReplaceRequest.
func (s *Store) ReplaceUser(ctx context.Context, u aid.User) error { return users.replace(ctx, s, u) }

// Users lists accounts; they can be sorted by email and id.
func (s *Store) Users(ctx context.Context, p aid.Page) ([]aid.User, string, error) {
	return page[aid.User](s.read.WithContext(ctx), userOrders, p)
}

// Administrators counts the accounts that can still administer.
func (s *Store) Administrators(ctx context.Context) (n int64, err error) {
	err = s.read.WithContext(ctx).Model(&aid.User{}).
		Where("roles"+holds, item(aid.Administrator)).Where("disabled = ?", false).Count(&n).Error
	return n, failure("users", err)
}

var tokens = kind[aid.Token, aid.TokenID]{
	one: "token", many: "tokens",
	id: func(t aid.Token) aid.TokenID { return t.ID },
}

// AddToken adds a token.
func (s *Store) AddToken(ctx context.Context, t aid.Token) error {
	return tokens.add(ctx, s, []aid.Token{t})
}

// Token returns one token.
func (s *Store) Token(ctx context.Context, id aid.TokenID) (aid.Token, error) {
	return tokens.get(ctx, s, id)
}

// TokenByHash returns the token whose secret has the hash.
func (s *Store) TokenByHash(ctx context.Context, hash string) (aid.Token, error) {
	return take[aid.Token](s.read.WithContext(ctx).Where("hash = ?", hash), "token")
}

// Tokens lists the tokens of a user, the oldest first.
func (s *Store) Tokens(ctx context.Context, user aid.UserID) (rows []aid.Token, err error) {
	err = s.read.WithContext(ctx).Where("user_id = ?", user).Order("created_at, id").Find(&rows).Error
	return rows, failure("tokens", err)
}

// TokenUsed notes when a token was last used.
func (s *Store) TokenUsed(ctx context.Context, id aid.TokenID, at time.Time) error {
	return failure("token", s.write.WithContext(ctx).Model(&aid.Token{}).Where("id = ?", id).Update("last_used", instant(at)).Error)
}

// RemoveTokens takes away a token of a user, or all of them when id is empty.
func (s *Store) RemoveTokens(ctx context.Context, user aid.UserID, id aid.TokenID) error {
	db := where(s.write.WithContext(ctx).Where("user_id = ?", user), "id = ?", id)
	return failure("tokens", db.Delete(&aid.Token{}).Error)
}
