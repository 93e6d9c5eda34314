import type { Change, Reverted } from '#domain/audit.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { conflict, notFound, Problem } from '#server/platform/errors.ts'
import { trackDeed } from '#server/platform/track.ts'
import { listChanges } from './queries.ts'
import { isAsLeft, isRevertible, revertOf, wholeOf, whyNotRevertible } from './reverts.ts'

const within_ms = 24 * 3_600_000
/** Twice what one order may change: a record can take another one with it. */
const mostRows = 1_000
type Result = Reverted['results'][number]

/** `led_by`: the action of its first row. */
export const isOpenToRevert = ({ led_by, occurred_at }: { led_by: string; occurred_at: string }, now_ms: number) =>
  isRevertible(led_by) && now_ms - Date.parse(occurred_at) < within_ms

/**
 * Takes a deed back, record by record: what was changed since, or is not the actor's to change, is skipped with its reason.
 * A dry run does the same and is rolled back, so it cannot say anything else. The revert is one deed, led by a row that names
 * what it reverted. 404 for a deed one may not see; 409 after 24 hours, and for more than 1,000 rows.
 */
export async function revertDeed(
  tx: Database,
  actor: Actor,
  deed_id: string,
  dry_run: boolean,
  now_ms: number,
): Promise<Omit<Reverted, 'names'>> {
  const { data: rows, has_more } = await listChanges(tx, actor, { deed_id, sort: 'occurred_at', limit: mostRows })
  const [lead] = rows
  if (!lead) throw notFound()
  if (!isRevertible(lead.action)) throw conflict('not_revertible', whyNotRevertible(lead.action))
  if (!isOpenToRevert({ led_by: lead.action, occurred_at: lead.occurred_at }, now_ms))
    throw conflict('too_late', 'A deed can be reverted for 24 hours.')
  const whole = wholeOf(lead.action)
  if (has_more && !whole) throw conflict('too_many', `At most ${mostRows} records are reverted at once.`)
  await sql`savepoint reverting`.execute(tx)
  const after = { action: lead.action, changes: rows.length }
  const reverting = await trackDeed(tx, actor, [{ action: 'deed.reverted', id: deed_id, after }])
  const reverter = { ...actor, deed_id: reverting }
  const results = whole ? await takeBackWhole(tx, reverter, lead, whole) : await takeBack(tx, reverter, rows)
  const reverted = results.filter(({ status }) => status === 'reverted').length
  if (dry_run || reverted === 0) await sql`rollback to savepoint reverting`.execute(tx)
  return { deed_id: dry_run || reverted === 0 ? null : reverting, dry_run, reverted, results }
}

/** All of it, or nothing and why. */
async function takeBackWhole(tx: Database, actor: Actor, lead: Change, whole: NonNullable<ReturnType<typeof wholeOf>>) {
  const { object_id, object_type } = lead
  return whole(tx, actor, lead).catch((error: unknown): Result[] => {
    if (error instanceof Problem) return [{ object_id, object_type, status: 'skipped', reason: error.message }]
    throw error
  })
}

/** One after the other, in the order they were done: each through its verb, with that verb's rights and refusals. */
async function takeBack(tx: Database, actor: Actor, rows: Change[]): Promise<Result[]> {
  const results: Result[] = []
  for (const row of rows.filter(({ action }) => action !== 'deed.reverted')) {
    await sql`savepoint one`.execute(tx)
    const reason = await reasonAgainst(tx, actor, row).catch((error: unknown) => {
      if (error instanceof Problem) return error.message
      throw error
    })
    if (reason !== null) await sql`rollback to savepoint one`.execute(tx)
    await sql`release savepoint one`.execute(tx)
    const { object_id, object_type } = row
    results.push({ object_id, object_type, status: reason === null ? 'reverted' : 'skipped', reason })
  }
  return results
}

/** Takes one row back; else why it was not. */
async function reasonAgainst(tx: Database, actor: Actor, row: Change): Promise<string | null> {
  const revert = revertOf(row.action)
  if (!revert) return 'This kind of change cannot be taken back from here.'
  if (row.erased_at) return 'What it was before was erased.'
  const now = await revert.now(tx, actor, row.object_id)
  if (!now) return 'It is not there any more, or you may not change it.'
  if (!isAsLeft(now, row.after)) return 'It was changed since.'
  await revert.back(tx, actor, row.object_id, row.before ?? {}, now as Record<string, unknown>)
  return null
}
