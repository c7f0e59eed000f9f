-- +goose Up

-- The texts stand in journal_text since version 3.
alter table journal drop column was;
alter table journal drop column became;
alter table journal drop column reason;

-- The journal is written once. Its texts may only be erased, all at once.

-- +goose StatementBegin
create trigger journal_kept before update on journal
begin select raise(abort, 'the journal is never changed'); end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger journal_held before delete on journal
begin select raise(abort, 'the journal is never deleted'); end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger journal_text_kept before update on journal_text
when new.region <> old.region or new.entry <> old.entry
    or new.salt <> '' or new.was <> '' or new.became <> '' or new.reason <> ''
begin select raise(abort, 'the texts of the journal are only erased'); end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger journal_text_held before delete on journal_text
begin select raise(abort, 'the texts of the journal are only erased'); end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger journal_seal_kept before update on journal_seal
begin select raise(abort, 'a seal is never changed'); end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger journal_seal_held before delete on journal_seal
begin select raise(abort, 'a seal is never deleted'); end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger journal_told_kept before update on journal_told
begin select raise(abort, 'what was told is never changed'); end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger journal_told_held before delete on journal_told
begin select raise(abort, 'what was told is never deleted'); end;
-- +goose StatementEnd
