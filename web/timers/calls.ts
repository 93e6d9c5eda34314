/** One's timer, as the server has it: the same on every device. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { hours } from '../ui/formats.tsx'
import { say } from '../ui/toasts.tsx'

const queryKey = ['timer']
const getTimer = async () => (await api.get('/me/timer', {})).timer
export type Timer = NonNullable<Awaited<ReturnType<typeof getTimer>>>

export type Place = { account_id?: string | null; deal_id?: string | null; task_id?: string | null }
type Start = Place & { started_at?: string }

export const placeOf = ({ account_id, deal_id, task_id }: Timer): Place => ({ account_id, deal_id, task_id })
export const nameOf = ({ task_title, deal_name, account_name }: Timer) =>
  task_title ?? deal_name ?? account_name ?? 'Nothing chosen yet'
export const ranFor_ms = ({ started_at }: Pick<Timer, 'started_at'>, now_ms: number) =>
  Math.max(0, now_ms - Date.parse(started_at))

/** Undefined until it is known. What was started or stopped elsewhere is seen within a minute, and when one comes back. */
export const useTimer = () =>
  useQuery({ queryKey, queryFn: getTimer, refetchInterval: 60_000, refetchOnWindowFocus: true }).data

export function useTiming() {
  const client = useQueryClient()
  const show = (timer: Timer | null) => client.setQueryData(queryKey, timer)
  /** What another device did meanwhile is looked at before the error is told. */
  const asked = async <T>(deed: Promise<T>): Promise<T> =>
    deed.catch(async (error: unknown) => {
      await client.invalidateQueries({ queryKey })
      throw error
    })
  const start = async (on: Start) => show((await asked(api.post('/me/timer/start', { body: on }))).timer)
  const change = async ({ id }: Timer, to: Start) =>
    show((await asked(api.post('/me/timer/change', { body: { id, ...to } }))).timer)
  const stop = async ({ id }: Timer, how: { end_time?: string; billable?: boolean } = {}) => {
    const entry = await asked(api.post('/me/timer/stop', { body: { id, ...how } }))
    show(null)
    say(`${hours(entry.duration_seconds)} on ${entry.deal_name ?? entry.account_name ?? 'the review queue'}.`, () =>
      api.delete('/time-entries/{id}', { params: { id: entry.id }, version: entry.version }).then(reread),
    )
    void reread()
  }
  const discard = async (timer: Timer) => {
    await asked(api.post('/me/timer/discard', { body: { id: timer.id } }))
    show(null)
    say('Timer discarded.', () => start({ ...placeOf(timer), started_at: timer.started_at }))
  }
  const reread = () =>
    Promise.all(['time', 'unmapped', 'reports', 'week'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  return { start, change, stop, discard }
}
