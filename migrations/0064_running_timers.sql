-- What a person's clock is running for: one each, on the server, so that it goes on through reloads and on another device.
create table running_timers (
  user_id uuid primary key references users,
  -- renewed at every start: what is stopped or discarded is the one that was looked at
  id uuid not null default uuidv7(),
  started_at timestamptz(3) not null,
  account_id uuid references accounts,
  deal_id uuid references deals,
  task_id uuid references tasks,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create index running_timers_account on running_timers (account_id) where account_id is not null;
create index running_timers_deal on running_timers (deal_id) where deal_id is not null;
create index running_timers_task on running_timers (task_id) where task_id is not null;
