-- Files of time: uploaded, tried out, and only then written.
create table imports (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('activitywatch', 'csv')),
  file_name text not null,
  file_bytes bigint not null,
  -- where platform/storage keeps the file
  file_key text not null,
  status text not null check (status in ('checking', 'checked', 'running', 'done', 'failed')),
  answers jsonb not null,
  report jsonb,
  processed integer not null default 0,
  failure text,
  created_by uuid references users,
  finished_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create index imports_created on imports (created_at, id);
