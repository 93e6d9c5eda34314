-- A page of the list by length over all days, with nothing else asked. The longest entries lie in any month, and a query of the list itself
-- plans each of them (0.35 ms): five years cost more than the page. Here the plan is made once for a connection and kept, and opening a month
-- costs a fiftieth of that. First page: `after_seconds` and `after` null. Index: time_entries_longest (0071).
create function longest_entries(longest_first boolean, after_seconds integer, after uuid, most integer)
returns setof time_entries language plpgsql stable rows 51
set plan_cache_mode = force_generic_plan set search_path = pg_catalog, public, pg_temp as $$
declare
  -- beyond any entry there can be: the first page is behind it
  seconds integer := coalesce(after_seconds, case when longest_first then 2147483647 else -1 end);
  last uuid := coalesce(after, '00000000-0000-0000-0000-000000000000');
begin
  if longest_first then
    return query
      select e.* from time_entries e
      where (e.duration_seconds, e.id) < (seconds, last) order by e.duration_seconds desc, e.id desc limit most;
  else
    return query
      select e.* from time_entries e
      where (e.duration_seconds, e.id) > (seconds, last) order by e.duration_seconds, e.id limit most;
  end if;
end $$;
