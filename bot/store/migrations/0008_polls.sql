create table poll (
    id text primary key,
    channel text not null,
    tenant text not null,
    conversation text not null,
    version bigint not null,
    open smallint not null,
    question text not null,
    at bigint not null,
    due bigint,
    data text not null
);

create unique index poll_open on poll (channel, tenant, conversation) where open = 1;

create index poll_by_place on poll (channel, tenant, conversation, at);

create index poll_by_due on poll (channel, due) where due is not null;

create index poll_by_age on poll (at);

create table vote (
    channel text not null,
    tenant text not null,
    user_id text not null,
    poll text not null,
    question text not null,
    revision bigint not null,
    choice text not null,
    at bigint not null,
    primary key (channel, tenant, user_id, poll)
);

create index vote_by_poll on vote (poll, choice);

create index vote_by_age on vote (at);

create table board (
    channel text not null,
    tenant text not null,
    user_id text not null,
    conversation text not null,
    since bigint not null,
    primary key (channel, tenant, user_id, conversation)
);

create index board_by_place on board (channel, tenant, conversation);
