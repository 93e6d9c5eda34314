-- Search: one row per record that can be found, kept by triggers in the transaction of the write (docs/decisions/0007-search.md).

-- What people type and what is stored are folded by this one function, so they cannot disagree: case, compatibility
-- forms, accents and vowel points off, letters that have no decomposition by hand. `pg_c_utf8` knows all of Unicode
-- whatever the database's own locale is.
create function search_fold(text text) returns text language sql immutable parallel safe strict as $$
  select case when text ~ '^[\x20-\x7e]*$' then lower(text collate "pg_c_utf8") else
    replace(translate(normalize(lower(regexp_replace(normalize(text, NFKD),
      '[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u0655\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]', '', 'g') collate "pg_c_utf8"), NFC),
      'øæœłđðþıъьىة', 'oaoldðtiъьيه'), 'ß', 'ss') end
$$;

-- The words of a text, in order. Apostrophes join ("O'Brien" is obrien), all other punctuation and signs part. A text of
-- nothing but signs is its signs.
create function search_words_of(text text) returns text[] language sql immutable parallel safe strict as $$
  select coalesce(
    nullif(array_remove(regexp_split_to_array(joined, '[[:space:][:punct:][:cntrl:]]+'), ''), '{}'),
    array_remove(regexp_split_to_array(joined, '[[:space:][:cntrl:]]+'), ''))
  from (select regexp_replace(search_fold(text), '[''’‘`´ʼ＇]', '', 'g') collate "pg_c_utf8" as joined) x
$$;

-- Words of scripts that are written without spaces, or in syllables: each sign, and each pair of neighbours.
create function search_signs_of(folded text) returns text[] language sql immutable parallel safe strict as $$
  select coalesce(array_agg(part), '{}')
  from regexp_matches(folded, '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]+', 'g') as run,
       generate_series(1, length(run[1])) as place,
       unnest(array[substr(run[1], place, 1), substr(run[1], place, 2)]) as part
$$;

create function search_shortened(words text[]) returns text[] language sql immutable parallel safe strict as $$
  select array_agg(left(word, 64)) from unnest(words) as word
$$;

create table search_entries (
  -- the record's own id
  id uuid primary key,
  kind text not null,
  owner_id uuid,
  -- the account whose name is among the words
  account_id uuid,
  -- three lines: words of the title, other words, digits of the phone number
  folded text not null,
  terms tsvector not null,
  changed_at timestamptz(3) not null
);

-- Every four digits in a row of a phone number, marked with '#'.
create function search_digits_of(digits text) returns text[] language plpgsql immutable parallel safe as $$
declare
  parts text[] := '{}';
begin
  for place in 1 .. length(digits) - 3 loop
    parts := parts || ('#' || substr(digits, place, 4));
  end loop;
  return parts;
end $$;

-- What the index holds of a row: its words, signs and pairs, the fours of its phone number, and after '~' its kind, its owner
-- and its month, so that scope and freshness are asked of the index and not of thousands of rows. One expression: it is
-- inlined, which made it many times faster than a union of selects. A term must be shorter than 2,046 bytes.
create function search_terms(kind text, owner_id uuid, changed_at timestamptz, folded text)
returns tsvector language sql stable parallel safe as $$
  select array_to_tsvector(
    array_remove(case when octet_length(folded) < 2000 then string_to_array(translate(folded, E'\n', ' '), ' ')
                      else search_shortened(string_to_array(translate(folded, E'\n', ' '), ' ')) end, '')
    || case when folded ~ '[\u0e00-\U0003ffff]' then search_signs_of(folded) else '{}' end
    || search_digits_of(split_part(folded, E'\n', 3))
    || array_remove(array['~' || kind, '~' || owner_id, '~' || to_char(changed_at at time zone 'UTC', 'YYYYMM')], null))
$$;

-- Everything that can be found: a new kind of record is one more branch here and its triggers below. Deals and tasks have no bin
-- yet; asked for by name, what will lie in it is left out from the day they have one.
create view search_sources as
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
  where to_jsonb(d) ->> 'deleted_at' is null
  union all
  select 'task', t.id, t.assigned_to, t.account_id, t.title, a.name, null, t.updated_at
  from tasks t left join accounts a on a.id = t.account_id
  where to_jsonb(t) ->> 'deleted_at' is null;

-- Words nobody has counted yet, with the rows that brought them. No unique key: two that write the same new word do not wait for each other.
create table search_new_words (word text not null, rows integer not null);
-- The words that typing mistakes are corrected to, with the number of rows that have them.
create table search_words (
  word text primary key,
  rows integer not null,
  counted_at timestamptz(3) not null default now()
);
create index search_words_counted on search_words (counted_at);

-- A word that a mistake can be made in: letters, no digits, no signs of scripts that are searched sign by sign.
create function search_is_word(word text) returns boolean language sql immutable parallel safe as $$
  select length(word) between 2 and 40 and word !~ '[#~0-9\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00010000-\U0003ffff]'
$$;

