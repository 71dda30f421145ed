create table lookup (
    channel text not null,
    tenant text not null,
    term text not null,
    times bigint not null,
    primary key (channel, tenant, term)
);
