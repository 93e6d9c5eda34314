/** Many records in one deed: locked in the order of their ids, decided in memory, written in one statement. */
import type { BulkAnswer, BulkResult } from '#domain/bulk.ts'
import { patched } from '#domain/custom-fields.ts'
import type { Actor } from './actor.ts'
import { sql, type Database } from './database.ts'
import { deletion, restoring } from './deletion.ts'
import { invalid } from './errors.ts'
import { difference, trackDeed, type DeedRow, type Recorded } from './track.ts'
import { isBounded } from './validation.ts'

type Values = Record<string, unknown>
type Row = { id: string; deleted_at: string | null; merged_into_id?: string | null; metadata: Values }
type Order = { ids: string[]; change?: Values | undefined; delete?: true; restore?: true; dry_run?: boolean }
type Step = { result: BulkResult; change: Recorded | null }

/**
 * The kind of record: how its rows are locked for this actor, in the order of ids, and changed in one statement. What else
 * that changed is part of the deed.
 */
export type Kind = {
  noun: string
  lock: (ids: string[]) => Promise<Row[]>
  update: (ids: string[], fields: object) => Promise<DeedRow[]>
}

/** `order.change` has been checked by the verb: what it says is the same for every record. */
export async function doInBulk(tx: Database, actor: Actor, kind: Kind, order: Order): Promise<BulkAnswer> {
  const [status, fields] = whatToDo(actor, order)
  const rows = new Map((await kind.lock(order.ids)).map((row) => [row.id, row]))
  const steps = order.ids.map((id) => decide(id, rows.get(id), status, fields))
  const changes = steps.flatMap(({ change }) => change ?? [])
  const results = steps.map(({ result }) => result)
  if (order.dry_run || changes.length === 0) return { results, deed_id: null }
  const others = await kind.update(
    changes.map(({ id }) => id),
    { ...fields, ...(fields['metadata'] ? { metadata: merging(fields['metadata'] as Values) } : {}) },
  )
  const action = `${kind.noun}.${status}` as const
  const deed = changes.map((change) => ({ action, ...change }))
  return { results, deed_id: await trackDeed(tx, actor, [...deed, ...others]) }
}

type Done = 'changed' | 'deleted' | 'restored'
function whatToDo(actor: Actor, { change, delete: deleting, restore }: Order): [Done, Values] {
  if ([change, deleting, restore].filter((one) => one !== undefined).length !== 1)
    throw invalid('', 'one_of', 'Say exactly one of change, delete and restore.')
  return change ? ['changed', change] : deleting ? ['deleted', deletion(actor)] : ['restored', restoring]
}

function decide(id: string, row: Row | undefined, status: Done, fields: Values): Step {
  const stays = (result: BulkResult['status'], code: string | null = null, message: string | null = null): Step => ({
    result: { id, status: result, code, message },
    change: null,
  })
  if (!row) return stays('skipped', 'not_found', 'There is nothing here, or you may not change it.')
  if (status === 'changed' && row.deleted_at !== null) return stays('skipped', 'deleted', 'It is deleted.')
  if (status === 'restored' && row.merged_into_id) return stays('skipped', 'merged', 'It was merged into another one.')
  if (status !== 'changed' && (row.deleted_at === null) === (status === 'restored')) return stays('unchanged')
  const free = fields['metadata'] && patched(row.metadata, fields['metadata'] as Values)
  if (free && !isBounded(free)) return stays('failed', 'invalid', 'Its free fields would be too large.')
  const change = difference<object>(row, { ...fields, ...(free ? { metadata: free } : {}) })
  if (Object.keys(change.after).length === 0) return stays('unchanged')
  return { result: { id, status, code: null, message: null }, change: { id, ...change } }
}

/** The same as `patched`, in the one statement for all. */
function merging(change: Values) {
  const taken = Object.keys(change).filter((key) => change[key] === null)
  return sql`(metadata || ${JSON.stringify(change)}::jsonb) - ${taken}::text[]`
}
