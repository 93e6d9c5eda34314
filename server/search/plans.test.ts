import type pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { grants } from '#domain/permissions.ts'
import { systemActor } from '#server/platform/actor.ts'
import { openDatabase, openPool, sql, type Database } from '#server/platform/database.ts'
import { scratchDatabase } from '#test/database.ts'
import { countAllWords } from './count-words.ts'
import { find } from './find.ts'
import { createWords } from './lexicon.ts'

/** Each has thousands of rows. Of what is in half of them the first hundred are met at once: that may be read in order. */
const big = ['accounts', 'contacts', 'deals', 'notes', 'search_entries', 'tasks']
const few = 500
let url: string

/** The tables `work` reads without an index. PostgreSQL counts the rows it really read: those of a session are known once it has ended. */
async function scannedBy(work: (db: Database) => Promise<void>): Promise<string[]> {
  const before = await counted()
  const pool = openPool(url)
  await work(openDatabase(pool))
  await pool.end()
  await expect.poll(async () => (await counted()).indexed).toBeGreaterThan(before.indexed)
  const after = await counted()
  return big.filter((table) => after.inOrder[table]! - before.inOrder[table]! > few)
}

const counted = () =>
  on(async (pool) => {
    const { rows } = await pool.query<{ name: string; in_order: number; indexed: number }>(
      `select relname as name, seq_tup_read::int as in_order, idx_scan::int as indexed from pg_stat_user_tables where relname = any ($1)`,
      [big],
    )
    return {
      inOrder: Object.fromEntries(rows.map(({ name, in_order }) => [name, in_order])),
      indexed: rows.reduce((sum, { indexed }) => sum + indexed, 0),
    }
  })

async function on<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = openPool(url, { statement_timeout_ms: 120_000 })
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

beforeAll(async () => {
  url = await scratchDatabase()
  await on(async (pool) => {
    // names of two to four of ten syllables: a thousand of them, unevenly spread, as names are
    await pool.query(`
      create function pg_temp.name(n bigint) returns text language sql as $$
        select string_agg((array['ka','mi','ro','ten','val','su','ber','li','on','dra'])[1 + substr(n::text, place, 1)::int], '')
        from generate_series(1, length(n::text)) place
      $$;
      insert into accounts (name) select pg_temp.name(1000 + n) || ' ' || pg_temp.name(n % 97) || ' group' from generate_series(1, 4000) n;
      insert into contacts (account_id, first_name, last_name, email, phone)
      select a.id, pg_temp.name(10 + n % 700), pg_temp.name(100 + n % 6007), 'p' || n || '@group.example', '+49 30 ' || (1000000 + n * 37)
      from generate_series(1, 10000) n
      join (select id, row_number() over (order by id) as place from accounts) a on a.place = 1 + n % 4000;
      create temp table several as select id, row_number() over () as n from accounts, generate_series(1, 2);
      insert into deals (account_id, name)
      select id, pg_temp.name(100 + n % 877) || ' rollout ' || n % 50 from several;
      insert into tasks (account_id, title)
      select id, 'Call ' || pg_temp.name(10 + n % 67) from several;
      insert into notes (account_id, text)
      select id, 'They liked the ' || pg_temp.name(100 + n % 57) from several`)
    await countAllWords(openDatabase(pool))
    await pool.query('vacuum analyze')
  })
}, 120_000)

test.each([
  ['a name', 'mikaro tenka'],
  ['a name and a company', 'mikaro tenka group'],
  ['a beginning', 'tenmi'],
  ['two letters', 'te'],
  ['what half of all have', 'group'],
  ['what half of all have, not typed to its end', 'gro'],
  ['an e-mail', 'p777@group.example'],
  ['the end of a phone number', '0814'],
  ['a word with a mistake', 'mikaor'],
  ['a mistake in each of three words', 'mikaor tenak gruop'],
  ['what nobody has', 'xylophone quartz'],
])('%s is searched for without reading a whole table', async (_, q) => {
  const words = createWords()
  const actor = { ...systemActor('command', grants.admin), zone: 'UTC' }
  expect(await scannedBy(async (db) => void (await find(db, words, actor, { q, limit: 10 }, Date.now())))).toEqual([])
})

test('a record that changes is filed anew without reading a whole table', async () => {
  for (const [table, column] of [
    ['accounts', 'name'],
    ['contacts', 'last_name'],
    ['deals', 'name'],
    ['tasks', 'title'],
    ['notes', 'text'],
  ] as const) {
    const { id } = await on(async (pool) => (await pool.query(`select id from ${table} limit 1 offset 5`)).rows[0])
    const scanned = await scannedBy(async (db) => {
      await sql`update ${sql.ref(table)} set ${sql.ref(column)} = 'Filed anew' where id = ${id}`.execute(db)
    })
    expect([table, scanned]).toEqual([table, []])
  }
})

test('before PostgreSQL has counted the rows of a table, filing some reads little of it', async () => {
  url = await scratchDatabase()
  const pool = openPool(url, { max: 1 })
  const db = openDatabase(pool)
  const fill = (many: number) =>
    sql`
      with made as (insert into accounts (name) select 'Account ' || n from generate_series(1, ${many}::int) n returning id),
        people as (insert into contacts (account_id, last_name) select id, 'Contact' from made returning id),
        sales as (insert into deals (account_id, name) select id, 'Deal' from made returning id),
        work as (insert into tasks (account_id, title) select id, 'Task' from made returning id)
      insert into notes (account_id, contact_id, deal_id, task_id, text)
      select id, null::uuid, null::uuid, null::uuid, 'A note' from made
      union all select null, id, null, null, 'A note' from people
      union all select null, null, id, null, 'A note' from sales
      union all select null, null, null, id, 'A note' from work
    `.execute(db)
  const read = async () => {
    await pool.query('select pg_stat_force_next_flush()')
    const { rows } = await pool.query<{ sum: number }>(
      `select sum(pg_stat_get_blocks_fetched(c.oid))::int as sum
       from pg_class c
       where c.oid in (select unnest($1::regclass[]) union all select indexrelid from pg_index where indrelid = any ($1::regclass[]))`,
      [big],
    )
    return rows[0]!.sum
  }
  for (const many of [1, 2000]) await fill(many)
  const before = await read()
  await fill(10)
  // blocks: 3,100 where each row is looked up, 19,000 where all are read
  expect((await read()) - before).toBeLessThan(6_000)
  await pool.end()
})
