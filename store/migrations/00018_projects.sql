-- +goose Up

-- What projects belong to: a contract, a fund, a call for projects.
create table programme (
    region    text   not null references region (id),
    name_key  text   not null check (name_key <> ''), -- folded
    name      text   not null,
    parent    text   not null, -- its name, '' for none
    freshness bigint not null, -- calendar days, 0 for that of the parent
    fields    text   not null, -- JSON list of names
    author    text   not null,
    version   bigint not null check (version > 0),
    primary key (region, name_key)
);

-- Something that the State follows or pays for.
create table project (
    region        text    not null references region (id),
    number        bigint  not null check (number > 0), -- 105 for PR105
    name          text    not null,
    short         text    not null,
    short_key     text    not null, -- folded, '' when closed
    programme     text    not null, -- '' for none
    programme_key text    not null,
    departments   text    not null, -- JSON list of official numbers, [] for the whole region
    place         text    not null,
    place_code    text    not null,
    service       text    not null,
    lead          text    not null,
    owner         text    not null,
    partners      text    not null,
    outlook       text    not null,
    weight        bigint  not null, -- 0 for the worst outlook to 3 for the best, 4 for none
    trend         text    not null,
    comment       text    not null,
    progress      bigint  not null, -- -1 for none
    blocker       text    not null,
    milestone     text    not null,
    milestone_on  text    not null,
    links         text    not null,
    fields        text    not null, -- JSON list of names and values
    refs          text    not null, -- JSON list of 'E12', 'SE27'
    external      text    not null, -- 'numero_dossier_ds:12578999'
    closed        boolean not null,
    reason        text    not null,
    updated_at    bigint  not null,
    updated_by    text    not null,
    confirmed_at  bigint  not null,
    fresh_at      bigint  not null, -- the last of the three
    author        text    not null,
    created_at    bigint  not null,
    version       bigint  not null check (version > 0),
    primary key (region, number)
);
create unique index project_short on project (region, short_key) where short_key <> '';
create unique index project_external on project (region, external) where external <> '';
create index project_list on project (region, closed, weight, number);
create index project_programme on project (region, programme_key, closed, weight, number);
create index project_lead on project (region, lead, closed, weight, number) where lead <> '';
create index project_service on project (region, service, closed, weight, number) where service <> '';
create index project_author on project (region, author, number);
create index project_fresh on project (region, closed, fresh_at);

-- Where a project lies: a row for each department, one with '' for the whole region.
create table project_place (
    region        text    not null,
    department    text    not null,
    project       bigint  not null,
    closed        boolean not null,
    weight        bigint  not null,
    programme_key text    not null,
    primary key (region, project, department),
    foreign key (region, project) references project (region, number) on delete cascade
);
create index project_place_list on project_place (region, department, closed, weight, project);
create index project_place_programme on project_place (region, department, programme_key, closed, weight, project);

-- The words that find a project. They are many, and only ever written with their
-- project: no key of another table is checked for each.
create table project_word (
    region  text   not null,
    word    text   not null,
    project bigint not null,
    primary key (region, word, project)
);

-- What was said of a project, and when.
create table project_update (
    region   text   not null,
    project  bigint not null,
    rank     bigint not null check (rank > 0),
    at       bigint not null,
    by_user  text   not null,
    kind     text   not null, -- 'outlook', 'unchanged', 'progress', 'blocker'
    outlook  text   not null,
    progress bigint not null,
    text     text   not null,
    primary key (region, project, rank),
    foreign key (region, project) references project (region, number) on delete cascade
);
create index project_update_by on project_update (region, by_user) where by_user <> '';
