-- What people ask of what is held about them, and what came of it (docs/decisions/0032).
create table privacy_requests (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  kind text not null check (kind in ('correction', 'erasure')),
  about text not null check (about in ('entry', 'days', 'evidence')),
  -- null once the entry is none any more: erased, taken out, split or merged
  entry_id uuid references time_entry_keys on delete set null,
  -- of an entry its own day
  date_from date,
  date_to date,
  reason text not null,
  state text not null check (state in ('open', 'running', 'done', 'refused', 'withdrawn')),
  due_on date not null,
  -- what the person is told
  answer text,
  decided_by uuid references users on delete set null,
  decided_at timestamptz(3),
  -- how much an erasure took and left; counted up piece by piece
  outcome jsonb,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1,
  check ((about = 'evidence') = (date_from is null) and (date_from is null) = (date_to is null)),
  check ((state in ('open', 'withdrawn')) = (decided_at is null))
);
create index privacy_requests_user on privacy_requests (user_id, created_at, id);
create index privacy_requests_due on privacy_requests (due_on, id);
create index privacy_requests_entry on privacy_requests (entry_id) where entry_id is not null;
create index privacy_requests_decided_by on privacy_requests (decided_by) where decided_by is not null;

-- Since when an entry is hours alone. What its agent sends again or grows by brings nothing of it back.
alter table time_entries add column evidence_erased_at timestamptz(3);
alter table former_entries add column evidence_erased_at timestamptz(3);
