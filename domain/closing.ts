/** When a deal was won or lost. */
import { dayOf, instantsOf } from './zones.ts'

/**
 * The instant of a closing as Unix milliseconds: now, or noon of an earlier day in the person's zone, which is the same day
 * for nearly everybody who looks at it from elsewhere. Null for a day that has not come yet.
 */
export function closingTime(closed_on: string | undefined, zone: string, now_ms: number): number | null {
  const today = dayOf(now_ms, zone)
  if (closed_on === undefined || closed_on === today) return now_ms
  return closed_on > today ? null : instantsOf({ date: closed_on, time: '12:00:00' }, zone)[0]!
}
