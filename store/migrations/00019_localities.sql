-- +goose Up

-- The official lists of places: communes, arrondissements, EPCI.
create table locality (
    region         text not null references region (id),
    kind           text not null, -- 'commune', 'arrondissement', 'epci'
    code           text not null, -- INSEE code, number, SIREN
    name           text not null,
    exact_key      text not null, -- the name folded, without spaces
    loose_key      text not null, -- the same without articles, nor the nature of an EPCI
    nature         text not null, -- of an EPCI
    department     text not null,
    arrondissement text not null, -- of a commune
    primary key (region, kind, code)
);
create index locality_exact on locality (region, exact_key);
create index locality_loose on locality (region, loose_key);
