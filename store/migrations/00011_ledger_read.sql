-- +goose Up

-- The ledger as people read it: of a region, of a service, of a recipient, and
-- what could not be said, each by due instant.
create index delivery_due on delivery (region, due_at);
create index delivery_service on delivery (service, region, due_at) where service <> '';
drop index delivery_recipient;
create index delivery_recipient on delivery (recipient, region, due_at, subject);
create index delivery_failing on delivery (region, state, due_at) where state in ('failed', 'claimed');
