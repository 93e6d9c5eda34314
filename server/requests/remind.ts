import { shift } from '#domain/periods.ts'
import { dayOf } from '#domain/zones.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { listDueOn } from './queries.ts'
import { tellDue } from './tell.ts'

/** Days before the answer is due; the last is the first day it is late. */
const before = [7, 1, -1]

/** Job `remind_requests`, once a day: whoever may answer is told of what is due soon, and once of what is late. Gives how many requests. */
export async function remindOfDue(db: Database, now_ms: number): Promise<number> {
  const today = dayOf(now_ms, (await findWorkspace(db)).zone)
  return transact(db, async (tx) => {
    const due = await listDueOn(
      tx,
      before.map((days) => shift(today, days)),
    )
    await tellDue(tx, due, today)
    return due.length
  })
}
