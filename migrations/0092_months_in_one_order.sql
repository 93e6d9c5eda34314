-- Days and months of one change are written in one statement, the months in one order. Triggers on the sums by day (0084) were asked twice, for
-- what was inserted and for what was updated, and so a batch locked months in two orders: two batches of the same people deadlocked.
drop trigger time_by_month_inserted on time_by_day;
drop trigger time_by_month_updated on time_by_day;
drop trigger time_by_month_deleted on time_by_day;
drop trigger task_time_by_month_inserted on task_time_by_day;
drop trigger task_time_by_month_updated on task_time_by_day;
drop trigger task_time_by_month_deleted on task_time_by_day;
drop trigger placed_by_month_inserted on placed_by_day;
drop trigger placed_by_month_updated on placed_by_day;
drop trigger placed_by_month_deleted on placed_by_day;
drop function keep_time_by_month(), keep_task_time_by_month(), keep_placed_by_month();

create or replace function add_time_by_day() returns trigger language plpgsql as $$
begin
  with written as (
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
      billable_seconds = t.billable_seconds + excluded.billable_seconds
    returning with (old as was, new as became) became.day, became.user_id, became.account_id, became.deal_id, became.status,
      became.entries - coalesce(was.entries, 0) as entries, became.seconds - coalesce(was.seconds, 0) as seconds, became.billable_seconds - coalesce(was.billable_seconds, 0) as billable_seconds,
      bit_of(became.day, became.seconds) # coalesce(bit_of(was.day, was.seconds), 0) as bit
  )
  insert into time_by_month as t (month, user_id, account_id, deal_id, status, entries, seconds, billable_seconds, days)
  select month_of(day), user_id, account_id, deal_id, status, sum(entries), sum(seconds), sum(billable_seconds), bit_xor(bit)
  from written
  group by month_of(day), user_id, account_id, deal_id, status
  having sum(entries) <> 0 or sum(seconds) <> 0 or sum(billable_seconds) <> 0 or bit_xor(bit) <> 0
  order by user_id, month_of(day), deal_id, account_id, status
  on conflict on constraint time_by_month_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds, billable_seconds = t.billable_seconds + excluded.billable_seconds,
    days = t.days # excluded.days;
  return null;
end $$;

create or replace function move_time_by_day() returns trigger language plpgsql as $$
begin
  with written as (
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
      billable_seconds = t.billable_seconds + excluded.billable_seconds
    returning with (old as was, new as became) became.day, became.user_id, became.account_id, became.deal_id, became.status,
      became.entries - coalesce(was.entries, 0) as entries, became.seconds - coalesce(was.seconds, 0) as seconds, became.billable_seconds - coalesce(was.billable_seconds, 0) as billable_seconds,
      bit_of(became.day, became.seconds) # coalesce(bit_of(was.day, was.seconds), 0) as bit
  )
  insert into time_by_month as t (month, user_id, account_id, deal_id, status, entries, seconds, billable_seconds, days)
  select month_of(day), user_id, account_id, deal_id, status, sum(entries), sum(seconds), sum(billable_seconds), bit_xor(bit)
  from written
  group by month_of(day), user_id, account_id, deal_id, status
  having sum(entries) <> 0 or sum(seconds) <> 0 or sum(billable_seconds) <> 0 or bit_xor(bit) <> 0
  order by user_id, month_of(day), deal_id, account_id, status
  on conflict on constraint time_by_month_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds, billable_seconds = t.billable_seconds + excluded.billable_seconds,
    days = t.days # excluded.days;
  return null;
end $$;

create or replace function remove_time_by_day() returns trigger language plpgsql as $$
begin
  with written as (
    insert into time_by_day as t (day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds)
    select d.day, user_id, account_id, deal_id, status, -sum(d.entries), -sum(d.seconds), -coalesce(sum(d.seconds) filter (where billable), 0)
    from old_rows o, days_of(o.start_time, o.end_time, o.duration_seconds, o.zone) d
    group by d.day, user_id, account_id, deal_id, status
    order by user_id, d.day, deal_id, account_id, status
    on conflict on constraint time_by_day_key do update set
      entries = t.entries + excluded.entries,
      seconds = t.seconds + excluded.seconds,
      billable_seconds = t.billable_seconds + excluded.billable_seconds
    returning with (old as was, new as became) became.day, became.user_id, became.account_id, became.deal_id, became.status,
      became.entries - coalesce(was.entries, 0) as entries, became.seconds - coalesce(was.seconds, 0) as seconds, became.billable_seconds - coalesce(was.billable_seconds, 0) as billable_seconds,
      bit_of(became.day, became.seconds) # coalesce(bit_of(was.day, was.seconds), 0) as bit
  )
  insert into time_by_month as t (month, user_id, account_id, deal_id, status, entries, seconds, billable_seconds, days)
  select month_of(day), user_id, account_id, deal_id, status, sum(entries), sum(seconds), sum(billable_seconds), bit_xor(bit)
  from written
  group by month_of(day), user_id, account_id, deal_id, status
  having sum(entries) <> 0 or sum(seconds) <> 0 or sum(billable_seconds) <> 0 or bit_xor(bit) <> 0
  order by user_id, month_of(day), deal_id, account_id, status
  on conflict on constraint time_by_month_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds, billable_seconds = t.billable_seconds + excluded.billable_seconds,
    days = t.days # excluded.days;
  return null;
