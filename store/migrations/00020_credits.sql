-- +goose Up

-- What grants are paid from, with its rules.
create table fund (
    region          text   not null references region (id),
    name_key        text   not null check (name_key <> ''), -- folded
    name            text   not null,
    level           text   not null, -- 'regional', 'departmental'
    lapse           bigint not null, -- months
    more_lapse      bigint not null,
    completion      bigint not null,
    more_completion bigint not null,
    warning         bigint not null, -- calendar days
    most_aid        bigint not null, -- per cent
    green           bigint not null, -- per cent
    author          text   not null,
    version         bigint not null check (version > 0),
    primary key (region, name_key)
);

-- What a fund has for a year. Amounts are cents of euro.
create table envelope (
    region     text   not null,
    fund_key   text   not null,
    fund       text   not null, -- its name
    year       bigint not null,
    department text   not null, -- '' for the region
    amount     bigint not null check (amount >= 0),
    version    bigint not null check (version > 0),
    primary key (region, fund_key, year, department),
    foreign key (region, fund_key) references fund (region, name_key)
);

-- What a fund gives to a project in a year. An amount that is null is not known.
-- Commitments (AE) and payments (CP) are never added together.
create table project_grant (
    region              text    not null,
    project             bigint  not null,
    fund_key            text    not null,
    fund                text    not null, -- its name
    year                bigint  not null,
    department          text    not null, -- '' for the region's own part
    state               text    not null,
    cost                bigint,
    base                bigint,
    others              bigint,
    requested           bigint,
    proposed            bigint,
    retained            bigint,
    committed           bigint, -- AE
    paid                bigint, -- CP
    green               boolean not null,
    notified_on         text    not null,
    begun_on            text    not null,
    settled_on          text    not null,
    more_lapse          bigint  not null, -- months
    more_completion     bigint  not null,
    lapse_reason        text    not null,
    completion_reason   text    not null,
    lapse_deadline      bigint  not null, -- 0 for none
    completion_deadline bigint  not null,
    reason              text    not null,
    updated_at          bigint  not null,
    version             bigint  not null check (version > 0),
    primary key (region, project, year, fund_key),
    foreign key (region, project) references project (region, number) on delete cascade,
    foreign key (region, fund_key) references fund (region, name_key)
);
create index project_grant_fund on project_grant (region, fund_key, year, project);

-- A part of an envelope moved to another, once it is agreed to.
create table redeployment (
    region          text   not null,
    number          bigint not null check (number > 0), -- 4 for RD4
    fund_key        text   not null,
    fund            text   not null, -- its name
    year            bigint not null,
    from_department text   not null,
    to_department   text   not null,
    amount          bigint not null,
    reason          text   not null,
    state           text   not null, -- 'asked', 'agreed', 'refused'
    asked_by        text   not null,
    asked_at        bigint not null,
    decided_by      text   not null,
    decided_at      bigint not null,
    refusal         text   not null,
    from_before     bigint not null,
    to_before       bigint not null,
    version         bigint not null check (version > 0),
    primary key (region, number),
    foreign key (region, fund_key) references fund (region, name_key)
);
create index redeployment_fund on redeployment (region, fund_key, year, number);
