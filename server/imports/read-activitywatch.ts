/** Streams an ActivityWatch export: such files reach a gigabyte, so the text is never held whole. */
import type { Readable } from 'node:stream'
import { JSONParser } from '@streamparser/json'
import type { AwBucket, AwEvent } from '#domain/activitywatch.ts'

type Raw = { id?: string; type?: string; hostname?: string; data?: { device_id?: string } | null }

/** The bytes are not a whole JSON text; the message says where. */
export class NotActivityWatch extends Error {}

/** Buckets may be an object by id or a list, `events` null or absent. @throws NotActivityWatch */
export async function readActivityWatch(stream: Readable): Promise<AwBucket[]> {
  const buckets: AwBucket[] = []
  // events come before the bucket that closes behind them
  let events: AwEvent[] = []
  let failure: Error | null = null
  const parser = new JSONParser({ paths: ['$.buckets.*.events.*', '$.buckets.*'], keepStack: false })
  parser.onError = (error) => (failure ??= error)
  parser.onValue = ({ value, key, stack }) => {
    if (typeof value !== 'object' || value === null) return
    if (stack.length > 2) return void events.push(compact(value as unknown as AwEvent))
    buckets.push(bucketOf(String(key), value as Raw, events))
    events = []
  }
  for await (const chunk of stream) {
    parser.write(chunk as Uint8Array)
    if (failure) throw new NotActivityWatch((failure as Error).message)
  }
  if (!parser.isEnded) throw new NotActivityWatch('the file ends too early')
  return buckets
}

/** Only what is used, so that a day of events costs little memory. */
const compact = ({ timestamp, duration, data }: AwEvent): AwEvent => ({
  timestamp,
  ...(duration !== undefined && { duration }),
  ...(data && { data }),
})

const bucketOf = (key: string, { id, type, hostname, data }: Raw, events: AwEvent[]): AwBucket => ({
  id: id ?? key,
  type: type ?? 'unknown',
  hostname: hostname ?? 'unknown',
  device_id: data?.device_id ?? null,
  events,
})
