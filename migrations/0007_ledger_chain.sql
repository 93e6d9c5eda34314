-- The ledger sealed: each change has a place in a chain of hashes, and signed checkpoints say where the chain stood.
-- A payload can be erased without breaking the chain: what is chained is its salted digest.
alter table changes add column erased_at timestamptz(3);

create table sealed_changes (
  -- without gaps, in the order (xid, sequence)
  position bigint primary key,
  change_id uuid not null unique,
  -- null once the payload is erased, so that the digest cannot be guessed back
  salt bytea,
  payload_digest bytea not null,
  hash bytea not null
);

create table ledger_checkpoints (
  position bigint primary key,
  hash bytea not null,
  -- everything up to here is sealed: no transaction below it was still open
  last_xid xid8 not null,
  last_sequence bigint not null,
  key_id text not null,
  signature bytea not null,
  sealed_at timestamptz(3) not null default now()
);
create index changes_order on changes (xid, sequence);

-- What a change says beside its payload, as it is hashed. Written once; another wording would be another chain.
create function change_text(c changes) returns text language sql stable as $$
  select concat_ws(chr(31), c.id, c.deed_id, c.xid, c.sequence, c.action, c.object_type, c.object_id, c.actor_kind,
                   coalesce(c.actor_id::text, '-'), c.source, coalesce(host(c.ip), '-'), coalesce(c.request_id, '-'),
                   to_char(c.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'))
$$;
create function payload_digest(salt bytea, before jsonb, after jsonb) returns bytea language sql immutable as $$
  select sha256(salt || convert_to(coalesce(before::text, '-') || chr(31) || coalesce(after::text, '-'), 'UTF8'))
$$;

-- Nothing of a change is ever updated, but a payload may be emptied.
create function only_erase_change() returns trigger language plpgsql as $$
begin
  if new.before is null and new.after is null and new.erased_at is not null
     and to_jsonb(new) - array['before', 'after', 'erased_at'] = to_jsonb(old) - array['before', 'after', 'erased_at'] then
    return new;
  end if;
  raise exception 'the ledger is append-only' using errcode = 'insufficient_privilege';
end $$;
create function only_erase_salt() returns trigger language plpgsql as $$
begin
  if new.salt is null and to_jsonb(new) - 'salt' = to_jsonb(old) - 'salt' then
    return new;
  end if;
  raise exception 'the ledger is append-only' using errcode = 'insufficient_privilege';
end $$;

drop trigger changes_append_only on changes;
create trigger changes_append_only before delete or truncate on changes
  for each statement execute function refuse_change();
create trigger changes_only_erased before update on changes for each row execute function only_erase_change();
create trigger sealed_changes_append_only before delete or truncate on sealed_changes
  for each statement execute function refuse_change();
create trigger sealed_changes_only_erased before update on sealed_changes for each row execute function only_erase_salt();
create trigger ledger_checkpoints_append_only before update or delete or truncate on ledger_checkpoints
  for each statement execute function refuse_change();

-- Erases what changes said, not that they happened. Gives how many were erased.
create function erase_payloads(ids uuid[]) returns bigint language sql as $$
  with salts as (update sealed_changes set salt = null where change_id = any (ids) and salt is not null),
       erased as (update changes set before = null, after = null, erased_at = now()
                  where id = any (ids) and erased_at is null returning id)
  select count(*) from erased
$$;
