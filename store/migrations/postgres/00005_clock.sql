-- +goose Up

-- When jobs are done by themselves. The jobs that wait or run are in River's own tables.
CREATE TABLE schedules (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    job        TEXT COLLATE "C" NOT NULL CHECK (job <> ''),
    spec       TEXT NOT NULL CHECK (spec <> ''),
    zone       TEXT NOT NULL,
    missed     TEXT COLLATE "C" NOT NULL CHECK (missed IN ('once', 'skip')),
    enabled    BOOLEAN NOT NULL,
    next_at    TIMESTAMPTZ NOT NULL,
    last_slot  TIMESTAMPTZ NOT NULL,
    version    BIGINT NOT NULL CHECK (version >= 1),
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

-- The history of runs.
CREATE TABLE runs (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    schedule_id TEXT COLLATE "C" NOT NULL,
    job         TEXT COLLATE "C" NOT NULL CHECK (job <> ''),
    slot        TIMESTAMPTZ NOT NULL,
    state       TEXT COLLATE "C" NOT NULL CHECK (state <> ''),
    progress    TEXT NOT NULL,
    attempts    BIGINT NOT NULL CHECK (attempts >= 0),
    started_at  TIMESTAMPTZ NOT NULL,
    ended_at    TIMESTAMPTZ NOT NULL,
    error       TEXT NOT NULL,
    round_id    TEXT COLLATE "C" NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX runs_slot ON runs (schedule_id, slot);
CREATE INDEX runs_open ON runs (schedule_id) WHERE state IN ('waiting', 'running', 'stopping');

CREATE TABLE subscriptions (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id    TEXT COLLATE "C" NOT NULL,
    party_id   TEXT COLLATE "C" NOT NULL,
    address    TEXT NOT NULL CHECK (address <> ''),
    events     TEXT NOT NULL,
    rhythm     TEXT COLLATE "C" NOT NULL CHECK (rhythm IN ('at_once', 'daily', 'weekly')),
    language   TEXT COLLATE "C" NOT NULL CHECK (language <> ''),
    secret     TEXT NOT NULL,
    version    BIGINT NOT NULL CHECK (version >= 1),
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

-- What was told to whom. It outlives the subscription.
CREATE TABLE notices (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    subscription_id TEXT COLLATE "C" NOT NULL,
    address         TEXT NOT NULL,
    language        TEXT COLLATE "C" NOT NULL,
    event           TEXT COLLATE "C" NOT NULL CHECK (event <> ''),
    subject         TEXT NOT NULL,
    body            TEXT NOT NULL,
    state           TEXT COLLATE "C" NOT NULL CHECK (state IN ('queued', 'held', 'sent', 'failed')),
    digest_id       TEXT COLLATE "C" NOT NULL,
    attempts        BIGINT NOT NULL CHECK (attempts >= 0),
    error           TEXT NOT NULL,
    sent_at         TIMESTAMPTZ NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX notices_held ON notices (subscription_id, id) WHERE state = 'held';
CREATE INDEX notices_digest ON notices (digest_id) WHERE digest_id <> '';
