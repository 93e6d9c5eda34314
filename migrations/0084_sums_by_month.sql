-- The sums by day again, by month (docs/decisions/0037): a report over years reads whole months here and only the days at its two
-- ends there. Kept by triggers on the sums by day themselves, so that they are the same whoever wrote those.

-- `month` is its first day. `days`: bit n - 1 says that there was time on the nth, so that days can be counted over several rows.
create table time_by_month (
  month date not null,
  user_id uuid not null,
  account_id uuid,
  deal_id uuid,
  status text not null,
  entries integer not null,
  seconds integer not null,
  billable_seconds integer not null,
  days integer not null,
  constraint time_by_month_key unique nulls not distinct (user_id, month, deal_id, account_id, status)
)
-- nothing that changes is in an index: a change stays in its page where there is room
with (fillfactor = 80);
create index time_by_month_month on time_by_month (month);
create index time_by_month_deal on time_by_month (deal_id, month) where deal_id is not null;

create table task_time_by_month (
  month date not null,
  user_id uuid not null,
  task_id uuid not null,
  account_id uuid,
  deal_id uuid,
  entries integer not null,
  seconds integer not null,
  billable_seconds integer not null,
  constraint task_time_by_month_key unique nulls not distinct (user_id, month, task_id, deal_id, account_id)
)
with (fillfactor = 80);
create index task_time_by_month_month on task_time_by_month (month);
create index task_time_by_month_task on task_time_by_month (task_id);

create table placed_by_month (
  month date not null,
  user_id uuid not null,
  way text not null,
  rule_id uuid,
  entries integer not null,
  seconds integer not null,
  corrected integer not null,
  confirmed integer not null,
  constraint placed_by_month_key unique nulls not distinct (user_id, month, way, rule_id)
)
with (fillfactor = 80);
create index placed_by_month_month on placed_by_month (month);

create function month_of(day date) returns date language sql immutable parallel safe as $$
  select date_trunc('month', day::timestamp)::date
$$;

-- Its bit where there was time on it; what is there twice takes itself away again.
create function bit_of(day date, seconds integer) returns integer language sql immutable parallel safe as $$
  select case when seconds > 0 then 1 << extract(day from day)::integer - 1 else 0 end
$$;

create function keep_time_by_month() returns trigger language plpgsql as $$
begin
  -- what writes a sum by day inserts some and updates others, and both triggers are asked
  if tg_op = 'INSERT' then
    insert into time_by_month as t
    select month_of(day), user_id, account_id, deal_id, status, sum(entries), sum(seconds), sum(billable_seconds), bit_xor(bit_of(day, seconds))
    from new_rows
    group by 1, 2, 3, 4, 5
    -- one order for everybody, as in add_time_by_day
    order by 2, 1, 4, 3, 5
    on conflict on constraint time_by_month_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
      billable_seconds = t.billable_seconds + excluded.billable_seconds, days = t.days # excluded.days;
  elsif tg_op = 'DELETE' then
    insert into time_by_month as t
    select month_of(day), user_id, account_id, deal_id, status, -sum(entries), -sum(seconds), -sum(billable_seconds), bit_xor(bit_of(day, seconds))
    from old_rows
    group by 1, 2, 3, 4, 5
    order by 2, 1, 4, 3, 5
    on conflict on constraint time_by_month_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
      billable_seconds = t.billable_seconds + excluded.billable_seconds, days = t.days # excluded.days;
  else
    insert into time_by_month as t
    select month_of(day), user_id, account_id, deal_id, status, sum(entries), sum(seconds), sum(billable_seconds), bit_xor(bit)
    from (
      select day, user_id, account_id, deal_id, status, -entries as entries, -seconds as seconds, -billable_seconds as billable_seconds,
             bit_of(day, seconds) as bit
      from old_rows
      union all
      select day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds, bit_of(day, seconds) from new_rows
    ) parts
    group by 1, 2, 3, 4, 5
    having sum(entries) <> 0 or sum(seconds) <> 0 or sum(billable_seconds) <> 0 or bit_xor(bit) <> 0
    order by 2, 1, 4, 3, 5
    on conflict on constraint time_by_month_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
      billable_seconds = t.billable_seconds + excluded.billable_seconds, days = t.days # excluded.days;
  end if;
  return null;
end $$;

