/** What is looked at, as it stands in the address: which days of whom, and how large. */
import { shift, weekOf, type WeekStart } from '../../domain/periods.ts'
import type { Span } from '../../domain/spans.ts'
import { today } from '../ui/formats.tsx'
import type { CalendarEntry } from './calls.ts'

export const isDay = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '')

/** How high an hour is, in px. A target one points at is 24 px high at least: half an hour of the first, a quarter of the second. */
export const zooms = [48, 96, 192, 384] as const
export const leastHeight_px = 24

type Search = Record<string, string | undefined>
export function lookedAt(search: Search, week_start: WeekStart, onPhone: boolean) {
  const day = isDay(search['day']) ? search['day'] : today()
  const isWeek = search['span'] === 'week' && !onPhone
  const zoom = Math.min(Math.max(Number(search['zoom'] ?? (isWeek ? 0 : 1)) || 0, 0), zooms.length - 1)
  return { day, isWeek, zoom, from: isWeek ? weekOf(day, week_start) : day, days: isWeek ? 7 : 1 }
}

/** The day one looks at so many days or weeks on. */
export const dayAfter = (day: string, steps: number, isWeek: boolean) => shift(day, steps * (isWeek ? 7 : 1))

export const within = (span: Span, day: Span): Span => ({
  start_ms: Math.max(span.start_ms, day.start_ms),
  end_ms: Math.min(span.end_ms, day.end_ms),
})
export const touches = (span: Span, day: Span) => span.start_ms < day.end_ms && span.end_ms > day.start_ms

export const nameOf = ({
  task_title,
  deal_name,
  account_name,
  title,
  project_name,
  private: kept,
  status,
}: CalendarEntry) =>
  kept
    ? 'Private'
    : (deal_name ??
      account_name ??
      task_title ??
      title ??
      project_name ??
      (status === 'synced' ? 'Internal work' : 'No name'))

export const lockReasons = {
  approved: 'Locked: this week is approved.',
  period: 'Locked: this day is in a closed period.',
} as const

/** Why its edges cannot be moved here; null where they can. */
export function whyFixed(entry: CalendarEntry, mayWriteLocked: boolean): string | null {
  if (entry.locked && !(entry.locked === 'period' && mayWriteLocked)) return lockReasons[entry.locked]
  return entry.status === 'quarantined' ? 'It is kept aside: release it first.' : null
}
