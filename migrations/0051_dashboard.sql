-- What was decided in a period, and what happened last of all: read from their ends, whatever there is behind.
create index deals_closed on deals (closed_at) where closed_at is not null and deleted_at is null;
create index deal_stages_entered on deal_stages (entered_at);
create index tasks_done_last on tasks (done_at) where done_at is not null and deleted_at is null;
create index notes_written_last on notes (created_at) where deleted_at is null;
