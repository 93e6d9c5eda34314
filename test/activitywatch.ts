/**
 * An ActivityWatch server for tests, with what the two real ones do differently: Rust cuts events at the edges of the range asked
 * for, writes nanoseconds and Z, and never says when a bucket was changed last; Python does none of that.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

type Event = { id: number; start_ms: number; duration: number; data: Record<string, unknown> }
type Given = { timestamp: string; duration?: number; data?: Record<string, unknown> }
type Kind = 'python' | 'rust'

export async function startActivityWatch(kind: Kind, hostname = 'DESK') {
  const buckets = new Map<string, { type: string; hostname: string; events: Event[] }>()
  let nextId = 1

  const shown = ({ id, start_ms, duration, data }: Event) => ({
    id,
    timestamp: new Date(start_ms).toISOString().replace('Z', kind === 'rust' ? '000456Z' : '000+00:00'),
    duration,
    data: kind === 'rust' ? Object.fromEntries(Object.entries(data).reverse()) : data,
  })
  const end_ms = ({ start_ms, duration }: Event) => start_ms + duration * 1_000
  const cutTo = (event: Event, from_ms: number, until_ms: number): Event => {
    const start_ms = Math.max(event.start_ms, from_ms)
    return { ...event, start_ms, duration: Math.max(0, Math.min(end_ms(event), until_ms) - start_ms) / 1_000 }
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
    if (event) return found.events.filter(({ id }) => id === Number(event)).map(shown)[0]
    const [from_ms, until_ms] = ['start', 'end'].map((name) => Date.parse(url.searchParams.get(name)!)) as [
      number,
      number,
    ]
    return found.events
      .filter((own) => end_ms(own) >= from_ms && own.start_ms <= until_ms)
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
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add(id: string, type: string, events: Given[], host = hostname): void {
      const own = buckets.get(id) ?? { type, hostname: host, events: [] }
      buckets.set(id, own)
      own.events.push(
        ...events.map(({ timestamp, duration = 0, data = {} }) => ({
          id: nextId++,
          start_ms: Date.parse(timestamp),
          duration,
          data,
        })),
      )
      own.events.sort((a, b) => a.start_ms - b.start_ms)
    },
    /** The newest event of a bucket goes on. */
    grow(id: string, seconds: number): void {
      buckets.get(id)!.events.at(-1)!.duration += seconds
    },
  }
}
