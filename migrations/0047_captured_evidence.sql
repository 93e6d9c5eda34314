-- How much of titles, addresses and apps is kept, and how often something of them was dropped at the door (domain/capture).
alter table workspace
  -- null: as the place advises
  add column capture text check (capture in ('nothing', 'apps_and_sites', 'titles')),
  add column capture_queries boolean not null default false;
-- whoever keeps titles today goes on until somebody says otherwise
update workspace set capture = 'titles';

-- How many entries of a person came with something that is not kept: by day and part, and nothing else of it.
create table dropped_by_day (
  user_id uuid not null references users on delete cascade,
  day date not null,
  part text not null check (part in ('title', 'app', 'address', 'query', 'credentials')),
  entries integer not null,
  primary key (user_id, day, part)
);

-- A file of time holds what must not be kept: it goes once it is imported, or a week after nobody answered.
alter table imports alter column file_key drop not null;
