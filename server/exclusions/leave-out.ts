/** At the door: what a person keeps out is left out before anything of it is stored or logged, and counted once. */
import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { createExclusion, type LeftOutReason, type Sensed } from '#domain/exclusions.ts'
import type { Database } from '#server/platform/database.ts'
import { addLeftOut, findRemembered, findRules, type Counted, type Rules } from './queries.ts'

export type Arrival = Omit<Counted, 'reason' | 'fingerprint'> & { app: string | null; url: string | null }

/** As addresses write it; what is no host name stays as it is and matches nothing else. */
export const toAscii = (host: string) => domainToASCII(host) || host

/**
 * Says of each arrival whether it is left out, and counts those that are: by day and reason, each once, however often it is
 * sent. What was left out once stays out, whatever its person keeps out by then.
 */
export async function leaveOut(tx: Database, arrivals: Arrival[]): Promise<boolean[]> {
  const people = [...new Set(arrivals.map(({ user_id }) => user_id))].sort()
  const rules = new Map((await findRules(tx, people)).map((row) => [row.user_id, row]))
  if (rules.size === 0) return arrivals.map(() => false)
  const reasons = reasonsBy(rules, arrivals)
  const prints = arrivals.map((arrival, index) =>
    arrival.external_id !== null && (reasons[index] !== null || rules.get(arrival.user_id)?.remembered)
      ? fingerprintOf(arrival)
      : null,
  )
  const remembered = await findRemembered(
    tx,
    prints.flatMap((print) => print ?? []),
  )
  const before = new Map(remembered.map(({ fingerprint, reason }) => [fingerprint.toString('hex'), reason]))
  const counted = arrivals.flatMap((arrival, index) => {
    const fingerprint = prints[index]!
    const reason = (fingerprint && before.get(fingerprint.toString('hex'))) ?? reasons[index]!
    return reason === null ? [] : [{ ...arrival, reason, fingerprint, index }]
  })
  await addLeftOut(tx, longestOfEach(counted))
  const out = new Set(counted.map(({ index }) => index))
  return arrivals.map((_, index) => out.has(index))
}

/** Counts entries that were recorded and are now taken out again by their person; sent again, they stay out. */
export const countHidden = (tx: Database, entries: Arrival[]) =>
  addLeftOut(
    tx,
    entries.map((entry) => ({
      ...entry,
      reason: 'hidden' as const,
      fingerprint: entry.external_id === null ? null : fingerprintOf(entry),
    })),
  )

function reasonsBy(rules: Map<string, Rules>, arrivals: Arrival[]): (LeftOutReason | null)[] {
  const exclusions = new Map<string, (entry: Sensed) => LeftOutReason | null>()
  return arrivals.map(({ user_id, zone, app, url, start_time, end_time }) => {
    const own = rules.get(user_id)
    if (!own) return null
    const private_times = own.private_times.map(([start_ms, end_ms]) => ({ start_ms, end_ms: end_ms ?? Infinity }))
    const exclusion = exclusions.get(user_id) ?? createExclusion({ ...own, private_times, zone }, toAscii)
    exclusions.set(user_id, exclusion)
    return exclusion({ app, url, span: { start_ms: Date.parse(start_time), end_ms: Date.parse(end_time) } })
  })
}

const fingerprintOf = ({ user_id, source, external_id }: Arrival) =>
  createHash('sha256').update(`${user_id}\n${source}\n${external_id}`).digest()

/** A batch may hold an entry and what it grew to. */
function longestOfEach(rows: Counted[]): Counted[] {
  const longest = new Map<string, Counted>()
  for (const [index, row] of rows.entries()) {
    const key = row.fingerprint?.toString('hex') ?? String(index)
    const other = longest.get(key)
    if (!other || other.duration_seconds < row.duration_seconds) longest.set(key, row)
  }
  return [...longest.values()]
}
