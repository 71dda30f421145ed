alter table conversation add column used text;

create index conversation_by_use on conversation (used) where thread <> '';

create index conversation_by_person on conversation (channel, tenant, user_id);

create index outgoing_by_person on outgoing (channel, tenant, user_id);

create table departure (
    channel text not null,
    tenant text not null,
    due bigint not null,
    primary key (channel, tenant)
);
