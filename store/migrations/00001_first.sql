-- +goose Up

-- How values are held, in every table:
--   instants         bigint, microseconds since 1970-01-01 UTC, 0 for none
--   civil dates      text, '2027-01-29', '' for none
--   hours            text, '09:00', '' for none
--   zones            text, the IANA name, 'Europe/Paris'
--   lists            text, JSON
--   identifiers      text, those of Mattermost or made at random
--   version          bigint, 1 at the insertion, one more at each update
-- Nothing is null. An empty text means none.

-- Facts about the database itself.
create table meta (
    name  text not null primary key, -- 'rehearsal'
    value text not null              -- 'true'
);

-- One préfecture de région, which is one Mattermost team.
create table region (
    id           text   not null primary key check (id <> ''), -- identifier of the team
    name         text   not null, -- 'hdf', as in the team's address
    lang         text   not null, -- 'fr'
    time_zone    text   not null, -- 'Europe/Paris'
    holiday_zone text   not null, -- 'Métropole'
    version      bigint not null check (version > 0)
);

-- A service of the State.
create table service (
    region         text    not null references region (id),
    id             text    not null check (id <> ''), -- never changes
    code           text    not null check (code <> ''), -- '62', 'DREAL'
    name           text    not null, -- 'préfecture du Pas-de-Calais'
    aliases        text    not null, -- '["Pas-de-Calais","PDC"]'
    kind           text    not null, -- 'prefecture'
    parent         text    not null, -- id of the service above, '' for none
    department     text    not null, -- '62', '' for a regional service
    arrondissement text    not null, -- '622', '' for none
    channel        text    not null, -- identifier of its channel, '' for none
    channel_name   text    not null, -- 'pref-62'
    time_zone      text    not null, -- 'Europe/Paris'
    holiday_zone   text    not null, -- 'Métropole'
    opens          text    not null, -- '08:30'
    closes         text    not null, -- '18:00'
    digest         text    not null, -- '30 8 * * 1', cron specification of the weekly point
    ladder         text    not null, -- 'J-7 J-3 J-1 J', '' for the house ladder
    referents      text    not null, -- '["8sd1…"]', accounts
    closed         boolean not null,
    version        bigint  not null check (version > 0),
    primary key (region, id),
    unique (region, code)
);
create index service_channel on service (region, channel) where channel <> '';

-- A Mattermost account known in a region.
create table agent (
    region       text    not null references region (id),
    user_id      text    not null check (user_id <> ''),
    username     text    not null, -- 'Alice.Martin', as written after @
    username_key text    not null, -- 'alice.martin', for look-ups whatever the case
    name         text    not null, -- 'Alice Martin', '' when not known
    lang         text    not null, -- 'fr'
    active       boolean not null,
    deputy       text    not null, -- account that receives in the agent's stead, '' for none
    away_from    text    not null, -- '2027-02-15'
    away_to      text    not null, -- '2027-02-26', included
    version      bigint  not null check (version > 0),
    primary key (region, user_id)
);
create index agent_username on agent (region, username_key);

-- What attaches an agent to a service. One row for each source, so that
-- leaving a channel does not undo what was decided by hand.
create table membership (
    region  text   not null,
    user_id text   not null,
    service text   not null,
    role    text   not null, -- 'contribution'
    source  text   not null, -- 'hand' or 'channel'
    rank    bigint not null, -- 1, 2…: the order in which they were given
    primary key (region, user_id, service, source),
    foreign key (region, user_id) references agent (region, user_id) on delete cascade,
    foreign key (region, service) references service (region, id)
);
create index membership_service on membership (region, service);

-- What the requests of a slash command must prove.
create table slash_token (
    region       text not null references region (id),
    trigger_word text not null check (trigger_word <> ''), -- 'echeance'
    hash         text not null check (hash <> ''), -- hexadecimal SHA-256 of the token
    primary key (region, trigger_word)
);

-- The last number given in each sequence of identifiers.
create table counter (
    region text   not null references region (id),
    name   text   not null, -- 'E'
    last   bigint not null check (last > 0), -- 12 when E12 was the last
    primary key (region, name)
);

-- What was done once and must not be done again.
create table once (
    region  text   not null references region (id),
    key     text   not null check (key <> ''), -- 'dialog:8sd1…'
    done_at bigint not null,
    primary key (region, key)
);

