-- +goose Up

-- How long things are kept, 0 for what the house starts with.
alter table region add column keep_agents bigint not null default 0; -- months after an agent left
alter table region add column keep_technical bigint not null default 0; -- months
alter table region add column keep_texts bigint not null default 0; -- years, 0 for ever

-- What is purged is found without reading what stays.
create index dispatch_finished on dispatch (region, created_at, id)
    where state in ('sent', 'refused', 'dropped');
create index delivery_recipient on delivery (recipient, region) where recipient like 'user:%';
