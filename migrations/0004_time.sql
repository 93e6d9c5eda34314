-- Time entries and the sums every report reads. The review queue is the entries with status 'unmapped'; their guesses are
-- worked out when somebody looks, so that they know of yesterday's new deal.
create table time_entries (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users,
  account_id uuid references accounts,
  deal_id uuid references deals,
  task_id uuid references tasks,
  start_time timestamptz(3) not null,
  end_time timestamptz(3) not null,
  duration_seconds integer not null check (duration_seconds >= 0),
  -- the IANA zone in force for the person then: days are cut in it, and a later move does not shift them
  zone text not null,
  -- the person's own day: a column, because over an expression the planner guesses 29 rows where there are 5,776
  day date not null generated always as ((start_time at time zone zone)::date) stored,
  activity_type text not null check (activity_type in ('app', 'website', 'manual')),
  productivity_score real check (productivity_score between 0 and 1),
  source text not null check (source in ('agent', 'manual')),
  external_id text,
  billable boolean not null,
  project_name text,
  tags text[] not null default '{}',
  -- evidence: shown to the person only
  title text,
  url text,
  app text,
  -- why it is where it is (domain/mapping.ts)
  mapping jsonb,
  status text not null check (status in ('synced', 'unmapped', 'quarantined')),
  quarantine_reason text,
  synced_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1,
  check (end_time > start_time),
  check (deal_id is null or account_id is not null),
  check (status = 'synced' or (deal_id is null and account_id is null and task_id is null))
);
-- Exactly once: the promise is this index, not a check before the insert.
create unique index time_entries_external on time_entries (source, external_id) where external_id is not null;
create index time_entries_user on time_entries (user_id, start_time, id);
create index time_entries_deal on time_entries (deal_id, start_time) where deal_id is not null;
create index time_entries_account on time_entries (account_id, start_time) where account_id is not null;
create index time_entries_start on time_entries (start_time, id);
create index time_entries_waiting on time_entries (status, start_time, id) where status <> 'synced';

-- Entries that wait for the same decision: one person, same project name, title and app. Only the waiting ones are indexed.
create function similar_key(project_name text, title text, app text) returns text language sql immutable parallel safe as $$
  select md5(coalesce(project_name, '') || chr(31) || coalesce(title, '') || chr(31) || coalesce(app, ''))
$$;
create index time_entries_similar on time_entries (user_id, similar_key(project_name, title, app)) where status = 'unmapped';

-- Seconds per day of the person, kept by the triggers below. Reports read this and never the entries, so a total is the
-- same wherever it stands, and 2M entries cost what 200k cost.
create table time_by_day (
  day date not null,
  user_id uuid not null,
  account_id uuid,
  deal_id uuid,
  status text not null,
  entries integer not null,
  seconds integer not null,
  billable_seconds integer not null,
  constraint time_by_day_key unique nulls not distinct (user_id, day, deal_id, account_id, status)
);
create index time_by_day_day on time_by_day (day) include (user_id, account_id, deal_id, status, entries, seconds, billable_seconds);
create index time_by_day_deal on time_by_day (deal_id, day) include (user_id, status, entries, seconds, billable_seconds);

-- The local days of a span with the seconds that fall on each. The parts always sum to duration_seconds: each cut is
-- rounded from the start of the entry, never by itself. The entry counts once, on its first day.
create function days_of(start_time timestamptz, end_time timestamptz, duration_seconds integer, zone text)
returns table (day date, entries integer, seconds integer) language sql immutable parallel safe as $$
  select
    d::date,
    case when d::date = (start_time at time zone zone)::date then 1 else 0 end,
    case when d::date = last_day then duration_seconds
         else least(duration_seconds, floor(extract(epoch from ((d + interval '1 day') at time zone zone) - start_time))::integer) end
    - case when d::date = (start_time at time zone zone)::date then 0
           else least(duration_seconds, floor(extract(epoch from (d at time zone zone) - start_time))::integer) end
  from (select ((end_time - interval '1 millisecond') at time zone zone)::date as last_day) l,
       generate_series((start_time at time zone zone)::date::timestamp, last_day::timestamp, interval '1 day') d
$$;

create function add_time_by_day() returns trigger language plpgsql as $$
begin
  insert into time_by_day as t (day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds)
  select day, user_id, account_id, deal_id, status, sum(entries), sum(seconds), coalesce(sum(seconds) filter (where billable), 0)
  from (
    -- nearly every entry lies within one day; only the others pay for the cutting
    select day, user_id, account_id, deal_id, status, billable, 1 as entries, duration_seconds as seconds
    from new_rows
    where day = ((end_time - interval '1 millisecond') at time zone zone)::date
    union all
    select d.day, user_id, account_id, deal_id, status, billable, d.entries, d.seconds
    from new_rows n, days_of(n.start_time, n.end_time, n.duration_seconds, n.zone) d
    where n.day <> ((end_time - interval '1 millisecond') at time zone zone)::date
  ) parts
  group by day, user_id, account_id, deal_id, status
  -- one order for everybody: overlapping batches wait for each other instead of deadlocking
  order by user_id, day, deal_id, account_id, status
  on conflict on constraint time_by_day_key do update set
    entries = t.entries + excluded.entries,
    seconds = t.seconds + excluded.seconds,
    billable_seconds = t.billable_seconds + excluded.billable_seconds;
  return null;
end $$;

create function move_time_by_day() returns trigger language plpgsql as $$
begin
  insert into time_by_day as t (day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds)
  select day, user_id, account_id, deal_id, status, sum(entries), sum(seconds), coalesce(sum(seconds) filter (where billable), 0)
  from (
    select d.day, user_id, account_id, deal_id, status, billable, -d.entries as entries, -d.seconds as seconds
    from old_rows o, days_of(o.start_time, o.end_time, o.duration_seconds, o.zone) d
    union all
    select d.day, user_id, account_id, deal_id, status, billable, d.entries, d.seconds
    from new_rows n, days_of(n.start_time, n.end_time, n.duration_seconds, n.zone) d
  ) parts
  group by day, user_id, account_id, deal_id, status
  having sum(entries) <> 0 or sum(seconds) <> 0 or coalesce(sum(seconds) filter (where billable), 0) <> 0
  order by user_id, day, deal_id, account_id, status
  on conflict on constraint time_by_day_key do update set
    entries = t.entries + excluded.entries,
    seconds = t.seconds + excluded.seconds,
    billable_seconds = t.billable_seconds + excluded.billable_seconds;
  return null;
end $$;

create function remove_time_by_day() returns trigger language plpgsql as $$
begin
  insert into time_by_day as t (day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds)
  select d.day, user_id, account_id, deal_id, status, -sum(d.entries), -sum(d.seconds), -coalesce(sum(d.seconds) filter (where billable), 0)
  from old_rows o, days_of(o.start_time, o.end_time, o.duration_seconds, o.zone) d
  group by d.day, user_id, account_id, deal_id, status
  order by user_id, d.day, deal_id, account_id, status
  on conflict on constraint time_by_day_key do update set
    entries = t.entries + excluded.entries,
    seconds = t.seconds + excluded.seconds,
    billable_seconds = t.billable_seconds + excluded.billable_seconds;
  return null;
end $$;

create trigger time_entries_inserted after insert on time_entries referencing new table as new_rows
  for each statement execute function add_time_by_day();
create trigger time_entries_updated after update on time_entries referencing old table as old_rows new table as new_rows
  for each statement execute function move_time_by_day();
create trigger time_entries_deleted after delete on time_entries referencing old table as old_rows
  for each statement execute function remove_time_by_day();