-- Who changed what. Rows are only ever added.
create table journal (
    region      text   not null references region (id),
    id          text   not null check (id <> ''),
    happened_at bigint not null,
    rank        bigint not null, -- 1, 2…: the order of the lines of one object
    actor       text   not null, -- account, '' for jalon itself
    origin      text   not null, -- 'slash'
    place       text   not null, -- channel, '' for none
    action      text   not null, -- 'echeance.fait'
    object      text   not null, -- 'E12'
    was         text   not null, -- JSON of what changed, '' at a creation
    became      text   not null, -- JSON of what it became
    reason      text   not null,
    primary key (region, id)
);
create index journal_object on journal (region, object, rank);

-- Something owed on a date.
create table deadline (
    region        text    not null references region (id),
    number        bigint  not null check (number > 0), -- 12 for E12
    title         text    not null check (title <> ''), -- 'Bilan CPER à la DGCL'
    search_key    text    not null, -- 'bilan cper a la dgcl', what words are searched in
    kind          text    not null, -- 'internal'
    due_date      text    not null, -- '2027-01-29'
    due_time      text    not null, -- '12:00', '' for the whole day
    due_zone      text    not null, -- 'Europe/Paris'
    due_at        bigint  not null, -- instant after which it is late
    said          text    not null, -- 'fin janvier', the period the date was taken from
    said_en       text    not null, -- the same in English
    first_date    text    not null, -- the due date announced at the creation
    first_time    text    not null,
    first_zone    text    not null,
    ladder        text    not null, -- '[{"days":7,"at":"09:00"}]', 'null' for none decided
    chosen        boolean not null, -- somebody asked for this ladder
    state         text    not null check (state in ('open', 'done', 'cancelled')),
    author        text    not null, -- account
    from_service  text    not null, -- service on whose behalf it was asked, '' for none
    channel       text    not null, -- where it was typed
    created_at    bigint  not null,
    closed_at     bigint  not null,
    closed_by     text    not null, -- account
    reason        text    not null, -- 'attente DREAL'
    previous_date text    not null, -- the due date before the last postponement
    previous_time text    not null,
    previous_zone text    not null,
    series        bigint  not null, -- number of the series it is an occurrence of, 0 for none
    occurrence    text    not null, -- the date the rule gave it, '2026-11-30'
    next          bigint  not null, -- the occurrence that opened when this one closed, 0 until then
    revision      bigint  not null, -- number of the schedule
    version       bigint  not null check (version > 0),
    primary key (region, number)
);
-- Lists are read in the order of these, and words searched in them.
create index deadline_state on deadline (region, state, due_at, number, search_key);
create index deadline_due on deadline (region, due_at, number, search_key);

-- A deadline that comes back: the rule of its dates and what each occurrence
-- starts from.
create table series (
    region       text    not null references region (id),
    number       bigint  not null check (number > 0), -- that of its first deadline
    rule         text    not null, -- the recurrence, as calendar.Recurrence writes itself
    title        text    not null check (title <> ''),
    kind         text    not null, -- 'internal'
    zone         text    not null, -- 'Europe/Paris'
    ladder       text    not null, -- as in deadline
    chosen       boolean not null,
    parts        text    not null, -- '[{"service":"62","assignee":"","assigned_by":""}]'
    author       text    not null, -- account
    from_service text    not null,
    ended        boolean not null, -- no further occurrence will open
    version      bigint  not null check (version > 0),
    primary key (region, number)
);

-- What one service owes of a deadline. The state and the due instant of the
-- deadline stand here too, so that the list of a service reads one index.
create table part (
    region         text   not null,
    deadline       bigint not null,
    service        text   not null,
    rank           bigint not null, -- 1, 2…: the order in which they were added
    assignee       text   not null, -- account, '' when the service answers
    assigned_by    text   not null, -- account that entrusted it, '' when nobody did
    state          text   not null check (state in ('open', 'done', 'cancelled')),
    closed_at      bigint not null,
    closed_by      text   not null, -- account
    note           text   not null, -- 'transmis ce matin'
    deadline_state text   not null, -- copy of deadline.state
    due_at         bigint not null, -- copy of deadline.due_at
    primary key (region, deadline, service),
    foreign key (region, deadline) references deadline (region, number) on delete cascade,
    foreign key (region, service) references service (region, id)
);
-- They begin with what narrows most: SQLite takes any first column for such.
create index part_service on part (service, region, deadline_state, due_at, deadline, state);
create index part_assignee on part (assignee, region, deadline_state, due_at, deadline)
    where assignee <> '';

