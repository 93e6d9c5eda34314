-- Pairs that may be one are kept, not counted when somebody looks (docs/decisions/0028-pairs-are-kept.md). A job judges each record that
-- changed against those it shares keys with, and everything once at the beginning, or when the judge learned something.

create table duplicate_pairs (
  -- the pair's own, the same whenever the two are found
  id uuid not null generated always as (md5(one_id::text || other_id::text)::uuid) stored,
  object text not null check (object in ('account', 'contact')),
  one_id uuid not null,
  other_id uuid not null,
  -- of 100, as domain/duplicates.ts judged them; reasons are told from the records as they are when they are shown
  score integer not null,
  primary key (one_id, other_id),
  check (one_id < other_id)
);
create index duplicate_pairs_surest on duplicate_pairs (object, score, id);
create index duplicate_pairs_other on duplicate_pairs (other_id);

-- Records that were written and not judged again yet. No key: two that write the same record do not wait for each other, nor for the job.
create table duplicate_changes (object text not null, id uuid not null);
create index duplicate_changes_object on duplicate_changes (object);

-- How far looking through everything got: all ids up to `behind_id` are judged, by the judge of that number.
create table duplicate_scans (
  object text primary key,
  judge integer not null default 0,
  behind_id uuid,
  checked integer not null default 0,
  total integer not null default 0,
  finished_at timestamptz(3)
);
insert into duplicate_scans (object) values ('account'), ('contact');

create function duplicates_written() returns trigger language plpgsql as $$
begin
  insert into duplicate_changes (object, id) select tg_argv[0], id from new_rows;
  return null;
end $$;
-- Only what two records are compared by.
create function duplicates_rewritten_account() returns trigger language plpgsql as $$
begin
  insert into duplicate_changes (object, id)
  select 'account', n.id
  from new_rows n join old_rows o on o.id = n.id
  where (n.name, n.website, n.phone, n.deleted_at) is distinct from (o.name, o.website, o.phone, o.deleted_at);
  return null;
end $$;
create function duplicates_rewritten_contact() returns trigger language plpgsql as $$
begin
  insert into duplicate_changes (object, id)
  select 'contact', n.id
  from new_rows n join old_rows o on o.id = n.id
  where (n.first_name, n.last_name, n.email, n.phone, n.account_id, n.deleted_at)
        is distinct from (o.first_name, o.last_name, o.email, o.phone, o.account_id, o.deleted_at);
  return null;
end $$;
create function duplicates_removed() returns trigger language plpgsql as $$
begin
  insert into duplicate_changes (object, id) select tg_argv[0], id from old_rows;
  return null;
end $$;

create trigger accounts_compared after insert on accounts referencing new table as new_rows
  for each statement execute function duplicates_written('account');
create trigger accounts_compared_again after update on accounts referencing old table as old_rows new table as new_rows
  for each statement execute function duplicates_rewritten_account();
create trigger accounts_compared_no_more after delete on accounts referencing old table as old_rows
  for each statement execute function duplicates_removed('account');
create trigger contacts_compared after insert on contacts referencing new table as new_rows
  for each statement execute function duplicates_written('contact');
create trigger contacts_compared_again after update on contacts referencing old table as old_rows new table as new_rows
  for each statement execute function duplicates_rewritten_contact();
create trigger contacts_compared_no_more after delete on contacts referencing old table as old_rows
  for each statement execute function duplicates_removed('contact');
