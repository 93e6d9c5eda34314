/** Time arrives: each item exactly once, placed or waiting, with an answer of its own. */
import type { EntryResult } from '#domain/time.ts'
import { spanInWords } from '#domain/zones.ts'
import { countDropped } from '#server/exclusions/drop-evidence.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import {
  cannotGrow,
  differsFrom,
  forLedger,
  isDoubted,
  isPrivate,
  keyOf,
  nothing,
  ofAnother,
  placeFor,
  resultOf,
  type EntryRow,
} from './entry-row.ts'
import type { Known, Names } from './names.ts'
import { type TaskRow } from './queries.ts'
import { findOverlaps, insertEntries, lockByExternalId, updateEntries, type Overlap } from './write-queries.ts'
import { growFormer } from './former-queries.ts'
import { grow, type Stored } from './grow-entry.ts'
import { noteClock, writeDoubts } from './doubt-queries.ts'
import { findKept } from './aged-queries.ts'
import { minimised } from './minimised.ts'
import { withoutImplausible } from './implausible.ts'
import { readClaims, type Read } from './read-claims.ts'
import { repeatOf } from './recorded.ts'
import { formerUnder, settleFormer, type Kept } from './resent-former.ts'
import { withoutLocked, type Plan } from './without-locked.ts'
import { withoutPrivate } from './without-private.ts'

type Claim = Extract<Read, { row: EntryRow }>

/**
 * Records up to 5,000 items in one transaction; results in the order sent. A bad item is `rejected` and never sinks the
 * others. `now_ms` is Unix milliseconds: claims are judged by our clock, not the sender's. `clock_s`: how many seconds that one
 * runs ahead of it, where it said when it sent.
 */
export async function ingestEntries(
  tx: Database,
  names: Names,
  actor: Actor,
  items: unknown[],
  now_ms: number,
  clock_s: number | null = null,
): Promise<EntryResult[]> {
  const known = await names(tx)
  await noteClock(tx, actor, clock_s)
  const kept = await findKept(tx)
  const claims = await readClaims(tx, actor, items, { now_ms, clock_s, removed_before: kept.removed_before })
  // locked before it is asked what stays out: else what its person takes out at this moment would come back
  const here = await findHere(tx, claims)
  const read = await withoutPrivate(tx, claims)
  return record(tx, known, { actor, clock_s }, await minimised(tx, read, kept, now_ms), here)
}

/** What is here already under the ids of the senders, locked: entries, and what was put away. */
type Here = { stored: Map<string, Stored>; former: Map<string, Kept> }

async function findHere(tx: Database, read: Read[]): Promise<Here> {
  const stored = await storedUnder(tx, read)
  const gone = namedIn(read).filter((row) => !stored.has(keyOf(row)!))
  return { stored, former: await formerUnder(tx, gone) }
}

type Sender = { actor: Actor; clock_s: number | null }

async function record(
  tx: Database,
  known: Known,
  sender: Sender,
  arrived: Read[],
  { stored, former }: Here,
): Promise<EntryResult[]> {
  const read = await withoutImplausible(tx, arrived, (key) => stored.has(key) || former.has(key))
  const plan: Plan = { created: [], grown: new Map(), former: new Map() }
  const results = read.map((item) => ('refused' in item ? item.refused : settle(item, stored, former, plan, known)))
  const locked = await withoutLocked(tx, sender.actor, plan)
  const inserted = await insertEntries(tx, inKeyOrder(plan.created))
  const fresh = new Map(plan.created.filter(({ id }) => inserted.has(id)).map((row) => [row.id, row]))
  await noteFresh(tx, sender, read, fresh)
  const blocked = await withoutOverlapping(tx, plan.grown)
  await updateEntries(
    tx,
    [...plan.grown.values()].map(({ after }) => after),
  )
  await growFormer(
    tx,
    [...plan.former.values()].flatMap(({ row, part_id }) => (part_id === null || plan.grown.has(part_id) ? row : [])),
  )
  await writeLedger(tx, sender.actor, plan, inserted)
  const settled = results.map(
    (result) => (result.id !== null && (locked.get(result.id) ?? blocked.get(result.id))) || result,
  )
  const lost = plan.created.filter((row) => !inserted.has(row.id))
  return lost.length === 0 ? settled : again(tx, known, sender, read, settled, lost)
}

/** Beside what was recorded just now: what of it is not kept, and why it is doubted. What was there before is noted already. */
async function noteFresh(
  tx: Database,
  { actor, clock_s }: Sender,
  read: Read[],
  stored: Map<string, EntryRow>,
): Promise<void> {
  const fresh = read.flatMap((item) => ('row' in item && stored.has(item.row.id) ? [item] : []))
  const isAside = ({ id }: EntryRow) => isDoubted(stored.get(id)!)
  await countDropped(
    tx,
    fresh.map(({ row, dropped }) => ({ ...row, dropped })),
  )
  await writeDoubts(
    tx,
    // what nobody doubted and is aside all the same came too late for its week
    fresh
      .filter(({ row }) => isAside(row))
      .map(({ row: { id, user_id, deal_id, task_id }, doubt }) => ({
        id,
        user_id,
        deal_id,
        task_id,
        kind: doubt ?? ('locked' as const),
      })),
    { key_id: actor.kind === 'api_key' ? actor.id : null, clock_seconds: clock_s },
  )
}