-- One thing to tell one recipient. What is told once is never told again: see
-- the unique key.
create table delivery (
    id        text   not null primary key check (id <> ''),
    region    text   not null references region (id),
    subject   text   not null check (subject <> ''), -- 'E12'
    revision  bigint not null, -- of the subject's schedule
    step      text   not null, -- 'J-7'
    recipient text   not null check (recipient like 'channel:%' or recipient like 'user:%'),
    notice    text   not null, -- 'echeance.rappel'
    service   text   not null, -- service whose part it is about, '' for the whole
    due_date  text   not null, -- '2027-01-22'
    due_time  text   not null, -- '09:00'
    due_zone  text   not null, -- 'Europe/Paris'
    due_at    bigint not null, -- the same as an instant
    state     text   not null check (state in ('planned', 'claimed', 'sent', 'skipped', 'failed', 'cancelled')),
    reason    text   not null, -- 'past'
    dispatch  text   not null, -- id of the dispatch that carries it, '' for none
    sent_at   bigint not null,
    version   bigint not null check (version > 0),
    unique (region, subject, revision, step, recipient)
);
create index delivery_planned on delivery (due_at, region, length(subject), subject, recipient, revision, step)
    where state = 'planned';
create index delivery_dispatch on delivery (dispatch) where dispatch <> '';

-- One call of the chat: a frozen text for a frozen list of deliveries.
create table dispatch (
    id          text   not null primary key check (id <> ''),
    region      text   not null references region (id),
    key         text   not null unique check (key <> ''), -- random, carried by the post
    kind        text   not null check (kind in ('create', 'direct', 'edit')),
    recipient   text   not null check (recipient like 'channel:%' or recipient like 'user:%'),
    post        text   not null, -- the post edited or created, '' before it is known
    channel     text   not null, -- where the post stands
    subject     text   not null, -- 'E12'
    service     text   not null, -- '' for the whole
    notice      text   not null, -- 'echeance.rappel'
    drawn       bigint not null, -- version of the subject that the content shows
    content     bytea  not null, -- the frozen drawing
    state       text   not null check (state in ('ready', 'sending', 'doubt', 'sent', 'refused', 'dropped')),
    reason      text   not null, -- 'rate_limited'
    attempts    bigint not null,
    first_tried bigint not null, -- by the chat's clock
    last_tried  bigint not null,
    next_try    bigint not null,
    lease       text   not null, -- who holds it, '' for nobody
    lease_until bigint not null,
    created_at  bigint not null,
    version     bigint not null check (version > 0)
);
create index dispatch_waiting on dispatch (next_try, id)
    where state in ('ready', 'doubt');
create index dispatch_leased on dispatch (lease_until, id)
    where state = 'sending';
create index dispatch_unsent on dispatch (region, subject)
    where state in ('ready', 'sending', 'doubt');
create index dispatch_editing on dispatch (region, post)
    where kind = 'edit' and state in ('ready', 'sending', 'doubt');

-- A post that shows a subject and is drawn again when the subject changes.
create table card (
    region  text    not null references region (id),
    post    text    not null check (post <> ''),
    subject text    not null check (subject <> ''), -- 'E12'
    rank    bigint  not null, -- 1, 2…: the order of the cards of one subject
    channel text    not null,
    user_id text    not null, -- reader of a private card, '' for none
    service text    not null, -- '' for the whole
    notice  text    not null, -- 'echeance.rappel'
    key     text    not null, -- of the dispatch that created the post
    drawn   bigint  not null, -- version of the subject that the post shows
    wanted  bigint  not null, -- version that it must show
    dead    boolean not null, -- the post can no longer be edited
    stale   boolean not null check (stale = (wanted > drawn and not dead)), -- must be drawn again
    reason  text    not null, -- 'gone'
    version bigint  not null check (version > 0),
    primary key (region, post, subject)
);
create index card_subject on card (region, subject, rank);
create index card_stale on card (region, post, subject) where stale;
