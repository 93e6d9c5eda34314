-- The ledger as people read it: one line a deed, with its door and its words; and proofs that were asked for in the browser.

-- Whether a browser or a program signed in. What is done in the session carries it.
alter table sessions add column source text not null default 'api' check (source in ('ui', 'api'));

alter table changes
  drop constraint changes_source_check,
  drop constraint changes_actor_kind_check,
  -- a new door only widens what was allowed: no row needs to be looked at again
  add constraint changes_source_check check (source in ('ui', 'api', 'import', 'job', 'command')) not valid,
  -- anonymous: somebody who was not let in
  add constraint changes_actor_kind_check check (actor_kind in ('user', 'api_key', 'system', 'anonymous')) not valid,
  -- the first row of its deed. A batch of 5,000 rows is one entry in each of the indexes below.
  add column leads boolean not null default true;
alter table changes disable trigger changes_only_erased;
update changes c set leads = false
where exists (select from changes e where e.deed_id = c.deed_id and (e.xid, e.sequence) < (c.xid, c.sequence));
alter table changes enable trigger changes_only_erased;

create index changes_deed on changes (deed_id, id);
create index changes_leads on changes (id) where leads;
create index changes_leads_actor on changes (actor_id, id) where leads;
create index changes_leads_action on changes (action, id) where leads;
create index changes_leads_type on changes (object_type, id) where leads;
create index changes_leads_source on changes (source, id) where leads;
create index changes_leads_ip on changes (ip, id) where leads;
create index changes_leads_request on changes (request_id, id) where leads;

-- The words a change says. Recorded time is left out: its words are ids and numbers, and there is a million of it.
create function change_words(before jsonb, after jsonb) returns tsvector language sql immutable parallel safe as $$
  select jsonb_to_tsvector('simple'::regconfig, coalesce(before, 'null'), '["string"]')
      || jsonb_to_tsvector('simple'::regconfig, coalesce(after, 'null'), '["string"]')
$$;
create index changes_words on changes using gin (change_words(before, after))
  where object_type <> 'time_entry' and action <> 'evidence.read';

create table ledger_verifications (
  id uuid primary key default uuidv7(),
  status text not null check (status in ('running', 'done', 'failed')),
  checked bigint not null default 0,
  total bigint not null,
  checkpoints bigint not null default 0,
  head text,
  -- the first bad row: position, change_id, what
  fault jsonb,
  started_by uuid references users,
  finished_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1
);
create unique index ledger_verifications_running on ledger_verifications (status) where status = 'running';
