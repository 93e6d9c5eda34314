-- Where the clock is turned back over midnight (each year on the Azores and in Cuba) a day has two midnights, and PostgreSQL names the
-- second: an hour of the night counted on the day before, which was told to have 25 hours. A day begins at its first.
create function day_start(day date, zone text) returns timestamptz language sql immutable parallel safe as $$
  select min(at)
  from (
    select (day::timestamp at time zone zone) - back as at
    from unnest(array['0', '30 minutes', '1 hour', '2 hours']::interval[]) back
  ) midnights
  where at at time zone zone >= day::timestamp
$$;

-- What was cut at the second is cut anew, so that sums stay those of the entries: taken out of that zone before its days are
-- other ones, and put back after. Nothing of it is to be seen in entries; hours of the night move by a day, also in locked weeks.
select set_config('daybook.beyond_locks', 'on', true);
create temporary table recut (id uuid, start_time timestamptz, zone text) on commit drop;
do $$
declare night record;
begin
  for night in
    select zone, day_start(d::date, zone) as first, d at time zone zone as second
    from (select distinct zone from users) z, generate_series('2000-01-01'::timestamp, now()::timestamp, '1 day') d
    where day_start(d::date, zone) <> d at time zone zone
  loop
    with cut as (
      update time_entries e set zone = 'UTC'
      where e.zone = night.zone and e.start_time > night.first - interval '8 days' and e.start_time < night.second and e.end_time > night.first
        and e.day <> ((e.end_time - interval '1 millisecond') at time zone e.zone)::date
      returning e.id, e.start_time
    )
    insert into recut select id, start_time, night.zone from cut;
  end loop;
end $$;

create or replace function days_of(start_time timestamptz, end_time timestamptz, duration_seconds integer, zone text)
returns table (day date, entries integer, seconds integer) language sql immutable parallel safe as $$
  select
    d::date,
    case when d::date = (start_time at time zone zone)::date then 1 else 0 end,
    case when d::date = last_day then duration_seconds
         else least(duration_seconds, floor(extract(epoch from day_start(d::date + 1, zone) - start_time))::integer) end
    - case when d::date = (start_time at time zone zone)::date then 0
           else least(duration_seconds, floor(extract(epoch from day_start(d::date, zone) - start_time))::integer) end
  from (select ((end_time - interval '1 millisecond') at time zone zone)::date as last_day) l,
       generate_series((start_time at time zone zone)::date::timestamp, last_day::timestamp, interval '1 day') d
$$;

update time_entries e set zone = r.zone from recut r where e.id = r.id and e.start_time = r.start_time;
select set_config('daybook.beyond_locks', '', true);
