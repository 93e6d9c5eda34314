-- How long each class of what is recorded is kept. Off until a company says how long (docs/decisions/0031).
create table retention_terms (
  id uuid primary key default uuidv7(),
  class text not null unique check (class in ('evidence', 'time_entries', 'ledger')),
  -- days of evidence, months of the others; null: for good
  keep integer check (keep > 0),
  -- months in which weeks are approved go too
  also_approved boolean not null default false,
  -- everything before this day was looked through and is gone
  done_through date,
  -- of time entries alone: what begins before was removed and is not taken again
  removed_before date,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
insert into retention_terms (class) values ('evidence'), ('time_entries'), ('ledger');

-- Who was told that something of theirs will go, and when: nothing of anybody goes within 48 hours of that.
create table retention_notices (
  user_id uuid not null references users on delete cascade,
  class text not null,
  told_at timestamptz(3) not null default now(),
  primary key (user_id, class)
);

-- Why a month of entries stays although its time is over; null where nothing holds it.
create function time_month_hold(month date, also_approved boolean) returns text language plpgsql stable
  set plan_cache_mode = force_custom_plan as $$
declare
  begins timestamptz := month::timestamp at time zone 'UTC';
  ends timestamptz := (month + interval '1 month') at time zone 'UTC';
begin
  if exists (select from time_entries e where e.start_time >= begins and e.start_time < ends and e.status = 'unmapped') then
    return 'waiting';
  elsif exists (
    select from time_entries e
    where e.start_time >= begins and e.start_time < ends and e.status = 'quarantined' and e.discarded_at is null
  ) then
    return 'aside';
  elsif not also_approved and exists (
    select from timesheets s
    join time_entries e on e.user_id = s.user_id and e.day between s.week and s.week + 6
    where s.state = 'approved' and s.week > month - 9 and s.week < month + interval '32 days'
      and e.start_time >= begins and e.start_time < ends
  ) then
    return 'approved';
  end if;
  return null;
end $$;

-- The months there are before a day, with what lies in each. The owner's: nobody else enters their tables by name.
create function time_months_before(day date, also_approved boolean)
returns table (month date, entries bigint, hold text) language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare name text;
begin
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.time_entries'::regclass order by c.relname
  loop
    month := to_date(right(name, 7), 'YYYY_MM');
    exit when month >= date_trunc('month', day::timestamp)::date;
    execute format('select count(*) from time_months.%I', name) into entries;
    hold := public.time_month_hold(month, also_approved);
    return next;
  end loop;
end $$;

-- Removes one month of entries, with their keys and why they were doubted. Sums by day and by task stay as they are: no row is deleted,
-- its table goes. It asks the term itself: whoever holds the application's connection cannot remove what is kept.
create function remove_time_month(month date) returns bigint language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '1s' as $$
declare
  name text := format('time_months.time_entries_%s', to_char(month, 'YYYY_MM'));
  term record;
  hold text;
  removed bigint;
begin
  select t.keep, t.also_approved into term from retention_terms t where t.class = 'time_entries' for update;
  if term.keep is null or month <> date_trunc('month', month::timestamp)
    or month + make_interval(months => term.keep + 1) > date_trunc('month', now() at time zone 'UTC') then
    raise exception 'the time of % is kept', to_char(month, 'YYYY-MM');
  end if;
  if to_regclass(name) is null then return 0; end if;
  -- readers go on until the table goes; nobody writes into it meanwhile
  execute format('lock table %s in share row exclusive mode', name);
  hold := time_month_hold(month, term.also_approved);
  if hold is not null then
    raise exception 'the time of % is held: %', to_char(month, 'YYYY-MM'), hold;
  end if;
  execute format('delete from doubts d using %s e where d.id = e.id', name);
  execute format('delete from time_entry_keys k using %s e where k.id = e.id', name);
  get diagnostics removed = row_count;
  execute format('drop table %s', name);
  update retention_terms t
  set removed_before = greatest(t.removed_before, (month + interval '1 month')::date) where t.class = 'time_entries';
  return removed;
end $$;

-- As in migration 0041; a month that was removed is not made again, whichever way somebody writes into it.
create or replace function make_time_months(instants timestamptz[]) returns void language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  month timestamp;
  removed date;
begin
  for month in select distinct date_trunc('month', at at time zone 'UTC') from unnest(instants) at order by 1 loop
    continue when to_regclass(format('time_months.time_entries_%s', to_char(month, 'YYYY_MM'))) is not null;
    if month < '2000-01-01' or month > (now() at time zone 'UTC') + interval '1 year' then
      raise datetime_field_overflow using message = format('no time is kept for %s', to_char(month, 'YYYY-MM'));
    end if;
    select t.removed_before into removed from public.retention_terms t where t.class = 'time_entries';
    if month < removed then
      raise exception using errcode = 'LK001', message = format('Time before %s was removed and is not taken again.', removed);
    end if;
    perform public.make_time_month(month);
  end loop;
end $$;
revoke execute on function time_months_before(date, boolean), remove_time_month(date) from public;
