-- Passkeys (WebAuthn), the challenges they answer, and when a session last proved whose it is.
create table passkeys (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  name text not null,
  -- what the authenticator calls it, and the public key that proves it (COSE)
  credential_id bytea not null unique,
  public_key bytea not null,
  -- counts up where the authenticator counts at all; one that goes back is a copy
  sign_count bigint not null,
  transports text[] not null,
  -- kept in several places by the authenticator's maker, such as a password manager
  synced boolean not null,
  last_used_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create index passkeys_user on passkeys (user_id, id);

-- Each is answered at most once, for what it was made for. Old ones are swept.
create table passkey_challenges (
  challenge bytea primary key,
  purpose text not null check (purpose in ('sign_in', 'add', 'confirm')),
  -- null: whoever signs in is not known yet
  user_id uuid references users on delete cascade,
  expires_at timestamptz(3) not null,
  check ((user_id is null) = (purpose = 'sign_in'))
);
create index passkey_challenges_expiry on passkey_challenges (expires_at);

-- What opens the door for good (keys, second factors, passkeys) asks for a proof that is not older than 15 minutes.
alter table sessions add column confirmed_at timestamptz(3) not null default now();
update sessions set confirmed_at = created_at;
