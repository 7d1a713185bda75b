-- +goose Up

-- What became of calls with an idempotency key, for a day.
CREATE TABLE receipts (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    content    TEXT COLLATE "C" NOT NULL,
    attempt    TEXT COLLATE "C" NOT NULL,
    subject    TEXT NOT NULL,
    answer     BYTEA NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX receipts_expires ON receipts (expires_at);
