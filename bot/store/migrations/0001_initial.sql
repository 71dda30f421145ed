create table learner (
    channel text not null,
    tenant text not null,
    user_id text not null,
    version bigint not null,
    data text not null,
    primary key (channel, tenant, user_id)
);

create table conversation (
    channel text not null,
    tenant text not null,
    conversation text not null,
    thread text not null,
    user_id text not null,
    version bigint not null,
    data text not null,
    primary key (channel, tenant, conversation, thread, user_id)
);

create table turn (
    id text primary key,
    at bigint not null
);

create index turn_by_age on turn (at);

create table attempt (
    channel text not null,
    tenant text not null,
    user_id text not null,
    presentation text not null,
    question text not null,
    revision bigint not null,
    objective text not null,
    first smallint not null,
    choice text not null,
    score double precision not null,
    hints bigint not null,
    at bigint not null,
    primary key (channel, tenant, user_id, presentation)
);

create table outgoing (
    turn text not null,
    n bigint not null,
    channel text not null,
    tenant text not null,
    conversation text not null,
    thread text not null,
    user_id text not null,
    address text not null,
    reply text not null,
    state smallint not null,
    attempts bigint not null,
    lease_until bigint not null,
    sent_ref text not null,
    at bigint not null,
    primary key (turn, n)
);

create index outgoing_by_lease on outgoing (channel, state, lease_until);

create index outgoing_by_place on outgoing (channel, tenant, conversation, thread, user_id, state);

create index outgoing_by_age on outgoing (at);
