-- The most urgent first, within them what is due first: `-priority,due_date` turned into one direction (server/platform/pages.ts).
-- Without it a page behind the cursor looked at all 33,000 urgent tasks of 200,000.
create index tasks_priority_due on tasks
  ((-array_position(array['low', 'normal', 'high', 'urgent'], priority)), coalesce(due_date, date 'infinity'), id)
  where deleted_at is null;