end $$;

create or replace function add_task_time() returns trigger language plpgsql as $$
begin
  with written as (
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
      billable_seconds = t.billable_seconds + excluded.billable_seconds
    returning with (old as was, new as became) became.day, became.user_id, became.task_id, became.account_id, became.deal_id,
      became.entries - coalesce(was.entries, 0) as entries, became.seconds - coalesce(was.seconds, 0) as seconds, became.billable_seconds - coalesce(was.billable_seconds, 0) as billable_seconds
  )
  insert into task_time_by_month as t (month, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds)
  select month_of(day), user_id, task_id, account_id, deal_id, sum(entries), sum(seconds), sum(billable_seconds)
  from written
  group by month_of(day), user_id, task_id, account_id, deal_id
  having sum(entries) <> 0 or sum(seconds) <> 0 or sum(billable_seconds) <> 0
  order by user_id, month_of(day), task_id, deal_id, account_id
  on conflict on constraint task_time_by_month_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds, billable_seconds = t.billable_seconds + excluded.billable_seconds;
  return null;
end $$;

create or replace function move_task_time() returns trigger language plpgsql as $$
begin
  with written as (
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
      billable_seconds = t.billable_seconds + excluded.billable_seconds
    returning with (old as was, new as became) became.day, became.user_id, became.task_id, became.account_id, became.deal_id,
      became.entries - coalesce(was.entries, 0) as entries, became.seconds - coalesce(was.seconds, 0) as seconds, became.billable_seconds - coalesce(was.billable_seconds, 0) as billable_seconds
  )
  insert into task_time_by_month as t (month, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds)
  select month_of(day), user_id, task_id, account_id, deal_id, sum(entries), sum(seconds), sum(billable_seconds)
  from written
  group by month_of(day), user_id, task_id, account_id, deal_id
  having sum(entries) <> 0 or sum(seconds) <> 0 or sum(billable_seconds) <> 0
  order by user_id, month_of(day), task_id, deal_id, account_id
  on conflict on constraint task_time_by_month_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds, billable_seconds = t.billable_seconds + excluded.billable_seconds;
  return null;
end $$;

create or replace function remove_task_time() returns trigger language plpgsql as $$
begin
  with written as (
    insert into task_time_by_day as t (day, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds)
    select d.day, user_id, task_id, account_id, deal_id, -sum(d.entries), -sum(d.seconds), -coalesce(sum(d.seconds) filter (where billable), 0)
    from old_rows o, days_of(o.start_time, o.end_time, o.duration_seconds, o.zone) d
    where o.task_id is not null
    group by d.day, user_id, task_id, account_id, deal_id
    order by user_id, d.day, task_id, deal_id, account_id
    on conflict on constraint task_time_by_day_key do update set
      entries = t.entries + excluded.entries,
      seconds = t.seconds + excluded.seconds,
      billable_seconds = t.billable_seconds + excluded.billable_seconds
    returning with (old as was, new as became) became.day, became.user_id, became.task_id, became.account_id, became.deal_id,
      became.entries - coalesce(was.entries, 0) as entries, became.seconds - coalesce(was.seconds, 0) as seconds, became.billable_seconds - coalesce(was.billable_seconds, 0) as billable_seconds
  )
  insert into task_time_by_month as t (month, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds)
  select month_of(day), user_id, task_id, account_id, deal_id, sum(entries), sum(seconds), sum(billable_seconds)
  from written
  group by month_of(day), user_id, task_id, account_id, deal_id
  having sum(entries) <> 0 or sum(seconds) <> 0 or sum(billable_seconds) <> 0
  order by user_id, month_of(day), task_id, deal_id, account_id
  on conflict on constraint task_time_by_month_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds, billable_seconds = t.billable_seconds + excluded.billable_seconds;
  return null;
end $$;

create or replace function add_placed_by_day() returns trigger language plpgsql as $$
begin
  with written as (
    insert into placed_by_day as t (day, user_id, way, rule_id, entries, seconds)
    select day, user_id, way_of(status, discarded_at, mapping), (mapping ->> 'rule_id')::uuid, count(*), sum(duration_seconds)
    from new_rows
    group by 1, 2, 3, 4
    order by 2, 1, 3, 4
    on conflict on constraint placed_by_day_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds
    returning with (old as was, new as became) became.day, became.user_id, became.way, became.rule_id,
      became.entries - coalesce(was.entries, 0) as entries, became.seconds - coalesce(was.seconds, 0) as seconds, became.corrected - coalesce(was.corrected, 0) as corrected, became.confirmed - coalesce(was.confirmed, 0) as confirmed
  )
  insert into placed_by_month as t (month, user_id, way, rule_id, entries, seconds, corrected, confirmed)
  select month_of(day), user_id, way, rule_id, sum(entries), sum(seconds), sum(corrected), sum(confirmed)
  from written
  group by month_of(day), user_id, way, rule_id
  having sum(entries) <> 0 or sum(seconds) <> 0 or sum(corrected) <> 0 or sum(confirmed) <> 0
  order by user_id, month_of(day), way, rule_id
  on conflict on constraint placed_by_month_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds, corrected = t.corrected + excluded.corrected, confirmed = t.confirmed + excluded.confirmed;
  return null;
