-- +goose Up

-- party_id is '' for who speaks for no party, so it cannot be a foreign key.
CREATE TABLE users (
    id            TEXT        NOT NULL PRIMARY KEY CHECK (id <> ''),
    email         TEXT        NOT NULL UNIQUE CHECK (email <> ''),
    name          TEXT        NOT NULL,
    party_id      TEXT        NOT NULL,
    roles         TEXT        NOT NULL,
    language      TEXT        NOT NULL,
    subject       TEXT        NOT NULL,
    password_hash TEXT        NOT NULL,
    temporary     BOOLEAN     NOT NULL,
    totp_secret   TEXT        NOT NULL,
    totp_pending  BOOLEAN     NOT NULL,
    totp_step     BIGINT      NOT NULL,
    recovery      TEXT        NOT NULL,
    disabled      BOOLEAN     NOT NULL,
    secured_at    TIMESTAMPTZ NOT NULL,
    version       BIGINT      NOT NULL CHECK (version >= 0),
    created_at    TIMESTAMPTZ NOT NULL,
    updated_at    TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX users_subject ON users (subject) WHERE subject <> '';

CREATE TABLE tokens (
    id         TEXT        NOT NULL PRIMARY KEY CHECK (id <> ''),
    user_id    TEXT        NOT NULL REFERENCES users (id),
    name       TEXT        NOT NULL,
    hash       TEXT        NOT NULL UNIQUE CHECK (hash <> ''),
    scope      TEXT        NOT NULL CHECK (scope <> ''),
    proved     BOOLEAN     NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    last_used  TIMESTAMPTZ NOT NULL
);
CREATE INDEX tokens_user ON tokens (user_id);

CREATE TABLE sessions (
    id         TEXT        NOT NULL PRIMARY KEY CHECK (id <> ''),
    data       BYTEA       NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires_at);
