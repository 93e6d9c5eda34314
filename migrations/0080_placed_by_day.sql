-- How time found its place, day by day of the person: by which step, and by which rule. Kept by triggers as time_by_day is (0004),
-- so that the report on mapping reads no entries.
create table placed_by_day (
  day date not null,
  user_id uuid not null,
  -- the step of domain/mapping.ts that placed it, else that it waits, is kept aside or was discarded
  way text not null,
  rule_id uuid,
  entries integer not null,
  seconds integer not null,
  constraint placed_by_day_key unique nulls not distinct (user_id, day, way, rule_id)
);
create index placed_by_day_day on placed_by_day (day) include (user_id, way, rule_id, entries, seconds);

create function way_of(status text, discarded_at timestamptz, mapping jsonb) returns text language sql immutable parallel safe as $$
  select case status when 'unmapped' then 'waiting' when 'quarantined' then case when discarded_at is null then 'quarantined' else 'discarded' end
              else coalesce(mapping ->> 'rule', 'person') end
$$;

-- Whole entries, on the day they begin: what is counted is decisions.
create function add_placed_by_day() returns trigger language plpgsql as $$
begin
  insert into placed_by_day as t (day, user_id, way, rule_id, entries, seconds)
  select day, user_id, way_of(status, discarded_at, mapping), (mapping ->> 'rule_id')::uuid, count(*), sum(duration_seconds)
  from new_rows
  group by 1, 2, 3, 4
  order by 2, 1, 3, 4
  on conflict on constraint placed_by_day_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds;
  return null;
end $$;

create function move_placed_by_day() returns trigger language plpgsql as $$
begin
  insert into placed_by_day as t (day, user_id, way, rule_id, entries, seconds)
  select day, user_id, way, rule_id, sum(entries), sum(seconds)
  from (
    select day, user_id, way_of(status, discarded_at, mapping) as way, (mapping ->> 'rule_id')::uuid as rule_id,
           -1 as entries, -duration_seconds as seconds
    from old_rows
    union all
    select day, user_id, way_of(status, discarded_at, mapping), (mapping ->> 'rule_id')::uuid, 1, duration_seconds
    from new_rows
  ) parts
  group by 1, 2, 3, 4
  having sum(entries) <> 0 or sum(seconds) <> 0
  order by 2, 1, 3, 4
  on conflict on constraint placed_by_day_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds;
  return null;
end $$;

create function remove_placed_by_day() returns trigger language plpgsql as $$
begin
  insert into placed_by_day as t (day, user_id, way, rule_id, entries, seconds)
  select day, user_id, way_of(status, discarded_at, mapping), (mapping ->> 'rule_id')::uuid, -count(*), -sum(duration_seconds)
  from old_rows
  group by 1, 2, 3, 4
  order by 2, 1, 3, 4
  on conflict on constraint placed_by_day_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds;
  return null;
end $$;

create trigger placed_by_day_inserted after insert on time_entries referencing new table as new_rows
  for each statement execute function add_placed_by_day();
create trigger placed_by_day_updated after update on time_entries referencing old table as old_rows new table as new_rows
  for each statement execute function move_placed_by_day();
create trigger placed_by_day_deleted after delete on time_entries referencing old table as old_rows
  for each statement execute function remove_placed_by_day();

insert into placed_by_day (day, user_id, way, rule_id, entries, seconds)
select day, user_id, way_of(status, discarded_at, mapping), (mapping ->> 'rule_id')::uuid, count(*), sum(duration_seconds)
from time_entries
group by 1, 2, 3, 4;
analyze placed_by_day;
