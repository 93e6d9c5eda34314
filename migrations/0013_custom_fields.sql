-- Fields an admin adds; their values live in the metadata of the records (docs/decisions/0007).
create table custom_fields (
  id uuid primary key default uuidv7(),
  object text not null check (object in ('account', 'contact', 'deal', 'task')),
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,49}$'),
  type text not null check (type in ('text', 'number', 'money', 'date', 'select', 'multi_select', 'user', 'url')),
  label text not null,
  options text[] not null default '{}',
  required boolean not null default false,
  position integer not null default 0,
  archived boolean not null default false,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1,
  unique (object, key)
);

alter table tasks add column metadata jsonb not null default '{}';

-- "is it this" and "has any record one of these"; ranges and orders of a custom field read what the other filters leave
create index accounts_metadata on accounts using gin (metadata);
create index contacts_metadata on contacts using gin (metadata);
create index deals_metadata on deals using gin (metadata);
create index tasks_metadata on tasks using gin (metadata);

-- Once a transaction is enough: after 100,000 accounts in one, each further one would look through all versions of the row.
create or replace function name_catalog_changed() returns trigger language plpgsql as $$
begin
  update name_catalog set revision = revision + 1 where xmin <> pg_current_xact_id()::xid;
  return null;
end $$;
