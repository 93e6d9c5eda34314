-- What a person keeps out of Daybook, and what is left of it: a count. Applied before anything is stored (server/exclusions).
create table exclusions (
  user_id uuid primary key references users on delete cascade,
  apps text[] not null default '{}',
  -- host names in ASCII, as addresses write them; each stands for all below it
  sites text[] not null default '{}',
  -- [{days: [1..7], from: 'HH:MM', to: 'HH:MM'}] of the person's own clock
  hours jsonb not null default '[]',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);

-- Kept for good: a device that was offline sends last month's private hour today.
create table private_times (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  started_at timestamptz(3) not null,
  -- null: until the person ends it
  ends_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1,
  check (ends_at >= started_at)
);
create index private_times_user on private_times (user_id, started_at);

-- All that is known of what was left out: how much, on which day of the person, by which of their rules.
create table left_out_by_day (
  user_id uuid not null references users on delete cascade,
  day date not null,
  reason text not null check (reason in ('private_mode', 'hours', 'app', 'site', 'hidden')),
  entries integer not null,
  seconds integer not null,
  primary key (user_id, day, reason)
);

-- So that an entry that is sent again is not counted again, nor recorded after all: a digest of the sender's id for it, and
-- how many of its seconds are accounted for. No time, no app, no title.
create table left_out_claims (
  fingerprint bytea primary key,
  user_id uuid not null references users on delete cascade,
  reason text not null,
  seconds integer not null
);
create index left_out_claims_user on left_out_claims (user_id);

-- what was imported before there was such a thing left nothing out
update imports set report = jsonb_set(report, '{counts,private}', '0') where report is not null;
