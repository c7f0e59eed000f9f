-- +goose Up

-- The texts stand in journal_text since version 3.
alter table journal drop column was;
alter table journal drop column became;
alter table journal drop column reason;

-- The journal is written once. Its texts may only be erased, all at once.

-- +goose StatementBegin
create function journal_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'table % is never changed', tg_table_name;
end;
$$;
-- +goose StatementEnd

create trigger journal_kept before update or delete on journal
    for each row execute function journal_refuse();
create trigger journal_held before truncate on journal
    for each statement execute function journal_refuse();

create trigger journal_text_kept before update on journal_text for each row
    when (new.region <> old.region or new.entry <> old.entry
        or new.salt <> '' or new.was <> '' or new.became <> '' or new.reason <> '')
    execute function journal_refuse();
create trigger journal_text_held before delete on journal_text
    for each row execute function journal_refuse();
create trigger journal_text_whole before truncate on journal_text
    for each statement execute function journal_refuse();

create trigger journal_seal_kept before update or delete on journal_seal
    for each row execute function journal_refuse();
create trigger journal_seal_held before truncate on journal_seal
    for each statement execute function journal_refuse();

create trigger journal_told_kept before update or delete on journal_told
    for each row execute function journal_refuse();
create trigger journal_told_held before truncate on journal_told
    for each statement execute function journal_refuse();
