-- The note a row of a file left on its record: an undo takes it back too.
alter table record_import_rows add column note_id uuid;
