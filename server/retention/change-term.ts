import {
  takesMore,
  termLimits,
  type DataClass,
  type RetentionTerm,
  type RetentionTermInput,
} from '#domain/retention.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { difference, track } from '#server/platform/track.ts'
import { findDue } from './find-due.ts'
import { forgetNotices, lockTerm, setTerm, type Term } from './queries.ts'
import { tellPeople } from './tell-people.ts'

/** @throws 404 where there is no such term, 422 for a term that is shorter or longer than its class may be kept */
export async function changeTerm(
  tx: Database,
  actor: Actor,
  id: string,
  if_match: number | null,
  { keep, also_approved = false }: RetentionTermInput,
  now_ms: number,
): Promise<RetentionTerm> {
  const before = await lockTerm(tx, 'id', id)
  if (!before) throw notFound()
  const { class: of } = before
  checkKeep(of, keep, '/keep')
  if (also_approved && of !== 'time_entries')
    throw invalid('/also_approved', 'not_of_this_class', 'Only months of time entries are held by approved weeks.')
  checkVersion(if_match, before.version)
  const changed = difference(before, { keep, also_approved })
  if (Object.keys(changed.after).length === 0) return show(tx, before, now_ms)
  await setTerm(tx, of, { keep, also_approved })
  await track(tx, actor, 'retention_term.changed', before.id, changed)
  const after = (await lockTerm(tx, 'id', id))!
  if (takesMore(before, after)) await forgetNotices(tx, of)
  await tellPeople(tx, actor, after, now_ms)
  return show(tx, after, now_ms)
}

export function checkKeep(of: DataClass, keep: number | null, pointer: string): void {
  const { unit, least, most } = termLimits[of]
  if (keep !== null && (keep < least || keep > most))
    throw invalid(pointer, 'out_of_range', `Keep it for ${least} to ${most} ${unit}.`)
}

export async function show(db: Database, term: Term, now_ms: number): Promise<RetentionTerm> {
  const { done_through: _done, ...shown } = term
  return { ...shown, due: await findDue(db, term, true, now_ms) }
}
