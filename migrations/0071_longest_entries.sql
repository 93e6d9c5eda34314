-- The list of time by length, over all months: without it the longest fifty of two million are found by reading all of them.
create index time_entries_longest on time_entries (duration_seconds, id);
