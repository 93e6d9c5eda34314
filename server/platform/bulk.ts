/** Many records in one deed: locked in the order of their ids, decided in memory, written in one statement. */
import { mostMatching, type BulkAnswer, type BulkResult, type Matching } from '#domain/bulk.ts'
import { patched } from '#domain/custom-fields.ts'
import type { Actor } from './actor.ts'
import { sql, type Database, type RawBuilder } from './database.ts'
import { deletion, restoring } from './deletion.ts'
import { invalid } from './errors.ts'
import { difference, trackDeed, type DeedRow, type Recorded } from './track.ts'
import { isBounded } from './validation.ts'

type Values = Record<string, unknown>
type Row = { id: string; version: number; deleted_at: string | null; merged_into_id?: string | null; metadata: Values }
type Order = {
  ids: string[]
  versions?: number[]
  change?: object | undefined
  delete?: true
  restore?: true
  dry_run?: boolean
}
type Step = { result: BulkResult; change: Recorded | null }

/**
 * The kind of record: how its rows are locked for this actor, in the order of ids, and changed in one statement. What else
 * that changed is part of the deed.
 */
export type Kind = {
  noun: string
  lock: (ids: string[]) => Promise<Row[]>
  update: (ids: string[], fields: object) => Promise<DeedRow[]>
  /** Why this change is not for this record; null where it is. */
  refuse?: (row: Values) => Refusal | null
}
type Refusal = { code: string; message: string }

/** @throws 422 for an order that says two things or none, or not the versions of all it names */
export function checkOrder(order: Order): void {
  if ([order.change, order.delete, order.restore].filter((one) => one !== undefined).length !== 1)
    throw invalid('', 'one_of', 'Say exactly one of change, delete and restore.')
  checkVersions(order)
}
export function checkVersions({ ids, versions }: Pick<Order, 'ids' | 'versions'>): void {
  if (versions && versions.length !== ids.length)
    throw invalid('/versions', 'length', 'Say the version of every id, in their order.')
}

/** `order.change` has been checked by the verb: what it says is the same for every record. */
export async function doInBulk(tx: Database, actor: Actor, kind: Kind, order: Order): Promise<BulkAnswer> {
  checkOrder(order)
  const [status, fields] = whatToDo(actor, order)
  const { versions } = order
  const rows = new Map((await kind.lock(order.ids)).map((row) => [row.id, row]))
  const steps = order.ids.map((id, place) => decide(kind, id, rows.get(id), status, fields, versions?.[place]))
  const changes = steps.flatMap(({ change }) => change ?? [])
  const results = steps.map(({ result }) => result)
  if (order.dry_run || changes.length === 0) return { results, deed_id: null }
  const others = await kind.update(
    changes.map(({ id }) => id),
    { ...fields, ...(fields['metadata'] ? { metadata: merging(fields['metadata'] as Values) } : {}) },
  )
  const action = `${kind.noun}.${status}` as const
  const deed = changes.map((change) => ({ action, ...change }))
  const deed_id = await trackDeed(tx, actor, [...deed, ...others])
  return { results: steps.map(asWritten), deed_id }
}

type Done = 'changed' | 'deleted' | 'restored'
function whatToDo(actor: Actor, { change, delete: deleting }: Order): [Done, Values] {
  return change ? ['changed', change as Values] : deleting ? ['deleted', deletion(actor)] : ['restored', restoring]
}

/** What was written is a version newer than what was read. */
const asWritten = ({ result, change }: Step): BulkResult =>
  change === null ? result : { ...result, version: result.version! + 1 }

function decide(
  { refuse }: Kind,
  id: string,
  row: Row | undefined,
  status: Done,
  fields: Values,
  seen: number | undefined,
): Step {
  const version = row?.version ?? null
  const stays = (result: BulkResult['status'], code: string | null = null, message: string | null = null): Step => ({
    result: { id, status: result, code, message, version, before: null },
    change: null,
  })
  if (!row) return stays('skipped', 'not_found', 'There is nothing here, or you may not change it.')
  if (status === 'changed' && row.deleted_at !== null) return stays('skipped', 'deleted', 'It is deleted.')
  const refusal = status === 'changed' ? refuse?.(row) : null
  if (refusal) return stays('skipped', refusal.code, refusal.message)
  if (status === 'restored' && row.merged_into_id) return stays('skipped', 'merged', 'It was merged into another one.')
  if (status !== 'changed' && (row.deleted_at === null) === (status === 'restored')) return stays('unchanged')
  const free = fields['metadata'] && patched(row.metadata, fields['metadata'] as Values)
  if (free && !isBounded(free)) return stays('failed', 'invalid', 'Its free fields would be too large.')
  const change = difference<object>(row, { ...fields, ...(free ? { metadata: free } : {}) })
  if (Object.keys(change.after).length === 0) return stays('unchanged')
  if (seen !== undefined && seen !== version)
    return stays('skipped', 'changed_since', 'Somebody changed it since it was looked at.')
  const before = status === 'changed' ? beforeOf(row, fields) : null
  return { result: { id, status, code: null, message: null, version, before }, change: { id, ...change } }
}

/** Of free fields those that are named: the others are not the change's to give back. */
function beforeOf(row: Row, fields: Values): Values {
  const pick = (values: Values, named: Values) =>
    Object.fromEntries(Object.keys(named).map((name) => [name, values[name] ?? null]))
  const { metadata } = fields
  return {
    ...pick(row as unknown as Values, fields),
    ...(metadata ? { metadata: pick(row.metadata, metadata as Values) } : {}),
  }
}

/** The same as `patched`, in the one statement for all. */
function merging(change: Values) {
  const taken = Object.keys(change).filter((key) => change[key] === null)
  return sql`(metadata || ${JSON.stringify(change)}::jsonb) - ${taken}::text[]`
}

/**
 * The rows of one table that fit, oldest first: by when they were made, or by `order`. `alias` is the table's in `from`, whose other tables
 * only narrow it.
 */
export async function namedMatches(
  db: Database,
  name: RawBuilder<unknown>,
  from: RawBuilder<unknown>,
  alias: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  order: RawBuilder<unknown> = sql`${alias}.id`,
): Promise<Matching> {
  const { rows } = await sql<Matching['data'][number]>`
    select ${alias}.id, ${name} as name, ${alias}.version
    from ${from}
    where ${where}
    order by ${order}
    limit ${mostMatching + 1}
  `.execute(db)
  return { data: rows.slice(0, mostMatching), has_more: rows.length > mostMatching }
}
