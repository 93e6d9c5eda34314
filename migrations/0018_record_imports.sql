-- Accounts, contacts, deals and tasks from files: taken apart into rows, tried out, written, and taken back.
create table record_imports (
  id uuid primary key default uuidv7(),
  file_name text not null,
  file_bytes bigint not null,
  -- where platform/storage keeps the file
  file_key text not null,
  status text not null,
  format jsonb,
  -- title, samples and guess of each column
  columns jsonb not null default '[]',
  answers jsonb,
  rows integer not null default 0,
  processed integer not null default 0,
  accounts_created integer not null default 0,
  unknown_values jsonb not null default '[]',
  questions jsonb not null default '[]',
  kept integer not null default 0,
  failure text,
  created_by uuid references users,
  finished_at timestamptz(3),
  undo_until timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create index record_imports_created on record_imports (created_at, id);

create table record_import_rows (
  id uuid primary key default uuidv7(),
  import_id uuid not null references record_imports on delete cascade,
  line integer not null,
  cells text[] not null,
  action text,
  reasons jsonb not null default '[]',
  object_id uuid,
  -- of an update: what was there, so that it can be put back; and the version the run left behind
  before jsonb,
  version integer,
  written boolean not null default false,
  unique (import_id, line)
);
create index record_import_rows_action on record_import_rows (import_id, action, line);

-- What a person said about files with these very columns, for the next one.
create table import_memories (
  header_key text primary key,
  answers jsonb not null,
  updated_at timestamptz(3) not null default now()
);

-- What a record is called in the system it came from: a later file finds it again.
create table external_ids (
  system text not null,
  object_type text not null,
  external_id text not null,
  object_id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (system, object_type, external_id)
);
create index external_ids_object on external_ids (object_id);

-- Companies made because rows of contacts, deals or tasks named them.
create table record_import_accounts (
  import_id uuid not null references record_imports on delete cascade,
  account_id uuid not null,
  primary key (import_id, account_id)
);

-- What an import brought can be put into the bin again.
alter table deals
  add column if not exists deleted_at timestamptz(3),
  add column if not exists deleted_by uuid references users;
alter table tasks
  add column if not exists deleted_at timestamptz(3),
  add column if not exists deleted_by uuid references users;
