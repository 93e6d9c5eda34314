-- The ledger: one row per changed object, written in the transaction of the deed. Everything that reacts reads it.
create table changes (
  id uuid primary key default uuidv7(),
  -- all changes of one deed share it, so that a batch can be shown and reverted as one
  deed_id uuid not null,
  -- (xid, sequence) is the order in which a reader may consume rows below the snapshot horizon without missing any
  xid xid8 not null default pg_current_xact_id(),
  sequence bigint generated always as identity,
  action text not null,
  object_type text not null,
  object_id uuid not null,
  before jsonb,
  after jsonb,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'system')),
  actor_id uuid,
  source text not null check (source in ('api', 'import', 'job', 'command')),
  ip inet,
  request_id text,
  occurred_at timestamptz(3) not null default now()
);
create index changes_object on changes (object_id, id);
-- ids are UUIDv7, so (actor, id) is also the order of time
create index changes_actor on changes (actor_id, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger changes_append_only before update or delete or truncate on changes
  for each statement execute function refuse_change();

-- Answers of POSTs that carried an Idempotency-Key, kept 72 hours (reliability §1.7).
create table idempotency_keys (
  credential text not null,
  operation text not null,
  key text not null,
  fingerprint bytea not null,
  status integer,
  body jsonb,
  created_at timestamptz(3) not null default now(),
  primary key (credential, operation, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
