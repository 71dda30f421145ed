alter table conversation add column used text;

create index conversation_by_use on conversation (used) where thread <> '';
