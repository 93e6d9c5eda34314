import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { NotActivityWatch, readActivityWatch } from './read-activitywatch.ts'

/** In pieces of seven bytes, so that tokens and characters are torn apart. */
const streamOf = (text: string) => {
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => bytes.subarray(at * 7, at * 7 + 7))
  return Readable.from(pieces)
}
const events = [
  { timestamp: '2025-09-15T07:00:00Z', duration: 1.5, data: { app: 'Café', title: '🔥', events: [{ x: 1 }] } },
]
const expected = { id: 'w', type: 'currentwindow', hostname: 'DESK', device_id: null, events }
const python = {
  id: 'w',
  name: 'w',
  created: '2025-09-01T08:00:00',
  type: 'currentwindow',
  hostname: 'DESK',
  data: {},
  events,
}
const rust = { ...python, metadata: { start: null, end: null }, last_updated: null, events: [{ id: 7, ...events[0] }] }

test.each<[string, unknown, unknown[]]>([
  ['an object by id', { buckets: { w: python } }, [expected]],
  ['a list', { buckets: [python] }, [expected]],
  ['the form of the Rust server', { buckets: { w: rust } }, [expected]],
  ['a bucket named only by its key', { buckets: { w: { ...python, id: undefined } } }, [expected]],
  ['events null', { buckets: { w: { ...python, events: null } } }, [{ ...expected, events: [] }]],
  [
    'no events, after a bucket with some',
    { buckets: { w: python, v: { id: 'v' } } },
    [expected, { id: 'v', type: 'unknown', hostname: 'unknown', device_id: null, events: [] }],
  ],
  ['a single null among the events', { buckets: { w: { ...python, events: [null, ...events] } } }, [expected]],
  ['a device', { buckets: { w: { ...python, data: { device_id: 'd-1' } } } }, [{ ...expected, device_id: 'd-1' }]],
  ['something else beside the buckets', { version: 1, buckets: {}, other: [{ events }] }, []],
])('a file with %s is read', async (_, file, buckets) => {
  expect(await readActivityWatch(streamOf(JSON.stringify(file)))).toEqual(buckets)
  expect(await readActivityWatch(streamOf(`\uFEFF${JSON.stringify(file, null, 2)}\r\n`))).toEqual(buckets)
})

test.each([['{"buckets":{"w":{"id":"w","events":[{"timestamp"'], ['{"buckets":nothing}'], ['a,b\n1,2'], ['']])(
  'what is no whole JSON is refused: %s',
  async (text) => {
    await expect(readActivityWatch(streamOf(text))).rejects.toThrow(NotActivityWatch)
  },
)
