-- People who sign in, teams, what the agent knows of people, sessions and the keys of programs.
create table workspace (
  only_row boolean primary key default true check (only_row),
  name text not null,
  base_currency text not null default 'EUR' check (base_currency ~ '^[A-Z]{3}$'),
  demo boolean not null default false,
  created_at timestamptz(3) not null default now()
);

create table teams (
  id uuid primary key default uuidv7(),
  name text not null unique,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);

-- What the productivity platform calls an employee. Linking one to a user is a person's decision.
create table productivity_users (
  id uuid primary key default uuidv7(),
  external_id text not null unique,
  name text not null,
  email text,
  devices jsonb not null default '[]',
  zone text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);

create table users (
  id uuid primary key default uuidv7(),
  name text not null,
  email text not null,
  role text not null check (role in ('admin', 'manager', 'sales', 'support', 'finance', 'employee')),
  team_id uuid references teams,
  zone text not null default 'UTC',
  locale text not null default 'en',
  linked_employee_id uuid unique references productivity_users,
  -- argon2id in PHC form; null: this person cannot sign in yet
  password_hash text,
  disabled_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create unique index users_email on users (lower(email));
create index users_team on users (team_id);
create index users_name on users (lower(name), id);

-- One sign-in on one device. Refresh tokens of a session form a family; reuse of an old one ends it.
create table sessions (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  user_agent text,
  ip inet,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3)
);
create index sessions_user on sessions (user_id) where ended_at is null;

create table refresh_tokens (
  -- SHA-256 of the token: the database never holds one that works
  token_hash bytea primary key,
  session_id uuid not null references sessions on delete cascade,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index refresh_tokens_session on refresh_tokens (session_id);

create table api_keys (
  id uuid primary key default uuidv7(),
  name text not null,
  prefix text not null unique,
  key_hash bytea not null,
  scopes text[] not null,
  created_by uuid references users,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
