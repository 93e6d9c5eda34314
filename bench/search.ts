/**
 * `node bench/search.ts`: how well and how fast records are found among BENCH_CONTACTS (1,000,000) contacts, a tenth as many accounts,
 * a fifth as many deals and tasks. Recall and speed of the same questions. With DATABASE_URL it asks a database it filled before.
 */
import path from 'node:path'
import type pg from 'pg'
import { grants } from '#domain/permissions.ts'
import { chance } from '#server/demo/random.ts'
import { systemActor } from '#server/platform/actor.ts'
import { openDatabase, openPool, sql, type Database } from '#server/platform/database.ts'
import { migrate } from '#server/platform/migrate.ts'
import { countAllWords } from '#server/search/count-words.ts'
import { find } from '#server/search/find.ts'
import { createWords } from '#server/search/lexicon.ts'
import { ratioLine, seconds, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'
import { buildIndexes, fillRecords, insertContacts } from './search-company.ts'
import { questionsFrom, type Question } from './search-questions.ts'

const contacts = Number(process.env['BENCH_CONTACTS'] ?? 1_000_000)
const each = Number(process.env['BENCH_QUESTIONS'] ?? 300)
const seed = Number(process.env['BENCH_SEED'] ?? 77)
const shows = process.argv.includes('--misses')
const actor = { ...systemActor('command', grants.admin), zone: 'UTC' }
const at = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]!.toFixed(1)
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
type Words = ReturnType<typeof createWords>
const search = (db: Database, words: Words, q: string) => find(db, words, actor, { q }, Date.now())

if (process.env['DATABASE_URL']) await measure(openPool(process.env['DATABASE_URL'], { statement_timeout_ms: 600_000 }))
else
  await onScratch(async (pool) => {
    const filling_s = await seconds(() => fillRecords(pool, contacts))
    console.log(`filled in ${filling_s.toFixed(0)} s without triggers`)
    await buildIndexes(pool)
    console.log(`words counted in ${(await seconds(() => countAllWords(openDatabase(pool)))).toFixed(0)} s`)
    await measure(pool)
    await costOfTriggers(pool)
  })

async function onScratch(work: (pool: pg.Pool) => Promise<void>): Promise<void> {
  const scratch = await scratchDatabase({ shared_buffers: '1GB', max_wal_size: '4GB' })
  const pool = openPool(scratch.url, { statement_timeout_ms: 600_000 })
  try {
    await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
    await work(pool)
  } finally {
    await pool.end()
    await scratch.drop()
  }
}

async function measure(pool: pg.Pool): Promise<void> {
  const db = openDatabase(pool)
  const words = createWords()
  const loading_ms = await timed(() => words(db, 0))
  await sizes(pool)
  console.log(`words loaded into memory in ${loading_ms.toFixed(0)} ms`)
  const kinds = await questionsFrom(db, each, chance(seed))
  await warmUp(db, words, kinds)
  console.log(
    `\n${each} questions a kind; the right record in the first 20; milliseconds; processor time of this process`,
  )
  for (const [kind, questions] of Object.entries(kinds)) await ask(db, words, kind, questions)
}

async function warmUp(db: Database, words: Words, kinds: Record<string, Question[]>): Promise<void> {
  for (const questions of Object.values(kinds)) for (const { q } of questions.slice(0, 8)) await search(db, words, q)
}

/** Each question, and before it the same words as a bare prefix query of the index: what any full-text search costs here. */
async function ask(db: Database, words: Words, kind: string, questions: Question[]): Promise<void> {
  let right = 0
  let first = 0
  const ours: number[] = []
  const bare: number[] = []
  const before = process.cpuUsage()
  const misses: string[] = []
  for (const { q, means } of questions) {
    bare.push(await timed(() => barePrefix(db, q)))
    let titles: string[] = []
    ours.push(
      await timed(async () => {
        const { data } = await search(db, words, q)
        titles = data.map(({ title, detail, type }) =>
          means.company ? `${title.trim()} · ${detail}` : type === 'contact' ? title.trim() : title,
        )
      }),
    )
    const place = titles.indexOf(means.company ? `${means.title} · ${means.company}` : means.title)
    if (place >= 0) right++
    else misses.push(`${q} → ${means.title}: ${titles.slice(0, 3).join(' | ')}`)
    if (place === 0) first++
  }
  const { user } = process.cpuUsage(before)
  const share = (count: number) => ((100 * count) / questions.length).toFixed(1)
  console.log(
    `${kind.padEnd(34)} found ${share(right)} %  first ${share(first)} %  p50 ${at(ours, 0.5)}  p95 ${at(ours, 0.95)}  bare p50 ${at(bare, 0.5)} p95 ${at(bare, 0.95)}  ratio ${(sum(ours) / sum(bare)).toFixed(1)}  cpu ${(user / 1_000 / questions.length).toFixed(1)}`,
  )
  if (shows) for (const miss of misses.slice(0, 12)) console.log(`    ${miss}`)
}

async function barePrefix(db: Database, q: string): Promise<void> {
  await sql`
    select id from search_entries
    where terms @@ (select string_agg(quote_literal(word) || ':*', ' & ')::tsquery from unnest(search_words_of(${q})) as word)
    limit 20`.execute(db)
}

async function sizes(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; size: string }>(
    `select relname as name, pg_size_pretty(pg_relation_size(oid)) as size from pg_class
     where relname like 'search\\_%' and relkind in ('r', 'i') or relname = 'contacts' order by pg_relation_size(oid) desc`,
  )
  console.log(rows.map(({ name, size }) => `${name} ${size}`).join(', '))
}

/** 1,000 contacts a statement, with and without search; alternated. */
async function costOfTriggers(pool: pg.Pool): Promise<void> {
  const luck = chance(seed + 1)
  const companies = (await pool.query<{ name: string }>('select name from accounts order by id limit 5000')).rows.map(
    ({ name }) => name,
  )
  const update = (change: string) => () =>
    timed(() =>
      pool.query(`update contacts set ${change} where id in (select id from contacts order by id desc limit 1000)`),
    )
  const writes = {
    'an imported row': () => insertContacts(pool, luck, companies, 1_000),
    'a change of nothing that is searched': update(`metadata = '{"size": 1}', version = version + 1`),
    'a new name': update(`last_name = last_name || 'a'`),
  }
  for (const [name, write] of Object.entries(writes)) {
    const times = { enable: 0, disable: 0 }
    for (let round = 0; round < 10; round++)
      for (const way of ['enable', 'disable'] as const) {
        for (const trigger of ['contacts_searched', 'contacts_searched_again'])
          await pool.query(`alter table contacts ${way} trigger ${trigger}`)
        times[way] += await write()
      }
    const [alone, searched] = [times.disable / 10, times.enable / 10].map((time) => time.toFixed(0))
    console.log(`\n${name}: ${alone} µs without search, ${searched} µs with it`)
    ratioLine(`${name}, time with search to time without`, times.enable / times.disable, 'known')
  }
  for (const trigger of ['contacts_searched', 'contacts_searched_again'])
    await pool.query(`alter table contacts enable trigger ${trigger}`)
}
