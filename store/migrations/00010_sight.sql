-- +goose Up

-- What a reader may see, as sets of numbers.
create index deadline_author on deadline (region, author, number);
create index deadline_restricted on deadline (region, number) where restricted;
