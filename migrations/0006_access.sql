-- Who gets in, and as what: roles made by admins, invitations, second factors, guesses counted, limits of keys.
create table roles (
  id uuid primary key default uuidv7(),
  name text not null unique check (name ~ '^[a-z][a-z0-9-]{1,39}$'),
  -- null: built in, its rights are the table in domain/permissions.ts
  grants jsonb,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
insert into roles (name) values ('admin'), ('manager'), ('sales'), ('support'), ('finance'), ('employee');
alter table users
  drop constraint users_role_check,
  add foreign key (role) references roles (name) on update cascade,
  -- week start, density: what only the person's own screen cares about
  add column preferences jsonb not null default '{}';
create index users_role on users (role);

-- A link that was mailed: it lets its holder set a password, once. Only the hash is kept.
create table person_links (
  token_hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  purpose text not null check (purpose in ('invitation', 'password_reset')),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index person_links_user on person_links (user_id);

alter table sessions add column last_used_at timestamptz(3) not null default now();
-- "has this person signed in from here before", asked at every sign-in
create index sessions_known on sessions (user_id, ip, created_at);
-- The one token that may follow. A lost answer is repeated with it instead of ending the family.
alter table refresh_tokens add column successor_hash bytea;

-- Time-based codes (RFC 6238). The secret is encrypted (AES-256-GCM); a step counts once.
create table second_factors (
  user_id uuid primary key references users on delete cascade,
  secret text not null,
  confirmed_at timestamptz(3),
  last_step bigint not null default 0,
  created_at timestamptz(3) not null default now()
);
create table recovery_codes (
  code_hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  used_at timestamptz(3)
);
create index recovery_codes_user on recovery_codes (user_id);

-- How often something was tried within a window. Rows of past windows are swept.
create table throttles (
  key text primary key,
  attempts integer not null,
  resets_at timestamptz(3) not null
);
create index throttles_resets on throttles (resets_at);

alter table api_keys
  add column allowed_addresses cidr[] not null default '{}',
  add column per_minute integer not null default 6000 check (per_minute between 1 and 100000),
  add column per_day integer check (per_day > 0),
  -- the key this one takes over from; both work until the older one expires
  add column replaces_id uuid references api_keys;
create table api_key_usage (
  api_key_id uuid not null references api_keys on delete cascade,
  day date not null,
  requests bigint not null default 0,
  refused bigint not null default 0,
  primary key (api_key_id, day)
);

-- Titles, addresses and apps of a person's time are theirs. They may release an entry to those who see it anyway; anybody
-- else needs a reason, an end, and tells them (break-glass).
alter table time_entries add column released_at timestamptz(3);
create table evidence_access (
  id uuid primary key default uuidv7(),
  viewer_id uuid not null references users,
  person_id uuid not null references users,
  reason text not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1,
  check (viewer_id <> person_id)
);
create index evidence_access_viewer on evidence_access (viewer_id, expires_at);
create index evidence_access_person on evidence_access (person_id, id);
