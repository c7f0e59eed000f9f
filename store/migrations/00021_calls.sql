-- +goose Up

-- A project that is a call for projects: when it closes, and from which template
-- its steps are.
create table project_call (
    region    text   not null,
    project   bigint not null,
    template  text   not null,
    closes_on text   not null,
    closes_at text   not null, -- '23:59'
    zone      text   not null,
    version   bigint not null check (version > 0),
    primary key (region, project),
    foreign key (region, project) references project (region, number) on delete cascade
);

-- The steps of a call for projects, in the order of their dates.
create table project_step (
    region   text    not null,
    project  bigint  not null,
    rank     bigint  not null check (rank > 0),
    name     text    not null,
    days     bigint  not null, -- from the close
    unit     bigint  not null,
    services text    not null, -- JSON list of who owes it
    date     text    not null,
    said     text    not null, -- the period that the date comes from, '' for a named day
    said_en  text    not null,
    by_hand  boolean not null, -- somebody gave the date
    closing  boolean not null,
    deadline bigint  not null, -- 0 for none
    past     boolean not null,
    primary key (region, project, rank),
    foreign key (region, project) references project_call (region, project) on delete cascade
);

-- How many files a department has at a stage of a call for projects, as it was
-- said last; what was said before is among the updates of the project.
create table project_count (
    region     text   not null,
    project    bigint not null,
    department text   not null,
    stage      text   not null, -- 'filed', 'admissible', 'reviewed', 'proposed', 'selected'
    files      bigint not null check (files >= 0),
    at         bigint not null,
    by_user    text   not null,
    primary key (region, project, department, stage),
    foreign key (region, project) references project_call (region, project) on delete cascade
);
create index project_count_by on project_count (region, by_user) where by_user <> '';
