-- +goose Up

-- Filtered lists that people have saved by a name.
CREATE TABLE searches (
    id         TEXT NOT NULL PRIMARY KEY,
    user_id    TEXT NOT NULL,
    name       TEXT NOT NULL CHECK (name <> ''),
    list       TEXT NOT NULL CHECK (list IN ('requests', 'proposals')),
    query      TEXT NOT NULL,
    rhythm     TEXT NOT NULL CHECK (rhythm IN ('', 'at_once', 'daily', 'weekly')),
    version    INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX searches_user ON searches (user_id);

-- The search that narrows what a subscriber hears; empty for none.
ALTER TABLE subscriptions ADD COLUMN search_id TEXT NOT NULL DEFAULT '';
