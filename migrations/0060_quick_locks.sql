-- The same answer for less: where the closed period ends is asked once a zone instead of once a span. Of 1,000 spans of 20 people
-- it took 85 ms, 67 of them for this.
create or replace function locks_on(people uuid[], first_days date[], last_days date[])
returns table (place bigint, kind text, first_day date, last_day date) language sql stable as $$
  with zones as materialized (
    select z.zone, closed_through(z.zone) as last_day
    from (select distinct u.zone from users u where u.id = any (people)) z
  )
  select distinct on (d.place) d.place, l.kind, l.first_day, l.last_day
  from rows from (unnest(people), unnest(first_days), unnest(last_days)) with ordinality as d (user_id, first_day, last_day, place)
  cross join lateral (
    select 'approved' as kind, s.week as first_day, s.week + 6 as last_day
    from timesheets s
    where s.user_id = d.user_id and s.state = 'approved' and s.week <= d.last_day and s.week > d.first_day - 7
    union all
    select 'period', null, z.last_day
    from users u
    join zones z on z.zone = u.zone and d.first_day <= z.last_day
    where u.id = d.user_id
  ) l
  order by d.place, l.kind, l.first_day
$$;
