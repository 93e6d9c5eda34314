-- What people made of what a rule had placed: put elsewhere, or left where it was and taken for their own decision. By it a rule is
-- known to be right in the days one looks at, not only when it went live. Counted from here on, on the day the entry begins.
alter table placed_by_day add column corrected integer not null default 0, add column confirmed integer not null default 0;

create or replace function move_placed_by_day() returns trigger language plpgsql as $$
begin
  insert into placed_by_day as t (day, user_id, way, rule_id, entries, seconds, corrected, confirmed)
  select day, user_id, way, rule_id, sum(entries), sum(seconds), sum(corrected), sum(confirmed)
  from (
    select day, user_id, way_of(status, discarded_at, mapping) as way, (mapping ->> 'rule_id')::uuid as rule_id,
           -1 as entries, -duration_seconds as seconds, 0 as corrected, 0 as confirmed
    from old_rows
    union all
    select day, user_id, way_of(status, discarded_at, mapping), (mapping ->> 'rule_id')::uuid, 1, duration_seconds, 0, 0
    from new_rows
    union all
    select o.day, o.user_id, 'mapping_rule', (o.mapping ->> 'rule_id')::uuid, 0, 0, case when s.same then 0 else 1 end, case when s.same then 1 else 0 end
    from old_rows o
    join new_rows n on n.id = o.id
    cross join lateral (
      select (o.account_id, o.deal_id, o.task_id) is not distinct from (n.account_id, n.deal_id, n.task_id) as same
    ) s
    where o.status = 'synced' and o.mapping ->> 'rule' = 'mapping_rule' and o.mapping ->> 'rule_id' is not null
      and n.status = 'synced' and n.mapping ->> 'rule' = 'person'
  ) parts
  group by 1, 2, 3, 4
  having sum(entries) <> 0 or sum(seconds) <> 0 or sum(corrected) <> 0 or sum(confirmed) <> 0
  order by 2, 1, 3, 4
  on conflict on constraint placed_by_day_key do update set
    entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds,
    corrected = t.corrected + excluded.corrected, confirmed = t.confirmed + excluded.confirmed;
  return null;
end $$;
