-- What an agent recorded, where a person has set other times since: the evidence stays as it came, and what is sent again is compared
-- with it and moves nothing back (docs/decisions/0033). Both null where nobody did.
alter table time_entries
  add column recorded_start timestamptz(3),
  add column recorded_end timestamptz(3),
  add constraint time_entries_recorded_whole check ((recorded_start is null) = (recorded_end is null));
alter table former_entries
  add column recorded_start timestamptz(3),
  add column recorded_end timestamptz(3);
-- Few are moved, and only those pay.
create index time_entries_recorded on time_entries (user_id, recorded_start) where recorded_start is not null;
