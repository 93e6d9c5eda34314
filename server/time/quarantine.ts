/** What a person decides about time that was kept aside; each decision has its reason in the ledger and a way back. */
import type { DoubtKind } from '#domain/doubts.ts'
import type { QuarantineDecision, QuarantineRelease } from '#domain/quarantine.ts'
import { judgeClaim } from '#domain/time-claims.ts'
import type { BulkResults } from '#domain/time.ts'
import { lockInWords } from '#domain/locks.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import { placeOf } from './assign-entries.ts'
import { correctEntries } from './correct-entries.ts'
import { findClocks, findNamed, writeDoubts, type Named } from './doubt-queries.ts'
import { placeFor, waiting, type EntryRow } from './entry-row.ts'
import type { Known, Names } from './names.ts'
import { faultsOfWriting } from './faults.ts'
import { outcomesOf } from './outcomes.ts'
import { lockEntries, setDiscarded, updateEntries, type StoredEntry } from './write-queries.ts'

const notThere = 'It is not kept aside, does not exist, or is not yours.'

/** It is time after all: it finds its place like what has just arrived. What would be billable twice stays, and is told. */
export async function releaseFromQuarantine(
  tx: Database,
  names: Names,
  actor: Actor,
  { ids, reason, billable, correct_clock = false }: QuarantineRelease,
  now_ms: number,
): Promise<BulkResults> {
  const aside = (await lockEntries(tx, actor, ids)).filter(({ status }) => status === 'quarantined')
  const clocks = correct_clock ? await findClocks(tx, ids) : new Map<string, number>()
  const believed = aside.map((row): StoredEntry => ({
    ...row,
    ...waiting,
    ...movedBy(row, clocks.get(row.id) ?? 0),
    quarantine_reason: null,
    billable: billable ?? row.billable,
  }))
  const faults = await faultsOf(tx, actor, believed, now_ms)
  if (correct_clock) for (const { id } of aside) if (!clocks.has(id)) faults.set(id, clockUnknown)
  const known = await names(tx)
  const named = await findNamed(tx, ids)
  const placed = believed
    .filter(({ id }) => !faults.has(id))
    .map((row) => ({ ...row, ...placeNamed(row, named.get(row.id), known) }))
  await correctEntries(tx, placed)
  const before = new Map(aside.map((row) => [row.id, row]))
  await trackAll(
    tx,
    actor,
    'time_entry.believed',
    placed.map((row) => ({ id: row.id, before: spanned(before.get(row.id)!), after: { ...spanned(row), reason } })),
  )
  return decided(ids, placed, faults)
}

const placeNamed = (row: EntryRow, named: Named | undefined, known: Known) =>
  placeFor({ ...row, deal_id: named?.deal_id ?? null }, named?.task ?? null, known)

const clockUnknown = 'It is not known by how much its clock was off.'
/** To where it would have been by our clock. */
function movedBy({ start_time, end_time }: StoredEntry, clock_s: number): Pick<EntryRow, 'start_time' | 'end_time'> {
  const moved = (instant: string) => new Date(Date.parse(instant) - clock_s * 1_000).toISOString()
  return { start_time: moved(start_time), end_time: moved(end_time) }
}

/** Why some of these cannot be released: in locked days, still to come, or over billable time, that of an earlier one of them included. */
async function faultsOf(tx: Database, actor: Actor, rows: EntryRow[], now_ms: number): Promise<Map<string, string>> {
  const ahead = rows.filter((row) => judgeClaim(row, now_ms).verdict !== 'believed')
  const faults = await faultsOfWriting(
    tx,
    actor,
    rows.filter((row) => !ahead.includes(row)),
  )
  return new Map([
    ...ahead.map(({ id }) => [id, 'It still ends in the future.'] as const),
    ...[...faults].map(([id, { message }]) => [id, message] as const),
  ])
}

/** It is none: it stays aside for good, unless somebody doubts that. */
export async function discardEntries(
  tx: Database,
  actor: Actor,
  { ids, reason }: QuarantineDecision,
): Promise<BulkResults> {
  const rows = (await lockEntries(tx, actor, ids)).filter(
    ({ status, discarded_at }) => status === 'quarantined' && discarded_at === null,
  )
  await setDiscarded(
    tx,
    rows.map(({ id }) => id),
    true,
  )
  await trackAll(
    tx,
    actor,
    'time_entry.discarded',
    rows.map((row) => ({ id: row.id, before: stateOf(row), after: { discarded: true, reason } })),
  )
  return decided(ids, rows)
}

/** It is doubted: what counted counts no more, what was discarded waits for a decision again. The undo of both above. */
export async function setAsideEntries(
  tx: Database,
  actor: Actor,
  { ids, reason }: QuarantineDecision,
  kind: DoubtKind = 'person',
): Promise<BulkResults> {
  const doubtable = (await lockEntries(tx, actor, ids)).filter(
    ({ status, discarded_at }) => status !== 'quarantined' || discarded_at !== null,
  )
  const locks = await findLocks(tx, actor, doubtable)
  const faults = new Map([...locks].map(([id, lock]) => [id, lockInWords(lock)]))
  const rows = doubtable.filter(({ id }) => !locks.has(id))
  // why it was aside in the first place goes on being why
  const why = (row: StoredEntry) => (row.discarded_at === null ? reason : row.quarantine_reason)
  const doubted = rows.map((row): StoredEntry => ({
    ...row,
    ...waiting,
    status: 'quarantined',
    quarantine_reason: why(row),
  }))
  await updateEntries(tx, doubted)
  await setDiscarded(
    tx,
    rows.filter(({ discarded_at }) => discarded_at !== null).map(({ id }) => id),
    false,
  )
  const counted = rows.filter(({ status }) => status !== 'quarantined')
  await writeDoubts(
    tx,
    counted.map(({ id, user_id, mapping, deal_id, task_id }) => ({
      id,
      user_id,
      kind,
      ...(mapping?.rule === 'named' ? { deal_id, task_id } : { deal_id: null, task_id: null }),
    })),
  )
  await trackAll(
    tx,
    actor,
    'time_entry.set_aside',
    rows.map((row, index) => ({ id: row.id, before: stateOf(row), after: { ...stateOf(doubted[index]!), reason } })),
  )
  return decided(ids, rows, faults)
}

const spanned = (row: EntryRow) => ({ ...stateOf(row), start_time: row.start_time, end_time: row.end_time })
const stateOf = (row: EntryRow) => ({ ...placeOf(row), quarantine_reason: row.quarantine_reason })

const decided = (ids: string[], rows: { id: string }[], faults: ReadonlyMap<string, string> = new Map()) =>
  outcomesOf(
    ids,
    rows.map(({ id }) => id),
    (id) => faults.get(id) ?? notThere,
  )
