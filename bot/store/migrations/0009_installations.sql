create table installation (
    channel text not null,
    enterprise text not null,
    team text not null,
    app text not null,
    bot text not null,
    workspace text not null,
    scopes text not null,
    token text not null,
    refresh text not null,
    expires bigint,
    lease_until bigint not null,
    installed_at bigint not null,
    version bigint not null,
    primary key (channel, enterprise, team)
);

create index installation_by_team on installation (channel, team);

create table organisation (
    channel text not null,
    tenant text not null,
    enterprise text not null,
    at bigint not null,
    primary key (channel, tenant)
);

create index organisation_by_enterprise on organisation (channel, enterprise);

create table install_state (
    state text primary key,
    expires bigint not null
);
