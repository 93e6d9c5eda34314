-- Duplicates: found by keys that two spellings of one record have in common, merged, and taken apart again
-- (docs/decisions/0012-duplicates.md). A key only says which records are worth comparing; domain/duplicates.ts judges them.

-- They run for every row that is written: plpgsql keeps its plans, and without a query of its own a row costs a third of what it
-- would with one.

-- The first letter and the consonants of a word: most typing mistakes are in vowels and doubled letters. Short ones stay whole.
create function name_skeleton(word text) returns text language plpgsql immutable parallel safe strict as $$
declare
  bare constant text := left(left(word, 1) || regexp_replace(translate(substr(word, 2), 'aeiouy', ''), '(.)\1+', '\1', 'g'), 60);
begin
  return case when length(bare) < 3 then left(word, 60) else bare end;
end $$;

-- A company's name in one, without its legal form.
create function company_skeleton(name text) returns text language plpgsql immutable parallel safe strict as $$
declare
  words constant text := array_to_string(search_words_of(name), ' ');
  core constant text := regexp_replace(words, '\m(the|and|of|und|et|inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|lp|plc|gmbh|mbh|ag|kg|kgaa|ohg|ug|ev|se|sa|sas|sarl|srl|spa|bv|nv|ab|as|asa|oy|oyj|aps|sl|slu|sro|kft|zrt|doo|pty|pvt|kk|group|holding|holdings)\M', '', 'g');
begin
  return name_skeleton(nullif(replace(coalesce(nullif(replace(core, ' ', ''), ''), words), ' ', ''), ''));
end $$;

-- The end of a phone number is the same with and without the code of the country; what is dialled after it is not the number.
create function phone_tail(phone text) returns text language plpgsql immutable parallel safe strict as $$
declare
  digits constant text := regexp_replace(regexp_replace(lower(phone), '(ext|x|#|;).*$', ''), '\D', '', 'g');
begin
  return case when length(digits) >= 6 then right(digits, 7) end;
end $$;

create function web_host(website text) returns text language plpgsql immutable parallel safe strict as $$
begin
  return substring(lower(website) from '^(?:https?://)?(?:[^/@]*@)?(?:www\d?\.)?([^/:?#]+)');
end $$;

create function account_keys(name text, website text, phone text) returns text[] language plpgsql immutable parallel safe as $$
begin
  return array_remove(array['n' || company_skeleton(name), 'd' || web_host(website), 'p' || phone_tail(phone)], null);
end $$;

-- The names of a person in one order, whichever stands first; and their initials with the longest name, at one company or behind
-- one e-mail domain that is no free mail.
create function contact_keys(account_id uuid, first_name text, last_name text, email text, phone text)
returns text[] language plpgsql immutable parallel safe as $$
declare
  words constant text[] := search_words_of(coalesce(first_name || ' ', '') || coalesce(last_name, ''));
  amount constant integer := cardinality(words);
  ends text[];
  longest text := '';
  word text;
  mark text;
  domain text := lower(nullif(split_part(email, '@', 2), ''));
begin
  if amount > 1 then
    ends := array[left(words[1], 1) collate "C", left(words[amount], 1) collate "C"];
    foreach word in array words loop
      if length(word) > length(longest) or (length(word) = length(longest) and word collate "C" < longest collate "C") then
        longest := word;
      end if;
    end loop;
    mark := least(ends[1] collate "C", ends[2] collate "C") || greatest(ends[1] collate "C", ends[2] collate "C") || name_skeleton(longest);
  end if;
  if domain ~ '^(gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|mail|email|proton|protonmail|pm|t-online|freenet|orange|free|wanadoo|libero|yandex|qq|163|126|naver|zoho|fastmail|hey)\.[a-z.]+$' then
    domain := null;
  end if;
  return array_remove(array[
    'e' || nullif(lower(email), ''),
    'p' || phone_tail(phone),
    'n' || case
      when amount = 2 then least(words[1] collate "C", words[2] collate "C") || ' ' || greatest(words[1] collate "C", words[2] collate "C")
      when amount > 2 then array_to_string(array(select w from unnest(words) as w order by w collate "C"), ' ')
    end,
    'a' || account_id::text || ' ' || mark,
    'm' || domain || ' ' || mark
  ], null);
end $$;

alter table accounts
  add column merged_into_id uuid references accounts,
  add column duplicate_keys text[] generated always as (account_keys(name, website, phone)) stored,
  -- what was merged into another record is in the bin, and comes out of it by taking the merge back
  add check (merged_into_id is null or deleted_at is not null);
-- no list of what waits to be indexed: it would be read by every search
create index accounts_duplicate_keys on accounts using gin (duplicate_keys) with (fastupdate = off) where deleted_at is null;
create index accounts_merged on accounts (merged_into_id) where merged_into_id is not null;

alter table contacts
  add column merged_into_id uuid references contacts,
  add column duplicate_keys text[] generated always as (contact_keys(account_id, first_name, last_name, email, phone)) stored,
  add check (merged_into_id is null or deleted_at is not null);
create index contacts_duplicate_keys on contacts using gin (duplicate_keys) with (fastupdate = off) where deleted_at is null;
create index contacts_merged on contacts (merged_into_id) where merged_into_id is not null;

-- The record that lives on after every merge; the id itself where there was none.
create function account_survivor(asked uuid) returns uuid language sql stable parallel safe strict as $$
  with recursive way as (
    select a.id, a.merged_into_id from accounts a where a.id = asked
    union all
    select a.id, a.merged_into_id from way w join accounts a on a.id = w.merged_into_id
  )
  select coalesce((select id from way where merged_into_id is null), asked)
$$;
create function contact_survivor(asked uuid) returns uuid language sql stable parallel safe strict as $$
  with recursive way as (
    select c.id, c.merged_into_id from contacts c where c.id = asked
    union all
    select c.id, c.merged_into_id from way w join contacts c on c.id = w.merged_into_id
  )
  select coalesce((select id from way where merged_into_id is null), asked)
$$;

-- Each merge with what it changed of the survivor, so that it can be taken back.
create table merges (
  id uuid primary key default uuidv7(),
  object text not null check (object in ('account', 'contact')),
  survivor_id uuid not null,
  other_id uuid not null,
  before jsonb not null,
  after jsonb not null,
  carried jsonb not null,
  merged_by uuid references users,
  undone_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1,
  check (survivor_id <> other_id)
);
create index merges_survivor on merges (survivor_id);

-- The rows it carried over. Of a view, what its address was.
create table merge_rows (
  merge_id uuid not null references merges on delete cascade,
  kind text not null,
  row_id uuid not null,
  before text,
  primary key (merge_id, kind, row_id)
);

-- Pairs somebody said are two; the smaller id first.
create table duplicate_dismissals (
  one_id uuid not null,
  other_id uuid not null,
  dismissed_by uuid references users,
  created_at timestamptz(3) not null default now(),
  primary key (one_id, other_id),
  check (one_id < other_id)
);
