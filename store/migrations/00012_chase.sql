-- +goose Up

-- What leaves after the date, and whether the hours of a service hold it back.
alter table deadline add column urgent boolean not null default false;
alter table deadline add column chase text not null default 'null'; -- '{"steps":[{"days":1,"at":"09:00"}]}', 'null' for none decided
alter table deadline add column escalate_to text not null default ''; -- account told of an escalation, '' for the coordination
alter table series add column chase text not null default 'null';
alter table series add column escalate_to text not null default '';
