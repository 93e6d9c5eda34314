-- An import of time can be taken back for seven days. What it recorded is what the ledger says under its deed.
alter table imports
  add column undo_until timestamptz(3),
  -- of what it recorded, how much stayed when it was taken back
  add column kept integer not null default 0,
  drop constraint imports_status_check,
  add constraint imports_status_check
    check (status in ('checking', 'checked', 'running', 'done', 'failed', 'undoing', 'undone'));
