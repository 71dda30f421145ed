drop index outgoing_by_lease;

drop index outgoing_by_place;

drop index outgoing_by_age;

create index outgoing_by_lease on outgoing (channel, lease_until) where state = 0;

create index outgoing_by_place on outgoing (channel, tenant, conversation, thread, user_id) where state = 0;
