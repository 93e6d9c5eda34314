-- What an entry named when it went aside, where it has no place: released it goes there, as it would have when it arrived. Of what is aside
-- by now nobody knows it any more.
alter table doubts
  add column deal_id uuid references deals (id) on delete set null,
  add column task_id uuid references tasks (id) on delete set null;
create index doubts_deal on doubts (deal_id) where deal_id is not null;
create index doubts_task on doubts (task_id) where task_id is not null;
