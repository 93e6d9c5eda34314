import { whyNotApproved, type Refusal } from '#domain/approvals.ts'
import type { ApprovalResults, Approvals, TimesheetDetail } from '#domain/timesheets.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, forbidden, notFound } from '#server/platform/errors.ts'
import { trackAll } from '#server/platform/track.ts'
import { findOwners, holdPeople, lockRows, noteSteps, setRows } from './queries.ts'
import { readTimesheet, withSums } from './read-timesheets.ts'

/**
 * Approves weeks and locks them, each as it was looked at. Their people are held first: what is written of their time at this
 * moment is either in what is compared here, or comes after it and is refused.
 */
export async function approveWeeks(
  tx: Database,
  actor: Actor,
  sheets: Approvals['sheets'],
  now_ms: number,
): Promise<ApprovalResults> {
  const owners = await findOwners(
    tx,
    actor,
    sheets.map(({ id }) => id),
  )
  await holdPeople(tx, [...owners.values()])
  const rows = await withSums(tx, await lockRows(tx, [...owners.keys()]))
  const prints = new Map(sheets.map(({ id, print }) => [id, print]))
  const refusals = new Map(rows.map((row) => [row.id, whyNotApproved(row, prints.get(row.id)!, actor)]))
  const approved = rows.filter(({ id }) => !refusals.get(id))
  if (approved.length > 0) {
    const decided = { decided_at: new Date(now_ms).toISOString(), decided_by: personOf(actor), reason: null }
    await setRows(
      tx,
      approved.map(({ id }) => id),
      { state: 'approved', ...decided },
    )
    await noteSteps(
      tx,
      approved.map(({ id, placed_seconds }) => ({
        timesheet_id: id,
        step: 'approved' as const,
        actor_id: personOf(actor),
        reason: null,
        seconds: placed_seconds,
      })),
    )
  }
  await trackAll(
    tx,
    actor,
    'timesheet.approved',
    approved.map(({ id, week, user_id, placed_seconds }) => ({
      id,
      before: { state: 'submitted' },
      after: {
        state: 'approved',
        week,
        user_id,
        seconds: placed_seconds,
        ...(user_id === actor.id && { own_week: true }),
      },
    })),
  )
  return { results: sheets.map(({ id }) => outcome(id, refusals.get(id))) }
}

const gone: Refusal = { code: 'not_found', message: 'There is no such week, or it is not yours to decide about.' }

/** Undefined: nobody the actor may decide about has it. */
function outcome(id: string, found: Refusal | null | undefined): ApprovalResults['results'][number] {
  const refusal = found === undefined ? gone : found
  return refusal
    ? { id, status: 'skipped', code: refusal.code, reason: refusal.message }
    : { id, status: 'approved', code: null, reason: null }
}

/** One: 404 where it is not the actor's to see, 403 for one's own, 409 for the rest. */
export async function approveWeek(
  tx: Database,
  actor: Actor,
  id: string,
  print: string,
  now_ms: number,
): Promise<TimesheetDetail> {
  const [result] = (await approveWeeks(tx, actor, [{ id, print }], now_ms)).results
  if (result!.code === 'not_found') throw notFound()
  if (result!.code === 'own_week') throw forbidden(result!.reason!)
  if (result!.code) throw conflict(result!.code, result!.reason!)
  return readTimesheet(tx, actor, id)
}
