-- +goose Up

-- COLLATE "C" orders keys and sorted texts by bytes, as SQLite does: the same lists on both, whatever the locale.

-- Reference. JSON lives in TEXT columns; dates and periods are ISO 8601 text, '' where not known.

CREATE TABLE parties (
    id             TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    kind           TEXT COLLATE "C" NOT NULL,
    roles          TEXT             NOT NULL,
    names          TEXT             NOT NULL,
    regional_group TEXT             NOT NULL,
    region         TEXT             NOT NULL,
    subregion      TEXT             NOT NULL,
    centre         TEXT             NOT NULL,
    ldc            TEXT             NOT NULL,
    lldc           TEXT             NOT NULL,
    sids           TEXT             NOT NULL,
    income         TEXT             NOT NULL,
    oda            TEXT             NOT NULL,
    note           TEXT             NOT NULL,
    source         TEXT             NOT NULL
);
CREATE INDEX parties_kind ON parties (kind, id);
CREATE INDEX parties_region ON parties (region);
CREATE INDEX parties_subregion ON parties (subregion);

CREATE TABLE themes (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    names        TEXT             NOT NULL,
    poa          TEXT             NOT NULL,
    iti          TEXT             NOT NULL,
    form2010     TEXT             NOT NULL,
    form2018     TEXT             NOT NULL,
    mosaic       TEXT             NOT NULL,
    iatg         TEXT             NOT NULL,
    sdg          TEXT             NOT NULL,
    dac          TEXT             NOT NULL,
    att          TEXT             NOT NULL,
    focus        TEXT             NOT NULL,
    verification TEXT             NOT NULL,
    source       TEXT             NOT NULL
);

CREATE TABLE areas (
    id      TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    kind    TEXT COLLATE "C" NOT NULL,
    name    TEXT             NOT NULL,
    aliases TEXT             NOT NULL,
    note    TEXT             NOT NULL,
    source  TEXT             NOT NULL
);

-- A party that left and came back has two memberships with different beginnings.
CREATE TABLE memberships (
    area_id      TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    party_id     TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    "from"       TEXT COLLATE "C" NOT NULL,
    "to"         TEXT             NOT NULL,
    note         TEXT             NOT NULL,
    verification TEXT             NOT NULL,
    source       TEXT             NOT NULL,
    PRIMARY KEY (area_id, party_id, "from")
);
CREATE INDEX memberships_party ON memberships (party_id);

-- party_id is '' where no State's territory is meant, so it cannot be a foreign key.
CREATE TABLE embargoes (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    target       TEXT             NOT NULL,
    party_id     TEXT COLLATE "C" NOT NULL,
    scope        TEXT             NOT NULL,
    detail       TEXT             NOT NULL,
    resolution   TEXT             NOT NULL,
    related      TEXT             NOT NULL,
    start        TEXT             NOT NULL,
    "end"        TEXT             NOT NULL,
    expiry       TEXT             NOT NULL,
    exemptions   TEXT             NOT NULL,
    verification TEXT             NOT NULL,
    checked      TEXT             NOT NULL,
    source       TEXT             NOT NULL
);

CREATE TABLE rates (
    currency TEXT COLLATE "C" NOT NULL CHECK (length(currency) = 3),
    "from"   TEXT COLLATE "C" NOT NULL,
    micros   BIGINT           NOT NULL CHECK (micros > 0),
    note     TEXT             NOT NULL,
    source   TEXT             NOT NULL,
    PRIMARY KEY (currency, "from")
);

-- Needs and resources.

CREATE TABLE requests (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    requester_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    title        TEXT             NOT NULL,
    need         TEXT             NOT NULL CHECK (need <> ''),
    quantity     TEXT             NOT NULL,
    themes       TEXT             NOT NULL,
    countries    TEXT             NOT NULL,
    kinds        TEXT             NOT NULL,
    kinds_read   BOOLEAN          NOT NULL,
    amount       TEXT             NOT NULL,
    first_stage  TEXT             NOT NULL,
    asked        TEXT             NOT NULL,
    wanted       TEXT             NOT NULL,
    drawn_up     TEXT             NOT NULL,
    endorsed     TEXT             NOT NULL,
    implementer  TEXT             NOT NULL,
    contact      TEXT             NOT NULL,
    consent      TEXT             NOT NULL,
    provenance   TEXT             NOT NULL,
    status       TEXT COLLATE "C" NOT NULL CHECK (status <> ''),
    version      BIGINT           NOT NULL CHECK (version >= 0),
    created_at   TIMESTAMPTZ      NOT NULL,
    updated_at   TIMESTAMPTZ      NOT NULL
);
CREATE INDEX requests_requester ON requests (requester_id, id);
CREATE INDEX requests_status ON requests (status, id);
CREATE INDEX requests_updated ON requests (updated_at, id);

