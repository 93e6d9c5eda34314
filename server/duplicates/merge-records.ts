/** Two records become one, with everything that hangs on them; the id of the other leads to the survivor. */
import type { Mergeable } from '#domain/duplicates.ts'
import { carriedNothing, mix, type Carried, type Merge, type MergeOrder } from '#domain/merging.ts'
import { releasePrimary } from '#server/contacts/release-primary.ts'
import { seenValues } from '#server/fields/worth.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkLive, deletion } from '#server/platform/deletion.ts'
import { deleted, invalid, notFound, Problem } from '#server/platform/errors.ts'
import { difference, trackDeed, type DeedRow } from '#server/platform/track.ts'
import { isBounded } from '#server/platform/validation.ts'
import { renameInViews } from '#server/views/queries.ts'
import { kinds, lockBoth, type Row } from './kinds.ts'
import { countCarried, insertMerge, type CarriedRow } from './merge-queries.ts'
import { relations } from './relations.ts'

/**
 * 404 for what one may not merge, 422 where that is the other; 412 where either is newer than what was chosen from, 409 where
 * one is deleted. One deed in the ledger, with a row for everything that was carried.
 */
export async function mergeRecords(
  tx: Database,
  actor: Actor,
  object: Mergeable,
  id: string,
  order: MergeOrder,
  if_match: number | null,
): Promise<Merge> {
  const { other_id } = order
  const { mine, theirs } = await lookAtBoth(tx, actor, object, id, order, if_match)
  const fields = mix(object, mine, theirs, order.take ?? {})
  checkFits(fields)
  const seen = { ...fields, metadata: await seenValues(tx, actor, object, fields.metadata as Row['metadata']) }
  const answer = { object, survivor_id: id, other_id, fields: seen, undone_at: null }
  if (order.dry_run) return { id: null, ...answer, carried: await countCarried(tx, object, other_id, fields) }
  const change = difference<object>(mine, fields)
  const mark = { ...deletion(actor), merged_into_id: id }
  await kinds[object].update(tx, id, change.after)
  await kinds[object].update(tx, other_id, mark)
  const released = object === 'contact' ? await releasePrimary(tx, [id]) : []
  const { rows, deed } = await carry(tx, object, other_id, id, fields)
  const carried = countOf(rows)
  const kept = { object, survivor_id: id, other_id, ...change, carried, merged_by: personOf(actor) }
  const merge_id = await insertMerge(tx, kept, rows)
  await trackDeed(tx, actor, [
    { action: `${object}.merged`, id, before: change.before, after: { ...change.after, merged_id: other_id } },
    { action: `${object}.absorbed`, id: other_id, ...difference<object>(theirs, mark) },
    ...released,
    ...deed,
  ])
  return { id: merge_id, ...answer, carried }
}

async function lookAtBoth(
  tx: Database,
  actor: Actor,
  object: Mergeable,
  id: string,
  { other_id, other_version }: MergeOrder,
  if_match: number | null,
): Promise<{ mine: Row; theirs: Row }> {
  const { mine, theirs } = await lockBoth(tx, actor, object, id, other_id)
  if (!mine) throw notFound()
  if (id === other_id) throw invalid('/other_id', 'same_record', 'A record is not merged with itself.')
  if (!theirs) throw invalid('/other_id', 'unknown_reference', `There is no such ${object}.`)
  checkLive(if_match, mine)
  if (theirs.version !== other_version) throw otherIsStale(theirs.version)
  if (theirs.deleted_at !== null) throw deleted()
  return { mine, theirs }
}

const otherIsStale = (version: number) =>
  new Problem(412, 'stale', `The other record changed meanwhile; it is at version ${version} now.`, {
    errors: [{ pointer: '/other_version', code: 'stale', message: `It is at version ${version} now.` }],
    members: { version },
  })

function checkFits({ tags, metadata }: { tags: string[]; metadata: object }): void {
  if (tags.length > 50) throw invalid('/other_id', 'too_many_tags', 'Together they have more than 50 tags.')
  if (!isBounded(metadata)) throw invalid('/other_id', 'too_large', 'Their free fields together are too large.')
}

async function carry(tx: Database, object: Mergeable, from: string, to: string, fields: Record<string, unknown>) {
  const rows: CarriedRow[] = []
  const deed: DeedRow[] = []
  for (const { kind, noun, column, move, along } of relations[object]) {
    const ids = await move(tx, from, to, along?.(fields))
    rows.push(...ids.map((id) => ({ kind, id, before: null })))
    deed.push(...ids.map((id) => carriedRow(noun, column, id, from, to)))
  }
  const views = await renameInViews(tx, from, to)
  rows.push(...views.map((view) => ({ kind: 'views' as const, ...view })))
  deed.push(...views.map(({ id }) => carriedRow('view', 'names', id, from, to)))
  return { rows, deed }
}

/** What the ledger keeps of a row that hangs on another record now. */
export const carriedRow = (noun: string, column: string, id: string, from: string, to: string): DeedRow => ({
  action: `${noun}.carried`,
  id,
  before: { [column]: from },
  after: { [column]: to },
})

export function countOf(rows: { kind: keyof Carried }[]): Carried {
  const counts = { ...carriedNothing }
  for (const { kind } of rows) counts[kind]++
  return counts
}
