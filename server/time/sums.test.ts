/** The sums by day and month are the sum of the entries, whatever is written; a longer run is `npm run bench:sums`. */
import { randomInt } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { nothingYet, writeAtRandom } from '#test/random-time.ts'
import { faultsOfTime } from '#test/time-faults.ts'

const app = await startApp()
const past = nothingYet()
afterEach(() => sql`delete from time_entries`.execute(app.db))

test('after a thousand random writes, several at once, the sums and the keys are as the entries are', async () => {
  const seed = randomInt(2 ** 31)
  await writeAtRandom(app.db, app.cast, 1_000, seed, past)
  const { rows } = await sql<{ entries: number }>`select count(*) as entries from time_entries`.execute(app.db)
  expect(rows[0]!.entries, `seed ${seed}`).toBeGreaterThan(100)
  expect(past.removed.length, `seed ${seed}`).toBeGreaterThan(10)
  expect(past.verdicts.length, `seed ${seed}`).toBeGreaterThan(10)
  expect(await faultsOfTime(app.db, past), `seed ${seed}`).toEqual([])
}, 120_000)

test('the check bites: a sum, a key or an hour that is not as the entries are is named', async () => {
  await writeAtRandom(app.db, app.cast, 60, 1, past)
  expect(await faultsOfTime(app.db, past)).toEqual([])
  const days = ['time_by_day', 'time_by_deal', 'task_time_by_day', 'placed_by_day']
  for (const table of [...days, 'time_by_month', 'task_time_by_month', 'placed_by_month']) {
    await sql`update ${sql.table(table)} set seconds = seconds + 1 where ctid = (select max(ctid) from ${sql.table(table)})`.execute(
      app.db,
    )
    expect((await faultsOfTime(app.db, past)).join('\n')).toMatch(new RegExp(`^${table} .+ the sums say`, 'm'))
  }
  await sql`delete from time_entry_keys where id = (select id from time_entries limit 1)`.execute(app.db)
  expect((await faultsOfTime(app.db, past)).join('\n')).toMatch(/its key is not as the entry is/)
})
