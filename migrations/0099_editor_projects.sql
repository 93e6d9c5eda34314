-- The project an editor had open is what was on a person's screen: kept only where they switched it on, and seen as titles are
-- (docs/decisions/0047). What a sender or a person calls a project stays open.
alter table time_entries
  add column project_from_editor boolean not null default false,
  add constraint time_entries_project_from_editor check (project_name is not null or not project_from_editor);
alter table former_entries
  add column project_from_editor boolean not null default false,
  add constraint former_entries_project_from_editor check (project_name is not null or not project_from_editor);

alter table exclusions add column editor_projects boolean not null default false;

alter table dropped_by_day
  drop constraint dropped_by_day_part_check,
  add constraint dropped_by_day_part_check check (part in ('title', 'app', 'address', 'query', 'credentials', 'project'));

-- As in migration 0043. That such a project is erased is no change of the hours, as with a title.
create or replace function check_locks_updated() returns trigger language plpgsql as $$
begin
  perform assert_days_open(array_agg(user_id), array_agg(first_day), array_agg(last_day))
  from (
    select distinct e.user_id, e.day as first_day, ((e.end_time - interval '1 millisecond') at time zone e.zone)::date as last_day
    from old_rows o
    join new_rows n on n.id = o.id
    cross join lateral (
      values (o.user_id, o.day, o.end_time, o.zone, o.status), (n.user_id, n.day, n.end_time, n.zone, n.status)
    ) as e (user_id, day, end_time, zone, status)
    where e.status <> 'quarantined'
      and (o.user_id, o.account_id, o.deal_id, o.task_id, o.start_time, o.end_time, o.duration_seconds, o.zone, o.billable, o.status,
           case when not o.project_from_editor then o.project_name end, o.tags)
        is distinct from
          (n.user_id, n.account_id, n.deal_id, n.task_id, n.start_time, n.end_time, n.duration_seconds, n.zone, n.billable, n.status,
           case when not n.project_from_editor then n.project_name end, n.tags)
  ) d;
  return null;
end $$;
