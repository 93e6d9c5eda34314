import { expect, test } from 'vitest'
import { startApp } from '#test/app.ts'
import { sql, type Database } from './database.ts'
import { atOneMoment } from './one-moment.ts'

const app = await startApp()
const teams = async (db: Database) =>
  (await sql<{ count: number }>`select count(*) as count from teams`.execute(db)).rows[0]!.count

test('what is written while one question is answered is in the answer of none', async () => {
  const before = await teams(app.db)
  const written = Promise.withResolvers<void>()
  const seen = await atOneMoment(app.db, [
    async (tx) => {
      await sql`insert into teams (name) values ('Meanwhile')`.execute(app.db)
      written.resolve()
      return teams(tx)
    },
    async (tx) => {
      await written.promise
      return teams(tx)
    },
  ])
  expect(seen).toEqual([before, before])
  expect(await teams(app.db)).toBe(before + 1)
})

test('a question that fails fails all, and leaves every connection free', async () => {
  for (let n = 0; n < 20; n++)
    await expect(atOneMoment(app.db, [teams, (tx) => sql`select 1 / 0`.execute(tx)])).rejects.toThrow(
      'division by zero',
    )
  expect(await teams(app.db)).toBeGreaterThan(0)
})

test('it only reads', async () => {
  await expect(
    atOneMoment(app.db, [(tx) => sql`insert into teams (name) values ('No')`.execute(tx), teams]),
  ).rejects.toThrow('read-only')
})
