-- Entries that were deleted, split or merged leave the table, so that no sum, list or constraint has to know of them. They are
-- kept here as they were, under the ids they had, until somebody takes it back (docs/decisions/0026).
create table former_entries (
  id uuid primary key,
  user_id uuid not null references users,
  account_id uuid references accounts,
  deal_id uuid references deals,
  task_id uuid references tasks,
  start_time timestamptz(3) not null,
  end_time timestamptz(3) not null,
  duration_seconds integer not null,
  zone text not null,
  day date not null generated always as ((start_time at time zone zone)::date) stored,
  activity_type text not null,
  productivity_score real,
  source text not null,
  external_id text,
  billable boolean not null,
  project_name text,
  tags text[] not null default '{}',
  title text,
  url text,
  app text,
  mapping jsonb,
  status text not null,
  quarantine_reason text,
  discarded_at timestamptz(3),
  released_at timestamptz(3),
  synced_at timestamptz(3),
  -- the deed that had made it, where it was a part itself
  made_in uuid,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null default now(),
  version integer not null,
  ended_as text not null check (ended_as in ('deleted', 'split', 'merged', 'hidden')),
  -- the deed of the ledger; what came of it says so too
  ended_in uuid not null,
  ended_by uuid references users,
  ended_at timestamptz(3) not null default now()
);
-- A resend is looked for here too: it changes nothing, or what came of the entry grows.
create unique index former_entries_external on former_entries (source, external_id) where external_id is not null;
create index former_entries_deed on former_entries (ended_in);
create index former_entries_start on former_entries (start_time, id);
create index former_entries_user on former_entries (user_id, start_time, id);
create index former_entries_account on former_entries (account_id) where account_id is not null;
create index former_entries_deal on former_entries (deal_id) where deal_id is not null;
create index former_entries_task on former_entries (task_id) where task_id is not null;

alter table time_entries add column made_in uuid;
create index time_entries_made on time_entries (made_in) where made_in is not null;
-- Few entries have tags and fewer are released: only those pay.
create index time_entries_tags on time_entries using gin (tags) where tags <> '{}';
create index time_entries_released on time_entries (start_time, id) where released_at is not null;
