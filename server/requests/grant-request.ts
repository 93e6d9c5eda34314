import { nothingErased, type PrivacyRequestDetail } from '#domain/privacy-requests.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { trackDeed } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { assertOpen } from './open.ts'
import { decide, findRequest, lockTheirs } from './queries.ts'
import { readRequest } from './read-request.ts'
import { tellPerson } from './tell.ts'

/**
 * A correction was made by whoever grants it, so it is done. An erasure is done piece by piece by a job, which then tells the person.
 * 404, 409 where it is not open any more or its entry is none any more.
 */
export async function grantRequest(
  tx: Database,
  actor: Actor,
  id: string,
  answer: string | null,
  now_ms: number,
): Promise<PrivacyRequestDetail> {
  const request = await lockTheirs(tx, actor, id)
  if (!request) throw notFound()
  assertOpen(request)
  const erases = request.kind === 'erasure'
  if (erases && request.about === 'entry' && request.entry_id === null)
    throw conflict('entry_gone', 'The entry was taken out, split or merged since. Refuse it with that reason.')
  const outcome = erases ? nothingErased : null
  await decide(tx, id, { state: erases ? 'running' : 'done', answer, decided_by: personOf(actor), outcome })
  await trackDeed(tx, actor, [{ action: 'privacy_request.granted', id, after: { user_id: request.user_id } }], id)
  if (erases) await enqueue(tx, 'run_erasure', { id }, `run_erasure:${id}`)
  else await tellPerson(tx, (await findRequest(tx, id))!)
  return readRequest(tx, actor, id, now_ms)
}
