/** A look at the last days of one person as a whole: what no single arrival shows. Pure; only what agents sent is doubted. */
import { createDays, keyOf, longestWithoutBreak_ms, mostEntriesADay, type Doubt, type Part } from './plausibility.ts'
import type { DoubtKind } from './doubts.ts'
import { union, type Span } from './spans.ts'
import { dayLength_ms } from './zones.ts'

/** `settled`: somebody looked at it, who knew of this doubt: it is left alone, and counts for the others. */
export type Past = Span & { id: string; zone: string; agent: boolean; settled: DoubtKind | null; changed_ms: number }
export type Found = Doubt & { id: string }

const mostSameSpans = 2
const tiny_ms = 5_000
/** An hour of nothing but tiny entries; a window one passes over is common, a thousand of them are not. */
const mostTiny = 1_000
/** Shorter than this it is no break. */
const shortestBreak_ms = 15 * 60_000

/** Each entry is doubted once, and what is doubted does not count for what is looked at next. */
export function doubtsIn(entries: Past[]): Found[] {
  const found: Found[] = []
  const looks = [repeated, tooTiny, tooMany, withoutBreak, beyondTheDay]
  let rest = entries.toSorted((a, b) => a.start_ms - b.start_ms || (a.id < b.id ? -1 : 1))
  for (const look of looks) {
    const doubts = look(rest)
    const ids = new Set(doubts.map(({ id }) => id))
    rest = rest.filter(({ id }) => !ids.has(id))
    found.push(...doubts)
  }
  return found
}

const isOpen = ({ agent, settled }: Past) => agent && settled === null
const doubt = (entries: Past[], kind: Doubt['kind'], reason: string): Found[] =>
  entries.map(({ id }) => ({ id, kind, reason }))

function repeated(entries: Past[]): Found[] {
  const alike = Map.groupBy(entries, ({ start_ms, end_ms }) => `${start_ms} ${end_ms}`)
  return [...alike.values()]
    .filter(({ length }) => length > mostSameSpans)
    .flatMap((same) =>
      doubt(same.slice(1).filter(isOpen), 'repeated', `The same span was sent ${same.length} times under other ids.`),
    )
}

const firstDays = (entries: Past[]): Map<string, Past[]> => {
  const daysOf = createDays()
  return Map.groupBy(entries, (entry) => daysOf({ ...entry, user_id: '' })[0]!.day)
}

function tooTiny(entries: Past[]): Found[] {
  const tiny = entries.filter((entry) => entry.agent && entry.end_ms - entry.start_ms <= tiny_ms)
  return [...firstDays(tiny)]
    .filter(([, { length }]) => length > mostTiny)
    .flatMap(([day, those]) =>
      doubt(
        those.filter(isOpen),
        'flood',
        `${those.length} entries of 5 s or less on ${day}: the agent seems to have gone wild.`,
      ),
    )
}

function tooMany(entries: Past[]): Found[] {
  return [...firstDays(entries)].flatMap(([day, those]) =>
    doubt(
      those.slice(mostEntriesADay).filter(isOpen),
      'flood',
      `More than ${mostEntriesADay} entries on ${day}: the agent sends more than anybody can do.`,
    ),
  )
}

/** Of a stretch without a break what begins after its eighteenth hour. */
function withoutBreak(entries: Past[]): Found[] {
  // spans that touch become one, and a gap of just that length is a break
  const gap_ms = shortestBreak_ms - 1
  const padded = entries.map(({ start_ms, end_ms }) => ({ start_ms, end_ms: end_ms + gap_ms }))
  const runs = union(padded)
    .map(({ start_ms, end_ms }) => ({ start_ms, end_ms: end_ms - gap_ms }))
    .filter(({ start_ms, end_ms }) => end_ms - start_ms > longestWithoutBreak_ms)
  return runs.flatMap((run) => {
    const late = entries.filter(
      (entry) => entry.start_ms >= run.start_ms + longestWithoutBreak_ms && entry.start_ms < run.end_ms,
    )
    // one of them was believed: so somebody did work that long
    if (late.some(({ settled }) => settled === 'no_break')) return []
    const hours = Math.round((run.end_ms - run.start_ms) / 3_600_000)
    return doubt(
      late.filter(isOpen),
      'no_break',
      `It lies beyond the 18th of ${hours} h without a break of 15 min, nights included.`,
    )
  })
}

/**
 * Entries grow after they were judged. Of a day that holds more than itself what changed last goes aside, unless somebody
 * believed one of them: then the others would go in its place.
 */
function beyondTheDay(entries: Past[]): Found[] {
  const daysOf = createDays()
  const cut = entries.map((entry) => ({ entry, parts: daysOf({ ...entry, user_id: '' }) }))
  const sums = new Map<string, { part: Part; seconds: number }>()
  for (const part of cut.flatMap(({ parts }) => parts))
    sums.set(keyOf(part), { part, seconds: (sums.get(keyOf(part))?.seconds ?? 0) + part.seconds })
  const believed = new Set(
    cut.filter(({ entry }) => entry.settled === 'full_day').flatMap(({ parts }) => parts.map(({ day }) => day)),
  )
  const isFull = (part: Part) =>
    !believed.has(part.day) && sums.get(keyOf(part))!.seconds > dayLength_ms(part.day, part.zone) / 1_000 + 1
  const found: Found[] = []
  for (const { entry, parts } of cut.toSorted((a, b) => b.entry.changed_ms - a.entry.changed_ms)) {
    const full = isOpen(entry) ? parts.find(isFull) : undefined
    if (!full) continue
    const recorded = Math.round(sums.get(keyOf(full))!.seconds / 360) / 10
    const reason = `${recorded} h were recorded on ${full.day}, a day of ${dayLength_ms(full.day, full.zone) / 3_600_000} h; this one changed last.`
    found.push({ id: entry.id, kind: 'full_day', reason })
    for (const part of parts) sums.get(keyOf(part))!.seconds -= part.seconds
  }
  return found
}
