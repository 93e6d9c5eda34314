-- A mapping rule over past entries: looked through first, then written in pieces that can be taken back.
create table remaps (
  id uuid primary key default uuidv7(),
  rule_id uuid not null references mapping_rules on delete cascade,
  -- what the rule said when it was looked through: another version has to be looked through again
  rule_number integer not null,
  date_from date not null,
  asked_by uuid not null references users,
  status text not null default 'previewing'
    check (status in ('previewing', 'previewed', 'running', 'done', 'undoing', 'undone')),
  total integer not null default 0,
  looked_at integer not null default 0,
  counts jsonb not null default '{}',
  moved integer not null default 0,
  kept integer not null default 0,
  undo_until timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create index remaps_rule on remaps (rule_id, id);

create table remap_rows (
  remap_id uuid not null references remaps on delete cascade,
  entry_id uuid not null references time_entries on delete cascade,
  state text not null default 'found' check (state in ('found', 'moved', 'left', 'undone')),
  -- where it was, and the version the entry was left at
  before jsonb,
  left_version integer,
  primary key (remap_id, entry_id)
);
create index remap_rows_open on remap_rows (remap_id, state, entry_id);
create index remap_rows_entry on remap_rows (entry_id);
