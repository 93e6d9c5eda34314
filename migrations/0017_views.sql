-- Ways to look at a list that people keep: filter, sort, columns and layout, as the words of the address.
create table saved_views (
  id uuid primary key default uuidv7(),
  page text not null check (page in ('accounts', 'contacts', 'deals', 'tasks', 'time')),
  name text not null check (length(name) between 1 and 60),
  owner_id uuid not null references users on delete cascade,
  -- the owner alone · whoever is in the owner's team now · everybody
  shared text not null default 'private' check (shared in ('private', 'team', 'all')),
  address text not null check (length(address) <= 4000),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create unique index saved_views_name on saved_views (owner_id, page, lower(name));
create index saved_views_shared on saved_views (page) where shared <> 'private';

-- With which view a list opens, for each person.
create table default_views (
  user_id uuid not null references users on delete cascade,
  page text not null,
  view_id uuid not null references saved_views on delete cascade,
  primary key (user_id, page)
);
create index default_views_view on default_views (view_id);
