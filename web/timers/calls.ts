/** One's timer, as the server has it: the same on every device. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ProblemError, api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { hours } from '../ui/formats.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { forgetStop, keepStop, keptStop, useKeptStop } from './kept.ts'

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

/** What was started or stopped elsewhere is seen within a minute, and when one comes back. */
const timerQuery = {
  queryKey,
  queryFn: getTimer,
  refetchInterval: 60_000,
  refetchOnWindowFocus: true,
  refetchOnReconnect: 'always',
} as const
/** Undefined until it is known. */
export const useTimer = () => useQuery(timerQuery).data

/** Stop was pressed here and the server does not know; null otherwise. */
export const useUnsent = (timer: Timer | null | undefined) => useKeptStop(useMe().id, timer?.id)

/** Somebody was there to say no. Who has to sign in anew, or wait, is heard later. */
const wasHeard = (error: unknown) =>
  error instanceof ProblemError && error.status >= 400 && error.status < 500 && ![401, 429].includes(error.status)

/** Whenever the server is heard of again it is told of the stop it has missed. To be used once in the frame. */
export function useSendKept(): void {
  const { id: user_id } = useMe()
  const { stop } = useTiming()
  const { data: timer, dataUpdatedAt } = useQuery(timerQuery)
  const sending = useRef(false)
  useEffect(() => {
    if (timer === undefined || sending.current) return
    // stopped on another device, or another one runs by now
    if (!timer) return forgetStop(user_id)
    const kept = keptStop(user_id, timer.id)
    if (!kept || kept.refused) return
    sending.current = true
    void stop(timer)
      .catch((error: Error) => sayFailed(error))
      .finally(() => (sending.current = false))
    // each answer about the timer is a sign of the server
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [dataUpdatedAt])
}

const notHeard = 'Stopped at this moment. The server cannot be reached; it is told as soon as it can be.'

export function useTiming() {
  const client = useQueryClient()
  const { id: user_id } = useMe()
  const show = (timer: Timer | null) => client.setQueryData(queryKey, timer)
  /** What another device did meanwhile is looked at before the error is told. */
  const asked = async <T>(deed: Promise<T>): Promise<T> =>
    deed.catch(async (error: unknown) => {
      if (wasHeard(error)) await client.invalidateQueries({ queryKey })
      throw error
    })
  const start = async (on: Start) => show((await asked(api.post('/me/timer/start', { body: on }))).timer)
  const change = async ({ id }: Timer, to: Start) =>
    show((await asked(api.post('/me/timer/change', { body: { id, ...to } }))).timer)
  /** False where the server could not be told: then it is, as soon as it can be, and this moment is what counts. */
  const stop = async ({ id }: Timer, how: { end_time?: string; billable?: boolean } = {}): Promise<boolean> => {
    const sent_at = new Date().toISOString()
    const kept = keptStop(user_id, id)
    const pressed_at = kept?.pressed_at ?? sent_at
    const billable = how.billable ?? kept?.billable
    const stopped = { timer_id: id, pressed_at, ...(billable !== undefined && { billable }) }
    const since = kept && how.end_time === undefined ? { pressed_at, sent_at } : {}
    let entry
    try {
      entry = await asked(
        api.post('/me/timer/stop', { body: { id, ...since, ...how, ...(billable !== undefined && { billable }) } }),
      )
    } catch (error) {
      // until when it counts is said once more
      if (wasHeard(error) || how.end_time !== undefined) {
        if (kept) keepStop(user_id, { ...stopped, refused: true })
        throw error
      }
      keepStop(user_id, stopped)
      if (!kept) say(notHeard)
      return false
    }
    if (kept) forgetStop(user_id)
    show(null)
    say(`${hours(entry.duration_seconds)} on ${entry.deal_name ?? entry.account_name ?? 'the review queue'}.`, () =>
      api.delete('/time-entries/{id}', { params: { id: entry.id }, version: entry.version }).then(reread),
    )
    void reread()
    return true
  }
  const discard = async (timer: Timer) => {
    await asked(api.post('/me/timer/discard', { body: { id: timer.id } }))
    forgetStop(user_id)
    show(null)
    say('Timer discarded.', () => start({ ...placeOf(timer), started_at: timer.started_at }))
  }
  const reread = () =>
    Promise.all(['time', 'unmapped', 'reports', 'week'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  return { start, change, stop, discard }
}