-- Brings the entries of these records up to date: written, rewritten where something changed, or gone.
create function search_refresh(of_kind text, ids uuid[]) returns void language plpgsql as $$
begin
  delete from search_entries e
  where e.id = any (ids) and not exists (select from search_sources s where s.kind = of_kind and s.id = e.id);
  with fresh as materialized (
    select s.id, s.owner_id, s.account_id, s.updated_at,
           array_to_string(array[
             array_to_string(search_words_of(left(s.title, 500)), ' '),
             array_to_string(search_words_of(left(s.others, 2000)), ' '),
             regexp_replace(coalesce(s.phone, ''), '[^0-9]', '', 'g')], E'\n') as folded
    from search_sources s
    where s.kind = of_kind and s.id = any (ids)
  ), written as (
    insert into search_entries as e (id, kind, owner_id, account_id, folded, terms, changed_at)
    select id, of_kind, owner_id, account_id, folded, search_terms(of_kind, owner_id, updated_at, folded), updated_at
    from fresh
    order by id
    on conflict (id) do update set
      owner_id = excluded.owner_id, account_id = excluded.account_id, folded = excluded.folded,
      terms = excluded.terms, changed_at = excluded.changed_at
    -- that a record changed today is known well enough after its first change of the day
    where (e.folded, e.owner_id, e.account_id) is distinct from (excluded.folded, excluded.owner_id, excluded.account_id)
       or e.changed_at < excluded.changed_at - interval '1 day'
    returning e.folded
  )
  insert into search_new_words (word, rows)
  select word, count(*)
  from written, unnest(string_to_array(translate(folded, E'\n', ' '), ' ')) as found (word)
  where search_is_word(word) and not exists (select from search_words w where w.word = found.word)
  group by word;
end $$;

create function search_written() returns trigger language plpgsql as $$
begin
  perform search_refresh(tg_argv[0], array(select id from new_rows));
  return null;
end $$;
-- Most changes touch nothing that is searched: after the kind, the columns that do. The day is among them: a record that
-- changed today is fresher than one of last month.
create function search_rewritten() returns trigger language plpgsql as $$
begin
  perform search_refresh(tg_argv[0], changed.ids)
  from (
    select array_agg(n.id) as ids
    from new_rows n join old_rows o on o.id = n.id
    where n.updated_at::date <> o.updated_at::date
       or exists (select from unnest(tg_argv[1:]) as searched where to_jsonb(n) -> searched is distinct from to_jsonb(o) -> searched)
  ) changed
  where changed.ids is not null;
  return null;
end $$;
create function search_removed() returns trigger language plpgsql as $$
begin
  perform search_refresh(tg_argv[0], array(select id from old_rows));
  return null;
end $$;
-- A company's new name is found with everything that carries it.
create function search_account_renamed() returns trigger language plpgsql as $$
declare
  entries record;
begin
  for entries in
    select e.kind, array_agg(e.id) as ids
    from old_rows o join new_rows n on n.id = o.id join search_entries e on e.account_id = n.id
    where o.name <> n.name and e.kind <> 'account'
    group by e.kind
  loop
    perform search_refresh(entries.kind, entries.ids);
  end loop;
  return null;
end $$;

create trigger accounts_searched after insert on accounts referencing new table as new_rows
  for each statement execute function search_written('account');
create trigger accounts_searched_again after update on accounts referencing old table as old_rows new table as new_rows
  for each statement execute function search_rewritten('account', 'name', 'website', 'industry', 'tags', 'phone', 'owner_id', 'deleted_at');
create trigger accounts_searched_no_more after delete on accounts referencing old table as old_rows
  for each statement execute function search_removed('account');
create trigger accounts_searched_by_name after update on accounts referencing old table as old_rows new table as new_rows
  for each statement execute function search_account_renamed();

create trigger contacts_searched after insert on contacts referencing new table as new_rows
  for each statement execute function search_written('contact');
create trigger contacts_searched_again after update on contacts referencing old table as old_rows new table as new_rows
  for each statement execute function search_rewritten('contact', 'first_name', 'last_name', 'email', 'account_id', 'job_title', 'tags', 'phone', 'owner_id', 'deleted_at');
create trigger contacts_searched_no_more after delete on contacts referencing old table as old_rows
  for each statement execute function search_removed('contact');

create trigger deals_searched after insert on deals referencing new table as new_rows
  for each statement execute function search_written('deal');
create trigger deals_searched_again after update on deals referencing old table as old_rows new table as new_rows
  for each statement execute function search_rewritten('deal', 'name', 'account_id', 'owner_id', 'deleted_at');
create trigger deals_searched_no_more after delete on deals referencing old table as old_rows
  for each statement execute function search_removed('deal');

create trigger tasks_searched after insert on tasks referencing new table as new_rows
  for each statement execute function search_written('task');
create trigger tasks_searched_again after update on tasks referencing old table as old_rows new table as new_rows
  for each statement execute function search_rewritten('task', 'title', 'account_id', 'assigned_to', 'deleted_at');
create trigger tasks_searched_no_more after delete on tasks referencing old table as old_rows
  for each statement execute function search_removed('task');

-- What is there already, in batches, and only then the indexes: built at once they are smaller and sooner done.
select search_refresh(kind, array_agg(id))
from (select kind, id, row_number() over (partition by kind order by id) / 5000 as batch from search_sources) there
group by kind, batch;
-- the list of what waits to be filed is read by every search: it stays short
create index search_entries_terms on search_entries using gin (terms) with (gin_pending_list_limit = 512);
create index search_entries_title on search_entries (left(split_part(folded, E'\n', 1), 40) collate "C");
create index search_entries_account on search_entries (account_id);
