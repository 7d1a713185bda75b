-- +goose Up

-- When a request came to its status, when its State last confirmed it, and what is committed to it and of an offer.
-- Existing requests are taken to have come to their status when they were last changed.
ALTER TABLE requests ADD COLUMN entered_at TIMESTAMPTZ NOT NULL DEFAULT to_timestamp(0);
ALTER TABLE requests ADD COLUMN confirmed TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN committed TEXT NOT NULL DEFAULT '';
UPDATE requests SET entered_at = updated_at;
CREATE INDEX requests_entered ON requests (status, entered_at);
ALTER TABLE offers ADD COLUMN committed TEXT NOT NULL DEFAULT '';

-- Rows of one request are numbered by its id and seq, in the order in which they came.
CREATE TABLE questions (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    request_id  TEXT COLLATE "C" NOT NULL REFERENCES requests (id),
    seq         BIGINT NOT NULL CHECK (seq >= 1),
    "by"        TEXT   NOT NULL,
    field       TEXT   NOT NULL,
    text        TEXT   NOT NULL CHECK (text <> ''),
    asked_on    TEXT   NOT NULL,
    asked_by    TEXT   NOT NULL,
    answer      TEXT   NOT NULL,
    answered_on TEXT   NOT NULL,
    answered_by TEXT   NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 0),
    UNIQUE (request_id, seq)
);

CREATE TABLE interests (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    proposal_id TEXT COLLATE "C" NOT NULL REFERENCES proposals (id),
    request_id  TEXT COLLATE "C" NOT NULL REFERENCES requests (id),
    seq         BIGINT NOT NULL CHECK (seq >= 1),
    donor_id    TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    reply       TEXT   NOT NULL,
    portion     TEXT   NOT NULL,
    amount      TEXT   NOT NULL,
    reasons     TEXT   NOT NULL,
    note        TEXT   NOT NULL,
    replied_on  TEXT   NOT NULL,
    replied_by  TEXT   NOT NULL,
    UNIQUE (request_id, seq)
);
CREATE INDEX interests_proposal ON interests (proposal_id, seq);

CREATE TABLE commitments (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    proposal_id TEXT COLLATE "C" NOT NULL REFERENCES proposals (id),
    request_id  TEXT COLLATE "C" NOT NULL REFERENCES requests (id),
    offer_id    TEXT COLLATE "C" NOT NULL REFERENCES offers (id),
    seq         BIGINT NOT NULL CHECK (seq >= 1),
    donor_id    TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    kind        TEXT   NOT NULL,
    amount      TEXT   NOT NULL CHECK (amount <> ''),
    previous    TEXT COLLATE "C" NOT NULL,
    made_on     TEXT   NOT NULL,
    note        TEXT   NOT NULL,
    of_offer    TEXT   NOT NULL,
    of_request  TEXT   NOT NULL,
    cancelled   TEXT   NOT NULL,
    made_by     TEXT   NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 0),
    UNIQUE (request_id, seq)
);
CREATE INDEX commitments_offer ON commitments (offer_id, id);

CREATE TABLE results (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    request_id  TEXT COLLATE "C" NOT NULL REFERENCES requests (id),
    seq         BIGINT NOT NULL CHECK (seq >= 1),
    "by"        TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    unit        TEXT   NOT NULL,
    quantity    BIGINT NOT NULL CHECK (quantity >= 0),
    achieved_on TEXT   NOT NULL,
    note        TEXT   NOT NULL,
    evidence    TEXT   NOT NULL,
    reported_by TEXT   NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 0),
    UNIQUE (request_id, seq)
);

-- What became of one request is read from the journal by its address.
ALTER TABLE entries ALTER COLUMN subject TYPE TEXT COLLATE "C";
CREATE INDEX entries_subject ON entries (subject, id);
