-- Accounts and contacts that were deleted stay until they are restored (docs/decisions/0006).
alter table accounts
  add column deleted_at timestamptz(3),
  add column deleted_by uuid references users,
  add check (deleted_by is null or deleted_at is not null);
alter table contacts
  add column deleted_at timestamptz(3),
  add column deleted_by uuid references users,
  add check (deleted_by is null or deleted_at is not null),
  -- somebody may be known before their company or their first name is
  alter column account_id drop not null,
  alter column first_name drop not null;

-- The bin is short: it has indexes of its own, and the lists those of what is there.
create index accounts_deleted on accounts (deleted_at) where deleted_at is not null;
create index contacts_deleted on contacts (deleted_at) where deleted_at is not null;
create index accounts_created on accounts (created_at, id) where deleted_at is null;

-- An order a list offers has its index: page 1,000 then costs what page 1 costs.
create index contacts_name on contacts (lower(last_name || ' ' || coalesce(first_name, '')), id) where deleted_at is null;
create index contacts_email on contacts (lower(coalesce(email, '')), id) where deleted_at is null;
create index contacts_updated on contacts (updated_at, id) where deleted_at is null;
create index contacts_created on contacts (created_at, id) where deleted_at is null;
create index contacts_owner on contacts (owner_id);
create index contacts_tags on contacts using gin (tags);
create index contacts_search on contacts
  using gin ((coalesce(first_name || ' ', '') || last_name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '')) gin_trgm_ops);
create index accounts_primary_contact on accounts (primary_contact_id) where primary_contact_id is not null;

-- Time is not matched to an account that is deleted, and is again once it is restored.
drop trigger accounts_renamed on accounts;
create constraint trigger accounts_renamed after insert or delete or update of name, deleted_at on accounts
  deferrable initially deferred for each row execute function name_catalog_changed();
