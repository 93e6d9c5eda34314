import { dueOn, whyNotAsked, type PrivacyRequest, type PrivacyRequestInput } from '#domain/privacy-requests.ts'
import { dayOf } from '#domain/zones.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { countOpen, findOwnEntry, findRequest, insertRequest } from './queries.ts'
import { tellAnswering } from './tell.ts'

/** More at once are no questions any more. */
const mostOpen = 20

/**
 * A person asks about their own data; whoever may answer is told by mail. What they wrote does not enter the ledger, where it would
 * outlive them. 422 naming what does not fit, also for an entry that is not theirs; 409 for too many at once.
 */
export async function ask(
  tx: Database,
  actor: Actor,
  input: PrivacyRequestInput,
  now_ms: number,
): Promise<PrivacyRequest> {
  const fault = whyNotAsked(input)
  if (fault) throw invalid(fault.pointer, fault.code, fault.message)
  const user_id = actor.id!
  const { kind, about, reason, entry_id = null } = input
  const entry = entry_id === null ? null : await findOwnEntry(tx, user_id, entry_id)
  if (entry === undefined) throw invalid('/entry_id', 'unknown', 'There is no such entry of yours.')
  if ((await countOpen(tx, user_id)) >= mostOpen)
    throw conflict('too_many', `${mostOpen} requests of yours wait for an answer. Take one back first.`)
  const due_on = dueOn(dayOf(now_ms, (await findWorkspace(tx)).zone))
  const days = entry
    ? { date_from: entry.day, date_to: entry.day }
    : { date_from: input.date_from ?? null, date_to: input.date_to ?? null }
  const id = await insertRequest(tx, { user_id, kind, about, reason, entry_id, ...days, due_on })
  await track(tx, actor, 'privacy_request.made', id, { after: { user_id, kind, about, ...days, due_on } })
  const made = (await findRequest(tx, id))!
  await tellAnswering(tx, made)
  return made
}
