-- A person's week as they handed it in, and what was decided. No row: nobody has touched it yet, which is the same as 'open'.
create table timesheets (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  -- its first day; it has seven, of the person's own calendar
  week date not null,
  state text not null check (state in ('open', 'submitted', 'denied', 'approved')),
  -- what stood in it when it was handed in, as a digest: whoever decides is told that it changed since
  submitted_print text,
  submitted_at timestamptz(3),
  decided_at timestamptz(3),
  decided_by uuid references users,
  -- why it was denied or reopened
  reason text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (user_id, week),
  -- a day is in one week only, also after the company has begun to count its weeks from another day
  constraint timesheets_apart exclude using gist (user_id with =, daterange(week, week + 7) with &&)
    where (state in ('submitted', 'approved'))
);
create index timesheets_state on timesheets (state, week, id);
create index timesheets_week on timesheets (week, id);
create index timesheets_decided_by on timesheets (decided_by) where decided_by is not null;

create table timesheet_steps (
  id uuid primary key default uuidv7(),
  timesheet_id uuid not null references timesheets on delete cascade,
  step text not null check (step in ('submitted', 'withdrawn', 'approved', 'denied', 'reopened')),
  actor_id uuid references users,
  reason text,
  -- placed in the week at that moment
  seconds integer not null,
  happened_at timestamptz(3) not null default now()
);
create index timesheet_steps_sheet on timesheet_steps (timesheet_id, id);
create index timesheet_steps_actor on timesheet_steps (actor_id) where actor_id is not null;

-- The period that is closed for everybody, whatever was approved: up to a day, and each week so many days after its end.
alter table workspace
  add column locked_through date,
  add column lock_after_days integer check (lock_after_days between 0 and 366);

create function week_of(day date, week_start text) returns date language sql immutable parallel safe as $$
  select day - ((extract(dow from day)::integer - case week_start when 'sunday' then 0 when 'saturday' then 6 else 1 end + 7) % 7)
$$;

-- The last day of the closed period on a person's calendar; null where none is closed.
create function closed_through(zone text) returns date language sql stable as $$
  select greatest(
    w.locked_through,
    week_of((now() at time zone closed_through.zone)::date - w.lock_after_days, w.week_start) - 1
  )
  from workspace w
$$;

-- Which of many spans of days touch what is locked, by their places, and why. An approved week comes before the closed period.
create function locks_on(people uuid[], first_days date[], last_days date[])
returns table (place bigint, kind text, first_day date, last_day date) language sql stable as $$
  select distinct on (d.place) d.place, l.kind, l.first_day, l.last_day
  from rows from (unnest(people), unnest(first_days), unnest(last_days)) with ordinality as d (user_id, first_day, last_day, place)
  cross join lateral (
    select 'approved' as kind, s.week as first_day, s.week + 6 as last_day
    from timesheets s
    where s.user_id = d.user_id and s.state = 'approved' and s.week <= d.last_day and s.week > d.first_day - 7
    union all
    select 'period', null, closed_through(u.zone)
    from users u
    where u.id = d.user_id and d.first_day <= closed_through(u.zone)
  ) l
  order by d.place, l.kind, l.first_day
$$;

-- The last resort, whichever way a row is written (docs/decisions/0025). The verbs ask beforehand, to answer item by item.
-- Two settings of one transaction open it: 'daybook.past_period' for who may write in the closed period, 'daybook.beyond_locks' for
-- what moves time together with what it hangs on and changes no hours: a merge of accounts, taking the demo out.
create function assert_days_open(people uuid[], first_days date[], last_days date[]) returns void language plpgsql as $$
declare locked record;
begin
  if people is null or current_setting('daybook.beyond_locks', true) = 'on' then return; end if;
  -- an approval holds these rows (server/timesheets/queries.ts): it comes before this look or waits until this is written
  perform from users where id = any (people) order by id for key share;
  perform pg_advisory_xact_lock_shared(hashtext('daybook.period'));
  select kind, first_day, last_day into locked from locks_on(people, first_days, last_days)
  where kind <> 'period' or coalesce(current_setting('daybook.past_period', true), '') <> 'on'
  limit 1;
  if locked.kind = 'approved' then
    raise exception using errcode = 'LK001',
      message = format('The week from %s to %s is approved and locked.', locked.first_day, locked.last_day);
  elsif locked.kind = 'period' then
    raise exception using errcode = 'LK001', message = format('Everything up to %s is locked.', locked.last_day);
  end if;
end $$;

create function check_locks_inserted() returns trigger language plpgsql as $$
begin
  perform assert_days_open(array_agg(user_id), array_agg(first_day), array_agg(last_day))
  from (
    select distinct user_id, day as first_day, ((end_time - interval '1 millisecond') at time zone zone)::date as last_day
    from new_rows where status <> 'quarantined'
  ) d;
  return null;
end $$;

create function check_locks_deleted() returns trigger language plpgsql as $$
begin
  perform assert_days_open(array_agg(user_id), array_agg(first_day), array_agg(last_day))
  from (
    select distinct user_id, day as first_day, ((end_time - interval '1 millisecond') at time zone zone)::date as last_day
    from old_rows where status <> 'quarantined'
  ) d;
  return null;
end $$;

-- Who sees a title, and that one is erased, is no change of the hours.
create function check_locks_updated() returns trigger language plpgsql as $$
begin
  perform assert_days_open(array_agg(user_id), array_agg(first_day), array_agg(last_day))
  from (
    select distinct e.user_id, e.day as first_day, ((e.end_time - interval '1 millisecond') at time zone e.zone)::date as last_day
    from old_rows o
    join new_rows n on n.id = o.id
    cross join lateral (
      values (o.user_id, o.day, o.end_time, o.zone, o.status), (n.user_id, n.day, n.end_time, n.zone, n.status)
    ) as e (user_id, day, end_time, zone, status)
    where e.status <> 'quarantined'
      and (o.user_id, o.account_id, o.deal_id, o.task_id, o.start_time, o.end_time, o.duration_seconds, o.zone, o.billable, o.status,
           o.project_name, o.tags)
        is distinct from
          (n.user_id, n.account_id, n.deal_id, n.task_id, n.start_time, n.end_time, n.duration_seconds, n.zone, n.billable, n.status,
           n.project_name, n.tags)
  ) d;
  return null;
end $$;

create trigger time_entries_lock_inserted after insert on time_entries referencing new table as new_rows
  for each statement execute function check_locks_inserted();
create trigger time_entries_lock_updated after update on time_entries referencing old table as old_rows new table as new_rows
  for each statement execute function check_locks_updated();
create trigger time_entries_lock_deleted after delete on time_entries referencing old table as old_rows
  for each statement execute function check_locks_deleted();

-- what was looked through before there were locks left nothing alone for them
update remaps set counts = jsonb_build_object('locked', 0) || counts;