end $$;

create or replace function move_placed_by_day() returns trigger language plpgsql
  -- as in 0091: old and new rows are joined by their keys
  set enable_nestloop = off as $$
begin
  with written as (
    insert into placed_by_day as t (day, user_id, way, rule_id, entries, seconds, corrected, confirmed)
    select day, user_id, way, rule_id, sum(entries), sum(seconds), sum(corrected), sum(confirmed)
    from (
      select day, user_id, way_of(status, discarded_at, mapping) as way, (mapping ->> 'rule_id')::uuid as rule_id,
             -1 as entries, -duration_seconds as seconds, 0 as corrected, 0 as confirmed
      from old_rows
      union all
      select day, user_id, way_of(status, discarded_at, mapping), (mapping ->> 'rule_id')::uuid, 1, duration_seconds, 0, 0
      from new_rows
      union all
      select o.day, o.user_id, 'mapping_rule', (o.mapping ->> 'rule_id')::uuid, 0, 0, case when s.same then 0 else 1 end, case when s.same then 1 else 0 end
      from old_rows o
      join new_rows n on n.id = o.id
      cross join lateral (
        select (o.account_id, o.deal_id, o.task_id) is not distinct from (n.account_id, n.deal_id, n.task_id) as same
      ) s
      where o.status = 'synced' and o.mapping ->> 'rule' = 'mapping_rule' and o.mapping ->> 'rule_id' is not null
        and n.status = 'synced' and n.mapping ->> 'rule' = 'person'
    ) parts
    group by 1, 2, 3, 4
    having sum(entries) <> 0 or sum(seconds) <> 0 or sum(corrected) <> 0 or sum(confirmed) <> 0
    order by 2, 1, 3, 4
    on conflict on constraint placed_by_day_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
      corrected = t.corrected + excluded.corrected, confirmed = t.confirmed + excluded.confirmed
    returning with (old as was, new as became) became.day, became.user_id, became.way, became.rule_id,
      became.entries - coalesce(was.entries, 0) as entries, became.seconds - coalesce(was.seconds, 0) as seconds, became.corrected - coalesce(was.corrected, 0) as corrected, became.confirmed - coalesce(was.confirmed, 0) as confirmed
  )
  insert into placed_by_month as t (month, user_id, way, rule_id, entries, seconds, corrected, confirmed)
  select month_of(day), user_id, way, rule_id, sum(entries), sum(seconds), sum(corrected), sum(confirmed)
  from written
  group by month_of(day), user_id, way, rule_id
  having sum(entries) <> 0 or sum(seconds) <> 0 or sum(corrected) <> 0 or sum(confirmed) <> 0
  order by user_id, month_of(day), way, rule_id
  on conflict on constraint placed_by_month_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds, corrected = t.corrected + excluded.corrected, confirmed = t.confirmed + excluded.confirmed;
  return null;
end $$;

create or replace function remove_placed_by_day() returns trigger language plpgsql as $$
begin
  with written as (
    insert into placed_by_day as t (day, user_id, way, rule_id, entries, seconds)
    select day, user_id, way_of(status, discarded_at, mapping), (mapping ->> 'rule_id')::uuid, -count(*), -sum(duration_seconds)
    from old_rows
    group by 1, 2, 3, 4
    order by 2, 1, 3, 4
    on conflict on constraint placed_by_day_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds
    returning with (old as was, new as became) became.day, became.user_id, became.way, became.rule_id,
      became.entries - coalesce(was.entries, 0) as entries, became.seconds - coalesce(was.seconds, 0) as seconds, became.corrected - coalesce(was.corrected, 0) as corrected, became.confirmed - coalesce(was.confirmed, 0) as confirmed
  )
  insert into placed_by_month as t (month, user_id, way, rule_id, entries, seconds, corrected, confirmed)
  select month_of(day), user_id, way, rule_id, sum(entries), sum(seconds), sum(corrected), sum(confirmed)
  from written
  group by month_of(day), user_id, way, rule_id
  having sum(entries) <> 0 or sum(seconds) <> 0 or sum(corrected) <> 0 or sum(confirmed) <> 0
  order by user_id, month_of(day), way, rule_id
  on conflict on constraint placed_by_month_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds, corrected = t.corrected + excluded.corrected, confirmed = t.confirmed + excluded.confirmed;
  return null;
end $$;
