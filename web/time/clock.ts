import { viewerZone } from '../ui/formats.tsx'

const minute_ms = 60_000
const day_ms = 24 * 60 * minute_ms

/** Minutes since midnight on the clock of the person who looks. */
function minutesOf(instant_ms: number): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: viewerZone(), hour: '2-digit', minute: '2-digit' })
  const [hour, minute] = format.format(new Date(instant_ms)).split(':').map(Number) as [number, number]
  return hour * 60 + minute
}

/**
 * Times as people type them, as the instants within an entry they mean: `10:15`, `10.15`, `1015`, `10`. After midnight they are those
 * of the next day. Null for what is no time.
 */
export function timesWithin(words: string[], { start_time }: { start_time: string }): string[] | null {
  const start_ms = Date.parse(start_time)
  const whole_ms = start_ms - (start_ms % minute_ms)
  const found = words.map((word) => {
    const [, hour, minute = '0'] = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(word) ?? []
    if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null
    const after_ms = (Number(hour) * 60 + Number(minute) - minutesOf(whole_ms)) * minute_ms
    return new Date(whole_ms + ((after_ms + day_ms) % day_ms)).toISOString()
  })
  return found.every((instant) => instant !== null) ? found : null
}
