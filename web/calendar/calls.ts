/** Days by the clock as the server has them, time entered by hand, and edges that are moved; each with its undo. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { workedIn } from '../../domain/reshaping.ts'
import type { Span } from '../../domain/spans.ts'
import { api, ProblemError } from '../data/client.ts'
import { getEntry, type Entry } from '../time/calls.ts'
import { clockIn, hours, weekdayAndDay } from '../ui/formats.tsx'
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
/** As in 09:00–10:30 · 1:30. `seconds` are those that count, where there are pauses between. */
export const inWords = ({ start_ms, end_ms }: Span, zone: string, seconds = (end_ms - start_ms) / 1_000) =>
  `${clockIn(start_ms, zone)}–${clockIn(end_ms, zone)} · ${hours(seconds)}`

const enter = (body: HandEntry) => api.post('/me/time-entries', { body })
export type HandEntry = Parameters<typeof api.post<'/me/time-entries'>>[1]['body']

type Times = Pick<CalendarEntry, 'start_time' | 'end_time' | 'duration_seconds'>
export type Movable = Times & Pick<CalendarEntry, 'id' | 'version'>

const toldOf = (times: Times, zone: string) => inWords(spanOf(times), zone, times.duration_seconds)
const sameTimes = (a: Times, b: Times) =>
  Date.parse(a.start_time) === Date.parse(b.start_time) &&
  Date.parse(a.end_time) === Date.parse(b.end_time) &&
  a.duration_seconds === b.duration_seconds

/** Somebody else, or the same person elsewhere, set other times since one looked. Nothing was written; `theirs` is how it is now. */
export class SetMeanwhile extends Error {
  readonly theirs: Entry
  constructor(theirs: Entry, seen: Times, zone: string) {
    const [day, before] = [dayIn(theirs, zone), dayIn(seen, zone)]
    const on = day === before ? '' : ` on ${weekdayAndDay(day)}`
    super(`Its times were changed meanwhile: it is ${toldOf(theirs, zone)}${on} now.`)
    this.theirs = theirs
  }
}
const dayIn = ({ start_time }: Times, zone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(start_time))

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

  /** What others changed beside its times is kept; where they changed those, nothing is overwritten unseen. */
  const write = async (entry: Movable, times: Times, zone: string): Promise<Movable> => {
    const { id, version } = entry
    try {
      const saved = await api.patch('/time-entries/{id}', { params: { id }, body: times, version })
      const { start_time, end_time, duration_seconds, version: now } = saved
      show(id, { start_time, end_time, duration_seconds, version: now })
      return { id, start_time, end_time, duration_seconds, version: now }
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 412) throw error
      const theirs = await getEntry(id)
      if (sameTimes(entry, theirs)) return write(theirs, times, zone)
      void reread()
      throw new SetMeanwhile(theirs, entry, zone)
    }
  }
  /** On the version that was looked at; `seconds` of it count. @throws with the reason, `SetMeanwhile` among them */
  const change = async (entry: Movable, span: Span, zone: string, seconds = workedIn(entry, span)): Promise<void> => {
    const times = { ...timesOf(span), duration_seconds: seconds }
    const saved = await track(write(entry, times, zone))
    say(`Now ${toldOf(saved, zone)}.`, async () => {
      const { start_time, end_time, duration_seconds } = entry
      const undone = await write(saved, { start_time, end_time, duration_seconds }, zone)
      await reread()
      return () => change(undone, span, zone, seconds)
    })
    void reread()
  }
  /** Shown at once, and as it was where it could not be; `met` is asked what to do where somebody was faster. */
  const move = (entry: CalendarEntry, span: Span, zone: string, met: (problem: SetMeanwhile) => void): void => {
    const { start_time, end_time, duration_seconds } = entry
    show(entry.id, { ...timesOf(span), duration_seconds: workedIn(entry, span) })
    void change(entry, span, zone).catch((error: Error) => {
      show(entry.id, { start_time, end_time, duration_seconds })
      if (error instanceof SetMeanwhile) return met(error)
      sayFailed(error)
      void reread()
    })
  }
  return { create, change, move }
}