create function keep_task_time_by_month() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into task_time_by_month as t
    select month_of(day), user_id, task_id, account_id, deal_id, sum(entries), sum(seconds), sum(billable_seconds)
    from new_rows
    group by 1, 2, 3, 4, 5
    order by 2, 1, 3, 5, 4
    on conflict on constraint task_time_by_month_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
      billable_seconds = t.billable_seconds + excluded.billable_seconds;
  elsif tg_op = 'DELETE' then
    insert into task_time_by_month as t
    select month_of(day), user_id, task_id, account_id, deal_id, -sum(entries), -sum(seconds), -sum(billable_seconds)
    from old_rows
    group by 1, 2, 3, 4, 5
    order by 2, 1, 3, 5, 4
    on conflict on constraint task_time_by_month_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
      billable_seconds = t.billable_seconds + excluded.billable_seconds;
  else
    insert into task_time_by_month as t
    select month_of(day), user_id, task_id, account_id, deal_id, sum(entries), sum(seconds), sum(billable_seconds)
    from (
      select day, user_id, task_id, account_id, deal_id, -entries as entries, -seconds as seconds, -billable_seconds as billable_seconds from old_rows
      union all
      select day, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds from new_rows
    ) parts
    group by 1, 2, 3, 4, 5
    having sum(entries) <> 0 or sum(seconds) <> 0 or sum(billable_seconds) <> 0
    order by 2, 1, 3, 5, 4
    on conflict on constraint task_time_by_month_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
      billable_seconds = t.billable_seconds + excluded.billable_seconds;
  end if;
  return null;
end $$;

create function keep_placed_by_month() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into placed_by_month as t
    select month_of(day), user_id, way, rule_id, sum(entries), sum(seconds), sum(corrected), sum(confirmed)
    from new_rows
    group by 1, 2, 3, 4
    order by 2, 1, 3, 4
    on conflict on constraint placed_by_month_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
      corrected = t.corrected + excluded.corrected, confirmed = t.confirmed + excluded.confirmed;
  elsif tg_op = 'DELETE' then
    insert into placed_by_month as t
    select month_of(day), user_id, way, rule_id, -sum(entries), -sum(seconds), -sum(corrected), -sum(confirmed)
    from old_rows
    group by 1, 2, 3, 4
    order by 2, 1, 3, 4
    on conflict on constraint placed_by_month_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
      corrected = t.corrected + excluded.corrected, confirmed = t.confirmed + excluded.confirmed;
  else
    insert into placed_by_month as t
    select month_of(day), user_id, way, rule_id, sum(entries), sum(seconds), sum(corrected), sum(confirmed)
    from (
      select day, user_id, way, rule_id, -entries as entries, -seconds as seconds, -corrected as corrected, -confirmed as confirmed from old_rows
      union all
      select day, user_id, way, rule_id, entries, seconds, corrected, confirmed from new_rows
    ) parts
    group by 1, 2, 3, 4
    having sum(entries) <> 0 or sum(seconds) <> 0 or sum(corrected) <> 0 or sum(confirmed) <> 0
    order by 2, 1, 3, 4
    on conflict on constraint placed_by_month_key do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
      corrected = t.corrected + excluded.corrected, confirmed = t.confirmed + excluded.confirmed;
  end if;
  return null;
end $$;

create trigger time_by_month_inserted after insert on time_by_day referencing new table as new_rows
  for each statement execute function keep_time_by_month();
create trigger time_by_month_updated after update on time_by_day referencing old table as old_rows new table as new_rows
  for each statement execute function keep_time_by_month();
create trigger time_by_month_deleted after delete on time_by_day referencing old table as old_rows
  for each statement execute function keep_time_by_month();

create trigger task_time_by_month_inserted after insert on task_time_by_day referencing new table as new_rows
  for each statement execute function keep_task_time_by_month();
create trigger task_time_by_month_updated after update on task_time_by_day referencing old table as old_rows new table as new_rows
  for each statement execute function keep_task_time_by_month();
create trigger task_time_by_month_deleted after delete on task_time_by_day referencing old table as old_rows
  for each statement execute function keep_task_time_by_month();

create trigger placed_by_month_inserted after insert on placed_by_day referencing new table as new_rows
  for each statement execute function keep_placed_by_month();
create trigger placed_by_month_updated after update on placed_by_day referencing old table as old_rows new table as new_rows
  for each statement execute function keep_placed_by_month();
create trigger placed_by_month_deleted after delete on placed_by_day referencing old table as old_rows
  for each statement execute function keep_placed_by_month();

insert into time_by_month
select month_of(day), user_id, account_id, deal_id, status, sum(entries), sum(seconds), sum(billable_seconds), bit_xor(bit_of(day, seconds))
from time_by_day group by 1, 2, 3, 4, 5
-- as they come to be: a few months are read in one go
order by 1;
insert into task_time_by_month
select month_of(day), user_id, task_id, account_id, deal_id, sum(entries), sum(seconds), sum(billable_seconds)
from task_time_by_day group by 1, 2, 3, 4, 5 order by 1;
insert into placed_by_month
select month_of(day), user_id, way, rule_id, sum(entries), sum(seconds), sum(corrected), sum(confirmed)
from placed_by_day group by 1, 2, 3, 4 order by 1;
analyze time_by_month;
analyze task_time_by_month;
analyze placed_by_month;
