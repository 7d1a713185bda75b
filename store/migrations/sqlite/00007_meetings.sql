-- +goose Up

-- Meetings, what was undertaken in them, and what the secretariat settles about pairs of a round before the rest is solved.
CREATE TABLE meetings (
    id           TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    title        TEXT NOT NULL CHECK (title <> ''),
    place        TEXT NOT NULL,
    starts       TEXT NOT NULL CHECK (starts <> ''),
    ends         TEXT NOT NULL CHECK (ends <> ''),
    cut_off      TEXT NOT NULL CHECK (cut_off <> ''),
    agenda       TEXT NOT NULL,
    participants TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('planned', 'held', 'closed')),
    announced    BOOLEAN NOT NULL,
    item         INTEGER NOT NULL CHECK (item >= 0),
    round_id     TEXT NOT NULL,
    published_on TEXT NOT NULL,
    version      INTEGER NOT NULL CHECK (version >= 0),
    created_at   TIMESTAMP NOT NULL,
    updated_at   TIMESTAMP NOT NULL
);
CREATE INDEX meetings_starts ON meetings (starts, id);

CREATE TABLE actions (
    id         TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    seq        INTEGER NOT NULL CHECK (seq >= 1),
    item       INTEGER NOT NULL CHECK (item >= 0),
    request_id TEXT NOT NULL,
    text       TEXT NOT NULL CHECK (text <> ''),
    owner_id   TEXT NOT NULL,
    due_on     TEXT NOT NULL CHECK (due_on <> ''),
    state      TEXT NOT NULL CHECK (state IN ('open', 'done')),
    noted_by   TEXT NOT NULL,
    noted_on   TEXT NOT NULL,
    done_on    TEXT NOT NULL,
    done_by    TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 0),
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (meeting_id, seq)
);
CREATE INDEX actions_due ON actions (due_on, id);

CREATE TABLE curations (
    id         TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    round_id   TEXT NOT NULL REFERENCES rounds (id),
    seq        INTEGER NOT NULL CHECK (seq >= 1),
    kind       TEXT NOT NULL CHECK (kind IN ('pin', 'amount', 'veto')),
    request_id TEXT NOT NULL CHECK (request_id <> ''),
    offer_id   TEXT NOT NULL CHECK (offer_id <> ''),
    amount     TEXT NOT NULL,
    reason     TEXT NOT NULL CHECK (reason <> ''),
    "by"       TEXT NOT NULL,
    made_on    TEXT NOT NULL,
    undone_by  TEXT NOT NULL,
    undone_on  TEXT NOT NULL,
    undone_why TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 0),
    UNIQUE (round_id, seq)
);

ALTER TABLE rounds ADD COLUMN base TEXT NOT NULL DEFAULT '';
ALTER TABLE rounds ADD COLUMN meeting_id TEXT NOT NULL DEFAULT '';
ALTER TABLE proposals ADD COLUMN curations TEXT NOT NULL DEFAULT '[]';
ALTER TABLE interests ADD COLUMN meeting_id TEXT NOT NULL DEFAULT '';
ALTER TABLE interests ADD COLUMN recorded_by TEXT NOT NULL DEFAULT '';
