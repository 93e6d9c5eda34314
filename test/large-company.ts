/**
 * Fills a migrated database for the bench of the lists: any number of contacts, a tenth as many accounts, a fifth as many deals
 * and tasks, of 200 people in 20 teams over three years. Person 1 is an admin, person 2 sells. It is made inside the database
 * without triggers and indexes, which are built afterwards; so search finds none of it.
 */
import type pg from 'pg'
import { sumMonths } from './month-sums.ts'

const filled = [
  'accounts',
  'contacts',
  'deals',
  'tasks',
  'notes',
  'time_entries',
  'time_entry_keys',
  'time_by_day',
  'time_by_deal',
  'task_time_by_day',
  'timesheets',
]

export async function fillLists(pool: pg.Pool, contacts: number): Promise<void> {
  const client = await pool.connect()
  try {
    // no triggers, no foreign keys asked, and the same chance each time
    await client.query(
      `set session_replication_role = replica; set maintenance_work_mem = '512MB'; select setseed(0.5)`,
    )
    const indexes = await dropIndexes(client)
    await client.query(functions)
    await client.query(people)
    await client.query(records(contacts))
    for (const index of indexes) await client.query(index)
    await client.query('select settle_custom_field_indexes()')
    await client.query('vacuum analyze')
  } finally {
    client.release(true)
  }
}

