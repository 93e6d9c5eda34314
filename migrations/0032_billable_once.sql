-- An hour of a person is billable once. The promise is this constraint, not a check before the insert: two senders at once
-- pass any check. Half-open spans: what touches does not overlap (domain-rules §7).
create extension if not exists btree_gist;

-- What overlapped before is kept aside, where a person decides; the entry that was there first keeps its place. One after
-- the other, so that nothing is kept aside for the sake of what is aside itself. No entry is longer than 7 days.
do $$
declare late uuid;
begin
  for late in
    select e.id from time_entries e
    where e.billable and e.status <> 'quarantined' and exists (
      select from time_entries o
      where o.user_id = e.user_id and o.billable and o.status <> 'quarantined' and o.id < e.id
        and o.start_time between e.start_time - interval '7 days' and e.end_time
        and o.start_time < e.end_time and o.end_time > e.start_time
    )
    order by e.id
  loop
    update time_entries e
    set status = 'quarantined', quarantine_reason = 'It overlaps other billable time of this person.',
        account_id = null, deal_id = null, task_id = null, mapping = null, version = version + 1, updated_at = now()
    where e.id = late and exists (
      select from time_entries o
      where o.user_id = e.user_id and o.billable and o.status <> 'quarantined' and o.id < e.id
        and o.start_time between e.start_time - interval '7 days' and e.end_time
        and o.start_time < e.end_time and o.end_time > e.start_time
    );
  end loop;
end $$;

alter table time_entries add constraint time_entries_billable_once
  exclude using gist (user_id with =, tstzrange(start_time, end_time) with &&)
  where (billable and status <> 'quarantined');
