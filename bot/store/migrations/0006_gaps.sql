create table gap (
    channel text not null,
    tenant text not null,
    day text not null,
    words text not null,
    zone text not null,
    score double precision not null,
    topics text not null,
    language text not null,
    asked bigint not null,
    primary key (channel, tenant, day, words)
);

create index gap_by_day on gap (day);
