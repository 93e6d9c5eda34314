/** Days by the clock as the server has them, time entered by hand, and edges that are moved; each with its undo. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Span } from '../../domain/spans.ts'
import { api } from '../data/client.ts'
import { clockIn, hours } from '../ui/formats.tsx'
import { say, sayFailed, track } from '../ui/toasts.tsx'

type Asked = { user_id: string; from: string; days: number }
const getDays = (query: Asked) => api.get('/time-calendar', { query })
export type Days = Awaited<ReturnType<typeof getDays>>
export type CalendarEntry = Days['entries'][number]
export type CalendarDay = Days['days'][number]

const key = ['time', 'calendar']
export const useDays = (asked: Asked) => useQuery({ queryKey: [...key, asked], queryFn: () => getDays(asked) })

export const spanOf = ({ start_time, end_time }: { start_time: string; end_time: string }): Span => ({
  start_ms: Date.parse(start_time),
  end_ms: Date.parse(end_time),
})
const timesOf = ({ start_ms, end_ms }: Span) => ({
  start_time: new Date(start_ms).toISOString(),
  end_time: new Date(end_ms).toISOString(),
})
/** As in 09:00–10:30 · 1:30. */
export const inWords = ({ start_ms, end_ms }: Span, zone: string) =>
  `${clockIn(start_ms, zone)}–${clockIn(end_ms, zone)} · ${hours((end_ms - start_ms) / 1_000)}`

const enter = (body: HandEntry) => api.post('/me/time-entries', { body })
export type HandEntry = Parameters<typeof api.post<'/me/time-entries'>>[1]['body']

type Movable = { id: string; version: number; start_time: string; end_time: string }

export function useTimes() {
  const client = useQueryClient()
  const reread = () =>
    Promise.all(['time', 'unmapped', 'reports', 'week'].map((name) => client.invalidateQueries({ queryKey: [name] })))
  const show = (id: string, changes: Partial<CalendarEntry>) =>
    client.setQueriesData<Days>(
      { queryKey: key },
      (days) =>
        days && { ...days, entries: days.entries.map((entry) => (entry.id === id ? { ...entry, ...changes } : entry)) },
    )

  /** @throws with the fields that are wrong; what was made can be taken back, and made again. */
  const create = async (entry: HandEntry): Promise<void> => {
    const made = await track(enter(entry))
    const on = made.task_title ?? made.deal_name ?? made.account_name
    const place = on ?? (made.status === 'synced' ? 'internal work' : 'the review queue')
    say(`${hours(made.duration_seconds)} on ${place}.`, async () => {
      await api.delete('/time-entries/{id}', { params: { id: made.id }, version: made.version })
      await reread()
      return () => api.post('/time-entries/{id}/restore', { params: { id: made.id } }).then(reread)
    })
    void reread()
  }

  const write = async ({ id, version }: Pick<Movable, 'id' | 'version'>, span: Span) => {
    const {
      start_time,
      end_time,
      duration_seconds,
      version: now,
    } = await api.patch('/time-entries/{id}', {
      params: { id },
      body: timesOf(span),
      version,
    })
    show(id, { start_time, end_time, duration_seconds, version: now })
    return { id, start_time, end_time, version: now }
  }
  /** On the version that was looked at. @throws with the reason */
  const change = async (entry: Movable, span: Span, zone: string): Promise<void> => {
    const saved = await track(write(entry, span))
    say(`Now ${inWords(span, zone)}.`, async () => {
      const undone = await write(saved, spanOf(entry))
      await reread()
      return () => change(undone, span, zone)
    })
    void reread()
  }
  /** Shown at once, and as it was where it could not be. */
  const move = (entry: CalendarEntry, span: Span, zone: string): void => {
    const { start_time, end_time, duration_seconds } = entry
    show(entry.id, { ...timesOf(span), duration_seconds: Math.round((span.end_ms - span.start_ms) / 1_000) })
    void change(entry, span, zone).catch((error: Error) => {
      show(entry.id, { start_time, end_time, duration_seconds })
      sayFailed(error)
      void reread()
    })
  }
  return { create, change, move }
}
