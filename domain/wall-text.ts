/** Dates, times and durations as people and their programs write them in a table. */

export type DateOrder = 'ymd' | 'dmy' | 'mdy'

const fieldsOf = (text: string) => {
  const fields = text.split(/[-/.]/).map((field) => field.trim())
  return fields.length === 3 && fields.every((field) => /^\d{1,4}$/.test(field))
    ? (fields as [string, string, string])
    : null
}

/** Over the whole column: a year in front says so itself, a number above 12 settles the others; null where both could be. */
export function orderOf(dates: string[]): DateOrder | null {
  const unclear = dates.flatMap((date) => {
    const fields = fieldsOf(date)
    return fields && fields[0].length < 4 ? [fields] : []
  })
  if (unclear.length === 0) return 'ymd'
  const dayFirst = unclear.some(([first]) => Number(first) > 12)
  const monthFirst = unclear.some(([, second]) => Number(second) > 12)
  return dayFirst === monthFirst ? null : dayFirst ? 'dmy' : 'mdy'
}

/** `YYYY-MM-DD`; null where there is no such day. */
export function readDate(text: string, order: DateOrder): string | null {
  const fields = fieldsOf(text)
  if (!fields) return null
  const [a, b, c] = fields
  const [year, month, day] = a.length === 4 || order === 'ymd' ? [a, b, c] : order === 'dmy' ? [c, b, a] : [c, a, b]
  const full = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  // Date takes 30 February for 2 March: only what comes back unchanged is a day
  const parsed = new Date(`${full}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(full) ? full : null
}

/** `9:05`, `09:05:30`, `9:05 PM` as `HH:MM:SS`. */
export function readTime(text: string): string | null {
  const [, hour, minute, second = '00', half] =
    /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?\s?m\.?)?$/i.exec(text) ?? []
  if (hour === undefined || (half !== undefined && (Number(hour) < 1 || Number(hour) > 12))) return null
  const full = half === undefined ? Number(hour) : (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0)
  return full <= 23 && Number(minute) <= 59 && Number(second) <= 59
    ? `${String(full).padStart(2, '0')}:${minute}:${second}`
    : null
}

/**
 * `1:30:00`, `01:30` (hours and minutes), `0 days 00:50:30`, and hours as `1.5` or `1,5`. `slack_seconds` is what the
 * writing leaves out: two decimals of an hour are good to 18 seconds, minutes to 59. Null for anything else.
 */
export function readDuration(text: string): { seconds: number; slack_seconds: number } | null {
  const [, days = '0', hours, minutes, seconds = '0'] =
    /^(?:(\d+) days? )?(\d{1,5}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(text) ?? []
  if (hours !== undefined)
    return {
      seconds: Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds),
      slack_seconds: text.split(':').length === 2 ? 59 : 0,
    }
  const [whole, decimals = ''] = /^\d+(?:[.,](\d+))?$/.exec(text) ?? []
  if (whole === undefined) return null
  return {
    seconds: Math.round(Number(whole.replace(',', '.')) * 3_600),
    slack_seconds: Math.min(18, 1_800 / 10 ** decimals.length),
  }
}
