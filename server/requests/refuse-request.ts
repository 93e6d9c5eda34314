import type { PrivacyRequestDetail } from '#domain/privacy-requests.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { assertOpen } from './open.ts'
import { decide, findRequest, lockTheirs } from './queries.ts'
import { readRequest } from './read-request.ts'
import { tellPerson } from './tell.ts'

/** The person reads why, and may complain elsewhere (GDPR article 12 (4)). 404, 409 where it is not open any more. */
export async function refuseRequest(
  tx: Database,
  actor: Actor,
  id: string,
  answer: string,
  now_ms: number,
): Promise<PrivacyRequestDetail> {
  const request = await lockTheirs(tx, actor, id)
  if (!request) throw notFound()
  assertOpen(request)
  await decide(tx, id, { state: 'refused', answer, decided_by: personOf(actor), outcome: null })
  await track(tx, actor, 'privacy_request.refused', id, { after: { user_id: request.user_id } })
  await tellPerson(tx, (await findRequest(tx, id))!)
  return readRequest(tx, actor, id, now_ms)
}