CREATE TABLE offers (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    donors       TEXT             NOT NULL,
    programme    TEXT COLLATE "C" NOT NULL CHECK (programme <> ''),
    form         TEXT COLLATE "C" NOT NULL,
    themes       TEXT             NOT NULL,
    places       TEXT             NOT NULL,
    places_text  TEXT             NOT NULL,
    applicants   TEXT             NOT NULL,
    kinds        TEXT             NOT NULL,
    modality     TEXT             NOT NULL,
    envelope     TEXT             NOT NULL,
    min_project  TEXT             NOT NULL,
    max_project  TEXT             NOT NULL,
    valid        TEXT             NOT NULL,
    forecast     BOOLEAN          NOT NULL,
    oda_only     TEXT             NOT NULL,
    report_years BIGINT           NOT NULL CHECK (report_years >= 0),
    conditions   TEXT             NOT NULL,
    precision    TEXT             NOT NULL,
    source       TEXT             NOT NULL,
    version      BIGINT           NOT NULL CHECK (version >= 0),
    created_at   TIMESTAMPTZ      NOT NULL,
    updated_at   TIMESTAMPTZ      NOT NULL
);
CREATE INDEX offers_programme ON offers (programme, id);
CREATE INDEX offers_form ON offers (form, id);
CREATE INDEX offers_updated ON offers (updated_at, id);

-- beneficiary_id is a State or an area, so it cannot be a foreign key.
CREATE TABLE pairings (
    id             TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    project        TEXT COLLATE "C" NOT NULL,
    beneficiary_id TEXT COLLATE "C" NOT NULL,
    role           TEXT             NOT NULL,
    donors         TEXT             NOT NULL,
    implementer    TEXT             NOT NULL,
    title          TEXT             NOT NULL,
    themes         TEXT             NOT NULL,
    kinds          TEXT             NOT NULL,
    modality       TEXT             NOT NULL,
    ran            TEXT             NOT NULL,
    amount         TEXT             NOT NULL,
    amount_scope   TEXT             NOT NULL,
    result         BIGINT           NOT NULL CHECK (result >= 0),
    result_unit    TEXT             NOT NULL,
    result_note    TEXT             NOT NULL,
    evidence       TEXT             NOT NULL,
    precision      TEXT             NOT NULL,
    source         TEXT             NOT NULL
);
CREATE INDEX pairings_project ON pairings (project, id);
CREATE INDEX pairings_beneficiary ON pairings (beneficiary_id, id);

-- Rounds.

-- The id is the year and the number in that year, which must stay a number: the next one is reckoned from it.
CREATE TABLE rounds (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY
        CHECK (id ~ '^R[0-9]{4}-[1-9][0-9]*$'),
    as_of         TEXT             NOT NULL,
    policy        TEXT             NOT NULL,
    engine        TEXT             NOT NULL,
    inputs_digest TEXT             NOT NULL,
    digest        TEXT             NOT NULL,
    requests      BIGINT           NOT NULL CHECK (requests >= 0),
    offers        BIGINT           NOT NULL CHECK (offers >= 0),
    barred        BIGINT           NOT NULL CHECK (barred >= 0),
    proposals     BIGINT           NOT NULL CHECK (proposals >= 0),
    unmatched     BIGINT           NOT NULL CHECK (unmatched >= 0),
    value         BIGINT           NOT NULL,
    bound         BIGINT           NOT NULL,
    created_at    TIMESTAMPTZ      NOT NULL,
    created_by    TEXT             NOT NULL
);
CREATE INDEX rounds_created ON rounds (created_at, id);

-- What the round read and what it made of it, both as gzipped JSON.
CREATE TABLE round_records (
    round_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES rounds (id),
    inputs   BYTEA            NOT NULL,
    outcome  BYTEA            NOT NULL
);

CREATE TABLE proposals (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id = round_id || '.' || request_id || '.' || offer_id),
    round_id   TEXT COLLATE "C" NOT NULL REFERENCES rounds (id),
    request_id TEXT COLLATE "C" NOT NULL REFERENCES requests (id),
    offer_id   TEXT COLLATE "C" NOT NULL REFERENCES offers (id),
    rank       BIGINT           NOT NULL CHECK (rank >= 1),
    amount     TEXT             NOT NULL,
    total      BIGINT           NOT NULL CHECK (total BETWEEN 0 AND 10000),
    score      TEXT             NOT NULL,
    flags      TEXT             NOT NULL,
    caveats    TEXT             NOT NULL,
    status     TEXT COLLATE "C" NOT NULL CHECK (status <> ''),
    version    BIGINT           NOT NULL CHECK (version >= 0)
);
CREATE INDEX proposals_rank ON proposals (round_id, rank, id);
CREATE INDEX proposals_total ON proposals (total, id);
CREATE INDEX proposals_request ON proposals (request_id, id);
CREATE INDEX proposals_offer ON proposals (offer_id, id);

CREATE TABLE unmatched (
    round_id   TEXT COLLATE "C" NOT NULL REFERENCES rounds (id),
    request_id TEXT COLLATE "C" NOT NULL REFERENCES requests (id),
    barred     BOOLEAN          NOT NULL,
    reason     TEXT             NOT NULL,
    rulings    TEXT             NOT NULL,
    PRIMARY KEY (round_id, request_id)
);
CREATE INDEX unmatched_request ON unmatched (request_id, round_id);

-- The journal. Each entry names the hash of the one before, once: the chain cannot fork, and it cannot be rewritten.

CREATE TABLE entries (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      TIMESTAMPTZ NOT NULL,
    "by"    TEXT        NOT NULL,
    verb    TEXT        NOT NULL,
    subject TEXT        NOT NULL,
    note    TEXT        NOT NULL,
    prev    TEXT        NOT NULL UNIQUE,
    hash    TEXT        NOT NULL UNIQUE CHECK (length(hash) = 64)
);

-- +goose StatementBegin
CREATE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal cannot be changed';
END;
$$;
-- +goose StatementEnd

CREATE TRIGGER entries_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change();
