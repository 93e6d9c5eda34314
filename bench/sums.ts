/**
 * `npm run bench:sums [-- writes [seed]]`: 100,000 random writes of recorded time, then whether the sums by day, the keys and the billable
 * hours are as the entries are. The same seed draws the same writes; three go on at once, so their order may differ.
 */
import { randomInt } from 'node:crypto'
import { migrateDatabase } from '#server/start-database.ts'
import { openDatabase, openPool } from '#server/platform/database.ts'
import { insertCast } from '#test/cast.ts'
import { nothingYet, writeAtRandom } from '#test/random-time.ts'
import { faultsOfTime } from '#test/time-faults.ts'
import { seconds } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const writes = Number(process.argv[2] ?? 100_000)
const seed = Number(process.argv[3] ?? randomInt(2 ** 31))
const looks = 10

const scratch = await scratchDatabase({ fsync: 'off' })
try {
  const { url } = await migrateDatabase({ url: scratch.url, secret: 'of the bench', app_url: null })
  const pool = openPool(url, { max: 4, statement_timeout_ms: 60_000 })
  const db = openDatabase(pool)
  const cast = await insertCast(db)
  const past = nothingYet()
  console.log(`seed ${seed}`)
  for (let look = 1; look <= looks && process.exitCode === undefined; look++) {
    let refused = 0
    const took_s = await seconds(async () => {
      refused = await writeAtRandom(db, cast, writes / looks, seed + look, past)
    })
    const faults = await faultsOfTime(db, past)
    console.log(
      `${(writes / looks) * look} writes, ${refused} of the last refused, ${took_s.toFixed(0)} s: ${faults.length} faults`,
    )
    if (faults.length > 0) process.exitCode = 1
    for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`)
  }
  await pool.end()
} finally {
  await scratch.drop()
}
