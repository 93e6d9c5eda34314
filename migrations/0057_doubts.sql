-- Why time was kept aside, in one word beside the reason in words: by it people find what belongs together, and the look at the
-- last days knows what somebody released already. One row for each entry that ever was aside; `id` is the entry's.
create table doubts (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  kind text not null check (kind in ('clock', 'overlap', 'full_day', 'flood', 'repeated', 'no_break', 'locked', 'person', 'other')),
  -- the program or machine that sent it
  key_id uuid references api_keys on delete set null,
  -- how far its clock ran ahead of ours, where that was measured
  clock_seconds integer,
  created_at timestamptz(3) not null default now()
);
create index doubts_user on doubts (user_id, id);
create index doubts_key on doubts (key_id) where key_id is not null;

insert into doubts (id, user_id, kind)
select id, user_id, case
  when quarantine_reason like 'It overlaps billable time%' then 'overlap'
  when quarantine_reason like 'With it %' then 'full_day'
  when quarantine_reason like 'More than %' then 'flood'
  when quarantine_reason like 'It arrived too late%' then 'locked'
  when quarantine_reason like 'The entry ends more than 5 minutes%' then 'clock'
  else 'other'
end
from time_entries where status = 'quarantined';

-- How far the clock of a person's machine was off, by day of ours: the least and the most that was measured.
create table device_clocks (
  key_id uuid not null references api_keys on delete cascade,
  user_id uuid not null references users on delete cascade,
  day date not null,
  lowest_seconds integer not null,
  highest_seconds integer not null,
  primary key (key_id, day)
);
create index device_clocks_day on device_clocks (day);
