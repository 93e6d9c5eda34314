-- The order of cards in a column of the board, and what tells that nobody works on a deal.

-- A new number is beyond all that were given before it: negated it is the top of a column, as it is the bottom. Between two
-- cards lies half their sum, exactly. The index makes a tie impossible and gives each column in its order.
create sequence deal_positions;
alter table deals add column position numeric not null default -nextval('deal_positions');
create unique index deals_position on deals (stage, position);

-- when a task was done, by whichever path: for idle deals and for timelines
alter table tasks add column done_at timestamptz(3);
update tasks set done_at = updated_at where status = 'done';
create index tasks_done on tasks (deal_id, done_at) where done_at is not null;
create function tasks_done_at() returns trigger language plpgsql as $$
begin
  new.done_at := case when new.status = 'done' then coalesce(new.done_at, now()) end;
  return new;
end $$;
create trigger tasks_done before insert or update of status on tasks for each row execute function tasks_done_at();

-- days without a sign of life after which an open deal counts as rotting, by stage; null: the defaults of domain/deals.ts
alter table workspace add column rotting_days jsonb;
