create table feedback (
    channel text not null,
    tenant text not null,
    user_id text not null,
    kind text not null,
    key text not null,
    subject text not null,
    revision bigint not null,
    reason text not null,
    words text not null,
    at bigint not null,
    primary key (channel, tenant, user_id, kind, key)
);

create index feedback_by_subject on feedback (kind, subject, revision, at);
