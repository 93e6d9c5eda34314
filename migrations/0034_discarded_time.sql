-- Somebody decided that it is no time at all: it stays, aside and counted nowhere, and can be taken back.
alter table time_entries add column discarded_at timestamptz(3);
alter table time_entries add check (discarded_at is null or status = 'quarantined');
