-- Notes are found too, within the scope of what they hang on; and what search costs a write is cut to less than half
-- (docs/decisions/0007-search.md).

-- The same words as before. Plain text, which most is, takes a tenth of the time: no pattern is matched but the first, and
-- an expression of this language costs less than a call of an SQL function that is not inlined.
create or replace function search_words_of(text text) returns text[] language plpgsql immutable parallel safe strict as $$
declare
  words text[];
  joined text;
begin
  if text ~ '^[\x20-\x7e]*$' then
    -- apostrophes have no counterpart and vanish, all other signs become spaces
    words := array_remove(string_to_array(translate(lower(text collate "pg_c_utf8"),
      '!"#$%&()*+,-./:;<=>?@[\]^_{|}~''`', '                              '), ' '), '');
    if words <> '{}' then return words; end if;
  end if;
  joined := regexp_replace(search_fold(text), '[''’‘`´ʼ＇]', '', 'g') collate "pg_c_utf8";
  words := array_remove(regexp_split_to_array(joined, '[[:space:][:punct:][:cntrl:]]+'), '');
  return case when words <> '{}' then words else array_remove(regexp_split_to_array(joined, '[[:space:][:cntrl:]]+'), '') end;
end $$;

-- A note is found by its words and by the name of what it hangs on; it belongs to whom that belongs to.
create or replace view search_sources as
  select 'account' as kind, a.id, a.owner_id, a.id as account_id, a.name as title,
         concat_ws(' ', a.website, a.industry, array_to_string(a.tags, ' ')) as others, a.phone, a.updated_at
  from accounts a
  where a.deleted_at is null
  union all
  select 'contact', c.id, c.owner_id, c.account_id, coalesce(c.first_name || ' ', '') || c.last_name,
         concat_ws(' ', c.email, a.name, c.job_title, array_to_string(c.tags, ' ')), c.phone, c.updated_at
  from contacts c left join accounts a on a.id = c.account_id
  where c.deleted_at is null
  union all
  select 'deal', d.id, d.owner_id, d.account_id, d.name, a.name, null, d.updated_at
  from deals d join accounts a on a.id = d.account_id
  where d.deleted_at is null
  union all
  select 'task', t.id, t.assigned_to, t.account_id, t.title, a.name, null, t.updated_at
  from tasks t left join accounts a on a.id = t.account_id
  where t.deleted_at is null
  union all
  select 'account_note', n.id, a.owner_id, a.id, left(n.text, 200), concat_ws(' ', a.name, substr(n.text, 201)), null, n.updated_at
  from notes n join accounts a on a.id = n.account_id
  where n.deleted_at is null and a.deleted_at is null
  union all
  select 'contact_note', n.id, c.owner_id, c.account_id, left(n.text, 200),
         concat_ws(' ', c.first_name, c.last_name, substr(n.text, 201)), null, n.updated_at
  from notes n join contacts c on c.id = n.contact_id
  where n.deleted_at is null and c.deleted_at is null
  union all
  select 'deal_note', n.id, d.owner_id, d.account_id, left(n.text, 200), concat_ws(' ', d.name, substr(n.text, 201)), null, n.updated_at
  from notes n join deals d on d.id = n.deal_id
  where n.deleted_at is null and d.deleted_at is null
  union all
  select 'task_note', n.id, t.assigned_to, t.account_id, left(n.text, 200), concat_ws(' ', t.title, substr(n.text, 201)), null, n.updated_at
  from notes n join tasks t on t.id = n.task_id
  where n.deleted_at is null and t.deleted_at is null;

