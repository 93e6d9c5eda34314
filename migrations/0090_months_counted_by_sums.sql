-- As in migration 0066, but how much lies in each month is told by the sums by month: counted in its table, five years of a company of 200 people
-- (20 million entries) took longer than a statement may. Where a month begins and ends its people's own days decide, so of what lies
-- within hours of that the run, which counts what it removed, may say another number.
create or replace function time_months_before(day date, also_approved boolean)
returns table (month date, entries bigint, hold text) language sql stable set search_path = pg_catalog, public, pg_temp as $$
  with there as (
    select to_date(right(c.relname, 7), 'YYYY_MM') as month
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.time_entries'::regclass
  ),
  counted as (
    select t.month, sum(t.entries) as entries from public.time_by_month t
    where t.month < date_trunc('month', $1::timestamp)::date group by 1
  )
  select there.month, coalesce(counted.entries, 0), public.time_month_hold(there.month, $2)
  from there left join counted using (month)
  where there.month < date_trunc('month', $1::timestamp)
  order by there.month
$$;