/** Gives the statements that make them again. */
async function dropIndexes(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes i
     where tablename = any ($1) and not exists (select from pg_constraint c where c.conname = i.indexname)`,
    [filled],
  )
  for (const { indexname } of rows) await client.query(`drop index ${indexname}`)
  // of a partitioned table the statement names that table alone
  return rows.map(({ indexdef }) => indexdef.replace(' ON ONLY ', ' ON '))
}

const functions = `
  create function pg_temp.one_of(list text[], n bigint) returns text language sql as $$ select list[1 + n % cardinality(list)] $$;
  -- 8,000 names of three syllables
  create function pg_temp.name(n bigint) returns text language sql as $$
    select initcap(pg_temp.one_of(s, n) || pg_temp.one_of(s, n / 20) || pg_temp.one_of(s, n / 400))
    from (select '{ka,mi,ro,ten,val,su,ber,li,on,dra,sha,fer,gu,nel,pa,ti,mor,es,wil,hu}'::text[] as s) x
  $$;
  -- below count, small ones often: some names many have, and most a few
  create function pg_temp.draw(count integer) returns bigint language sql volatile as $$ select floor(count * random() ^ 3)::bigint $$;
  create function pg_temp.tags() returns text[] language sql volatile as $$
    select case when random() < 0.5 then '{}' else array['tag ' || pg_temp.draw(200), 'tag ' || 200 + pg_temp.draw(100)] end
  $$;
  create function pg_temp.metadata() returns jsonb language sql volatile as $$
    select case when random() < 0.5 then '{}' else
      jsonb_build_object('tier', pg_temp.one_of('{gold,silver,bronze,bronze,bronze}', (random() * 1e6)::bigint), 'size', (random() * 1e5)::integer) end
  $$;
`

const people = `
  insert into workspace (name) values ('Bench') on conflict do nothing;
  insert into teams (name) select 'Team ' || n from generate_series(1, 20) n;
  insert into users (name, email, role, team_id, zone)
  select 'Person ' || n, 'person' || n || '@bench.example', case n when 1 then 'admin' else 'sales' end,
         (select id from teams where name = 'Team ' || (1 + n % 20)), 'Europe/Berlin'
  from generate_series(1, 200) n;
  insert into custom_fields (object, key, type, label, options)
  select object, key, type, initcap(key), options::text[]
  from unnest('{account,contact,deal,task}'::text[]) object,
       (values ('tier', 'select', '{gold,silver,bronze}'), ('size', 'number', '{}')) f (key, type, options);
  create temp table persons as select id, row_number() over (order by email) as place from users;
`

/** A thousandth is in the bin. Rows lie in the order they were made in, as they do where people make them. */
const records = (contacts: number) => `
  insert into accounts (id, name, industry, phone, owner_id, tags, metadata, created_at, updated_at, deleted_at)
  select uuidv7(-age), pg_temp.name(pg_temp.draw(8000)) || ' ' || pg_temp.one_of('{Logistics,Foods,Energy,Systems,Partners,Media,Tools,Labs}', pg_temp.draw(8)) || ' ' || pg_temp.one_of('{GmbH,Inc,Ltd,SA}', pg_temp.draw(4)),
         'Industry ' || pg_temp.draw(20), '+49 30 ' || 1000000 + n, u.id, pg_temp.tags(), pg_temp.metadata(),
         now() - age, now() - age * random() ^ 3, case when n % 1000 = 0 then now() end
  from (select n, 1 + floor(200 * random()) as owner, interval '3 years' * (1 - n / ${contacts / 10}.0) as age from generate_series(1, ${contacts / 10}) n) x
  join persons u on u.place = owner;
  create temp table companies as select id, row_number() over (order by id) as place from accounts;

  insert into contacts (id, account_id, first_name, last_name, email, phone, job_title, owner_id, tags, metadata, created_at, updated_at, deleted_at)
  select uuidv7(-age), a.id, pg_temp.name(draw), pg_temp.name(pg_temp.draw(8000)),
         case when n % 20 > 0 then 'contact' || n || '@company' || n % 90000 || '.example' end, '+49 40 ' || 1000000 + n,
         'Head of ' || draw, u.id, pg_temp.tags(), pg_temp.metadata(), now() - age, now() - age * random() ^ 3, case when n % 1000 = 0 then now() end
  from (select n, 1 + floor(200 * random()) as owner, interval '3 years' * (1 - n / ${contacts}.0) as age, pg_temp.draw(500) as draw from generate_series(1, ${contacts}) n) x
  join companies a on a.place = 1 + n * 104729::bigint % ${contacts / 10}
  join persons u on u.place = owner;

  insert into deals (id, account_id, name, value, currency, stage, owner_id, start_date, end_date, closed_at, metadata, created_at, updated_at, deleted_at)
  select uuidv7(-age), a.id, pg_temp.one_of('{Website,Migration,Support,Rollout,Portal,Audit,Training,Renewal}', pg_temp.draw(8)) || ' ' || pg_temp.name(pg_temp.draw(400)),
         worth, case when worth is not null then pg_temp.one_of('{EUR,USD,JPY}', n) end, stage, u.id, now() - age,
         case when n % 10 < 8 then now() - age + interval '180 days' * random() end, case when stage in ('won', 'lost') then now() - age / 2 end,
         pg_temp.metadata(), now() - age, now() - age * random() ^ 3, case when n % 1000 = 0 then now() end
  from (
    select n, 1 + floor(200 * random()) as owner, interval '3 years' * (1 - n / ${contacts / 5}.0) as age, case when n % 10 > 0 then pg_temp.draw(100000) end as worth,
           pg_temp.one_of('{won,won,lost,lost,lost,prospecting,prospecting,negotiation}', (random() * 1e6)::bigint) as stage
    from generate_series(1, ${contacts / 5}) n
  ) x
  join companies a on a.place = 1 + n * 104729::bigint % ${contacts / 10}
  join persons u on u.place = owner;
  create temp table sold as select id, account_id, owner_id, row_number() over (order by id) as place from deals;

  insert into tasks (id, deal_id, account_id, title, assigned_to, status, priority, due_date, metadata, created_at, updated_at, deleted_at)
  select uuidv7(-age), case when n % 3 > 0 then d.id end, d.account_id, pg_temp.one_of('{Call,Visit,Write to,Ask,Invoice}', pg_temp.draw(5)) || ' ' || pg_temp.name(pg_temp.draw(2000)), u.id,
         pg_temp.one_of('{open,in_progress,blocked,done,done,done,done,done,done,cancelled}', (random() * 1e6)::bigint),
         pg_temp.one_of('{low,normal,normal,normal,high,urgent}', (random() * 1e6)::bigint),
         case when n % 10 < 7 then now() - age + interval '60 days' * random() end, pg_temp.metadata(),
         now() - age, now() - age * random() ^ 3, case when n % 1000 = 0 then now() end
  from (select n, 1 + floor(200 * random()) as owner, interval '3 years' * (1 - n / ${contacts / 5}.0) as age from generate_series(1, ${contacts / 5}) n) x
  join sold d on d.place = 1 + n * 104729::bigint % ${contacts / 5}
  join persons u on u.place = owner;
  select make_time_months(array(select now() - n * interval '1 day' from generate_series(0, 1200) n));
  insert into time_entries (user_id, account_id, deal_id, task_id, start_time, end_time, duration_seconds, zone, activity_type, source, billable, status)
  select assigned_to, account_id, deal_id, id, begun, begun + interval '1 hour', 3600, 'UTC', 'app', 'agent', true, 'synced'
  from (select t.*, now() - interval '1 hour' * row_number() over (partition by assigned_to order by updated_at desc, id) as begun from tasks t) t
  where deal_id is not null;
  -- and what they did in the last half year, in whole months: of a few rows nothing is read but the table; one in a hundred still to be placed and one in a thousand kept aside
  insert into time_entries (user_id, account_id, deal_id, start_time, end_time, duration_seconds, zone, activity_type, source, billable, tags, status, mapping)
  select u.id, case when state = 'synced' then d.account_id end, case when state = 'synced' then d.id end,
         begun, begun + length * interval '1 second', length, 'UTC', 'app', case when n % 1000 = 7 then 'manual' else 'agent' end, false,
         case when n % 5000 = 0 then '{rare}'::text[] else '{}' end, state, case when state = 'synced' then '{"rule":"named","reason":"The sender named the deal.","confidence":1,"matched":null,"runner_up":null}'::jsonb end
  from (
    select n, now() - (now() - date_trunc('month', now() - interval '180 days')) * (1 - n / ${contacts}.0) as begun, 1 + pg_temp.draw(7200)::integer as length,
           case when n % 1000 = 0 then 'quarantined' when n % 100 = 1 then 'unmapped' else 'synced' end as state
    from generate_series(1, ${contacts}) n
  ) x
  join persons u on u.place = 1 + n % 200
  join sold d on d.place = 1 + n * 104729::bigint % ${contacts / 5};
  insert into timesheets (user_id, week, state, submitted_at, decided_at)
  select u.id, date_trunc('week', now())::date - 7 * n, case when n < 2 then 'submitted' when n % 50 = 2 then 'denied' else 'approved' end, now(),
         case when n >= 2 then now() end
  from persons u, generate_series(0, 149) n;
  insert into time_entry_keys select id, user_id, start_time, end_time, source, external_id, billable from time_entries;
  insert into time_by_day (day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds)
  select day, user_id, account_id, deal_id, status, count(*), sum(duration_seconds), coalesce(sum(duration_seconds) filter (where billable), 0)
  from time_entries group by 1, 2, 3, 4, 5;
  insert into time_by_deal select deal_id, user_id, sum(entries), sum(seconds) from time_by_day where deal_id is not null and status <> 'quarantined' group by 1, 2;
  insert into task_time_by_day
  select day, user_id, task_id, account_id, deal_id, count(*), sum(duration_seconds), sum(duration_seconds) from time_entries
  where task_id is not null group by 1, 2, 3, 4, 5;
  ${sumMonths}

  insert into notes (account_id, text) select id, 'They asked for an offer.' from accounts;
  insert into notes (contact_id, text) select id, 'They asked for an offer.' from contacts where random() < 0.1;
  insert into notes (deal_id, text) select id, 'They asked for an offer.' from deals;
  insert into notes (task_id, text) select id, 'They asked for an offer.' from tasks where random() < 0.5;
`
