-- +goose Up

-- Hidden from all but its services, its people and the coordination; discreet
-- once it was: posts keep its title out of their message.
alter table deadline add column restricted boolean not null default false;
alter table deadline add column discreet boolean not null default false;

-- Anybody of the team may join the service's channel.
alter table service add column channel_open boolean not null default false;
