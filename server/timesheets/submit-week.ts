import { weekOf } from '#domain/periods.ts'
import type { TimesheetDetail } from '#domain/timesheets.ts'
import { takeTurn } from '#server/people/take-turn.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid, notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { findOverlap, findSums, getRow, lockRows, noteSteps, openRow, seenBy, setRows } from './queries.ts'
import { readTimesheet } from './read-timesheets.ts'

/**
 * Hands a week of one's own in. It stays open until somebody approves it; what changes meanwhile is told to whoever decides.
 * @throws 422 at /week for a day that begins no week, and a week that has not begun; 409 where it is submitted or approved already
 */
export async function submitWeek(tx: Database, actor: Actor, week: string, now_ms: number): Promise<TimesheetDetail> {
  const user_id = actor.id!
  await checkWeek(tx, actor, week, now_ms)
  await takeTurn(tx, user_id)
  const overlap = await findOverlap(tx, user_id, week)
  if (overlap)
    throw conflict('overlaps', `Some of its days are in the week from ${overlap}, which is submitted already.`)
  const id = await openRow(tx, user_id, week)
  const [row] = await lockRows(tx, [id])
  if (row!.state === 'submitted') throw conflict('already_submitted', 'It is submitted already.')
  if (row!.state === 'approved') throw conflict('locked', 'It is approved and locked already.')
  const [sums] = await findSums(tx, [row!])
  await setRows(tx, [id], {
    state: 'submitted',
    submitted_at: new Date(now_ms).toISOString(),
    submitted_print: sums!.print,
    decided_at: null,
    decided_by: null,
    reason: null,
  })
  await noteSteps(tx, [
    { timesheet_id: id, step: 'submitted', actor_id: user_id, reason: null, seconds: sums!.placed_seconds },
  ])
  const after = { state: 'submitted', week, seconds: sums!.placed_seconds, waiting_seconds: sums!.waiting_seconds }
  await track(tx, actor, 'timesheet.submitted', id, { before: { state: row!.state }, after })
  return readTimesheet(tx, actor, id)
}

async function checkWeek(tx: Database, { zone }: Actor, week: string, now_ms: number): Promise<void> {
  const { week_start } = await findWorkspace(tx)
  const first = weekOf(week, week_start)
  if (first !== week)
    throw invalid('/week', 'not_a_first_day', `Weeks begin on a ${week_start} here: this one on ${first}.`)
  if (week > new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now_ms))
    throw invalid('/week', 'in_the_future', 'This week has not begun yet.')
}

/** Takes it back before somebody decided. 404 for another person's, 409 where it is not submitted. */
export async function withdrawWeek(tx: Database, actor: Actor, id: string): Promise<TimesheetDetail> {
  const seen = await getRow(tx, seenBy(actor, id))
  if (!seen || seen.user_id !== actor.id) throw notFound()
  const [row] = await lockRows(tx, [id])
  if (row!.state !== 'submitted')
    throw conflict('not_submitted', 'It is not submitted any more: somebody has decided about it.')
  const [sums] = await findSums(tx, [row!])
  await setRows(tx, [id], { state: 'open', submitted_at: null, submitted_print: null })
  await noteSteps(tx, [
    { timesheet_id: id, step: 'withdrawn', actor_id: actor.id, reason: null, seconds: sums!.placed_seconds },
  ])
  await track(tx, actor, 'timesheet.withdrawn', id, { before: { state: 'submitted' }, after: { state: 'open' } })
  return readTimesheet(tx, actor, id)
}
