alter table learner add column next_due bigint;

create index learner_by_due on learner (channel, next_due) where next_due is not null;

alter table attempt add column confidence smallint not null default 0;

alter table outgoing add column expires bigint;

create table pause (
    channel text not null,
    tenant text not null,
    until bigint not null,
    primary key (channel, tenant)
);
