-- +goose Up

-- Version of the subject that the post shows: one post may show several.
alter table delivery add column drawn bigint not null default 0;

-- What is due for one recipient, and what waits for it, leaves together.
create index delivery_due_to on delivery (recipient, region, due_at, length(subject), subject, revision, step)
    where state = 'planned';
create index dispatch_ready_to on dispatch (recipient, region, next_try, id)
    where state = 'ready';
