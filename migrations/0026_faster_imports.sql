-- What an import writes is filed under the words it is found by. Before PostgreSQL first counts the rows of a table it takes nearly
-- all of them for deleted: to file 50 notes on contacts it then looked at every contact, 0.15 s among 50,000. So the view says which
-- table comes first (left joins keep that order) and hides from the planner what would let it walk an index of what is not deleted.
create or replace view search_sources as
  select 'account' as kind, a.id, a.owner_id, a.id as account_id, a.name as title,
         concat_ws(' ', a.website, a.industry, array_to_string(a.tags, ' ')) as others, a.phone, a.updated_at
  from accounts a
  where (a.deleted_at is null) is true
  union all
  select 'contact', c.id, c.owner_id, c.account_id, coalesce(c.first_name || ' ', '') || c.last_name,
         concat_ws(' ', c.email, a.name, c.job_title, array_to_string(c.tags, ' ')), c.phone, c.updated_at
  from contacts c left join accounts a on a.id = c.account_id
  where (c.deleted_at is null) is true
  union all
  select 'deal', d.id, d.owner_id, d.account_id, d.name, a.name, null, d.updated_at
  from deals d left join accounts a on a.id = d.account_id
  where (d.deleted_at is null) is true
  union all
  select 'task', t.id, t.assigned_to, t.account_id, t.title, a.name, null, t.updated_at
  from tasks t left join accounts a on a.id = t.account_id
  where (t.deleted_at is null) is true
  union all
  select case when n.account_id is not null then 'account_note' when n.contact_id is not null then 'contact_note'
              when n.deal_id is not null then 'deal_note' else 'task_note' end,
         n.id, coalesce(a.owner_id, c.owner_id, d.owner_id, t.assigned_to),
         coalesce(n.account_id, c.account_id, d.account_id, t.account_id), left(n.text, 200),
         concat_ws(' ', a.name, c.first_name, c.last_name, d.name, t.title, substr(n.text, 201)), null, n.updated_at
  from notes n
    left join accounts a on a.id = n.account_id
    left join contacts c on c.id = n.contact_id
    left join deals d on d.id = n.deal_id
    left join tasks t on t.id = n.task_id
  where (coalesce(n.deleted_at, a.deleted_at, c.deleted_at, d.deleted_at, t.deleted_at) is null) is true;

-- As before, but a session keeps the plan of its first call for single records only: that may have been made for an empty table.
create or replace function search_refresh(of_kind text, ids uuid[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan as $$
begin
  if cardinality(ids) > 1 then set local plan_cache_mode = force_custom_plan; end if;
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
-- the notes of many records, likewise
alter function search_refresh_all(text, uuid[]) set enable_seqscan = off;

-- Which import said so: what it called records that were here before it is forgotten when it is taken back.
alter table external_ids add column import_id uuid references record_imports on delete set null;
create index external_ids_import on external_ids (import_id) where import_id is not null;
