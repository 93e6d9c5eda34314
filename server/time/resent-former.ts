/** What an agent sends again of an entry that was deleted, split or merged here: it brings nothing back and doubles nothing. */
import type { EntryResult } from '#domain/time.ts'
import type { Database } from '#server/platform/database.ts'
import { cannotGrow, differsFrom, isDoubted, keyOf, resultOf, type EntryRow } from './entry-row.ts'
import { lockFormerByExternalId, lockParts, type FormerEntry, type Part } from './former-queries.ts'
import { repeatOf } from './recorded.ts'
import type { Plan } from './without-locked.ts'

/** An entry that was put away, and the part of it that ends where it ended: what it grows by is that part's. */
export type Kept = { row: FormerEntry; last: Part | null }

/** By the sender's ids. Asked after the entries themselves were: what is put away meanwhile is found here. */
export async function formerUnder(tx: Database, named: EntryRow[]): Promise<Map<string, Kept>> {
  const rows = await lockFormerByExternalId(
    tx,
    named.map(({ source, external_id }) => ({ source, external_id: external_id! })),
  )
  const reshaped = rows.filter(({ ended_as }) => ended_as === 'split' || ended_as === 'merged')
  const parts = await lockParts(
    tx,
    reshaped.map(({ ended_in }) => ended_in),
  )
  return new Map(rows.map((row) => [keyOf(row)!, { row, last: lastOf(row, parts) }]))
}

const lastOf = (row: FormerEntry, parts: Part[]) =>
  parts.find(
    ({ made_in, user_id, end_time }) =>
      made_in === row.ended_in && user_id === row.user_id && Date.parse(end_time) === Date.parse(row.end_time),
  ) ?? null

/** The sender is told that it is here already; what grew since goes to the part that ends there, or is told to be left out. */
export function settleFormer(kept: Kept, sent: EntryRow, plan: Plan): EntryResult {
  const { row, last } = kept
  const answer = (status: EntryResult['status'], problem: EntryResult['problem'] = null) => ({
    ...resultOf(status, row, problem),
    waiting: false,
  })
  const repeat = repeatOf(row, sent)
  if (repeat === 'conflict') return answer('conflict', differsFrom(row))
  if (repeat === 'duplicate' || row.ended_as === 'hidden') return answer('duplicate')
  if (isDoubted(sent)) return answer('conflict', cannotGrow(sent))
  const grown = { end_time: sent.end_time, duration_seconds: sent.duration_seconds, synced_at: sent.synced_at }
  if (row.ended_as !== 'deleted' && !last) return answer('conflict', endsElsewhere)
  kept.row = { ...row, ...grown }
  plan.former.set(row.id, { row: kept.row, part_id: last?.id ?? null })
  // deleted: it stays deleted, and would be as long as this if somebody restored it
  if (!last) return answer('duplicate')
  const more_seconds = sent.duration_seconds - row.duration_seconds
  const after = { ...last, ...grown, duration_seconds: last.duration_seconds + more_seconds }
  plan.grown.set(last.id, { before: plan.grown.get(last.id)?.before ?? last, after })
  kept.last = after
  return resultOf('updated', after)
}

const message = 'It was split or merged here, and none of what became of it ends where it did. Nothing was changed.'
const endsElsewhere = {
  code: 'reshaped',
  detail: message,
  errors: [{ pointer: '/end_time', code: 'reshaped', message }],
}
