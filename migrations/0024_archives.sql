-- Everything in one file, for whoever wants to leave or to keep a copy.
create table archives (
  id uuid primary key default uuidv7(),
  status text not null check (status in ('writing', 'done', 'failed')),
  -- where platform/storage keeps the file
  file_key text,
  file_bytes bigint,
  -- table → rows
  rows jsonb not null default '{}',
  created_by uuid references users,
  finished_at timestamptz(3),
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create index archives_created on archives (created_at, id);
