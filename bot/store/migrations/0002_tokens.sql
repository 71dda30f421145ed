create table token_use (
    channel text not null,
    tenant text not null,
    day text not null,
    user_id text not null,
    tokens bigint not null,
    primary key (channel, tenant, day, user_id)
);
