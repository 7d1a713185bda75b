-- +goose Up

-- What became of calls with an idempotency key, for a day.
CREATE TABLE receipts (
    id         TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    content    TEXT NOT NULL,
    attempt    TEXT NOT NULL,
    subject    TEXT NOT NULL,
    answer     BLOB NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX receipts_expires ON receipts (expires_at);
