-- Time entries lie in one table a month: what a query costs follows from the months it asks for, and a month whose term is over
-- goes as a table. What no partition can promise for all of them stands in time_entry_keys (docs/decisions/0023).
create schema time_months;

-- What holds over all months: where an entry is, that a sender's id is there once, that an hour of a person is billable once.
create table time_entry_keys (
  id uuid primary key,
  user_id uuid not null,
  start_time timestamptz(3) not null,
  end_time timestamptz(3) not null,
  source text not null,
  external_id text,
  -- billable, and not kept aside
  billable boolean not null
);

-- The entries as they are, with what hangs on them: each comes along as it is now.
create temp table kept on commit drop as
select 1 as place, format('alter table time_entries add %s', pg_get_constraintdef(oid)) as statement
from pg_constraint where conrelid = 'time_entries'::regclass and contype = 'f'
union all
select 2, pg_get_indexdef(indexrelid) from pg_index where indrelid = 'time_entries'::regclass and not indisunique and not indisexclusion
union all
select 3, pg_get_triggerdef(oid) from pg_trigger where tgrelid = 'time_entries'::regclass and not tgisinternal;

alter table time_entries rename to time_entries_whole;
create table time_entries (like time_entries_whole including defaults including constraints including generated)
  partition by range (start_time);

-- One month, as a table that is attached: nobody who reads or writes the others waits for that. The owner's.
create function make_time_month(month timestamp) returns void language plpgsql as $$
declare
  name text := format('time_months.time_entries_%s', to_char(month, 'YYYY_MM'));
begin
  if to_regclass(name) is not null then return; end if;
  -- two senders that need the same month: the second waits here and then finds it
  lock table public.time_entries in share update exclusive mode;
  if to_regclass(name) is not null then return; end if;
  execute format('create table %s (like public.time_entries including all)', name);
  execute format('alter table public.time_entries attach partition %s for values from (%L) to (%L)',
    name, month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
end $$;

do $$
declare
  month timestamp;
  columns text;
begin
  for month in select distinct date_trunc('month', start_time at time zone 'UTC') from time_entries_whole order by 1 loop
    perform make_time_month(month);
  end loop;
  select string_agg(quote_ident(attname), ', ' order by attnum) into columns
  from pg_attribute where attrelid = 'time_entries_whole'::regclass and attnum > 0 and not attisdropped and attgenerated = '';
  execute format('insert into time_entries (%s) select %1$s from time_entries_whole order by start_time, id', columns);
end $$;

insert into time_entry_keys
select id, user_id, start_time, end_time, source, external_id, billable and status <> 'quarantined' from time_entries_whole order by id;

alter table remap_rows drop constraint remap_rows_entry_id_fkey;
drop table time_entries_whole;

-- Exactly once, and billable once: the promises are these, not a check before the insert.
create unique index time_entry_keys_external on time_entry_keys (source, external_id) where external_id is not null;
alter table time_entry_keys add constraint time_entries_billable_once
  exclude using gist (user_id with =, tstzrange(start_time, end_time) with &&) where (billable);
alter table remap_rows add foreign key (entry_id) references time_entry_keys on delete cascade;

alter table time_entries add primary key (id, start_time);
do $$
declare again text;
begin
  for again in select statement from kept order by place loop execute again; end loop;
end $$;

-- Keeps the keys as the entries are, on every path. Who inserts may have taken the key in the same statement, to leave out what
-- cannot have one; then it has to be this entry's. Always by the index: the plan is kept, whatever the first call was like.
create function keep_time_entry_keys() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  if tg_op = 'DELETE' then
    delete from time_entry_keys k using old_rows o where k.id = o.id;
    return null;
  end if;
  if tg_op = 'UPDATE' then
    update time_entry_keys k
    set user_id = n.user_id, start_time = n.start_time, end_time = n.end_time, source = n.source, external_id = n.external_id,
        billable = n.billable and n.status <> 'quarantined'
    from new_rows n
    where k.id = n.id
      and (k.user_id, k.start_time, k.end_time, k.source, k.external_id, k.billable)
          is distinct from (n.user_id, n.start_time, n.end_time, n.source, n.external_id, n.billable and n.status <> 'quarantined');
    return null;
  end if;
  insert into time_entry_keys (id, user_id, start_time, end_time, source, external_id, billable)
  select n.id, n.user_id, n.start_time, n.end_time, n.source, n.external_id, n.billable and n.status <> 'quarantined'
  from new_rows n
  where not exists (select from time_entry_keys k where k.id = n.id)
  order by n.source, n.external_id, n.id;
  if exists (
    select from new_rows n join time_entry_keys k on k.id = n.id
    where (k.user_id, k.start_time, k.end_time, k.source, k.external_id, k.billable)
          is distinct from (n.user_id, n.start_time, n.end_time, n.source, n.external_id, n.billable and n.status <> 'quarantined')
  ) then
    raise unique_violation using message = 'another time entry has this key', table = 'time_entry_keys';
  end if;
  return null;
end $$;

create trigger time_entries_keyed after insert on time_entries referencing new table as new_rows
  for each statement execute function keep_time_entry_keys();
create trigger time_entries_keyed_anew after update on time_entries referencing new table as new_rows
  for each statement execute function keep_time_entry_keys();
create trigger time_entries_unkeyed after delete on time_entries referencing old table as old_rows
  for each statement execute function keep_time_entry_keys();

-- The months these instants lie in. The application owns nothing and may make tables by this alone: none but months of time,
-- and none that a claim of time could not lie in (domain/time-claims.ts).
create function make_time_months(instants timestamptz[]) returns void language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp as $$
declare month timestamp;
begin
  for month in select distinct date_trunc('month', at at time zone 'UTC') from unnest(instants) at order by 1 loop
    continue when to_regclass(format('time_months.time_entries_%s', to_char(month, 'YYYY_MM'))) is not null;
    if month < '2000-01-01' or month > (now() at time zone 'UTC') + interval '1 year' then
      raise datetime_field_overflow using message = format('no time is kept for %s', to_char(month, 'YYYY-MM'));
    end if;
    perform public.make_time_month(month);
  end loop;
end $$;
revoke execute on function make_time_month(timestamp), make_time_months(timestamptz[]) from public;

select make_time_month(date_trunc('month', now() at time zone 'UTC') + n * interval '1 month') from generate_series(-1, 3) n;
analyze time_entry_keys;
