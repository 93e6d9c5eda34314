-- Ranges and orders of custom fields are read from indexes too (docs/decisions/0007): of 1,000,000 contacts they read all.
-- What a field is compared as: a value that was stored under other rules counts as none. None is less than anything, and for
-- days the end of time.
create function field_number(metadata jsonb, key text) returns numeric language sql immutable parallel safe as $$
  select coalesce(case when jsonb_typeof(metadata -> key) = 'number' then (metadata ->> key)::numeric end, '-infinity')
$$;
create function field_amount(metadata jsonb, key text) returns numeric language sql immutable parallel safe as $$
  select coalesce(
    case when metadata -> key ->> 'amount' ~ '^-?\d+(\.\d+)?$' then (metadata -> key ->> 'amount')::numeric end, '-infinity')
$$;
create function field_day(metadata jsonb, key text) returns text language sql immutable parallel safe as $$
  select coalesce(metadata ->> key, '9999')
$$;
create function field_text(metadata jsonb, key text) returns text language sql immutable parallel safe as $$
  select coalesce(left(lower(metadata ->> key), 200), '')
$$;

-- Makes the indexes fit the definitions and gives the tables that changed. It is given nothing and runs as the owner, since
-- the application may not alter tables (0011_application_role.sql). Making one stops writes of that table: 3 s at 1,000,000 rows.
create function settle_custom_field_indexes() returns setof text language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '2s' as $$
declare
  missing record;
  needless regclass;
begin
  for missing in
    select w.name, w.target, w.what from (
      select 'field_' || replace(f.id::text, '-', '') as name, f.object || 's' as target,
             format('(%I(metadata, %L), id) where deleted_at is null',
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
revoke execute on function settle_custom_field_indexes() from public;
select settle_custom_field_indexes();
