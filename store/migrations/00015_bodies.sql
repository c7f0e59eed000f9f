-- +goose Up

-- A committee, a commission, a board where the préfet is represented.
create table body (
    region      text    not null references region (id),
    number      bigint  not null check (number > 0), -- 3 for IN3
    name        text    not null,
    short       text    not null, -- 'EPF', '' for none
    short_key   text    not null, -- 'epf', folded, '' when closed
    search_key  text    not null, -- folded name, short name and kind
    sort_key    text    not null, -- words of the short name, else of the name, sorted alike by all engines
    kind        text    not null, -- 'conseil d’administration'
    chair       text    not null, -- 'state', 'shared', 'other'
    hat         text    not null, -- '59' for the préfet du Nord, '' for the préfet de région
    department  text    not null, -- '59', '' for the region
    legal_basis text    not null,
    rhythm      text    not null,
    secretariat text    not null,
    notice      bigint  not null, -- days, 0 for those of common law
    notice_unit bigint  not null, -- as calendar.Unit numbers them
    quorum      bigint  not null, -- 0 for a half
    quorum_of   bigint  not null, -- 0 when quorum is a number of members
    members     bigint  not null, -- 0 when they are the seats
    proxies     bigint  not null, -- 0 for one, negative for none
    replaces_qualified boolean not null,
    links       text    not null, -- '[{"title":"Statuts","url":"https://…"}]'
    template    text    not null, -- '' for the usual one
    closed      boolean not null,
    author      text    not null,
    created_at  bigint  not null,
    version     bigint  not null check (version > 0),
    primary key (region, number)
);
create unique index body_short on body (region, short_key) where short_key <> '';

-- One place in a body.
create table seat (
    region   text    not null,
    body     bigint  not null,
    number   bigint  not null check (number > 0),
    name     text    not null, -- 'urbanisme'
    nature   text    not null, -- 'function', 'elected', 'qualified', 'guest'
    advisory boolean not null,
    closed   boolean not null,
    primary key (region, body, number),
    foreign key (region, body) references body (region, number) on delete cascade
);

-- Who holds a seat, or is an alternate, and for how long.
create table term (
    region      text   not null,
    body        bigint not null,
    seat        bigint not null,
    position    bigint not null, -- among the terms of the seat
    rank        bigint not null, -- 0 for the holder
    user_id     text   not null, -- '' for somebody without an account
    name        text   not null, -- 'M. Lemaire'
    from_date   text   not null,
    to_date     text   not null, -- included, '' for no end
    appointment text   not null, -- the arrêté
    primary key (region, body, seat, position),
    foreign key (region, body, seat) references seat (region, body, number) on delete cascade
);
create index term_user on term (region, user_id, body) where user_id <> '';
create index term_end on term (region, to_date) where to_date <> '';

-- What is to be done before and after the meetings of bodies of a sort.
create table template (
    region   text   not null references region (id),
    name_key text   not null check (name_key <> ''), -- folded
    name     text   not null,
    steps    text   not null, -- JSON
    author   text   not null,
    version  bigint not null check (version > 0),
    primary key (region, name_key)
);

-- How long it takes from one town to another, either way.
create table travel (
    region    text   not null references region (id),
    from_town text   not null, -- folded, before to_town in their order; both '' for any two towns
    to_town   text   not null,
    from_name text   not null, -- as they were typed
    to_name   text   not null,
    minutes   bigint not null check (minutes > 0),
    primary key (region, from_town, to_town)
);

-- One dated sitting of a body.
create table meeting (
    region        text    not null,
    number        bigint  not null check (number > 0), -- 27 for SE27
    body          bigint  not null,
    state         text    not null,
    start_date    text    not null,
    start_time    text    not null, -- '' when it is not known
    zone          text    not null,
    start_at      bigint  not null,
    end_time      text    not null,
    place         text    not null,
    place_key     text    not null, -- folded
    link          text    not null,
    hat           text    not null,
    agenda        text    not null,
    notice_on     text    not null,
    attendance    text    not null,
    minutes       text    not null,
    minutes_at    bigint  not null,
    minutes_by    text    not null,
    reason        text    not null,
    previous_date text    not null,
    previous_time text    not null,
    previous_zone text    not null,
    cloned_from   bigint  not null,
    author        text    not null,
    from_service  text    not null,
    channel       text    not null,
    created_at    bigint  not null,
    closed_at     bigint  not null,
    closed_by     text    not null,
    uncovered     boolean not null, -- a seat has no representative confirmed, and the meeting is ahead
    revision      bigint  not null,
    version       bigint  not null check (version > 0),
    primary key (region, number),
    foreign key (region, body) references body (region, number)
);
create index meeting_date on meeting (region, start_date, start_at, number);
create index meeting_body on meeting (region, body, start_date, start_at, number);
create index meeting_uncovered on meeting (region, start_date, start_at, number) where uncovered;

-- Who speaks for the préfet in one seat at one meeting.
create table representation (
    region       text   not null,
    meeting      bigint not null,
    seat         bigint not null,
    state        text   not null,
    user_id      text   not null,
    name         text   not null,
    rank         bigint not null,
    proxy_user   text   not null,
    proxy_name   text   not null,
    answer_by    text   not null,
    overridden   text   not null, -- why a rule was gone against
    override_by  text   not null,
    primary key (region, meeting, seat),
    foreign key (region, meeting) references meeting (region, number) on delete cascade
);
create index representation_user on representation (region, user_id, meeting) where user_id <> '';
create index representation_proxy on representation (region, proxy_user, meeting) where proxy_user <> '';

-- The questions asked to those who may sit.
create table ask (
    region      text   not null,
    meeting     bigint not null,
    seat        bigint not null,
    position    bigint not null, -- 1, 2…
    user_id     text   not null,
    name        text   not null,
    rank        bigint not null,
    state       text   not null,
    asked_at    bigint not null,
    answer_by   text   not null,
    answered_at bigint not null,
    answered_by text   not null,
    reason      text   not null,
    primary key (region, meeting, seat, position),
    foreign key (region, meeting, seat) references representation (region, meeting, seat) on delete cascade
);
create index ask_user on ask (region, user_id, meeting) where user_id <> '';

-- The steps of the backward schedule of a meeting.
create table meeting_step (
    region   text    not null,
    meeting  bigint  not null,
    position bigint  not null,
    name     text    not null,
    days     bigint  not null,
    unit     bigint  not null,
    service  text    not null,
    date     text    not null,
    deadline bigint  not null, -- 0 when it is none
    seat     bigint  not null,
    past     boolean not null,
    minutes  boolean not null,
    primary key (region, meeting, position),
    foreign key (region, meeting) references meeting (region, number) on delete cascade
);
create index meeting_step_deadline on meeting_step (region, deadline) where deadline > 0;

-- The post under which a message is written, '' for none.
alter table dispatch add column root text not null default '';
