-- +goose Up

-- Who is behind the opaque identifiers of the journal.
create table person (
    region  text not null references region (id),
    id      text not null check (id <> ''), -- random, named by the journal for good
    user_id text not null, -- account, '' once erased
    primary key (region, id)
);
create unique index person_user on person (region, user_id) where user_id <> '';

-- The texts of the journal, beside it so that they can be erased. What they
-- were is proved by the digest of the entry as long as they stand; without the
-- salt nobody can guess them from it.
create table journal_text (
    region text not null,
    entry  text not null,
    salt   text not null, -- random, '' once erased
    was    text not null, -- JSON of what changed, '' at a creation
    became text not null, -- JSON of what it became
    reason text not null,
    primary key (region, entry),
    foreign key (region, entry) references journal (region, id)
);

-- Entries that are not sealed yet.
create table journal_queue (
    region      text   not null,
    entry       text   not null,
    happened_at bigint not null,
    rank        bigint not null,
    primary key (region, entry),
    foreign key (region, entry) references journal (region, id)
);
create index journal_queue_order on journal_queue (region, happened_at, entry);

-- The chain of the seals of a region: each proves its entry and the seal before.
create table journal_seal (
    region text   not null,
    seq    bigint not null check (seq > 0), -- 1, 2… without a gap
    entry  text   not null,
    key_id text   not null, -- fingerprint of the key
    mac    text   not null, -- hexadecimal HMAC-SHA256
    primary key (region, seq),
    unique (region, entry),
    foreign key (region, entry) references journal (region, id)
);

-- Where the chain of a region ends; one sealer moves it at a time.
create table journal_head (
    region  text   not null primary key references region (id),
    seq     bigint not null check (seq > 0),
    mac     text   not null,
    version bigint not null check (version > 0)
);

-- The ends of the chain that were told to the administrators.
create table journal_told (
    region text   not null references region (id),
    month  text   not null, -- '2026-12'
    seq    bigint not null,
    mac    text   not null,
    primary key (region, month)
);

alter table journal add column digest text not null default ''; -- hexadecimal SHA-256 of the texts
create index journal_order on journal (region, happened_at, id);
create index journal_actor on journal (region, actor, happened_at);

-- Where the administrators are told, '' for the channel of the coordination.
alter table region add column admin_channel text not null default '';
