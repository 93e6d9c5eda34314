import type { View, ViewPatch } from '#domain/views.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { difference, track } from '#server/platform/track.ts'
import { nameTaken } from './keep-view.ts'
import { getView, isNameTaken, lockView, updateView } from './queries.ts'

/** 404 for what one may not change, 409 for a name its owner has already, 412 for an older version. */
export async function editView(
  tx: Database,
  actor: Actor,
  id: string,
  patch: ViewPatch,
  if_match: number | null,
): Promise<View> {
  const before = await lockView(tx, actor, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  const change = difference<object>(before, patch)
  if (Object.keys(change.after).length > 0) {
    if (patch.name && (await isNameTaken(tx, before.owner_id, before.page, patch.name, id))) throw nameTaken(patch.name)
    await updateView(tx, id, change.after)
    await track(tx, actor, 'view.changed', id, change)
  }
  // what somebody else made private is gone from the sight of the one who did it
  const after = await getView(tx, actor, id)
  if (!after) throw notFound()
  return after
}
