/** The sums by day and month are the sum of the entries, whatever is written; a longer run is `npm run bench:sums`. */
import { randomInt } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { faultsOfTime, writeAtRandom } from '#test/random-time.ts'

const app = await startApp()
afterEach(() => sql`delete from time_entries`.execute(app.db))

test('after a thousand random writes, several at once, the sums by day and month and the keys are as the entries are', async () => {
  const seed = randomInt(2 ** 31)
  await writeAtRandom(app.db, app.cast, 1_000, seed)
  const { rows } = await sql<{ entries: number }>`select count(*) as entries from time_entries`.execute(app.db)
  expect(rows[0]!.entries, `seed ${seed}`).toBeGreaterThan(100)
  expect(await faultsOfTime(app.db), `seed ${seed}`).toEqual([])
}, 120_000)

test('the check bites: a sum, a key or an hour that is not as the entries are is named', async () => {
  await writeAtRandom(app.db, app.cast, 60, 1)
  await sql`update time_by_day set seconds = seconds + 1 where ctid = (select ctid from time_by_day where seconds > 0 limit 1)`.execute(
    app.db,
  )
  await sql`update time_by_month set days = days # 1 where ctid = (select ctid from time_by_month limit 1)`.execute(
    app.db,
  )
  await sql`update placed_by_month set entries = entries + 1`.execute(app.db)
  await sql`update time_by_deal set seconds = seconds + 1`.execute(app.db)
  await sql`delete from time_entry_keys where id = (select id from time_entries limit 1)`.execute(app.db)
  const faults = (await faultsOfTime(app.db)).join('\n')
  expect(faults).toMatch(/the sums say/)
  expect(faults).toMatch(/^month .+ the sums say/m)
  expect(faults).toMatch(/^placed of a month are not what its days hold/m)
  expect(faults).toMatch(/^deal .+ the sums say/m)
  expect(faults).toMatch(/its key is not as the entry is/)
})
