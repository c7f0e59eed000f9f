-- +goose Up

-- What usually leaves before and after a date in a region: 'J-7 J, légale J-30', '' for the usual of the house.
alter table region add column ladder text not null default '';

-- When jalon was last known to run, and its last outage, all regions together: one row.
create table life (
    only_one bigint primary key check (only_one = 1),
    seen_at bigint not null,
    stopped_from bigint not null,
    stopped_to bigint not null
);
