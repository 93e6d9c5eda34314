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
  person uuid;
begin
  foreach person in array people loop
    if longest_first then
      return query
        select e.* from time_entries e
        where e.user_id = person and (e.duration_seconds, e.id) < (seconds, last)
        order by e.duration_seconds desc, e.id desc limit most;
    else
      return query
        select e.* from time_entries e
        where e.user_id = person and (e.duration_seconds, e.id) > (seconds, last) order by e.duration_seconds, e.id limit most;
    end if;
  end loop;
end $$;
