import type { Change, Reverted } from '#domain/audit.ts'
import { mergeOf } from '#server/duplicates/merge-queries.ts'
import { undoMerge } from '#server/duplicates/undo-merge.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'

type Result = Reverted['results'][number]

/** A merge is taken apart as a whole, by its own verb: `lead` is the row of the record that lived on. */
export async function revertMerge(tx: Database, actor: Actor, lead: Change): Promise<Result[]> {
  const { object_id, object_type, after } = lead
  const skipped = (reason: string): Result => ({ object_id, object_type, status: 'skipped', reason })
  if (lead.erased_at) return [skipped('What it was before was erased.')]
  const other_id = after?.['merged_id'] as string
  const merge_id = await mergeOf(tx, object_id, other_id)
  if (merge_id === undefined) return [skipped('This merge was taken back before.')]
  const { kept } = await undoMerge(tx, actor, merge_id)
  const back = [object_id, other_id].map((id): Result => ({
    object_id: id,
    object_type,
    status: 'reverted',
    reason: null,
  }))
  return [
    ...back,
    ...kept.map(({ what, count, reason }) => skipped(`${count} × ${what.replaceAll('_', ' ')}: ${reason}`)),
  ]
}
