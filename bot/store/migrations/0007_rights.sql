create table counted_answer (
    question text not null,
    revision bigint not null,
    choice text not null,
    answers bigint not null,
    passed bigint not null,
    hinted bigint not null,
    hints bigint not null,
    mistaken bigint not null,
    mistaken_confidence bigint not null,
    compared bigint not null,
    compared_passed bigint not null,
    rest double precision not null,
    rest_squared double precision not null,
    passed_rest double precision not null,
    primary key (question, revision, choice)
);

create table counted_feedback (
    kind text not null,
    subject text not null,
    revision bigint not null,
    reason text not null,
    told bigint not null,
    primary key (kind, subject, revision, reason)
);

create table visit (
    channel text not null,
    tenant text not null,
    user_id text not null,
    day text not null,
    primary key (channel, tenant, user_id)
);

create index visit_by_day on visit (day);
