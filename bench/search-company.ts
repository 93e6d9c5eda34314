/** Fills a scratch database with the records of a large company: BENCH_CONTACTS (1,000,000) contacts, a tenth as many accounts, a fifth as many deals and tasks. */
import type pg from 'pg'
import { chance } from '#server/demo/random.ts'
import { timed } from './measure.ts'
import { company, person } from './search-names.ts'

const batch = 10_000

export async function fillRecords(pool: pg.Pool, contacts: number): Promise<void> {
  const luck = chance(2026)
  const companies = Array.from({ length: contacts / 10 }, () => company(luck))
  await pool.query(`
    insert into workspace (name) values ('Bench') on conflict do nothing;
    insert into teams (name) select 'Team ' || n from generate_series(1, 20) n;
    insert into users (name, email, role, team_id, zone)
    select 'Person ' || n, 'person' || n || '@bench.example', case when n = 1 then 'admin' else 'sales' end,
           (select id from teams where name = 'Team ' || (1 + n % 20)), 'UTC'
    from generate_series(1, 200) n`)
  for (const table of ['accounts', 'contacts', 'deals', 'tasks'])
    await pool.query(`alter table ${table} disable trigger user`)
  await insertAccounts(pool, companies)
  for (let from = 0; from < contacts; from += batch) await insertContacts(pool, luck, companies, batch)
  await pool.query(
    `insert into deals (account_id, name, owner_id, updated_at)
     select a.id, (array['Website', 'Migration', 'Support', 'Rollout', 'Portal', 'Audit', 'Training', 'Renewal'])[1 + n % 8] || ' ' || (array['phase', 'year', 'site', 'team'])[1 + n % 4] || ' ' || n % 50,
            u.id, now() - interval '1 hour' * (n % 9000)
     from generate_series(1, $1::int) n
     join (select id, row_number() over (order by id) as place from accounts) a on a.place = 1 + n % $2::int
     join (select id, row_number() over (order by id) as place from users) u on u.place = 1 + n % 200`,
    [contacts / 5, contacts / 10],
  )
  await pool.query(
    `insert into tasks (deal_id, account_id, title, assigned_to, updated_at)
     select d.id, d.account_id, (array['Call', 'Send offer', 'Prepare workshop', 'Review contract', 'Fix login'])[1 + n % 5] || ' ' || n % 90, d.owner_id, d.updated_at
     from (select id, account_id, owner_id, updated_at, row_number() over (order by id) as n from deals) d`,
  )
  for (const table of ['accounts', 'contacts', 'deals', 'tasks'])
    await pool.query(`alter table ${table} enable trigger user`)
}

/** Entries of what is there and their indexes, as the migration makes them on a database that has records already. */
export async function buildIndexes(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes where tablename = 'search_entries' and indexname not like '%_pkey'`,
  )
  for (const { name } of rows) await pool.query(`drop index ${name}`)
  const filing_ms = await timed(() =>
    pool.query(
      `select search_refresh(kind, array_agg(id))
       from (select kind, id, row_number() over (partition by kind order by id) / 5000 as batch from search_sources) there
       group by kind, batch`,
    ),
  )
  console.log(`entries written in ${(filing_ms / 1_000).toFixed(0)} s`)
  for (const { name, definition } of rows)
    console.log(`${name} built in ${((await timed(() => pool.query(definition))) / 1_000).toFixed(0)} s`)
  await pool.query('truncate search_new_words')
  await pool.query('vacuum analyze')
}

async function insertAccounts(pool: pg.Pool, companies: readonly string[]): Promise<void> {
  for (let from = 0; from < companies.length; from += batch)
    await pool.query(
      `insert into accounts (name, phone, owner_id, updated_at)
       select name, '+49 30 ' || (1000000 + $2::int + n), u.id, now() - interval '1 hour' * (n % 9000)
       from unnest($1::text[]) with ordinality c (name, n)
       join (select id, row_number() over (order by id) as place from users) u on u.place = 1 + n % 200`,
      [companies.slice(from, from + batch), from],
    )
  await pool.query(`analyze accounts`)
}

/** Gives the milliseconds of the statement alone. */
export async function insertContacts(
  pool: pg.Pool,
  luck: ReturnType<typeof chance>,
  companies: readonly string[],
  count: number,
): Promise<number> {
  const people = Array.from({ length: count }, () => person(luck, companies))
  const { rows } = await pool.query<{ id: string; name: string }>(
    'select distinct on (name) id, name from accounts where name = any ($1)',
    [[...new Set(people.map((one) => companies[one.company]!))]],
  )
  const idOf = new Map(rows.map(({ id, name }) => [name, id]))
  return timed(() =>
    pool.query(
      `insert into contacts (account_id, first_name, last_name, email, phone, owner_id, updated_at)
       select account_id, first_name, last_name, email, phone, u.id, now() - interval '1 hour' * (n % 9000)
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality p (account_id, first_name, last_name, email, phone, n)
       join (select id, row_number() over (order by id) as place from users) u on u.place = 1 + n % 200`,
      [
        people.map((one) => idOf.get(companies[one.company]!)!),
        people.map(({ first }) => first),
        people.map(({ last }) => last),
        people.map(({ email }) => email),
        people.map(({ phone }) => phone),
      ],
    ),
  )
}
