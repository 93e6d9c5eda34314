-- A report, too, is looked at in one's own way, kept and shared.
alter table saved_views
  drop constraint saved_views_page_check,
  add constraint saved_views_page_check check (page in ('accounts', 'contacts', 'deals', 'tasks', 'time', 'reports'));
