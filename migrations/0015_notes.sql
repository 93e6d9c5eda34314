-- What people write down about an account, a contact, a deal or a task. A note hangs on exactly one of them.
create table notes (
  id uuid primary key default uuidv7(),
  account_id uuid references accounts,
  contact_id uuid references contacts,
  deal_id uuid references deals,
  task_id uuid references tasks,
  -- null: written by a program
  author_id uuid references users,
  text text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1,
  deleted_at timestamptz(3),
  deleted_by uuid references users,
  check (num_nonnulls(account_id, contact_id, deal_id, task_id) = 1),
  check (deleted_by is null or deleted_at is not null)
);
create index notes_account on notes (account_id, created_at, id) where account_id is not null;
create index notes_contact on notes (contact_id, created_at, id) where contact_id is not null;
create index notes_deal on notes (deal_id, created_at, id) where deal_id is not null;
create index notes_task on notes (task_id, created_at, id) where task_id is not null;

-- What a note said before it was changed: whoever may read the note may read how it came to be.
create table note_versions (
  note_id uuid not null references notes on delete cascade,
  version integer not null,
  text text not null,
  written_at timestamptz(3) not null,
  primary key (note_id, version)
);
