import { afterAll, expect, test } from 'vitest'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { asApplication, scratchDatabase } from '#test/database.ts'
import { openDatabase, openPool, sql } from './database.ts'
import { createLongFiles, longFileConnections } from './long-files.ts'

const pool = openPool(asApplication(await scratchDatabase()), {
  max: longFileConnections,
  statement_timeout_ms: 20_000,
})
const other = openPool(asApplication(await scratchDatabase()), { max: 1 })
afterAll(() => Promise.all([pool.end(), other.end()]))
const db = openDatabase(pool)
const longFile = createLongFiles(db)
const numbers = (last: number) => sql<{ n: number }>`select n from generate_series(1, ${last}::int) n`
const write = async (rows: { n: number }[]) => rows.map(({ n }) => `${n}\n`).join('')
const open = (reader: string, query = numbers(3_000)) =>
  longFile({ reader, parts: [query], head: 'n\n', write, before: async () => {} })
const textOf = async (file: AsyncIterable<string>) => (await Readable.from(file).toArray()).join('')
/** Transactions of files that are open. */
const reading = async () => {
  const { rows } = await sql<{ query: string }>`
    select query from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null and backend_type = 'client backend'
  `.execute(db)
  return rows.map(({ query }) => query)
}

test.each([0, 1, 999, 1_000, 1_001, 3_000])('%i rows come each once, in order, below the head', async (last) => {
  const text = await textOf(await open('dana', numbers(last)))
  expect(text).toBe(['n', ...Array.from({ length: last }, (_, n) => n + 1), ''].join('\n'))
  expect(await reading()).toEqual([])
})

test('parts come one after the other, those of which nothing comes too, and the head comes after the first', async () => {
  const between = (first: number, last: number) =>
    sql<{ n: number }>`select n from generate_series(${first}::int, ${last}::int) n`
  const parts = [between(1, 0), between(1, 1_500), between(1, 0), between(1, 0), between(1_501, 2_500), between(1, 0)]
  const file = await longFile({ reader: 'dana', parts, head: 'n\n', write, before: async () => {} })
  expect(await file.next()).toEqual({ done: false, value: 'n\n' })
  expect(await textOf(file)).toBe([...Array.from({ length: 2_500 }, (_, n) => n + 1), ''].join('\n'))
  const nothing = await longFile({ reader: 'dana', parts: [], head: 'n\n', write, before: async () => {} })
  expect(await textOf(nothing)).toBe('n\n')
  expect(await reading()).toEqual([])
})

test('no more is read than is taken, and one who stops gives the connection back', async () => {
  const read: number[] = []
  const file = await longFile({
    reader: 'dana',
    parts: [numbers(1_000_000)],
    head: '',
    write: async (rows) => (read.push(rows.length), write(rows)),
    before: async () => {},
  })
  await file.next()
  await wait(50)
  expect(read).toEqual([1_000])
  expect(await reading()).toHaveLength(1)
  await file.return!()
  await expect.poll(reading).toEqual([])
  await expect(file.next()).rejects.toThrow('given up')
})

test('what nobody ever began to read is let go of too', async () => {
  const stream = Readable.from(await open('dana', numbers(1_000_000)))
  expect(await reading()).toHaveLength(1)
  stream.destroy()
  await expect.poll(reading).toEqual([])
})

test('a statement that runs is cancelled when its reader goes, and not waited for', async () => {
  const slow = sql<{ n: number }>`select n, case when n > 1000 then pg_sleep(15) end from generate_series(1, 5000) n`
  const file = await open('dana', slow)
  const began = performance.now()
  await expect.poll(async () => (await reading()).join('')).toContain('fetch')
  await file.return!()
  await expect.poll(reading).toEqual([])
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('all rows are of one moment, whatever is written meanwhile', async () => {
  await sql`insert into workspace (name) values ('Before')`.execute(db)
  const names = sql<{ name: string }>`select w.name from generate_series(1, 2500) n cross join workspace w`
  const file = await longFile({
    reader: 'dana',
    parts: [names, names],
    head: '',
    write: async (rows) => rows.map(({ name }) => `${name}\n`).join(''),
    before: () => sql`update workspace set name = 'After'`.execute(db),
  })
  expect((await textOf(file)).trim().split('\n')).toEqual(Array.from({ length: 5_000 }, () => 'Before'))
})

test('one reader has two at a time and all together four; who is refused is told, and comes in when one has ended', async () => {
  const open4 = [await open('dana'), await open('dana'), await open('sam'), await open('lena')]
  await expect(open('dana')).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '30' } })
  await expect(open('noah')).rejects.toMatchObject({ status: 503, code: 'too_many_files' })
  await textOf(open4[0]!)
  await open4[1]!.return!()
  const again = await open('noah')
  await Promise.all([...open4.slice(2), again].map((file) => file.return!()))
  expect(await reading()).toEqual([])
})

test('what is refused before its first byte keeps no place: a wrong statement, a deed before that fails, a database that is away', async () => {
  for (let round = 0; round < 5; round++) {
    await expect(open('dana', sql`select 1 / 0 as n`)).rejects.toThrow('division by zero')
    const before = async () => Promise.reject(new Error('not noted'))
    await expect(longFile({ reader: 'dana', parts: [numbers(5_000)], head: '', write, before })).rejects.toThrow(
      'noted',
    )
  }
  expect(await reading()).toEqual([])
  const held = await other.connect()
  const away = createLongFiles(openDatabase(other))
  const question = { reader: 'dana', parts: [numbers(1)], head: '', write, before: async () => {} }
  await Promise.all([1, 2].map(() => expect(away(question)).rejects.toThrow('timeout exceeded')))
  held.release()
  expect(await textOf(await away(question))).toBe('1\n')
}, 20_000)

test('a row that cannot be read ends the file with an error, and with no end that looks like one', async () => {
  const broken = await open('dana', sql`select 10 / (2500 - n) as n from generate_series(1, 5000) n`)
  await expect(textOf(broken)).rejects.toThrow('division by zero')
  expect(await reading()).toEqual([])
})
