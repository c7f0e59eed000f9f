-- +goose Up

-- How the person wishes to be called and what they are in their service, in
-- their own words; and when their account was found deactivated.
alter table agent add column called text not null default ''; -- 'Mme Vasseur'
alter table agent add column duty text not null default ''; -- 'cheffe de bureau'
alter table agent add column left_at bigint not null default 0; -- 0 while the account is active

-- Whose deputy is somebody: asked at each request.
create index agent_deputy on agent (deputy, region) where deputy <> '';

-- What was handed over from one holder to another, so that the message that
-- says it can be drawn when it leaves.
create table handover (
    region       text   not null references region (id),
    id           text   not null check (id <> ''),
    from_user    text   not null, -- account, '' between services
    from_service text   not null, -- '' between people
    to_user      text   not null,
    to_service   text   not null,
    actor        text   not null, -- account that did it
    happened_at  bigint not null,
    items        text   not null, -- '[{"kind":"deadline","key":"E12"}]'
    primary key (region, id)
);
