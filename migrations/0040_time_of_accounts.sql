-- The hours of one account, for its timeline and its report: of 500,000 sums by day all were read (60 ms, now 1).
create index time_by_day_account on time_by_day (account_id, day) where account_id is not null;
