/**
 * `npm run bench:kills [-- entries [kills [seed]]]`: a million entries, repeated and cut into other batches, while Daybook is killed a
 * hundred times and PostgreSQL with it twenty times.
 */
import { randomInt } from 'node:crypto'
import { ingestUnderKills } from '#test/kills.ts'

const [entries = 1_000_000, kills = 100, seed = randomInt(2 ** 31)] = process.argv.slice(2).map(Number)
console.log(`seed ${seed}`)
const began = Date.now()
const outcome = await ingestUnderKills({ entries, kills, seed, onKill: (line) => console.log(line) })
const { lost, doubled, uncounted, refused, requests, unanswered, postgres_kills } = outcome
console.log(
  `${entries} entries in ${requests} requests, ${unanswered} without an answer; ${kills} kills, ${postgres_kills} of PostgreSQL too; ${Math.round((Date.now() - began) / 1_000)} s`,
)
console.log(`lost ${lost}, doubled ${doubled}, not in the sums ${uncounted}, refused ${refused.length}`)
for (const line of refused.slice(0, 20)) console.log(`  ${line}`)
if (lost + doubled + uncounted + refused.length !== 0) process.exitCode = 1
