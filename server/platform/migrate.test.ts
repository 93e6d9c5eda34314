import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { scratchDatabase } from '#test/database.ts'
import { openPool } from './database.ts'
import { migrate } from './migrate.ts'

const first = 'create table tools (name text primary key);'
const second = "insert into tools values ('hammer');"

async function scratch(files: Record<string, string>) {
  const dir = mkdtempSync(path.join(tmpdir(), 'daybook-migrations-'))
  const put = (name: string, sql: string) => writeFileSync(path.join(dir, name), sql)
  for (const [name, sql] of Object.entries(files)) put(name, sql)
  const url = await scratchDatabase({ empty: true })
  const pool = openPool(url)
  onTestFinished(() => pool.end().then(() => rmSync(dir, { recursive: true })))
  const names = async () =>
    (await pool.query<{ name: string }>('select name from migrations order by name')).rows.map((row) => row.name)
  return { dir, put, url, pool, names }
}

test('each file is applied once, in order, and a second run finds nothing to do', async () => {
  const { dir, pool, put, names } = await scratch({
    '0002_hammer.sql': second,
    '0001_tools.sql': first,
    'notes.txt': 'x',
  })
  expect((await migrate(pool, { dir })).applied).toEqual(['0001_tools.sql', '0002_hammer.sql'])
  expect((await migrate(pool, { dir })).applied).toEqual([])
  put('0003_saw.sql', "insert into tools values ('saw');")
  expect((await migrate(pool, { dir })).applied).toEqual(['0003_saw.sql'])
  expect(await names()).toEqual(['0001_tools.sql', '0002_hammer.sql', '0003_saw.sql'])
})

test('of several that start at once one does the work and the others wait for it', async () => {
  const { dir, url, pool } = await scratch({ '0001_tools.sql': first, '0002_hammer.sql': second })
  const pools = [pool, ...Array.from({ length: 3 }, () => openPool(url))]
  const done = await Promise.all(pools.map((each) => migrate(each, { dir })))
  await Promise.all(pools.slice(1).map((each) => each.end()))
  expect(done.map(({ applied }) => applied.length).toSorted()).toEqual([0, 0, 0, 2])
  expect((await pool.query('select from tools')).rowCount).toBe(1)
})

test('a database of a newer version is refused, and says which of the two has to change', async () => {
  const { dir, pool } = await scratch({ '0001_tools.sql': first })
  await migrate(pool, { dir })
  await pool.query("insert into migrations (name, checksum) values ('0099_future.sql', 'x')")
  await expect(migrate(pool, { dir })).rejects.toThrow(/newer version of Daybook.*0099_future.sql/)
})

test('a migration that was changed after it had been applied is refused', async () => {
  const { dir, pool, put } = await scratch({ '0001_tools.sql': first })
  await migrate(pool, { dir })
  put('0001_tools.sql', `${first} -- changed`)
  await expect(migrate(pool, { dir })).rejects.toThrow('0001_tools.sql was changed')
})

test('a migration that fails leaves nothing of itself behind and keeps the ones before it', async () => {
  const { dir, pool, names } = await scratch({ '0001_tools.sql': first, '0002_bad.sql': `${second} select 1 / 0;` })
  await expect(migrate(pool, { dir })).rejects.toThrow('Migration 0002_bad.sql failed: division by zero')
  expect(await names()).toEqual(['0001_tools.sql'])
  expect((await pool.query('select from tools')).rowCount).toBe(0)
})

test('a table that is locked for a moment is waited for in short tries', async () => {
  const { dir, pool, put } = await scratch({ '0001_tools.sql': first })
  await migrate(pool, { dir })
  put('0002_column.sql', 'alter table tools add column weight integer;')
  const holder = await pool.connect()
  await holder.query('begin; select from tools')
  const waiting = migrate(pool, { dir })
  const waits = "select pid from pg_locks where not granted and relation = 'tools'::regclass"
  const waiters = async () => (await pool.query(waits)).rowCount
  await expect.poll(waiters, { interval: 10 }).toBe(1)
  await expect.poll(waiters, { interval: 10 }).toBe(0)
  await expect.poll(waiters, { interval: 10 }).toBe(1)
  await holder.query('commit')
  holder.release()
  expect((await waiting).applied).toEqual(['0002_column.sql'])
})
