import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { lockView, removeView } from './queries.ts'

/** Lists that opened with it open with everything again. */
export async function deleteView(tx: Database, actor: Actor, id: string, if_match: number | null): Promise<void> {
  const before = await lockView(tx, actor, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  await removeView(tx, id)
  const { page, name, shared, address } = before
  await track(tx, actor, 'view.deleted', id, { before: { page, name, shared, address } })
}
