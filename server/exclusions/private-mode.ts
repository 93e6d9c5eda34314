import type { Exclusions } from '#domain/exclusions.ts'
import { takeTurn } from '#server/people/take-turn.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { endPrivateTime, findExclusions, setPrivateTime } from './queries.ts'

/** Where one is private already, only the end changes. 422 for an end that is over. */
export async function startPrivateMode(
  tx: Database,
  actor: Actor,
  until: string | null,
  now_ms: number,
): Promise<Exclusions> {
  if (until !== null && Date.parse(until) <= now_ms)
    throw invalid('/until', 'in_the_past', 'Private mode must end in the future.')
  await takeTurn(tx, actor.id!)
  await setPrivateTime(tx, actor.id!, until)
  await track(tx, actor, 'user.private_mode_started', actor.id!)
  return findExclusions(tx, actor.id!)
}

/** 409 where one is not private. */
export async function endPrivateMode(tx: Database, actor: Actor): Promise<Exclusions> {
  await takeTurn(tx, actor.id!)
  if (!(await endPrivateTime(tx, actor.id!))) throw conflict('not_private', 'You are not private.')
  await track(tx, actor, 'user.private_mode_ended', actor.id!)
  return findExclusions(tx, actor.id!)
}
