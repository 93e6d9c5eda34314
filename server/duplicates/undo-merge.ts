/** Takes a merge apart: what was not changed since is put back, and what was is told. */
import { isDeepStrictEqual } from 'node:util'
import type { CarriedKind, Kept, MergeUndone } from '#domain/merging.ts'
import { releasePrimary } from '#server/contacts/release-primary.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { restoring } from '#server/platform/deletion.ts'
import { conflict, deleted, notFound } from '#server/platform/errors.ts'
import { difference, trackDeed, type DeedRow } from '#server/platform/track.ts'
import { renameBack } from '#server/views/queries.ts'
import { kinds, lockBoth, type Row } from './kinds.ts'
import { lockMerge, rowsCarried, setUndone, type CarriedRow, type KeptMerge } from './merge-queries.ts'
import { carriedRow, countOf } from './merge-records.ts'
import { relations } from './relations.ts'

/** 404 for what one may not merge; 409 where it was taken back before, or the survivor is deleted or merged itself. */
export async function undoMerge(tx: Database, actor: Actor, id: string): Promise<MergeUndone> {
  const merge = await lockMerge(tx, id)
  if (!merge) throw notFound()
  const { object, survivor_id, other_id } = merge
  const { mine, theirs } = await lockBoth(tx, actor, object, survivor_id, other_id)
  if (!mine || !theirs) throw notFound()
  checkUndoable(merge, mine)
  const { back, kept } = fieldsBack(merge, mine)
  const apart = { ...restoring, merged_into_id: null }
  await kinds[object].update(tx, survivor_id, back)
  await kinds[object].update(tx, other_id, apart)
  const carried = await rowsCarried(tx, id)
  const returned = await putBack(tx, merge, carried)
  const contacts = returned.rows.filter(({ kind }) => kind === 'contacts').map((row) => row.id)
  const released = await releasePrimary(tx, object === 'contact' ? [survivor_id] : contacts)
  await setUndone(tx, id)
  await trackDeed(tx, actor, [
    { action: `${object}.unmerged`, id: survivor_id, ...difference<object>(mine, back) },
    { action: `${object}.returned`, id: other_id, ...difference<object>(theirs, apart) },
    ...returned.deed,
    ...released,
  ])
  const put_back = countOf(returned.rows)
  return { id, object, survivor_id, other_id, put_back, kept: [...kept, ...rowsKept(carried, returned.rows)] }
}

function checkUndoable({ undone_at }: KeptMerge, mine: Row): void {
  if (undone_at !== null) throw conflict('undone', 'This merge was taken back before.')
  if (mine.merged_into_id !== null)
    throw conflict('merged', 'The record was merged into another one since. Take that merge back first.')
  if (mine.deleted_at !== null) throw deleted()
}

/** The fields of the survivor that are as the merge left them, as they were before it. */
function fieldsBack({ before, after }: KeptMerge, mine: Row): { back: Record<string, unknown>; kept: Kept[] } {
  const [same, changed] = [true, false].map((wanted) =>
    Object.keys(before).filter((field) => isDeepStrictEqual(mine[field] ?? null, after[field] ?? null) === wanted),
  ) as [string[], string[]]
  return {
    back: Object.fromEntries(same.map((field) => [field, before[field]])),
    kept: changed.map((what) => ({ what, count: 1, reason: 'It was changed since.' })),
  }
}

type Place = { kind: CarriedKind; id: string }
async function putBack(
  tx: Database,
  { id: merge_id, object, survivor_id, other_id }: KeptMerge,
  carried: CarriedRow[],
) {
  const rows: Place[] = []
  const deed: DeedRow[] = []
  for (const { kind, noun, column, move, back } of relations[object]) {
    const brought = sql`t.id in (select row_id from merge_rows where merge_id = ${merge_id} and kind = ${kind})`
    const ids = await move(tx, survivor_id, other_id, back?.(brought, other_id) ?? brought)
    rows.push(...ids.map((id) => ({ kind, id })))
    deed.push(...ids.map((id) => carriedRow(noun, column, id, survivor_id, other_id)))
  }
  const views = carried.flatMap(({ kind, id, before }) => (kind === 'views' ? [{ id, before: before! }] : []))
  const renamed = await renameBack(tx, views, other_id, survivor_id)
  rows.push(...renamed.map((id) => ({ kind: 'views' as const, id })))
  deed.push(...renamed.map((id) => carriedRow('view', 'names', id, survivor_id, other_id)))
  return { rows, deed }
}

/** What the merge had brought and what was put elsewhere since. */
function rowsKept(carried: CarriedRow[], returned: Place[]): Kept[] {
  const there = new Set(returned.map(({ kind, id }) => `${kind} ${id}`))
  const kept = carried.filter(({ kind, id }) => !there.has(`${kind} ${id}`))
  return [...Map.groupBy(kept, ({ kind }) => kind)].map(([what, { length: count }]) => ({
    what,
    count,
    reason: 'They were put elsewhere since.',
  }))
}
