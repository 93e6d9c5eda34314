/** From what ActivityWatch recorded to what is to be sent: whole days, read again as long as they are open. */
import { createHash } from 'node:crypto'
import { activeEntries, type AwBucket } from '#domain/activitywatch.ts'
import { minimise } from '#domain/capture.ts'
import type { DeviceRules } from '#domain/device-rules.ts'
import type { TimeEntryInput } from '#domain/time.ts'
import type { ImportedEntry } from '#domain/time-imports.ts'
import type { Memory } from './outbox.ts'
import { createWithheld } from './withheld.ts'

const day_ms = 86_400_000
/**
 * The newest is not final: an event grows under its id, and until three minutes without a key are over nobody knows whether
 * they were work. One minute more for the watchers to say so.
 */
export const heldBack_ms = 240_000
/** So much is read at once after weeks offline. */
const mostDays = 7

/** As for a file (server/imports/read-file): the same event has the same id, whichever way it comes. */
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)
const dayOf = (instant_ms: number) => new Date(instant_ms).toISOString().slice(0, 10)

/** What is read now: from the first open day, as far as what is recorded there is final. */
export function rangeOf({ open_from }: Memory, now_ms: number): { from_ms: number; until_ms: number } {
  const from_ms = Date.parse(`${open_from}T00:00:00Z`)
  return { from_ms, until_ms: Math.min(now_ms - heldBack_ms, from_ms + mostDays * day_ms) }
}

export type Collected = { entries: TimeEntryInput[]; memory: Memory; withheld: number; notes: string[] }

/** What is new or has grown since it was handed on, and the memory that goes with it. Deterministic: after a crash the same again. */
export function collect(
  buckets: AwBucket[],
  memory: Memory,
  rules: DeviceRules,
  { from_ms, until_ms }: { from_ms: number; until_ms: number },
): Collected {
  const { entries: all, notes } = activeEntries(buckets, until_ms, sha256)
  const found = all.filter(({ start_time }) => Date.parse(start_time) >= from_ms)
  const isWithheld = createWithheld(rules)
  const handed_on = { ...memory.handed_on }
  const entries: TimeEntryInput[] = []
  let withheld = 0
  for (const entry of found) {
    const before = handed_on[entry.external_id]
    // what stayed here once stays here
    if (before === null) continue
    const stays = isWithheld(entry)
    if (stays) withheld += 1
    else if (!before || before[0] < entry.end_time) entries.push(toInput(entry, rules))
    handed_on[entry.external_id] = stays ? null : [entry.end_time, entry.duration_seconds]
  }
  return { entries, memory: closeDays({ ...memory, handed_on, rules }, found, until_ms), withheld, notes }
}

/** A day stays open for another one: watchers that could not reach their server tell it later. */
function closeDays(memory: Memory, found: ImportedEntry[], until_ms: number): Memory {
  const open_from = dayOf(until_ms - day_ms)
  if (open_from <= memory.open_from) return memory
  const open = new Set(found.filter(({ start_time }) => start_time >= open_from).map(({ external_id }) => external_id))
  const handed_on = Object.fromEntries(Object.entries(memory.handed_on).filter(([id]) => open.has(id)))
  return { ...memory, open_from, handed_on }
}

/** The person is whose key it is; where it belongs is Daybook's to say. What it would not keep is not sent. */
const toInput = (
  { external_id, start_time, end_time, duration_seconds, ...rest }: ImportedEntry,
  rules: DeviceRules,
): TimeEntryInput => ({
  external_id,
  start_time,
  end_time,
  duration_seconds,
  source: 'agent',
  activity_type: rest.activity_type,
  ...minimise(rest, rules).kept,
})
