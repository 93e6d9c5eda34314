import { lockInWords, type Lock } from '#domain/locks.ts'
import type { EntryResult } from '#domain/time.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { rejected, resultOf, waiting, type EntryRow } from './entry-row.ts'

export type Plan = {
  created: EntryRow[]
  grown: Map<string, { before: EntryRow; after: EntryRow }>
  /** What was put away and is longer by now, with the part that grows for it, where one does. */
  former: Map<string, { row: EntryRow; part_id: string | null }>
}

/**
 * Takes off the plan what lies in locked days, and gives the answers by id: what an agent sends late is kept aside, what a person
 * enters is refused, and what would grow there stays as it is.
 */
export async function withoutLocked(tx: Database, actor: Actor, plan: Plan): Promise<Map<string, EntryResult>> {
  const { created, grown } = plan
  const changing = [...grown.values()].flatMap(({ before, after }) => [before, after])
  const locks = await findLocks(tx, actor, [...created, ...changing])
  const answers = new Map<string, EntryResult>()
  plan.created = created.flatMap((row) => {
    const lock = locks.get(row.id)
    if (!lock) return [row]
    const aside = row.source === 'agent' ? setAside(row, lock) : null
    answers.set(row.id, aside ? resultOf('quarantined', aside) : refusedFor(row, lock))
    return aside ?? []
  })
  for (const [id, { before }] of grown) {
    const lock = locks.get(id)
    if (!lock) continue
    grown.delete(id)
    answers.set(id, resultOf('conflict', before, lockedProblem(lock, '/end_time')))
  }
  return answers
}

const setAside = (row: EntryRow, lock: Lock): EntryRow => ({
  ...row,
  ...waiting,
  status: 'quarantined',
  quarantine_reason: `It arrived too late. ${lockInWords(lock)}`,
})

const refusedFor = ({ external_id }: EntryRow, lock: Lock) =>
  rejected(external_id, 'locked', lockedProblem(lock, '/start_time').errors)

function lockedProblem(lock: Lock, pointer: string) {
  const message = lockInWords(lock)
  return { code: 'locked', detail: `${message} Nothing was changed.`, errors: [{ pointer, code: 'locked', message }] }
}
