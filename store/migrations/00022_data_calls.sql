-- +goose Up

-- What a service answered last, of a data call, and the date that it was given, or
-- asks, for itself.
alter table part add column outcome text not null default ''; -- 'received', 'nil', 'not_applicable', '' for none
alter table part add column until_date text not null default '';
alter table part add column until_time text not null default '';
alter table part add column until_zone text not null default '';
alter table part add column wish_date text not null default '';
alter table part add column wish_time text not null default '';
alter table part add column wish_zone text not null default '';
alter table part add column why text not null default ''; -- the reason of the wish
alter table part add column asked_by text not null default ''; -- account

-- One thing asked of several services. Its date and who owes an answer are those
-- of the deadline of the same number.
create table data_call (
    region    text    not null,
    number    bigint  not null check (number > 1000000000), -- 1000000004 for RM4
    questions text    not null, -- '[{"label":"COPIL tenus","kind":"number"}]'
    origin    text    not null, -- who asks for it, 'cabinet', '' for nobody else
    link      text    not null, -- where the request is, '' for none
    held      boolean not null, -- answers are read before the close by who asked only
    private   boolean not null, -- asked in a private conversation, where the asker is told
    previous  bigint  not null, -- the data call that asked the same before, 0 for none
    closed    boolean not null, -- somebody closed it
    version   bigint  not null check (version > 0),
    primary key (region, number),
    foreign key (region, number) references deadline (region, number) on delete cascade
);

-- What was answered, all of it. Of each service and area the last stands.
create table data_answer (
    region  text    not null,
    call    bigint  not null,
    service text    not null,
    rank    bigint  not null check (rank > 0), -- 1, 2…: the order in which a service gave them
    area    text    not null, -- the arrondissement that a partial answer is about, '' for the whole service
    outcome text    not null check (outcome in ('received', 'nil', 'not_applicable')),
    content text    not null, -- '["6","2",""]', the values in the order of the questions
    at      bigint  not null,
    by_user text    not null, -- account
    late    boolean not null, -- after the date of the service
    behalf  boolean not null, -- by somebody of another service, for it
    primary key (region, call, service, rank),
    foreign key (region, call) references data_call (region, number) on delete cascade
);
create index data_answer_by on data_answer (region, by_user) where by_user <> '';
