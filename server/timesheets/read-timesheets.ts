import type { Timesheet, TimesheetDetail, TimesheetQuery } from '#domain/timesheets.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { findSteps, findSums, getRow, listRows, seenBy, type SheetRow } from './queries.ts'

export async function listTimesheets(db: Database, actor: Actor, query: TimesheetQuery) {
  const page = await listRows(db, actor, query)
  return { ...page, data: await withSums(db, page.data) }
}

/** 404 for what one may not see. */
export async function readTimesheet(db: Database, actor: Actor, id: string): Promise<TimesheetDetail> {
  const row = await getRow(db, seenBy(actor, id))
  if (!row) throw notFound()
  const [sheet] = await withSums(db, [row])
  return { ...sheet!, steps: await findSteps(db, id) }
}

/** Each with what stands in its week at this moment. */
export async function withSums(db: Database, rows: SheetRow[]): Promise<Timesheet[]> {
  const sums = await findSums(db, rows)
  return rows.map(({ submitted_print, ...row }, place) => {
    const sum = sums[place]!
    return { ...row, ...sum, changed: row.state === 'submitted' && submitted_print !== sum.print }
  })
}
