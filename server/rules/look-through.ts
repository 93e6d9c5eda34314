/**
 * Patterns take time linear in the text, and yet one of a thousand steps takes two milliseconds a title: on 100,000 entries three minutes in
 * which nobody else would be served.
 */
import { setImmediate as letOthers } from 'node:timers/promises'
import { Problem } from '#server/platform/errors.ts'

const atOnce_ms = 25
const most_ms = 5_000
const rowsByClock = 16

/** Visits all rows, a few at a time, others in between. @throws 422 where it would take too long; a job takes as long as it takes */
export async function lookThrough<Row>(
  rows: readonly Row[],
  visit: (row: Row) => void,
  limit_ms: number = most_ms,
): Promise<void> {
  let worked_ms = 0
  let begun_ms = performance.now()
  for (const [place, row] of rows.entries()) {
    visit(row)
    // a clock is read as fast as a plain rule is tried
    if (place % rowsByClock !== 0) continue
    const now_ms = performance.now()
    if (now_ms - begun_ms < atOnce_ms) continue
    worked_ms += now_ms - begun_ms
    if (worked_ms > limit_ms) throw tooSlow()
    await letOthers()
    begun_ms = performance.now()
  }
}

const message =
  'It takes too long to try on so many entries. Write fewer or smaller repeats, or ask for an app or a site too.'
const tooSlow = () =>
  new Problem(422, 'invalid', message, { errors: [{ pointer: '/condition', code: 'too_slow', message }] })
