-- Deals and tasks are deleted and restored by people too (docs/decisions/0006). The bin is short: it has indexes of its own.
create index deals_deleted on deals (deleted_at) where deleted_at is not null;
create index tasks_deleted on tasks (deleted_at) where deleted_at is not null;

-- Time is not matched to a deal that is deleted, and is again once it is restored.
drop trigger deals_renamed on deals;
create constraint trigger deals_renamed after insert or delete or update of name, stage, account_id, deleted_at on deals
  deferrable initially deferred for each row execute function name_catalog_changed();

-- What was worked on a task, and when last, is asked for each line of a list.
create index time_entries_task on time_entries (task_id, end_time) include (duration_seconds) where task_id is not null;
