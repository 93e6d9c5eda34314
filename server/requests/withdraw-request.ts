import type { PrivacyRequest } from '#domain/privacy-requests.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { assertOpen } from './open.ts'
import { findRequest, lockOwn, setState } from './queries.ts'

/** 404 for somebody else's, 409 for one that was answered. */
export async function withdrawRequest(tx: Database, actor: Actor, id: string): Promise<PrivacyRequest> {
  const request = await lockOwn(tx, actor.id!, id)
  if (!request) throw notFound()
  assertOpen(request)
  await setState(tx, id, 'withdrawn')
  await track(tx, actor, 'privacy_request.withdrawn', id)
  return (await findRequest(tx, id))!
}
