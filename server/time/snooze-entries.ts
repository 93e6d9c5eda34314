import { mostSnoozed_days, type Snooze } from '#domain/review.ts'
import type { BulkResults } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { trackAll } from '#server/platform/track.ts'
import { outcomesOf } from './outcomes.ts'
import { putOff, takeUp } from './turns-queries.ts'
import { lockEntries } from './write-queries.ts'

/** Puts waiting entries off for whoever says so, and for nobody else, or takes them up again. 422 for a time that is past or far. */
export async function snoozeEntries(
  tx: Database,
  actor: Actor,
  { ids, until }: Snooze,
  now_ms: number,
): Promise<BulkResults> {
  if (until === null) return wakeEntries(tx, actor, ids)
  const until_ms = Date.parse(until)
  if (until_ms <= now_ms) throw invalid('/until', 'in_the_past', 'This is over already.')
  if (until_ms > now_ms + mostSnoozed_days * 86_400_000)
    throw invalid('/until', 'too_far', `At most ${mostSnoozed_days} days.`)
  const waiting = (await lockEntries(tx, actor, ids)).filter(({ status }) => status === 'unmapped').map(({ id }) => id)
  await putOff(tx, actor.id!, waiting, until)
  await trackAll(
    tx,
    actor,
    'time_entry.snoozed',
    waiting.map((id) => ({ id, after: { until } })),
  )
  return outcomesOf(ids, waiting, () => 'It does not wait for review, does not exist, or is not yours.')
}

async function wakeEntries(tx: Database, actor: Actor, ids: string[]): Promise<BulkResults> {
  const woken = await takeUp(tx, actor.id!, ids)
  await trackAll(
    tx,
    actor,
    'time_entry.woken',
    woken.map((id) => ({ id })),
  )
  return outcomesOf(ids, woken, () => 'You did not put it off.')
}
