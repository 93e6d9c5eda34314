-- What the review queue learns from and keeps: what a person decided, how long time is its own person's to place, what was put
-- off, and who was asked. Guesses are still worked out when somebody looks (docs/decisions/0002, 0027).

-- The newest that a person was put somewhere by hand: of 1M entries 400 are read for a page of guesses, and nothing else.
create index time_entries_decided on time_entries (user_id, start_time desc)
  where status = 'synced' and mapping ->> 'rule' = 'person';

-- The longest that wait first: of 100,000 the 200 of a page are read.
create index time_entries_waiting_longest on time_entries (duration_seconds desc, id desc) where status = 'unmapped';

-- For so many working days only the person themselves finds it in the queue; 0: everybody who may place it, at once.
alter table workspace add column team_review_days smallint not null default 2 check (team_review_days between 0 and 30);

-- Put off, by one person and for that person alone. No reference to the entry: what is gone or placed has none to show.
create table snoozed_entries (
  user_id uuid not null references users on delete cascade,
  entry_id uuid not null,
  until timestamptz(3) not null,
  primary key (user_id, entry_id)
);

-- Somebody asked the person whose time it is to place it.
create table review_requests (
  entry_id uuid primary key,
  asked_by uuid not null references users on delete cascade,
  asked_at timestamptz(3) not null default now()
);
create index review_requests_asked_by on review_requests (asked_by);
