-- +goose Up

-- What is found by words: one row for each thing of a region, whatever it is.
-- Things are numbered as they come and kept by blocks of 1024, so that what
-- thousands of things have in common is read in a few rows.
create table search_object (
    region text   not null references region (id),
    number bigint not null check (number > 0), -- 1, 2…: position 1 of block 0, and so on
    object text   not null check (object <> ''), -- 'E12', 'S:62', '@8sd1…'
    kind   text   not null, -- 'deadline'
    rank   text   not null, -- as in search_block
    keys   text   not null, -- '["ne12","o62","t","wbilan","wcper"]', the keys of search_posting it stands under
    primary key (region, number),
    unique (region, object)
);

-- The order of the results, for all the things of a block: six signs for each
-- (see rank in search_index.go). Whoever changes the block changes this row first.
create table search_block (
    region text   not null references region (id),
    block  bigint not null,
    ranks  text   not null,
    primary key (region, block)
);

-- The things of a block that have something in common. A key begins with what
-- it is: w for a word, n for a whole short name, o for a service from whose
-- territory the thing is seen, t for what is seen from some territory, r for a
-- service that sees it even restricted, u for a person who sees it, p for what
-- everybody sees.
create table search_posting (
    region  text   not null references region (id),
    key     text   not null check (key <> ''), -- 'wbilan'
    block   bigint not null,
    members text   not null, -- '3 17 1020', the positions in the block
    primary key (region, key, block)
);

-- The words that a typing slip may have meant, by what both have in common. A
-- word stays when the last thing that has it goes.
create table search_slip (
    region text not null references region (id),
    trace  text not null, -- 'aveois', 'avesnois' without two of its first seven letters
    word   text not null, -- 'avesnois'
    primary key (region, trace, word)
);