/** Growth into other billable time is taken off the plan: the entry stays as it is, and its sender is told. */
async function withoutOverlapping(tx: Database, grown: Plan['grown']): Promise<Map<string, EntryResult>> {
  const overlaps = await findOverlaps(
    tx,
    [...grown.values()].map(({ after }) => after),
  )
  return new Map(
    [...overlaps].map(([id, overlap]) => {
      const { before } = grown.get(id)!
      grown.delete(id)
      const message = overlapsWith(overlap, before.zone)
      const errors = [{ pointer: '/end_time', code: 'overlaps', message }]
      return [id, resultOf('conflict', before, { code: 'overlaps', detail: `${message} Nothing was changed.`, errors })]
    }),
  )
}

const overlapsWith = ({ start_time, end_time }: Overlap, zone: string) =>
  `It overlaps billable time of this person, from ${spanInWords(start_time, end_time, zone)}: two devices at once, or the same work twice.`

const namedIn = (read: Read[]) =>
  read.flatMap((item) => ('row' in item && item.row.external_id !== null ? [item.row] : []))

async function storedUnder(tx: Database, read: Read[]): Promise<Map<string, Stored>> {
  const named = namedIn(read).map(({ source, external_id }) => ({ source, external_id: external_id! }))
  const rows = await lockByExternalId(tx, named)
  return new Map(rows.map((row) => [keyOf(row)!, row]))
}

/** Decides one item against what is stored, and against earlier items of the same batch. */
function settle(
  { row, task }: Claim,
  stored: Map<string, Stored>,
  former: Map<string, Kept>,
  plan: Plan,
  known: Known,
): EntryResult {
  const key = keyOf(row)
  const kept = key === null ? undefined : former.get(key)
  const before = key === null ? undefined : stored.get(key)
  if ((kept?.row ?? before ?? row).user_id !== row.user_id) return ofAnother(row.external_id)
  if (kept) return settleFormer(kept, row, plan)
  if (!before) {
    const placed = isDoubted(row) ? unplaced(row, task, known) : { ...row, ...placeFor(row, task, known) }
    plan.created.push(placed)
    if (key !== null) stored.set(key, placed)
    return resultOf(isDoubted(placed) ? 'quarantined' : 'created', placed)
  }
  const repeat = repeatOf(before, row)
  if (repeat === 'duplicate') return resultOf('duplicate', before)
  if (repeat === 'conflict') return resultOf('conflict', before, differsFrom(before))
  if (isDoubted(row) && !isDoubted(before)) return resultOf('conflict', before, cannotGrow(row))
  const grown = grow(before, row, task, known)
  const waitsForInsert = plan.created.indexOf(before)
  if (waitsForInsert >= 0) plan.created[waitsForInsert] = grown
  else plan.grown.set(grown.id, { before: plan.grown.get(grown.id)?.before ?? before, after: grown })
  stored.set(key!, grown)
  return resultOf('updated', grown)
}

/** Kept aside: it has no place, and what a rule keeps private is not stored meanwhile either. */
const unplaced = (row: EntryRow, task: TaskRow | null, known: Known): EntryRow => ({
  ...row,
  ...(isPrivate(row, task, known) && nothing),
  deal_id: null,
  task_id: null,
})

/** One order for every batch, so that two overlapping ones wait for each other instead of deadlocking. */
const inKeyOrder = (rows: EntryRow[]) =>
  rows.toSorted((a, b) => ((a.external_id ?? '') < (b.external_id ?? '') ? -1 : 1))

async function writeLedger(tx: Database, actor: Actor, { created, grown }: Plan, inserted: Set<string>): Promise<void> {
  const fresh = created.filter((row) => inserted.has(row.id))
  await trackAll(
    tx,
    actor,
    'time_entry.created',
    fresh.filter((row) => !isDoubted(row)).map((row) => ({ id: row.id, after: forLedger(row) })),
  )
  await trackAll(
    tx,
    actor,
    'time_entry.quarantined',
    fresh.filter(isDoubted).map((row) => ({ id: row.id, after: forLedger(row) })),
  )
  await trackAll(
    tx,
    actor,
    'time_entry.grown',
    [...grown.values()].map(({ before, after }) => ({ id: after.id, before: spanOf(before), after: spanOf(after) })),
  )
}

const spanOf = ({ end_time, duration_seconds }: EntryRow) => ({ end_time, duration_seconds })

/**
 * Not inserted: it overlaps billable time of the person and is kept aside, or another sender stored the same external id
 * between our look and our insert. These items are judged once more.
 */
async function again(
  tx: Database,
  known: Known,
  sender: Sender,
  read: Read[],
  results: EntryResult[],
  lost: EntryRow[],
): Promise<EntryResult[]> {
  const overlaps = await findOverlaps(tx, lost)
  const ids = new Set(lost.map(({ id }) => id))
  const keys = new Set(lost.flatMap((row) => keyOf(row) ?? []))
  const affected = read.flatMap((item, index) =>
    'row' in item && (ids.has(item.row.id) || keys.has(keyOf(item.row) ?? '')) ? [index] : [],
  )
  const aside = affected.map((index) => setAside(read[index]!, overlaps))
  const judged = await record(tx, known, sender, aside, await findHere(tx, aside))
  const place = new Map(affected.map((index, at) => [index, at]))
  return results.map((result, index) => (place.has(index) ? judged[place.get(index)!]! : result))
}

function setAside(item: Read, overlaps: Map<string, Overlap>): Read {
  const overlap = 'row' in item ? overlaps.get(item.row.id) : undefined
  if (!overlap || !('row' in item)) return item
  const row = { ...item.row, status: 'quarantined' as const, quarantine_reason: overlapsWith(overlap, item.row.zone) }
  return { ...item, row, doubt: 'overlap' }
}
