-- Who sorts their own time by length would have it all looked through, and after a year of it be told to name days: an index per month has what is
-- longest of each person, in its order, and as in 0097 the plan is made once for a connection.
create index time_entries_longest_of_person on time_entries (user_id, duration_seconds, id);

-- As `longest_entries`, of each of these people.
create function longest_entries_of(people uuid[], longest_first boolean, after_seconds integer, after uuid, most integer)
returns setof time_entries language plpgsql stable rows 51
set plan_cache_mode = force_generic_plan set search_path = pg_catalog, public, pg_temp as $$
declare
  seconds integer := coalesce(after_seconds, case when longest_first then 2147483647 else -1 end);
  last uuid := coalesce(after, '00000000-0000-0000-0000-000000000000');
begin
  if longest_first then
    return query
      select e.* from unnest(people) p (id)
      cross join lateral (
        select * from time_entries t where t.user_id = p.id and (t.duration_seconds, t.id) < (seconds, last)
        order by t.duration_seconds desc, t.id desc limit most
      ) e;
  else
    return query
      select e.* from unnest(people) p (id)
      cross join lateral (
        select * from time_entries t where t.user_id = p.id and (t.duration_seconds, t.id) > (seconds, last)
        order by t.duration_seconds, t.id limit most
      ) e;
  end if;
end $$;
