import { createDays, judgeDays, keyOf as dayKeyOf } from '#domain/plausibility.ts'
import type { Database } from '#server/platform/database.ts'
import { isDoubted, keyOf } from './entry-row.ts'
import { findDays } from './queries.ts'
import type { Read } from './read-claims.ts'

/**
 * Keeps aside what cannot be true beside what is recorded already. `isKnown`: whether something is stored under an id. What that grows by,
 * or what came earlier in the same batch, is looked at by night (watch-days).
 */
export async function withoutImplausible(
  tx: Database,
  read: Read[],
  isKnown: (key: string) => boolean,
): Promise<Read[]> {
  const daysOf = createDays()
  const seen = new Set<string>()
  const isFirst = (key: string | null) => {
    if (key === null) return true
    const first = !isKnown(key) && !seen.has(key)
    seen.add(key)
    return first
  }
  const places = read.flatMap((item, place) =>
    'row' in item && !isDoubted(item.row) && isFirst(keyOf(item.row)) ? [{ place, row: item.row }] : [],
  )
  const parts = places.map(({ row: { user_id, zone, start_time, end_time } }) =>
    daysOf({ user_id, zone, start_ms: Date.parse(start_time), end_ms: Date.parse(end_time) }),
  )
  const days = new Map(parts.flat().map((part) => [dayKeyOf(part), part]))
  const reasons = judgeDays(parts, new Map((await findDays(tx, [...days.values()])).map((day) => [dayKeyOf(day), day])))
  const doubts = new Map(places.map(({ place }, index) => [place, reasons[index]!]))
  return read.map((item, place) => {
    const doubt = doubts.get(place)
    return doubt && 'row' in item
      ? { ...item, row: { ...item.row, status: 'quarantined', quarantine_reason: doubt.reason }, doubt: doubt.kind }
      : item
  })
}
