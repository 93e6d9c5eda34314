/** Which claims of time are believed, and what a repeat of one means. Pure: the time is handed in. */

export type Fault = { pointer: string; code: string; message: string }
export type Claim = { start_time: string; end_time: string; duration_seconds?: number | undefined }

/** A clock may run ahead by this much before its claim is doubted, and by a day before it is refused (reliability §6). */
export const toleratedClockSkew_ms = 5 * 60_000
const farFuture_ms = 24 * 3_600_000
/** Nothing was recorded before; and each month that holds an entry is a table (migrations/0041). */
const earliest_ms = Date.UTC(2000, 0, 1)
/** Longest span of one entry: nobody works eight days without a pause; a longer one is a stuck agent. */
const longestSpan_ms = 7 * 24 * 3_600_000

/**
 * Judges one claim. Refused: it contradicts itself or lies far in the future. Doubted: its clock runs ahead, so it is
 * kept aside with the reason. Instants must be valid RFC 3339; `now_ms` is Unix milliseconds. `removed_before`: the day before which
 * time was removed for its age, or null.
 */
export function judgeClaim(
  claim: Claim,
  now_ms: number,
  removed_before: string | null = null,
): { verdict: 'believed' | 'doubted' | 'refused'; fault: Fault | null } {
  const start_ms = Date.parse(claim.start_time)
  const end_ms = Date.parse(claim.end_time)
  const span_ms = end_ms - start_ms
  const refused = (pointer: string, code: string, message: string) => ({
    verdict: 'refused' as const,
    fault: { pointer, code, message },
  })

  if (span_ms <= 0) return refused('/end_time', 'end_not_after_start', 'The end must be after the start.')
  if (start_ms < earliest_ms) return refused('/start_time', 'too_long_ago', 'No time before the year 2000 is kept.')
  if (removed_before !== null && start_ms < Date.parse(removed_before))
    return refused('/start_time', 'removed', `Time before ${removed_before} was removed and is not taken again.`)
  if (span_ms > longestSpan_ms) return refused('/end_time', 'span_too_long', 'One entry may span at most 7 days.')
  if (end_ms > now_ms + farFuture_ms)
    return refused('/end_time', 'in_the_future', 'The entry ends more than a day in the future.')
  const claimed = claim.duration_seconds
  if (claimed !== undefined && Math.abs(claimed * 1_000 - span_ms) >= 1_000)
    return refused(
      '/duration_seconds',
      'duration_contradicts_span',
      `duration_seconds says ${claimed}, but start_time to end_time is ${span_ms / 1_000} seconds.`,
    )
  if (end_ms > now_ms + toleratedClockSkew_ms)
    return {
      verdict: 'doubted',
      fault: {
        pointer: '/end_time',
        code: 'clock_ahead',
        message: 'The entry ends more than 5 minutes in the future: the sender’s clock runs ahead.',
      },
    }
  return { verdict: 'believed', fault: null }
}

/** The duration that is stored: the claimed one, else the span in whole seconds. */
export const durationOf = (claim: Claim) =>
  claim.duration_seconds ?? Math.round((Date.parse(claim.end_time) - Date.parse(claim.start_time)) / 1_000)

/** What of a claim decides whether a repeat is the same thing. Hints may be resent in other words without harm. */
export type Remembered = {
  user_id: string
  start_time: string
  end_time: string
  duration_seconds: number
  deal_id: string | null
  task_id: string | null
}

/**
 * A second claim under a known external id. Agents resend an entry while it grows: same person and start, later end.
 * Anything that would shrink, move or re-assign what is stored is a conflict and changes nothing.
 */
export function compareResent(stored: Remembered, sent: Remembered): 'duplicate' | 'grown' | 'conflict' {
  const sameStart = stored.user_id === sent.user_id && Date.parse(stored.start_time) === Date.parse(sent.start_time)
  const contradicts = (field: 'deal_id' | 'task_id') =>
    sent[field] !== null && stored[field] !== null && sent[field] !== stored[field]
  if (!sameStart || contradicts('deal_id') || contradicts('task_id')) return 'conflict'
  const growth_ms = Date.parse(sent.end_time) - Date.parse(stored.end_time)
  if (growth_ms === 0 && sent.duration_seconds === stored.duration_seconds) return 'duplicate'
  return growth_ms > 0 && sent.duration_seconds >= stored.duration_seconds ? 'grown' : 'conflict'
}
