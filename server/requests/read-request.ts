import type { PrivacyRequest, PrivacyRequestDetail } from '#domain/privacy-requests.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { sumToErase, type Wanted } from '#server/time/erasure-queries.ts'
import { getRequest } from './queries.ts'

/** What was there by then: what is recorded afterwards was not asked for. */
export const wantedBy = (request: PrivacyRequest, until: string): Wanted => ({ ...request, until })

/** 404 where it is of nobody one may answer. */
export async function readRequest(
  db: Database,
  actor: Actor,
  id: string,
  now_ms: number,
): Promise<PrivacyRequestDetail> {
  const request = await getRequest(db, actor, id)
  if (!request) throw notFound()
  const open = request.kind === 'erasure' && request.state === 'open'
  return { ...request, affected: open ? await sumToErase(db, wantedBy(request, new Date(now_ms).toISOString())) : null }
}
