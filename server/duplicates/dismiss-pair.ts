import type { Dismissal } from '#domain/duplicates.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { countSeen, keepDismissal, removeDismissal } from './queries.ts'

/** Two that are not the same are not shown as a pair again, or are. Said twice is said once. 422 for what one may not see. */
export async function dismissPair(tx: Database, actor: Actor, { object, ids, dismissed }: Dismissal): Promise<void> {
  if ((await countSeen(tx, actor, object, ids)) < 2)
    throw invalid('/ids', 'unknown_reference', `There is no such ${object}.`)
  const [one, other] = ids.toSorted() as [string, string]
  const changed = await (dismissed
    ? keepDismissal(tx, [one, other], personOf(actor))
    : removeDismissal(tx, [one, other]))
  if (changed)
    await track(tx, actor, `${object}.told_apart`, one, {
      before: { not_the_same_as: dismissed ? null : other },
      after: { not_the_same_as: dismissed ? other : null },
    })
}
