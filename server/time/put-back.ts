import type { BulkAnswer, BulkResult } from '#domain/bulk.ts'
import type { EntryPutBack } from '#domain/time-deeds.ts'
import { assertUnlocked } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict } from '#server/platform/errors.ts'
import { trackDeed, type DeedRow } from '#server/platform/track.ts'
import { forLedger } from './entry-row.ts'
import {
  bringBack,
  countMade,
  dropEntries,
  lockFormer,
  lockParts,
  type FormerEntry,
  type Part,
} from './former-queries.ts'
import { faultsOfWriting } from './faults.ts'

/**
 * Takes splits and merges back: the originals are entries again, exactly as they were, and what was made of them is gone. Where a part was
 * changed since, only if that is said; where one was deleted, split or merged itself, that is to be taken back first. 409 where other
 * billable time was recorded over what a part had given free, and in locked days.
 */
export async function putBack(
  tx: Database,
  actor: Actor,
  { ids, even_changed = false }: EntryPutBack,
): Promise<BulkAnswer> {
  const former = (await lockFormer(tx, actor, 'ended_in', ids)).filter(({ ended_as }) => ended_as !== 'deleted')
  const originals = new Map(
    [...Map.groupBy(former, ({ ended_in }) => ended_in)].map(([id, rows]) => [id, lastOf(rows)]),
  )
  const deeds = [...originals.keys()]
  const parts = Map.groupBy(await lockParts(tx, deeds), ({ made_in }) => made_in)
  const made = await countMade(tx, deeds)
  const faultOf = (id: string) => whyNot(originals.get(id)!, parts.get(id) ?? [], made.get(id) ?? 0, even_changed)
  const going = deeds.filter((id) => faultOf(id) === null)
  const back = going.flatMap((id) => originals.get(id)!)
  const pieces = going.flatMap((id) => parts.get(id)!)
  await assertUnlocked(tx, actor, [...back, ...pieces])
  await dropEntries(tx, pieces.map(idOf))
  const [fault] = (await faultsOfWriting(tx, actor, back)).values()
  if (fault) throw conflict(fault.code, `It cannot be put back. ${fault.message}`)
  await bringBack(tx, back.map(idOf))
  const results = ids.map((id) => resultOf(id, originals.has(id) ? faultOf(id) : notThere))
  return { results, deed_id: back.length > 0 ? await trackDeed(tx, actor, ledgerOf(back, pieces)) : null }
}

/** What was merged and then split has the merge and the split under one id: the split comes first, and the merge after it. */
function lastOf(rows: FormerEntry[]): FormerEntry[] {
  const split = rows.filter(({ id, ended_in }) => id === ended_in)
  return split.length > 0 ? split : rows
}

const idOf = ({ id }: { id: string }) => id
type Fault = { code: string; message: string }
const notThere: Fault = { code: 'not_found', message: 'There is nothing to put back, or you may not change it.' }

function whyNot(originals: FormerEntry[], parts: Part[], made: number, even_changed: boolean): Fault | null {
  if (originals.some(({ ended_as }) => ended_as === 'hidden'))
    return { code: 'hidden', message: 'Its person took a part of it out for good.' }
  if (parts.length === 0 || parts.length < made)
    return {
      code: 'changed_since',
      message: 'Something that was made of it was deleted, split or merged since. Take that back first.',
    }
  if (!even_changed && parts.some(({ version }) => version > 1))
    return {
      code: 'changed_since',
      message: 'What was made of it was changed since. Putting it back would undo that too.',
    }
  return null
}

const resultOf = (id: string, fault: Fault | null): BulkResult => ({
  id,
  status: fault ? 'skipped' : 'restored',
  code: fault?.code ?? null,
  message: fault?.message ?? null,
  version: null,
  before: null,
})

const ledgerOf = (back: FormerEntry[], pieces: Part[]): DeedRow[] => [
  ...back.map((row) => ({ action: 'time_entry.put_back' as const, id: row.id, after: forLedger(row) })),
  ...pieces.map((part) => ({ action: 'time_entry.dissolved' as const, id: part.id, before: forLedger(part) })),
]
