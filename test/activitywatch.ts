/**
 * An ActivityWatch server for tests, with what the two real ones do differently: Rust cuts events at the edges of the range asked
 * for, writes nanoseconds and Z, and never says when a bucket was changed last; Python does none of that.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

type Event = { id: number; start_ns: bigint; end_ns: bigint; data: Record<string, unknown> }
/** `timestamp` to the nanosecond, `duration` in seconds. */
type Given = { timestamp: string; duration?: number; data?: Record<string, unknown> }
export type Kind = 'python' | 'rust'
type Bucket = { type: string; hostname: string; events: Event[] }

const nsOf = (timestamp: string) => {
  const beyond = /\.\d{3}(\d+)/.exec(timestamp)?.[1] ?? ''
  return BigInt(Date.parse(timestamp)) * 1_000_000n + BigInt(beyond.slice(0, 6).padEnd(6, '0'))
}
const secondsAfter = (start_ns: bigint, seconds: number) => start_ns + BigInt(Math.round(seconds * 1e9))
const eventOf = ({ timestamp, duration = 0, data = {} }: Given, id: number): Event => {
  const start_ns = nsOf(timestamp)
  return { id, start_ns, end_ns: secondsAfter(start_ns, duration), data }
}
const iso = (ms: bigint) => new Date(Number(ms)).toISOString().slice(0, -1)

/** As the server writes an event: Python to the millisecond, beginning and end; Rust to the nanosecond, and its fields in another order. */
function shownBy(kind: Kind, { id, start_ns, end_ns, data }: Event) {
  const [start_ms, end_ms] = [start_ns / 1_000_000n, end_ns / 1_000_000n]
  if (kind === 'python')
    return { id, timestamp: `${iso(start_ms)}000+00:00`, duration: Number(end_ms - start_ms) / 1_000, data }
  // what a watcher sent in milliseconds is given some nanoseconds: then every day tells whether they are cut
  const more_ns = start_ns % 1_000_000n === 0n && end_ns % 1_000_000n === 0n ? 456n : 0n
  const beyond = String((start_ns + more_ns) % 1_000_000n).padStart(6, '0')
  return {
    id,
    timestamp: `${iso(start_ms)}${beyond}Z`,
    duration: Number(end_ns - start_ns) / 1e9,
    data: Object.fromEntries(Object.entries(data).reverse()),
  }
}
const inOrder = (a: Event, b: Event) => (a.start_ns < b.start_ns ? -1 : a.start_ns > b.start_ns ? 1 : a.id - b.id)

/**
 * The file each server exports of the same day: newest first. Python leaves the ids of events out, names the bucket and says when it
 * was made on the clock on the wall; Rust keeps ids, adds `metadata` and never says when a bucket was changed last. What
 * began at the same time stands in another order, and so do the buckets.
 */
export function exportOf(
  kind: Kind,
  recorded: Record<string, { type: string; hostname: string; events: Given[] }>,
): string {
  const ids = Object.keys(recorded)
  const buckets = (kind === 'rust' ? ids.toReversed() : ids).map((id) => {
    const { type, hostname, events } = recorded[id]!
    const sorted = events.map((event, place) => eventOf(event, kind === 'rust' ? -place : place)).sort(inOrder)
    const shown = sorted.map((event) => shownBy(kind, event)).toReversed()
    const own = { id, type, client: 'test', hostname, data: {} }
    return kind === 'python'
      ? { ...own, name: id, created: '2025-09-01T10:00:00.545000', events: shown.map(({ id: _id, ...event }) => event) }
      : { ...own, created: null, last_updated: null, metadata: { start: null, end: null }, events: shown }
  })
  const file = JSON.stringify({ buckets: Object.fromEntries(buckets.map((bucket) => [bucket.id, bucket])) })
  return kind === 'rust' ? file : file.replaceAll(/[\u0080-\uffff]/g, escaped)
}
const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

export async function startActivityWatch(kind: Kind, hostname = 'DESK') {
  const buckets = new Map<string, Bucket>()
  /** Of which buckets events were asked for. */
  const asked = new Set<string>()
  let nextId = 1

  const shown = (event: Event) => shownBy(kind, event)
  const end_ms = ({ end_ns }: Event) => Number(end_ns / 1_000_000n)
  const start_ms = ({ start_ns }: Event) => Number(start_ns / 1_000_000n)
  const cutTo = (event: Event, from_ms: number, until_ms: number): Event => {
    const [from_ns, until_ns] = [BigInt(from_ms) * 1_000_000n, BigInt(until_ms) * 1_000_000n]
    const start_ns = event.start_ns < from_ns ? from_ns : event.start_ns
    const end_ns = event.end_ns > until_ns ? until_ns : event.end_ns
    return { ...event, start_ns, end_ns: end_ns < start_ns ? start_ns : end_ns }
  }

  function answer(url: URL): unknown {
    const [, , , noun, bucket, , event] = url.pathname.split('/').map(decodeURIComponent)
    if (noun === 'info')
      return { hostname, version: kind === 'rust' ? 'v0.13.1 (rust)' : 'v0.12.2', testing: true, device_id: 'device-1' }
    if (!bucket)
      return Object.fromEntries(
        [...buckets].map(([id, { type, hostname }]) => [
          id,
          { id, type, hostname, client: 'test', created: null, last_updated: null },
        ]),
      )
    const found = buckets.get(bucket)
    if (!found) return undefined
    asked.add(bucket)
    if (event) return found.events.filter(({ id }) => id === Number(event)).map(shown)[0]
    const [from_ms, until_ms] = ['start', 'end'].map((name) => Date.parse(url.searchParams.get(name)!)) as [
      number,
      number,
    ]
    return found.events
      .filter((own) => end_ms(own) >= from_ms && start_ms(own) <= until_ms)
      .map((own) => shown(kind === 'rust' ? cutTo(own, from_ms, until_ms) : own))
      .toReversed()
  }

  const server = createServer((request, response) => {
    const body = answer(new URL(request.url!, 'http://x'))
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body ?? { message: 'nothing' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return {
    asked,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add(id: string, type: string, events: Given[], host = hostname): void {
      const own = buckets.get(id) ?? { type, hostname: host, events: [] }
      buckets.set(id, own)
      own.events.push(...events.map((event) => eventOf(event, nextId++)))
      own.events.sort(inOrder)
    },
    /** The newest event of a bucket goes on. */
    grow(id: string, seconds: number): void {
      const last = buckets.get(id)!.events.at(-1)!
      last.end_ns = secondsAfter(last.end_ns, seconds)
    },
  }
}
