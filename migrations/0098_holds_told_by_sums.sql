-- As in migration 0090, mended and asked less. The names of months were read out of every table's name where the planner thought that cheaper, and a
-- table that is no month failed the question; now only the tables of entries are read. What holds a month is mostly told by the sums by day:
-- opened for it, sixty months cost 80 ms. Only where hours between time zones decide it the month itself is asked.
create or replace function time_months_before(day date, also_approved boolean)
returns table (month date, entries bigint, hold text) language sql stable set search_path = pg_catalog, public, pg_temp as $$
  with there as materialized (
    select m.month, (m.month + interval '1 month')::date as next
    from (
      select to_date(right(c.relname, 7), 'YYYY_MM') as month
      from (select inhrelid from pg_inherits where inhparent = 'public.time_entries'::regclass offset 0) i
      join lateral (select relname from pg_class where oid = i.inhrelid offset 0) c on true
    ) m
    where m.month < date_trunc('month', $1::timestamp)
  ),
  -- of how time found its place there are the fewest rows, and each entry is in one
  counted as (
    select t.month, sum(t.entries) as entries from public.placed_by_month t
    where t.month < date_trunc('month', $1::timestamp)::date group by 1
  )
  select m.month, coalesce(counted.entries, 0),
         case
           -- a day of somebody lies in another month of the world by a day at most
           when exists (select from public.time_by_day t where t.status <> 'synced' and t.entries > 0 and t.day >= m.month - 1 and t.day <= m.next)
             then public.time_month_hold(m.month, $2)
           when $2 or not exists (
             select from public.timesheets s where s.state = 'approved' and s.week > m.month - 9 and s.week < m.next + 1
           ) then null
           when exists (
             select from public.timesheets s
             join public.time_by_day t on t.user_id = s.user_id and t.day between s.week and s.week + 6 and t.day > m.month and t.day < m.next - 1
             where s.state = 'approved' and s.week > m.month - 9 and s.week < m.next and t.entries > 0
           ) then 'approved'
           else public.time_month_hold(m.month, $2)
         end
  from there m left join counted using (month)
  order by m.month
$$;
