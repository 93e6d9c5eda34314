-- What PostgreSQL learns of a computed column it takes from its index, but never from an index of part of the rows: a range that a tenth
-- of all contacts fit was taken for one in two hundred, and a page deep in such a list read all that fit (36 ms for 500,000 contacts, 9 the first page).
-- So the indexes of custom fields hold deleted records too, which are few.
create or replace function settle_custom_field_indexes() returns setof text language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '2s' as $$
declare
  missing record;
  needless regclass;
begin
  for missing in
    select w.name, w.target, w.what from (
      select 'field_' || replace(f.id::text, '-', '') as name, f.object || 's' as target,
             format('(%I(metadata, %L), id)',
                    case f.type when 'number' then 'field_number' when 'money' then 'field_amount'
                                when 'date' then 'field_day' else 'field_text' end, f.key) as what
      from custom_fields f
      union all
      select 'field_' || replace(f.id::text, '-', '') || '_words', f.object || 's',
             format('using gin ((metadata ->> %L) gin_trgm_ops)', f.key)
      from custom_fields f where f.type in ('text', 'url')
    ) w
    where to_regclass('public.' || w.name) is null
    order by w.target, w.name
  loop
    execute format('create index %I on %I %s', missing.name, missing.target, missing.what);
    return next missing.target;
  end loop;
  for needless in
    select c.oid::regclass from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'i' and c.relname ~ '^field_[0-9a-f]{32}(_words)?$'
      and not exists (select from custom_fields f where c.relname like 'field\_' || replace(f.id::text, '-', '') || '%')
  loop
    execute format('drop index %s', needless);
  end loop;
end $$;

do $$
declare part regclass;
begin
  for part in
    select c.oid::regclass from pg_class c join pg_index i on i.indexrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relname ~ '^field_[0-9a-f]{32}$' and i.indpred is not null
  loop
    execute format('drop index %s', part);
  end loop;
end $$;
select settle_custom_field_indexes();
analyze accounts, contacts, deals, tasks;
