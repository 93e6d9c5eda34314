/** A week goes back to its person, always with a reason they read: denied before it was approved, reopened after. */
import { isOwnAlone } from '#domain/approvals.ts'
import type { SheetState, TimesheetDetail } from '#domain/timesheets.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, forbidden, invalid, notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { findOwners, findSums, lockRows, noteSteps, setRows } from './queries.ts'
import { readTimesheet } from './read-timesheets.ts'

type Way = { step: 'denied' | 'reopened'; from: SheetState; to: SheetState; otherwise: string }
const ways = {
  deny: {
    step: 'denied',
    from: 'submitted',
    to: 'denied',
    otherwise: 'It is not submitted, or somebody has decided already.',
  },
  reopen: { step: 'reopened', from: 'approved', to: 'open', otherwise: 'It is not approved.' },
} as const satisfies Record<string, Way>

export const denyWeek = (tx: Database, actor: Actor, id: string, reason: string, now_ms: number) =>
  giveBack(tx, actor, id, ways.deny, reason, now_ms)

/** Unlocks an approved week. Its late time can then be released, and it is submitted and approved again. */
export const reopenWeek = (tx: Database, actor: Actor, id: string, reason: string, now_ms: number) =>
  giveBack(tx, actor, id, ways.reopen, reason, now_ms)

async function giveBack(
  tx: Database,
  actor: Actor,
  id: string,
  { step, from, to, otherwise }: Way,
  reason: string,
  now_ms: number,
): Promise<TimesheetDetail> {
  if (reason.trim() === '') throw invalid('/reason', 'required', 'Say why: the person reads it.')
  if (!(await findOwners(tx, actor, [id])).has(id)) throw notFound()
  const [row] = await lockRows(tx, [id])
  if (isOwnAlone(row!, actor)) throw forbidden('Nobody decides about their own week.')
  if (row!.state !== from) throw conflict(`not_${from}`, otherwise)
  const [sums] = await findSums(tx, [row!])
  const decided = { decided_at: new Date(now_ms).toISOString(), decided_by: personOf(actor), reason }
  await setRows(tx, [id], { state: to, submitted_at: null, submitted_print: null, ...decided })
  const seconds = sums!.placed_seconds
  await noteSteps(tx, [{ timesheet_id: id, step, actor_id: personOf(actor), reason, seconds }])
  const own = row!.user_id === actor.id && { own_week: true }
  const after = { state: to, week: row!.week, user_id: row!.user_id, reason, ...own }
  await track(tx, actor, `timesheet.${step}`, id, { before: { state: from }, after })
  return readTimesheet(tx, actor, id)
}
