/** Looks through the past, moves what was found in pieces, and puts it back: each piece is whole, and a job that was killed goes on. */
import type { Rules } from '#domain/mapping.ts'
import { countedNothing, judgePast, type RemapCounts } from '#domain/remaps.ts'
import { fieldsIn } from '#domain/rule-conditions.ts'
import { matcher } from '#domain/rule-set.ts'
import { agrees } from '#domain/rule-targets.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import { actorOfUser } from '#server/sessions/authenticate.ts'
import { systemActor, type Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { track, trackAll } from '#server/platform/track.ts'
import { conditionOf } from '#server/rules/live-rules.ts'
import { lookThrough } from '#server/rules/look-through.ts'
import { getRule, targetOf } from '#server/rules/queries.ts'
import { findFacts } from '#server/rules/reviewed-queries.ts'
import { placeOf } from './assign-entries.ts'
import { placeFor } from './entry-row.ts'
import type { Known, Names } from './names.ts'
import {
  countSince,
  findPast,
  findRemap,
  findSpans,
  forgetFound,
  markRows,
  nextRows,
  noteFound,
  setRemap,
  type MovedRow,
  type PastEntry,
  type RemapRow,
} from './remap-queries.ts'
import { findOverlaps, lockEntries, updateEntries, type StoredEntry } from './write-queries.ts'

/** Whoever asked was disabled since: nothing more is moved in their name, and the rule is free for others. What was to be put back, others put back. */
const gone = systemActor('job', {})

/** A million entries are fifty looks; after each one it is told how far it is. */
const pieceToLook = 20_000
/** Enough that the sums of a day are written few times, and few enough that nobody waits long for one of them. */
export const pieceToWrite = 1_000
const undoDays = 7

/** Idempotent: one that was interrupted begins anew. */
export async function lookThroughPast(db: Database, names: Names, id: string): Promise<void> {
  const remap = await findRemap(db, id)
  if (remap?.status !== 'previewing') return
  const rule = (await getRule(db, remap.rule_id))!
  const actor = (await actorOfUser(db, remap.asked_by, 'job')) ?? gone
  const target = { ...targetOf(rule.target), billable: null }
  const { rules } = await names(db)
  const condition = conditionOf(rule.condition)
  const holds = matcher(condition, rules.people)
  await forgetFound(db, id)
  await setRemap(db, id, { total: await countSince(db, remap.date_from), looked_at: 0 })
  const counts: RemapCounts = { ...countedNothing }
  let looked_at = 0
  for (let after: PastEntry | null = null; ;) {
    const rows = await findPast(db, fieldsIn(condition), remap.date_from, after, pieceToLook)
    const fits: PastEntry[] = []
    await lookThrough(rows, (row) => void (holds(row) && fits.push(row)), Infinity)
    const firsts = await whereFirst(db, rules, rule.id, fits)
    const locks = await findLocks(db, actor, await findSpans(db, fits))
    const found: string[] = []
    for (const row of fits) {
      const verdict = judgePast({ ...row, there: agrees(target, row), locked: locks.has(row.id) }, firsts.has(row.id))
      if (verdict) counts[verdict]++
      if (verdict !== 'moves') continue
      counts.seconds += row.duration_seconds
      if (row.status === 'unmapped') counts.waiting++
      found.push(row.id)
    }
    if (found.length > 0) await noteFound(db, id, found)
    looked_at += rows.length
    await setRemap(db, id, { looked_at, counts })
    after = rows.at(-1) ?? null
    if (rows.length < pieceToLook) break
  }
  await setRemap(db, id, { status: 'previewed' })
}

/** Of these entries those that the rule places, and no other that comes before it; the others ask for more than the rule itself. */
async function whereFirst(db: Database, rules: Rules, rule_id: string, rows: PastEntry[]): Promise<Set<string>> {
  const facts = await findFacts(
    db,
    rows.map(({ id }) => id),
    rules.fields,
  )
  const placing = (row: (typeof facts)[number]) =>
    rules.matching(row).find(({ suggests, target }) => !suggests && target.kind !== 'billable')
  return new Set(facts.filter((row) => placing(row)?.id === rule_id).map(({ id }) => id))
}

/** Idempotent: only what was found and not moved yet is. What changed meanwhile is left. */
export async function runRemap(db: Database, names: Names, id: string, now_ms: number): Promise<void> {
  const remap = await findRemap(db, id)
  if (remap?.status !== 'running') return
  const actor: Actor = { ...((await actorOfUser(db, remap.asked_by, 'job')) ?? gone), deed_id: id }
  let { moved, kept } = remap
  for (;;) {
    const rows = await nextRows(db, id, 'found', pieceToWrite)
    if (rows.length === 0) break
    // told with the piece: a job that goes on counts from there
    ;({ moved, kept } = await transact(db, async (tx) => {
      // as of this piece: a customer may be merged into another, and a deal be lost, while it runs
      const done = await movePiece(tx, actor, await names(tx), remap, rows)
      const told = { moved: moved + done, kept: kept + rows.length - done }
      await setRemap(tx, id, { ...told, looked_at: told.moved + told.kept })
      return told
    }))
  }
  const undo_until = new Date(now_ms + undoDays * 86_400_000).toISOString()
  await transact(db, async (tx) => {
    await setRemap(tx, id, { status: 'done', undo_until })
    await track(tx, actor, 'remap.finished', id, { after: { moved, kept } })
  })
}

/** Gives how many were moved: those the rule still places, and that nobody decided about meanwhile. */
async function movePiece(
  tx: Database,
  actor: Actor,
  known: Known,
  { id, rule_id, rule_number }: RemapRow,
  rows: MovedRow[],
): Promise<number> {
  const entries = await lockEntries(
    tx,
    actor,
    rows.map(({ entry_id }) => entry_id),
  )
  const locks = await findLocks(tx, actor, entries)
  const moves = entries.flatMap((before) => {
    if (locks.has(before.id)) return []
    const rule = before.mapping?.rule
    if (before.status === 'quarantined' || rule === 'person' || rule === 'named' || rule === 'tag') return []
    const placed = placeFor({ ...before, deal_id: null }, null, known)
    if (placed.mapping?.rule_id !== rule_id || placed.mapping.rule_version !== rule_number) return []
    // what was not billable is not made so behind everybody's back
    return [{ before, after: { ...before, ...placed, billable: before.billable && placed.billable } }]
  })
  await updateEntries(
    tx,
    moves.map(({ after }) => after),
  )
  await markRows(
    tx,
    id,
    'moved',
    moves.map(({ before }) => ({ entry_id: before.id, before: placement(before), left_version: before.version + 1 })),
  )
  const movedIds = new Set(moves.map(({ before }) => before.id))
  await markRows(
    tx,
    id,
    'left',
    rows.filter(({ entry_id }) => !movedIds.has(entry_id)).map(({ entry_id }) => ({ entry_id })),
  )
  await trackAll(
    tx,
    actor,
    'time_entry.remapped',
    moves.map(({ before, after }) => ({ id: before.id, before: placeOf(before), after: placeOf(after) })),
  )
  return moves.length
}

const placement = ({ account_id, deal_id, task_id, mapping, status, billable }: StoredEntry) => ({
  account_id,
  deal_id,
  task_id,
  mapping,
  status,
  billable,
})

/** Idempotent, piece by piece. `deed_id`: all of it is one deed. What somebody changed since, what is locked, or what would be billable twice, stays as it is. */
export async function undoRemap(db: Database, { id, deed_id }: { id: string; deed_id: string }): Promise<void> {
  const remap = await findRemap(db, id)
  if (remap?.status !== 'undoing') return
  const person = await actorOfUser(db, remap.asked_by, 'job')
  if (!person) return void (await setRemap(db, id, { status: 'done' }))
  const actor: Actor = { ...person, deed_id }
  let { looked_at, kept } = remap
  for (;;) {
    const rows = await nextRows(db, id, 'moved', pieceToWrite)
    if (rows.length === 0) break
    ;({ looked_at, kept } = await transact(db, async (tx) => {
      const left = rows.length - (await putBackPiece(tx, actor, id, rows))
      const told = { looked_at: looked_at + rows.length, kept: kept + left }
      await setRemap(tx, id, told)
      return told
    }))
  }
  await transact(db, async (tx) => {
    await setRemap(tx, id, { status: 'undone' })
    await track(tx, actor, 'remap.undone', id, { after: { kept } })
  })
}

async function putBackPiece(tx: Database, actor: Actor, id: string, rows: MovedRow[]): Promise<number> {
  const before = new Map(rows.map((row) => [row.entry_id, row]))
  const entries = await lockEntries(
    tx,
    actor,
    rows.map(({ entry_id }) => entry_id),
  )
  const asItWas = (entry: StoredEntry) => ({ ...entry, ...before.get(entry.id)!.before! })
  const locks = await findLocks(tx, actor, entries)
  const unchanged = entries.filter(
    (entry) => entry.version === before.get(entry.id)!.left_version && !locks.has(entry.id),
  )
  // billable again only where nothing else became so over the same hour
  const overlaps = await findOverlaps(tx, unchanged.map(asItWas))
  const asLeft = unchanged.filter(({ id: entry_id }) => !overlaps.has(entry_id))
  const back = asLeft.map(asItWas)
  await updateEntries(tx, back)
  await markRows(
    tx,
    id,
    'undone',
    rows.map(({ entry_id }) => ({ entry_id })),
  )
  await trackAll(
    tx,
    actor,
    'time_entry.remapped',
    asLeft.map((entry, n) => ({ id: entry.id, before: placeOf(entry), after: placeOf(back[n]!) })),
  )
  return asLeft.length
}