-- As before, but every id is looked up: to see whether a record was gone, a change of one read all records of its kind (1.8 s
-- among a million). Of the words each is looked up once, and only what is not known is looked at closely.
create or replace function search_refresh(of_kind text, ids uuid[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan as $$
begin
  with fresh as materialized (
    select s.id, s.owner_id, s.account_id, s.updated_at,
           array_to_string(array[
             array_to_string(search_words_of(left(s.title, 500)), ' '),
             array_to_string(search_words_of(left(s.others, 20000)), ' '),
             regexp_replace(coalesce(s.phone, ''), '[^0-9]', '', 'g')], E'\n') as folded
    from search_sources s
    where s.kind = of_kind and s.id = any (ids)
  ), gone as (
    delete from search_entries e
    where e.id = any (ids) and not exists (select from fresh f where f.id = e.id)
  ), written as (
    insert into search_entries as e (id, kind, owner_id, account_id, folded, terms, changed_at)
    select id, of_kind, owner_id, account_id, folded, search_terms(of_kind, owner_id, updated_at, folded), updated_at
    from fresh
    order by id
    on conflict (id) do update set
      owner_id = excluded.owner_id, account_id = excluded.account_id, folded = excluded.folded,
      terms = excluded.terms, changed_at = excluded.changed_at
    where (e.folded, e.owner_id, e.account_id) is distinct from (excluded.folded, excluded.owner_id, excluded.account_id)
       or e.changed_at < excluded.changed_at - interval '1 day'
    returning e.folded
  ), found as materialized (
    select word, count(*) as rows
    from written, unnest(string_to_array(translate(folded, E'\n', ' '), ' ')) as there (word)
    group by word
  ), unknown as materialized (
    select f.word, f.rows
    from found f
    where not exists (select from search_words w where w.word = f.word)
  )
  insert into search_new_words (word, rows)
  select word, rows
  from unknown
  where search_is_word(word);
end $$;

-- Records that changed, and the notes that hang on them.
create function search_refresh_all(of_kind text, ids uuid[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan as $$
declare
  notes uuid[];
begin
  if cardinality(ids) = 0 then return; end if;
  perform search_refresh(of_kind, ids);
  notes := case of_kind
    when 'account' then array(select n.id from notes n where n.account_id = any (ids))
    when 'contact' then array(select n.id from notes n where n.contact_id = any (ids))
    when 'deal' then array(select n.id from notes n where n.deal_id = any (ids))
    else array(select n.id from notes n where n.task_id = any (ids)) end;
  if cardinality(notes) > 0 then perform search_refresh(of_kind || '_note', notes); end if;
end $$;

create or replace function search_removed() returns trigger language plpgsql as $$
begin
  delete from search_entries where id in (select id from old_rows);
  return null;
end $$;

-- Most changes touch nothing that is searched. Rows are compared column by column: as JSON they took longer than the write.
-- The first change of a week counts too, because a record that changed lately comes first.
create function search_week(instant timestamptz) returns timestamp language sql immutable parallel safe as $$
  select date_trunc('week', instant at time zone 'UTC')
$$;
create function search_accounts_rewritten() returns trigger language plpgsql as $$
begin
  perform search_refresh_all('account', array(
    select n.id
    from new_rows n join old_rows o on o.id = n.id
    where search_week(n.updated_at) <> search_week(o.updated_at)
       or (n.name, n.website, n.industry, n.tags, n.phone, n.owner_id, n.deleted_at)
          is distinct from (o.name, o.website, o.industry, o.tags, o.phone, o.owner_id, o.deleted_at)));
  return null;
end $$;
create function search_contacts_rewritten() returns trigger language plpgsql as $$
begin
  perform search_refresh_all('contact', array(
    select n.id
    from new_rows n join old_rows o on o.id = n.id
    where search_week(n.updated_at) <> search_week(o.updated_at)
       or (n.first_name, n.last_name, n.email, n.account_id, n.job_title, n.tags, n.phone, n.owner_id, n.deleted_at)
          is distinct from (o.first_name, o.last_name, o.email, o.account_id, o.job_title, o.tags, o.phone, o.owner_id, o.deleted_at)));
  return null;
end $$;
create function search_deals_rewritten() returns trigger language plpgsql as $$
begin
  perform search_refresh_all('deal', array(
    select n.id
    from new_rows n join old_rows o on o.id = n.id
    where search_week(n.updated_at) <> search_week(o.updated_at)
       or (n.name, n.account_id, n.owner_id, n.deleted_at) is distinct from (o.name, o.account_id, o.owner_id, o.deleted_at)));
  return null;
end $$;
create function search_tasks_rewritten() returns trigger language plpgsql as $$
begin
  perform search_refresh_all('task', array(
    select n.id
    from new_rows n join old_rows o on o.id = n.id
    where search_week(n.updated_at) <> search_week(o.updated_at)
       or (n.title, n.account_id, n.assigned_to, n.deleted_at) is distinct from (o.title, o.account_id, o.assigned_to, o.deleted_at)));
  return null;
end $$;
drop trigger accounts_searched_again on accounts;
drop trigger contacts_searched_again on contacts;
drop trigger deals_searched_again on deals;
drop trigger tasks_searched_again on tasks;
drop function search_rewritten();
create trigger accounts_searched_again after update on accounts referencing old table as old_rows new table as new_rows
  for each statement execute function search_accounts_rewritten();
create trigger contacts_searched_again after update on contacts referencing old table as old_rows new table as new_rows
  for each statement execute function search_contacts_rewritten();
create trigger deals_searched_again after update on deals referencing old table as old_rows new table as new_rows
  for each statement execute function search_deals_rewritten();
create trigger tasks_searched_again after update on tasks referencing old table as old_rows new table as new_rows
  for each statement execute function search_tasks_rewritten();

-- Notes are few at a time, written and rewritten alike.
create function search_notes_written() returns trigger language plpgsql as $$
declare
  written record;
begin
  for written in
    select case when account_id is not null then 'account_note' when contact_id is not null then 'contact_note'
                when deal_id is not null then 'deal_note' else 'task_note' end as kind,
           array_agg(id) as ids
    from new_rows
    group by 1
  loop
    perform search_refresh(written.kind, written.ids);
  end loop;
  return null;
end $$;
create trigger notes_searched after insert on notes referencing new table as new_rows
  for each statement execute function search_notes_written();
create trigger notes_searched_again after update on notes referencing new table as new_rows
  for each statement execute function search_notes_written();
create trigger notes_searched_no_more after delete on notes referencing old table as old_rows
  for each statement execute function search_removed();

select search_refresh(kind, array_agg(id))
from (select kind, id, row_number() over (partition by kind order by id) / 5000 as batch from search_sources where kind like '%\_note') there
group by kind, batch;

-- The last word of a question may be the beginning of one that nobody counted yet.
create index search_new_words_beginning on search_new_words (word collate "C");
