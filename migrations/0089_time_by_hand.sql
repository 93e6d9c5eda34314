-- What people entered by hand, over all months: little of all there is. What agents send is in no such index and pays nothing for it.
create index time_entries_by_hand on time_entries (start_time, id) where source = 'manual';
