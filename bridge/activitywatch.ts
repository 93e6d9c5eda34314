/**
 * Reads the ActivityWatch server of this machine (Python or Rust) over its REST API. Both hand out what overlaps a range, newest
 * first; Rust and one of the Python stores cut events at its edges, the others do not, so whatever touches an edge is asked
 * for by its id.
 */
import { editorType, type AwBucket, type AwEvent } from '#domain/activitywatch.ts'
import type { DeviceRules } from '#domain/device-rules.ts'
import { causeOf } from './daybook.ts'

export type ActivityWatch = { address: string; key: string | null }
type Event = AwEvent & { id?: number }
type RawBucket = { id: string; type: string; hostname: string; data?: { device_id?: string } | null }
type Range = { from_ms: number; until_ms: number }

const usedTypes = ['currentwindow', 'afkstatus', 'web.tab.current']
/** What editors have open is not even read before its person switched it on. */
const typesFor = ({ editor_projects }: DeviceRules) => (editor_projects ? [...usedTypes, editorType] : usedTypes)
const day_ms = 86_400_000
/** A window that stayed in front over a weekend begins on Friday; further back nobody looks. */
const mostBack_ms = 4 * day_ms

/** The server of this machine does not answer, or not as ActivityWatch does. */
export class NoActivityWatch extends Error {}

/**
 * What was recorded on this machine in a range, every window from its true beginning, with the presence that belongs to it.
 * Machines whose data was synced here are left out: their own bridge sends it. @throws NoActivityWatch
 */
export async function readRange(
  server: ActivityWatch,
  rules: DeviceRules,
  { from_ms, until_ms }: Range,
): Promise<AwBucket[]> {
  const buckets = await bucketsHere(server, typesFor(rules))
  let begin_ms = from_ms
  for (;;) {
    const filled = await fill(server, buckets, { from_ms: begin_ms, until_ms })
    const first_ms = firstWindow(filled)
    if (first_ms >= begin_ms || begin_ms <= from_ms - mostBack_ms) return filled
    begin_ms = Math.max(first_ms, from_ms - mostBack_ms)
  }
}

const firstWindow = (buckets: AwBucket[]) =>
  buckets
    .filter(({ type }) => type === 'currentwindow')
    .flatMap(({ events }) => events)
    .reduce((first, { timestamp }) => Math.min(first, Date.parse(timestamp)), Infinity)

async function bucketsHere(server: ActivityWatch, types: string[]): Promise<RawBucket[]> {
  const { hostname, device_id } = await ask<{ hostname?: string; device_id?: string }>(server, '/info')
  const all = Object.values(await ask<Record<string, RawBucket>>(server, '/buckets/'))
  // older web watchers do not know their host
  const isHere = (bucket: RawBucket) =>
    bucket.hostname === hostname ||
    (device_id !== undefined && bucket.data?.device_id === device_id) ||
    (bucket.type === 'web.tab.current' && bucket.hostname === 'unknown')
  return all.filter((bucket) => types.includes(bucket.type) && isHere(bucket))
}

const fill = (server: ActivityWatch, buckets: RawBucket[], range: Range) =>
  Promise.all(
    buckets.map(async ({ id, type, hostname, data }) => ({
      id,
      type,
      hostname,
      device_id: data?.device_id ?? null,
      events: await eventsOf(server, id, range),
    })),
  )

/** Asked for day by day, so that no answer is larger than a day. */
async function eventsOf(server: ActivityWatch, bucket: string, { from_ms, until_ms }: Range): Promise<AwEvent[]> {
  const found = new Map<string, Event>()
  for (let at_ms = from_ms; at_ms < until_ms; at_ms += day_ms) {
    const edges = [at_ms, Math.min(at_ms + day_ms, until_ms)] as const
    const [start, end] = edges.map((edge_ms) => encodeURIComponent(new Date(edge_ms).toISOString()))
    const events = await ask<Event[]>(server, `/buckets/${encodeURIComponent(bucket)}/events?start=${start}&end=${end}`)
    for (const event of events) {
      const key = event.id === undefined ? JSON.stringify([event.timestamp, event.data]) : String(event.id)
      if (!found.has(key)) found.set(key, touches(event, edges) ? await whole(server, bucket, event) : event)
    }
  }
  return [...found.values()]
}

function touches({ timestamp, duration = 0 }: Event, [from_ms, until_ms]: readonly [number, number]): boolean {
  const start_ms = Date.parse(timestamp)
  // what was cut ends where the range does, give or take how the server rounds
  return start_ms <= from_ms + 1 || start_ms + duration * 1_000 >= until_ms - 1
}

async function whole(server: ActivityWatch, bucket: string, event: Event): Promise<Event> {
  if (event.id === undefined) return event
  const found = await ask<Event | null>(server, `/buckets/${encodeURIComponent(bucket)}/events/${event.id}`, null)
  return found ?? event
}

/** `missing`: what to give where there is nothing. */
async function ask<T>({ address, key }: ActivityWatch, path: string, missing?: T): Promise<T> {
  const answer = await fetch(`${address}/api/0${path}`, {
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(30_000),
    redirect: 'error',
  }).catch((error: Error) => {
    throw new NoActivityWatch(`ActivityWatch does not answer at ${address}: ${causeOf(error)}`)
  })
  if (answer.status === 404 && missing !== undefined) return missing
  if (answer.status === 401)
    throw new NoActivityWatch('ActivityWatch asks for its own key: give it as --activitywatch-key.')
  if (!answer.ok) throw new NoActivityWatch(`ActivityWatch answers ${answer.status} to ${path}.`)
  return (await answer.json().catch(() => {
    throw new NoActivityWatch(`${address} does not answer as ActivityWatch does.`)
  })) as T
}
