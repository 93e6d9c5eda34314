-- Seconds per day of the person on each task, kept by triggers as time_by_day is (0004): a report per task reads these and never
-- the entries. Only time on a task is in it, so what is on none costs one look at each statement.
create table task_time_by_day (
  day date not null,
  user_id uuid not null,
  task_id uuid not null,
  account_id uuid,
  deal_id uuid,
  entries integer not null,
  seconds integer not null,
  billable_seconds integer not null,
  constraint task_time_by_day_key unique nulls not distinct (user_id, day, task_id, deal_id, account_id)
);
create index task_time_by_day_day on task_time_by_day (day) include (user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds);
create index task_time_by_day_task on task_time_by_day (task_id, day);

create function add_task_time() returns trigger language plpgsql as $$
begin
  insert into task_time_by_day as t (day, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds)
  select d.day, user_id, task_id, account_id, deal_id, sum(d.entries), sum(d.seconds), coalesce(sum(d.seconds) filter (where billable), 0)
  from new_rows n, days_of(n.start_time, n.end_time, n.duration_seconds, n.zone) d
  where n.task_id is not null
  group by d.day, user_id, task_id, account_id, deal_id
  -- the same order for everybody, as in add_time_by_day
  order by user_id, d.day, task_id, deal_id, account_id
  on conflict on constraint task_time_by_day_key do update set
    entries = t.entries + excluded.entries,
    seconds = t.seconds + excluded.seconds,
    billable_seconds = t.billable_seconds + excluded.billable_seconds;
  return null;
end $$;

create function move_task_time() returns trigger language plpgsql as $$
begin
  insert into task_time_by_day as t (day, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds)
  select day, user_id, task_id, account_id, deal_id, sum(entries), sum(seconds), coalesce(sum(seconds) filter (where billable), 0)
  from (
    select d.day, user_id, task_id, account_id, deal_id, billable, -d.entries as entries, -d.seconds as seconds
    from old_rows o, days_of(o.start_time, o.end_time, o.duration_seconds, o.zone) d
    where o.task_id is not null
    union all
    select d.day, user_id, task_id, account_id, deal_id, billable, d.entries, d.seconds
    from new_rows n, days_of(n.start_time, n.end_time, n.duration_seconds, n.zone) d
    where n.task_id is not null
  ) parts
  group by day, user_id, task_id, account_id, deal_id
  having sum(entries) <> 0 or sum(seconds) <> 0 or coalesce(sum(seconds) filter (where billable), 0) <> 0
  order by user_id, day, task_id, deal_id, account_id
  on conflict on constraint task_time_by_day_key do update set
    entries = t.entries + excluded.entries,
    seconds = t.seconds + excluded.seconds,
    billable_seconds = t.billable_seconds + excluded.billable_seconds;
  return null;
end $$;

create function remove_task_time() returns trigger language plpgsql as $$
begin
  insert into task_time_by_day as t (day, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds)
  select d.day, user_id, task_id, account_id, deal_id, -sum(d.entries), -sum(d.seconds), -coalesce(sum(d.seconds) filter (where billable), 0)
  from old_rows o, days_of(o.start_time, o.end_time, o.duration_seconds, o.zone) d
  where o.task_id is not null
  group by d.day, user_id, task_id, account_id, deal_id
  order by user_id, d.day, task_id, deal_id, account_id
  on conflict on constraint task_time_by_day_key do update set
    entries = t.entries + excluded.entries,
    seconds = t.seconds + excluded.seconds,
    billable_seconds = t.billable_seconds + excluded.billable_seconds;
  return null;
end $$;

create trigger task_time_inserted after insert on time_entries referencing new table as new_rows
  for each statement execute function add_task_time();
create trigger task_time_updated after update on time_entries referencing old table as old_rows new table as new_rows
  for each statement execute function move_task_time();
create trigger task_time_deleted after delete on time_entries referencing old table as old_rows
  for each statement execute function remove_task_time();

insert into task_time_by_day (day, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds)
select d.day, user_id, task_id, account_id, deal_id, sum(d.entries), sum(d.seconds), coalesce(sum(d.seconds) filter (where billable), 0)
from time_entries e, days_of(e.start_time, e.end_time, e.duration_seconds, e.zone) d
where e.task_id is not null
group by d.day, user_id, task_id, account_id, deal_id;
analyze task_time_by_day;
