-- +goose Up

-- When somebody wants what they have to do said in private: '0 16 * * 5', '' for never.
alter table agent add column digest text not null default '';
create index agent_digest on agent (region, user_id) where digest <> '';
