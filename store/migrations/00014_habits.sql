-- +goose Up

-- What usually leaves before and after a date in a region: 'J-7 J, légale J-30', '' for the usual of the house.
alter table region add column ladder text not null default '';
