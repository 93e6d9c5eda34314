import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { trackAll } from '#server/platform/track.ts'
import { endSessions } from './queries.ts'

/** Signs out one device of the actor's own. @throws 404 for one that ended already or is somebody else's */
export async function endOwnSession(tx: Database, actor: Actor, id: string): Promise<void> {
  const ended = await endSessions(tx, actor.id!, { only: id })
  if (ended.length === 0) throw notFound()
  await noteEnded(tx, actor, ended)
}

export async function endOtherSessions(tx: Database, actor: Actor): Promise<void> {
  await noteEnded(tx, actor, await endSessions(tx, actor.id!, { but: actor.session_id }))
}

const noteEnded = (tx: Database, actor: Actor, ended: string[]) =>
  trackAll(
    tx,
    actor,
    'session.ended',
    ended.map((id) => ({ id, after: { reason: 'ended_by_owner' } })),
  )
