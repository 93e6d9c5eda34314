import { createDays, judgeDays, keyOf } from '#domain/plausibility.ts'
import type { Database } from '#server/platform/database.ts'
import { findDays } from './queries.ts'
import type { Read } from './read-claims.ts'

/** Keeps aside what cannot be true beside what is recorded already. `isFresh`: not one that is stored under its id. */
export async function withoutImplausible(
  tx: Database,
  read: Read[],
  isFresh: (row: Extract<Read, { row: object }>['row']) => boolean,
): Promise<Read[]> {
  const daysOf = createDays()
  const places = read.flatMap((item, place) =>
    'row' in item && item.row.status !== 'quarantined' && isFresh(item.row) ? [{ place, row: item.row }] : [],
  )
  const parts = places.map(({ row: { user_id, zone, start_time, end_time } }) =>
    daysOf({ user_id, zone, start_ms: Date.parse(start_time), end_ms: Date.parse(end_time) }),
  )
  const days = new Map(parts.flat().map((part) => [keyOf(part), part]))
  const reasons = judgeDays(parts, new Map((await findDays(tx, [...days.values()])).map((day) => [keyOf(day), day])))
  const doubts = new Map(places.map(({ place }, index) => [place, reasons[index]!]))
  return read.map((item, place) => {
    const doubt = doubts.get(place)
    return doubt && 'row' in item
      ? { ...item, row: { ...item.row, status: 'quarantined', quarantine_reason: doubt.reason }, doubt: doubt.kind }
      : item
  })
}
