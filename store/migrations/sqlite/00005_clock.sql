-- +goose Up

-- When jobs are done by themselves. The jobs that wait or run are in River's own tables.
CREATE TABLE schedules (
    id         TEXT NOT NULL PRIMARY KEY,
    job        TEXT NOT NULL CHECK (job <> ''),
    spec       TEXT NOT NULL CHECK (spec <> ''),
    zone       TEXT NOT NULL,
    missed     TEXT NOT NULL CHECK (missed IN ('once', 'skip')),
    enabled    BOOLEAN NOT NULL,
    next_at    TIMESTAMP NOT NULL,
    last_slot  TIMESTAMP NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- The history of runs.
CREATE TABLE runs (
    id          TEXT NOT NULL PRIMARY KEY,
    schedule_id TEXT NOT NULL,
    job         TEXT NOT NULL CHECK (job <> ''),
    slot        TIMESTAMP NOT NULL,
    state       TEXT NOT NULL CHECK (state <> ''),
    progress    TEXT NOT NULL,
    attempts    INTEGER NOT NULL CHECK (attempts >= 0),
    started_at  TIMESTAMP NOT NULL,
    ended_at    TIMESTAMP NOT NULL,
    error       TEXT NOT NULL,
    round_id    TEXT NOT NULL,
    created_at  TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX runs_slot ON runs (schedule_id, slot);
CREATE INDEX runs_open ON runs (schedule_id) WHERE state IN ('waiting', 'running', 'stopping');

CREATE TABLE subscriptions (
    id         TEXT NOT NULL PRIMARY KEY,
    user_id    TEXT NOT NULL,
    party_id   TEXT NOT NULL,
    address    TEXT NOT NULL CHECK (address <> ''),
    events     TEXT NOT NULL,
    rhythm     TEXT NOT NULL CHECK (rhythm IN ('at_once', 'daily', 'weekly')),
    language   TEXT NOT NULL CHECK (language <> ''),
    secret     TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- What was told to whom. It outlives the subscription.
CREATE TABLE notices (
    id              TEXT NOT NULL PRIMARY KEY,
    subscription_id TEXT NOT NULL,
    address         TEXT NOT NULL,
    language        TEXT NOT NULL,
    event           TEXT NOT NULL CHECK (event <> ''),
    subject         TEXT NOT NULL,
    body            TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('queued', 'held', 'sent', 'failed')),
    digest_id       TEXT NOT NULL,
    attempts        INTEGER NOT NULL CHECK (attempts >= 0),
    error           TEXT NOT NULL,
    sent_at         TIMESTAMP NOT NULL,
    created_at      TIMESTAMP NOT NULL
);
CREATE INDEX notices_held ON notices (subscription_id, id) WHERE state = 'held';
CREATE INDEX notices_digest ON notices (digest_id) WHERE digest_id <> '';
