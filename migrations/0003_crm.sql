-- Accounts, contacts, deals, tasks.
create extension if not exists pg_trgm;

create table accounts (
  id uuid primary key default uuidv7(),
  name text not null,
  industry text,
  address text,
  phone text,
  website text,
  primary_contact_id uuid,
  owner_id uuid references users,
  tags text[] not null default '{}',
  metadata jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create index accounts_name on accounts (lower(name), id);
create index accounts_search on accounts using gin (name gin_trgm_ops);
create index accounts_owner on accounts (owner_id);
create index accounts_tags on accounts using gin (tags);
create index accounts_updated on accounts (updated_at, id);

create table contacts (
  id uuid primary key default uuidv7(),
  account_id uuid not null references accounts,
  first_name text not null,
  last_name text not null,
  email text,
  phone text,
  job_title text,
  owner_id uuid references users,
  tags text[] not null default '{}',
  metadata jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create index contacts_account on contacts (account_id);
alter table accounts add foreign key (primary_contact_id) references contacts on delete set null;

create table deals (
  id uuid primary key default uuidv7(),
  account_id uuid not null references accounts,
  name text not null,
  description text,
  -- the scale is kept as written, which is the currency's number of minor units (ISO 4217)
  value numeric,
  currency text check (currency ~ '^[A-Z]{3}$'),
  stage text not null default 'prospecting' check (stage in ('prospecting', 'negotiation', 'won', 'lost')),
  -- percent; null: the stage's default
  probability smallint check (probability between 0 and 100),
  owner_id uuid references users,
  start_date date,
  end_date date,
  closed_at timestamptz(3),
  closed_by uuid references users,
  closed_reason text,
  budget_hours numeric,
  budget_money numeric,
  budget_currency text check (budget_currency ~ '^[A-Z]{3}$'),
  metadata jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1,
  check ((value is null) = (currency is null)),
  check ((budget_money is null) = (budget_currency is null)),
  check ((closed_at is null) = (stage in ('prospecting', 'negotiation')))
);
create index deals_account on deals (account_id);
create index deals_owner on deals (owner_id);
create index deals_stage on deals (stage, end_date);
create index deals_name on deals (lower(name), id);
create index deals_search on deals using gin (name gin_trgm_ops);
create index deals_created on deals (created_at, id);

-- Append-only: the deal as it was on entering each stage (domain rules §10).
create table deal_stages (
  id uuid primary key default uuidv7(),
  deal_id uuid not null references deals on delete cascade,
  from_stage text,
  to_stage text not null,
  entered_at timestamptz(3) not null default now(),
  left_at timestamptz(3),
  actor_id uuid,
  value numeric,
  currency text,
  probability smallint not null,
  end_date date
);
create index deal_stages_deal on deal_stages (deal_id, entered_at);

create table tasks (
  id uuid primary key default uuidv7(),
  deal_id uuid references deals,
  account_id uuid references accounts,
  title text not null,
  description text,
  assigned_to uuid references users,
  status text not null default 'open' check (status in ('open', 'in_progress', 'blocked', 'done', 'cancelled')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  due_date date,
  estimated_hours numeric,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create index tasks_assignee on tasks (assigned_to, due_date);
create index tasks_deal on tasks (deal_id);
create index tasks_account on tasks (account_id);
create index tasks_due on tasks (due_date, id);
create index tasks_search on tasks using gin (title gin_trgm_ops);

-- The names that time is matched against are cached in each process. This row says when they changed; the trigger is
-- deferred to commit so that the row is locked for the length of a commit and not of a transaction.
create table name_catalog (only_row boolean primary key default true check (only_row), revision bigint not null default 1);
insert into name_catalog default values;
create function name_catalog_changed() returns trigger language plpgsql as $$
begin
  update name_catalog set revision = revision + 1;
  return null;
end $$;
create constraint trigger accounts_renamed after insert or delete or update of name on accounts
  deferrable initially deferred for each row execute function name_catalog_changed();
create constraint trigger deals_renamed after insert or delete or update of name, stage, account_id on deals
  deferrable initially deferred for each row execute function name_catalog_changed();
