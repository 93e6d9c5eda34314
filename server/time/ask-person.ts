import type { ReviewRequest } from '#domain/review.ts'
import type { BulkResults } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import { outcomesOf } from './outcomes.ts'
import { deleteRequests, insertRequests } from './turns-queries.ts'
import { lockEntries } from './write-queries.ts'

/** Sends waiting time of others to its own person, who finds it first in their queue with who asked; or takes that back. */
export async function askPerson(tx: Database, actor: Actor, { ids, asked }: ReviewRequest): Promise<BulkResults> {
  const rows = await lockEntries(tx, actor, ids)
  const others = rows.filter(({ status, user_id }) => status === 'unmapped' && user_id !== actor.id).map(({ id }) => id)
  const done = asked ? others : await deleteRequests(tx, others)
  if (asked && others.length > 0) await insertRequests(tx, actor.id!, others)
  await trackAll(
    tx,
    actor,
    asked ? 'time_entry.sent' : 'time_entry.unsent',
    done.map((id) => ({ id })),
  )
  return outcomesOf(ids, done, () =>
    asked ? 'It does not wait, is your own, or is not yours to send.' : 'Nobody was asked.',
  )
}
