-- What lists of time and deals are worked out from, so that they cost the same however many months lie behind (docs/decisions/0023).

-- Where all that waits or is aside lies: its first and last day, out of the few sums that hold any.
create index time_by_day_waiting on time_by_day (status, day) where status <> 'synced' and entries > 0;

-- Seconds on each deal by each person, kept by the triggers below: few rows are read where those of every day were. By person, as
-- days are: two people who work on one deal do not wait for each other. Time that has a deal found its place: the table sees to it.
create table time_by_deal (
  deal_id uuid not null,
  user_id uuid not null,
  entries integer not null,
  seconds bigint not null,
  primary key (deal_id, user_id)
);
insert into time_by_deal
select deal_id, user_id, sum(entries), sum(seconds) from time_by_day where deal_id is not null group by 1, 2;

create function keep_time_by_deal() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into time_by_deal as t
    select deal_id, user_id, count(*), sum(duration_seconds) from new_rows where deal_id is not null
    -- one order for everybody: overlapping batches wait for each other instead of deadlocking
    group by deal_id, user_id order by deal_id, user_id
    on conflict (deal_id, user_id) do update set entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds;
  elsif tg_op = 'DELETE' then
    insert into time_by_deal as t
    select deal_id, user_id, -count(*), -sum(duration_seconds) from old_rows where deal_id is not null
    group by deal_id, user_id order by deal_id, user_id
    on conflict (deal_id, user_id) do update set entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds;
  else
    insert into time_by_deal as t
    select deal_id, user_id, sum(entries), sum(seconds)
    from (
      select deal_id, user_id, -1 as entries, -duration_seconds as seconds from old_rows where deal_id is not null
      union all
      select deal_id, user_id, 1, duration_seconds from new_rows where deal_id is not null
    ) parts
    group by deal_id, user_id having sum(entries) <> 0 or sum(seconds) <> 0 order by deal_id, user_id
    on conflict (deal_id, user_id) do update set entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds;
  end if;
  return null;
end $$;

create trigger time_entries_of_deals after insert on time_entries referencing new table as new_rows
  for each statement execute function keep_time_by_deal();
create trigger time_entries_of_deals_changed after update on time_entries referencing old table as old_rows new table as new_rows
  for each statement execute function keep_time_by_deal();
create trigger time_entries_of_deals_deleted after delete on time_entries referencing old table as old_rows
  for each statement execute function keep_time_by_deal();
analyze time_by_deal;
